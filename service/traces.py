"""What is remembered of a comment, and what is told of it when another is held against it."""

import secrets
from collections.abc import Callable
from typing import Final, NamedTuple, Protocol, final

from model.kernel import compiled
from store.records import Author, CommentTrace

_SECRET: Final = secrets.randbits(62)
"""A fingerprint is known to whoever has the text: with this nobody can tell which texts come to lie together."""


class Trace(Protocol):
    """What is remembered of a comment: the time (ms) and 64-bit hashes, 0 for what is absent.

    Hashes are of this process alone and cover the site: traces of two sites have nothing in common.
    """

    @property
    def site(self) -> int:
        """The site's number."""

    @property
    def identifier(self) -> int:
        """Python's hash of the id."""

    @property
    def at(self) -> int:
        """When it was submitted."""

    @property
    def text(self) -> int:
        """The hash of its text."""

    @property
    def author(self) -> int:
        """That of who wrote it."""

    @property
    def article(self) -> int:
        """That of the article's URL."""

    @property
    def comment(self) -> int:
        """That of the publisher's own id of the comment."""

    def of_any_comment(self) -> "Trace":
        """The same without the publisher's id of the comment."""


@final
class TraceInPython:
    """A `Trace`: the twin that says what the compiled one has to hold."""

    __slots__ = ("article", "at", "author", "comment", "identifier", "site", "text")

    def __init__(  # noqa: PLR0913, PLR0917 - what a comment is known by
        self, site: int, identifier: int, at: int, text: int, author: int, article: int, comment: int
    ) -> None:
        self.site = site
        self.identifier = identifier
        self.at = at
        self.text = text
        self.author = author
        self.article = article
        self.comment = comment

    @classmethod
    def of(  # noqa: PLR0913, PLR0917 - as above
        cls,
        site: int,
        identifier: str,
        at: int,
        fingerprint: int,
        author: Author,
        article: str | None,
        comment_id: str,
        /,
    ) -> "TraceInPython":
        """The trace of a comment; `article` is its URL, `comment_id` the publisher's own id of the comment."""
        name = author.known_by
        return TraceInPython(
            site,
            hash(identifier),
            at,
            hash((site, fingerprint, _SECRET)),
            hash((site, name)) if name else 0,
            hash((site, article)) if article else 0,
            hash((site, comment_id)) if comment_id else 0,
        )

    def of_any_comment(self) -> "TraceInPython":
        """As of `Trace`."""
        return TraceInPython(self.site, self.identifier, self.at, self.text, self.author, self.article, 0)


trace_of: Final[Callable[[int, str, int, int, Author, str | None, str], Trace]] = (
    TraceInPython.of if compiled is None else compiled.Trace.of
)
"""As `TraceInPython.of`, by the kernel where there is one."""


def trace(stored: CommentTrace) -> Trace:
    """The trace of a comment as the store tells of it."""
    identifier, site, at, fingerprint, article, author, email_hash, ip_hash = stored
    return trace_of(site, identifier, at, fingerprint, Author(author, email_hash, ip_hash), article, "")


class Earlier(NamedTuple):
    """An earlier comment of the same, or nearly the same, text; `at` in ms, `likeness` 0..1, `id` where it is known."""

    at: int
    same_author: bool
    same_article: bool
    likeness: float = 1.0
    id: str = ""


class Spread(NamedTuple):
    """From how many authors and under how many articles nearly the same text came, this time included.

    Whose author or article is not known counts as one. `is_more`: there is more than was counted. `ids`: some of the
    earlier comments, the newest first, as far as their ids are known.
    """

    authors: int
    articles: int
    is_more: bool
    ids: tuple[str, ...]
