"""What is remembered of a comment, and what is told of it when another is held against it."""

import secrets
from typing import Final, NamedTuple, final

from store.records import Author, CommentTrace

_SECRET: Final = secrets.randbits(62)
"""A fingerprint is known to whoever has the text: with this nobody can tell which texts come to lie together."""


@final
class Trace:
    """What is remembered of a comment: the time (ms) and 64-bit hashes, 0 for what is absent.

    Hashes are of this process alone and cover the site: traces of two sites have nothing in common.
    """

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
        comment_id: str = "",
    ) -> "Trace":
        """The trace of a comment; `article` is its URL, `comment_id` the publisher's own id of the comment."""
        return _traced(site, identifier, at, fingerprint, author.known_by, article, comment_id)

    def of_any_comment(self) -> "Trace":
        """The same without the publisher's id of the comment."""
        return Trace(self.site, self.identifier, self.at, self.text, self.author, self.article, 0)


def trace(stored: CommentTrace) -> Trace:
    """The trace of a comment as the store tells of it."""
    identifier, site, at, fingerprint, article, author, email_hash, ip_hash = stored
    return _traced(site, identifier, at, fingerprint, Author(author, email_hash, ip_hash).known_by, article, "")


def _traced(  # noqa: PLR0913, PLR0917 - as above
    site: int,
    identifier: str,
    at: int,
    fingerprint: int,
    name: tuple[str, str] | None,
    article: str | None,
    comment_id: str,
) -> Trace:
    return Trace(
        site,
        hash(identifier),
        at,
        hash((site, fingerprint, _SECRET)),
        hash((site, name)) if name else 0,
        hash((site, article)) if article else 0,
        hash((site, comment_id)) if comment_id else 0,
    )


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
