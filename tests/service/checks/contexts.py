"""Comments on their way through the checks, for tests."""

from collections.abc import Iterable
from typing import Any

from model.bundle import Bundle
from model.comment import Comment
from model.findings import Finding
from model.policy import Policy
from model.text import read
from service.checks import Author, Check, Context, SiteRules
from service.history import History, fingerprint
from store.identifiers import Identifiers

NOON = 1_700_000_000_000
READER = Author("reader-1", "email-1", "ip-1")
_identifiers = Identifiers()


def site(**policy: Any) -> SiteRules:  # noqa: ANN401 - any field of a policy
    """The rules of a site whose policy differs from the default by this."""
    return SiteRules.of(1, "default", Policy(**policy))


def context(  # noqa: PLR0913 - a test names what it is about, and leaves the rest
    content: str = "A comment.",
    rules: SiteRules | None = None,
    *,
    at: int = NOON,
    author: Author = READER,
    history: History | None = None,
    bundle: Bundle | None = None,
    scores: dict[str, float] | None = None,
    **fields: str,
) -> Context:
    """A comment that has been read, and is to be checked."""
    text = read(content, fields.get("content_format", "text"))
    return Context(
        comment=Comment.model_validate({"content": content, **fields}),
        text=text,
        site=rules or site(),
        at=at,
        identifier=_identifiers.new(),
        fingerprint=fingerprint(text.normalised),
        author=author,
        history=History(capacity=16) if history is None else history,
        bundle=bundle,
        scores=scores,
    )


def codes(findings: Iterable[Finding]) -> list[str]:
    """What was found, in order."""
    return [finding.code for finding in findings]


def marked(found: Finding, content: str) -> list[str]:
    """The parts of the original that the finding points at."""
    return [content[span.begin : span.end] for span in found.spans]


def submit(check: Check, comment: Context) -> list[str]:
    """What the check finds; the comment is remembered afterwards."""
    found = codes(check(comment))
    comment.remember()
    return found
