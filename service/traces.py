"""What is remembered of a comment, and what is told of it when another is held against it."""

from typing import NamedTuple

from store.records import CommentTrace


class Author(NamedTuple):
    """Who wrote a comment: the site's own id of them, and the keyed hashes of their e-mail and IP address."""

    id: str | None = None
    email_hash: str | None = None
    ip_hash: str | None = None

    @property
    def known_by(self) -> tuple[str, str] | None:
        """What tells this author from others: their id, else their e-mail, else their IP address."""
        if self.id:
            return "id", self.id
        if self.email_hash:
            return "email", self.email_hash
        return ("ip", self.ip_hash) if self.ip_hash else None


class Trace(NamedTuple):
    """What is remembered of a comment: the time (ms) and 64-bit hashes, 0 for what is absent.

    Hashes are of this process alone and cover the site: traces of two sites have nothing in common.
    """

    site: int
    identifier: int
    at: int
    text: int
    author: int
    article: int
    comment: int

    @classmethod
    def of(  # noqa: PLR0913, PLR0917 - what a comment is known by
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
        name = author.known_by
        return cls(
            site,
            hash(identifier),
            at,
            hash((site, fingerprint)),
            hash((site, name)) if name else 0,
            hash((site, article)) if article else 0,
            hash((site, comment_id)) if comment_id else 0,
        )


def trace(stored: CommentTrace) -> Trace:
    """The trace of a comment as the store tells of it."""
    author = Author(stored.author_id, stored.author_email_hash, stored.author_ip_hash)
    return Trace.of(stored.site_id, stored.id, stored.submitted_at, stored.fingerprint, author, stored.article_url)


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
