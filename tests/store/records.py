"""A record for the tests, and what became of it."""

from sqlalchemy import Connection, Engine, select

from store import authors
from store.identifiers import Identifiers, millisecond_of, now
from store.records import CommentRecord
from store.tables import comments, verdicts

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


def read_all(connection: Connection) -> list[CommentRecord]:
    """All comments in the database, oldest first."""
    return [CommentRecord._make(row) for row in connection.execute(select(comments).order_by(comments.c.id))]


def stored(engine: Engine) -> list[str]:
    """Ids of all comments in the database, oldest first."""
    with engine.connect() as connection:
        return [one.id for one in read_all(connection)]


def judged(connection: Connection) -> list[str]:
    """Ids of the comments that the verdicts in the database are about, by the verdicts' age."""
    return list(connection.scalars(select(verdicts.c.comment).order_by(verdicts.c.id)))


def enter_authors(connection: Connection, limit: int = 1_000) -> int:
    """Have so many comments entered under their authors, also the newest; how many they were."""
    return authors.enter_next(connection, authors.unentered(connection, limit, now=lambda: now() + 60_000))
