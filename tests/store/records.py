"""A record for the tests."""

from store.identifiers import Identifiers, millisecond_of
from store.records import CommentRecord

_identifiers = Identifiers()


def record(site_id: int = 1, content: str = "A comment.", *, comment_id: str | None = None) -> CommentRecord:
    """An accepted comment with a new id, submitted now."""
    identifier = _identifiers.new()
    return CommentRecord(
        id=identifier,
        site_id=site_id,
        submitted_at=millisecond_of(identifier),
        content=content,
        decision="accept",
        comment_id=comment_id,
    )
