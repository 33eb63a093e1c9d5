"""A record for the tests, and what became of it."""

from sqlalchemy import Engine

from store import comments
from store.identifiers import Identifiers, millisecond_of
from store.records import CommentRecord, CommentTrace

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


def traces(engine: Engine) -> list[CommentTrace]:
    """Traces of all comments in the database, oldest first."""
    with engine.connect() as connection:
        return comments.recent(connection, 0, 1_000_000)


def stored(engine: Engine) -> list[str]:
    """Ids of all comments in the database, oldest first."""
    return [trace.id for trace in traces(engine)]
