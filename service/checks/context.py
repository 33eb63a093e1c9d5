"""What a check is given, and what it gives back."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

from model.bundle import Bundle
from model.comment import Comment
from model.findings import Finding
from model.likeness import Signature, is_short, sign
from model.text import Text
from service.alike import Near
from service.checks.site_rules import SiteRules
from service.history import Author, History
from service.traces import trace_of

if TYPE_CHECKING:
    from model.reader.reader import Beside


class Context:
    """One comment on its way through the checks.

    `at` is when it was submitted (ms), `identifier` the id it will be stored under, `fingerprint` that of
    `service.history`. `bundle` and `scores` (0..1 by attribute) are None where no model could judge, `scores` also
    before the classifier's turn; `is_understood`: whether the model has learned the comment's `language`. `decides`:
    whose thresholds hold, where not the bundle's, from then on. `fields` are the comment's, by name.
    Whoever moderates calls `remember` once it is admitted, before its storing is awaited.
    """

    __slots__ = (
        "at",
        "author",
        "bundle",
        "comment",
        "decides",
        "fields",
        "fingerprint",
        "history",
        "identifier",
        "is_edit",
        "is_understood",
        "language",
        "near",
        "scores",
        "signature",
        "site",
        "text",
        "trace",
    )

    def __init__(  # noqa: PLR0913, PLR0917 - what is known of a comment; by itself, for dataclasses make one that is not compiled
        self,
        comment: Comment,
        text: Text,
        site: SiteRules,
        at: int,
        identifier: str,
        fingerprint: int,
        author: Author,
        history: History,
        bundle: Bundle | None = None,
        scores: dict[str, float] | None = None,
        language: str = "",
        is_understood: bool = True,  # noqa: FBT001, FBT002 - as above
        is_edit: bool = False,  # noqa: FBT001, FBT002 - as above
        decides: "Bundle | Beside | None" = None,
    ) -> None:
        self.comment = comment
        self.text = text
        self.site = site
        self.at = at
        self.identifier = identifier
        self.fingerprint = fingerprint
        self.author = author
        self.history = history
        self.bundle = bundle
        self.scores = scores
        self.language = language
        self.is_understood = is_understood
        self.is_edit = is_edit
        self.decides = decides
        self.signature: Signature | None = None
        self.near: Sequence[Near] | None = ()
        # Each attribute of a model of pydantic's takes three times as long.
        self.fields = fields = comment.__dict__
        # An id of its own: an edit repeats nothing that its author wrote under the article without one.
        own = fields["comment_id"] or (identifier if is_edit else "")
        self.trace = trace_of(site.site_id, identifier, at, fingerprint, author, fields["article_url"], own)

    def look_for_alike(self) -> Sequence[Near] | None:
        """Earlier texts that are like this one, looked for once; None where it is so short that many say it."""
        if self.signature is None and self.near is not None:
            if is_short(self.text.normalised):
                self.near = None
            else:
                self.signature = sign(self.text.normalised)
                self.near = self.history.find(self.signature)
        return self.near

    def remember(self) -> None:
        """Let later comments be held against this one; before or after the checks, which pass it over itself."""
        # The id that keeps an edit apart from what it is an edit of is of no use to later comments.
        is_marked = self.is_edit and not self.comment.comment_id
        trace = self.trace.of_any_comment() if is_marked else self.trace
        self.history.add(trace, self.signature, self.near or (), self.identifier)


class Check(Protocol):
    """One test that every comment goes through."""

    @property
    def name(self) -> str:
        """What it is called in the log and in the finding where it fails."""
        ...

    def __call__(self, context: Context) -> Iterable[Finding]:
        """What there is to say of the comment; nothing, if nothing."""
        ...
