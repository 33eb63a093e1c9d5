"""Judged comments: written once, read by id, by publisher's id, and by time."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, delete, exists, func, select, update

from store import authors, likenesses, statistics
from store.identifiers import first_at
from store.records import Author, CommentRecord, clean
from store.revisions import insert_linked
from store.statistics import Past
from store.tables import comments

LATEST_MS: Final = (1 << 63) - 1
"""The last time that the databases know."""


def insert_many(connection: Connection, records: Sequence[CommentRecord]) -> None:
    """Store the records in the connection's transaction, as `store.revisions.insert_linked` does."""
    if records:
        insert_linked(_driver(connection), records)


def get(connection: Connection, site_id: int, identifier: str) -> CommentRecord | None:
    """The revision with that id, None where this site has none."""
    found = connection.execute(
        select(comments).where(comments.c.id == clean(identifier), comments.c.site_id == site_id),
    ).first()
    return None if found is None else CommentRecord._make(found)


def are_more_than(connection: Connection, count: int, since_ms: int) -> bool:
    """Whether more comments than that have come in since, those of all sites together."""
    newer = select(comments.c.id).where(comments.c.id >= first_at(since_ms)).order_by(comments.c.id)
    return connection.scalar(newer.offset(count).limit(1)) is not None


def fingerprints(connection: Connection, site_id: int, identifiers: Sequence[str]) -> dict[str, int]:
    """By id, what is the same of texts that say the same; 0 where the text could not be read."""
    wanted = comments.c.id.in_([clean(one) for one in identifiers]), comments.c.site_id == site_id
    found = connection.execute(select(comments.c.id, comments.c.fingerprint).where(*wanted))
    return {row.id: row.fingerprint for row in found}


def protocol_of(connection: Connection, identifier: str) -> str | None:
    """The protocol that the comment came by, None where there is none of that id."""
    return connection.scalar(select(comments.c.protocol).where(comments.c.id == identifier))


def revisions(connection: Connection, site_id: int, comment_id: str) -> list[CommentRecord]:
    """All revisions of a publisher's comment, oldest first."""
    found = connection.execute(
        select(comments)
        .where(comments.c.site_id == site_id, comments.c.comment_id == clean(comment_id))
        .order_by(comments.c.id),
    )
    return [CommentRecord._make(row) for row in found]


def adopt(connection: Connection, site_id: int, identifier: str, comment_id: str) -> bool:
    """Give the comment of that id (the store's) the publisher's; False where it has another by now.

    An id that another comment has stays with that, and the answer is True. Call it in a transaction of
    `store.database.writing`.
    """
    wanted, is_it = clean(comment_id), (comments.c.id == clean(identifier), comments.c.site_id == site_id)
    # The lock keeps two who found the same comment from giving it two ids; SQLite's transaction has locked already.
    own = connection.scalar(select(comments.c.comment_id).where(*is_it).with_for_update())
    if own is None:
        has_it = exists().where(comments.c.site_id == site_id, comments.c.comment_id == wanted).correlate(None)
        connection.execute(update(comments).where(*is_it, ~has_it).values(comment_id=wanted))
    return own in {None, wanted}


def of_text(  # noqa: PLR0913 - what to look for, and how far
    connection: Connection,
    site_id: int,
    fingerprint: int,
    since_ms: int,
    limit: int = 20,
    *,
    until_ms: int = LATEST_MS,
) -> list[CommentRecord]:
    """The site's newest comments of exactly this text, submitted from `since_ms` to `until_ms`, the newest first."""
    # The index holds all that this asks for: only what is found is looked up in the table.
    found = connection.execute(
        select(comments)
        .where(
            comments.c.site_id == site_id,
            comments.c.submitted_at.between(since_ms, until_ms),
            comments.c.fingerprint == fingerprint,
        )
        .order_by(comments.c.submitted_at.desc(), comments.c.id.desc())
        .limit(limit),
    )
    return [CommentRecord._make(row) for row in found]


def count_waiting(connection: Connection, site_id: int) -> int:
    """How many comments wait for a moderator."""
    counted = select(func.count()).select_from(comments)
    return (
        connection.scalar(
            counted.where(comments.c.site_id == site_id, comments.c.waiting_since.is_not(None)),
        )
        or 0
    )


def older(connection: Connection, site_id: int, before_ms: int, limit: int) -> list[str]:
    """Ids of at most `limit` of the site's comments submitted before that time, the oldest first."""
    return list(
        connection.scalars(
            select(comments.c.id)
            .where(comments.c.site_id == site_id, comments.c.submitted_at < before_ms)
            .order_by(comments.c.submitted_at)
            .limit(limit)
        )
    )


def remove(connection: Connection, site_id: int, identifiers: Sequence[str]) -> list[str]:
    """Delete these comments of the site with their verdicts, and count them for the statistics; their ids."""
    told = (comments.c[name] for name in (*Past._fields, "author_id", "author_email_hash", "author_ip_hash"))
    # A sum has no index: without statistics SQLite would look through all of the site rather than for these ids.
    removal = delete(comments).where(comments.c.id.in_(identifiers), comments.c.site_id + 0 == site_id)
    gone = connection.execute(removal.returning(comments.c.id, *told)).all()
    statistics.remember(connection, site_id, (Past(*row[1:4]) for row in gone))
    likenesses.forget(connection, (row.id for row in gone))
    authors.forget(connection, ((site_id, row.id, Author._make(row[4:])) for row in gone))
    return [row.id for row in gone]


def _driver(connection: Connection) -> Any:  # noqa: ANN401 - either driver's connection
    """The driver's connection, in a transaction."""
    if not connection.in_transaction():
        connection.begin()
    return connection.connection.driver_connection
