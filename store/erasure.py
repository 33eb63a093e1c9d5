"""Erases comments with their revisions and verdicts, and keeps their ids for a while, so that every process forgets."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Engine, delete, func, insert, or_, select

from store import comments
from store.database import without_time_limit, writing
from store.identifiers import now
from store.records import CommentRecord, Kind, clean
from store.tables import comments as rows
from store.tables import erasures

KEEP_MS: Final = 8 * 86_400_000
"""How long the ids of what was erased are kept: longer than any process remembers what was submitted."""
_BITE: Final = 100
_PATIENCE: Final = 3.0


class Trait(NamedTuple):
    """What an author is known by: the value as it was given, and the pseudonym that stands for it, empty for an id.

    Of an e-mail or IP address the value may be empty: then it is the pseudonym alone.
    """

    kind: Kind
    value: str
    pseudonym: str = ""

    def is_of(self, record: CommentRecord) -> bool:
        """Whether the record's author is known by it."""
        match self.kind:
            case "id":
                return record.author_id == self.value
            case "email":
                given, kept, hashed = self.value.strip().lower(), record.author_email, record.author_email_hash
                return hashed == self.pseudonym or (bool(given) and (kept or "").strip().lower() == given)
            case "ip":
                given = self.value.strip()
                return record.author_ip_hash == self.pseudonym or (bool(given) and record.author_ip == given)


def revisions_of(connection: Connection, site_id: int, identifier: str) -> list[str]:
    """Ids of all revisions of the comment of which one has that id; empty where the site has none."""
    record = comments.get(connection, site_id, identifier)
    return [] if record is None else sorted(_with_revisions(connection, site_id, [(record.id, record.comment_id)]))


def written_by(connection: Connection, site_id: int, trait: Trait) -> list[str]:
    """Ids of the comments by the author, and of their revisions by whomever, oldest first.

    Reads all comments of the site, for there is no index that every insert would pay for: 0.4 s for a million that are
    in the machine's memory.
    """
    found = connection.execute(select(rows.c.id, rows.c.comment_id).where(rows.c.site_id == site_id, _is_by(trait)))
    return sorted(_with_revisions(connection, site_id, ((row.id, row.comment_id) for row in found)))


def erase_all(
    engine: Engine, site_id: int, find: Callable[[Connection], Sequence[str]], *, now: Callable[[], int] = now
) -> list[str]:
    """Erase what `find` finds; the ids of what was there.

    Works in transactions of a hundred comments, so that nobody waits long for the database. Blocks; raises the
    driver's errors, and then some may be erased.
    """
    erased: list[str] = []
    # Finding may take longer than a server may be silent.
    patient = engine if engine.dialect.name == "sqlite" else without_time_limit(engine)
    try:
        with patient.connect() as connection:
            found = find(connection)
    finally:
        if patient is not engine:
            patient.dispose()
    for some in _bites(found):
        with writing(engine) as connection:
            erased += erase(connection, site_id, some, now=now())
    return erased


def erase(connection: Connection, site_id: int, identifiers: Sequence[str], *, now: int) -> list[str]:
    """Delete these comments of the site and their verdicts; the ids of those that were there."""
    gone = comments.remove(connection, site_id, identifiers)
    if gone:
        known = set(connection.scalars(select(erasures.c.comment).where(erasures.c.comment.in_(gone))))
        new = [{"comment": one, "at": now} for one in gone if one not in known]
        if new:
            connection.execute(insert(erasures), new)
    return gone


def erased_since(connection: Connection, at: int) -> list[str]:
    """Ids of what was erased at that time or later."""
    return list(connection.scalars(select(erasures.c.comment).where(erasures.c.at >= at)))


def forget(connection: Connection, before_ms: int) -> int:
    """Delete the ids of what was erased before that time; how many they were."""
    return connection.execute(delete(erasures).where(erasures.c.at < before_ms)).rowcount


def overwrite(engine: Engine) -> bool:
    """Have what is deleted overwritten on disk; False where readers kept it from that, or where it is no SQLite file.

    SQLite overwrites it in the file (secure_delete), but the log beside the file holds it until it begins anew.
    PostgreSQL does it in its own time (VACUUM).
    """
    if engine.dialect.name != "sqlite":
        return False
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        deadline = time.monotonic() + _PATIENCE
        while True:
            # What is copied by then, nobody waits for who writes.
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            answer = cursor.fetchone()
            if answer is not None and answer[0] == 0:
                return True
            # SQLite waits for readers, but not for another checkpoint (`store.checkpoints`).
            if time.monotonic() > deadline:
                return False
            time.sleep(0.01)
    finally:
        connection.close()


def _is_by(trait: Trait) -> ColumnElement[bool]:
    value = clean(trait.value)
    match trait.kind:
        case "id":
            return rows.c.author_id == value
        case "email" if not value.strip():
            return rows.c.author_email_hash == trait.pseudonym
        case "ip" if not value.strip():
            return rows.c.author_ip_hash == trait.pseudonym
        case "email":
            kept = func.lower(func.trim(rows.c.author_email)) == value.strip().lower()
            return or_(rows.c.author_email_hash == trait.pseudonym, kept)
        case "ip":
            return or_(rows.c.author_ip_hash == trait.pseudonym, rows.c.author_ip == value.strip())


def _bites(identifiers: Sequence[str]) -> Iterator[Sequence[str]]:
    return (identifiers[begin : begin + _BITE] for begin in range(0, len(identifiers), _BITE))


def _with_revisions(connection: Connection, site_id: int, found: Iterable[tuple[str, str | None]]) -> set[str]:
    identifiers: set[str] = set()
    published: set[str] = set()
    for identifier, comment_id in found:
        identifiers.add(identifier)
        if comment_id is not None:
            published.add(comment_id)
    for some in _bites(sorted(published)):
        chosen = select(rows.c.id).where(rows.c.site_id == site_id, rows.c.comment_id.in_(some))
        identifiers.update(connection.scalars(chosen))
    return identifiers
