"""What a serving process reads at its start, and every second: by the driver alone, for SQLAlchemy is slow to import.

Each function takes a cursor of either driver (`Database.reading`); those beside them in `store.sites`, `store.keys` and
`store.schema` give the same to whoever has SQLAlchemy already.
"""

# ruff: noqa: S608 - the names of columns are our own

import sqlite3
from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Final, NamedTuple

from store.identifiers import MARK_DIGITS
from store.records import ApiKey, CommentTrace, Site

HEAD: Final = "0009"
"""The last revision of the schema."""
KEY_LENGTH: Final = 12
"""Characters of a key: WordPress takes no other number."""

_MARK_AT: Final = 36 - MARK_DIGITS + 1
_TRACES: Final = f"SELECT {', '.join(CommentTrace._fields)} FROM comments"
_SITES: Final = f"SELECT {', '.join(Site._fields)} FROM sites"
_KEYS: Final = f"SELECT {', '.join(ApiKey._fields)} FROM api_keys"


def revision(cursor: Any) -> str | None:  # noqa: ANN401 - here and below: either driver's cursor
    """The revision of the schema; raises the driver's error where the database is empty."""
    cursor.execute("SELECT version_num FROM alembic_version")
    found = cursor.fetchone()
    return None if found is None else str(found[0])


def sites(cursor: Any) -> list[Site]:  # noqa: ANN401
    """All sites by name."""
    cursor.execute(f"{_SITES} ORDER BY name")
    return list(map(Site._make, cursor.fetchall()))


def site(cursor: Any, site_id: int) -> Site | None:  # noqa: ANN401
    """The site with that id."""
    cursor.execute(marked(cursor, f"{_SITES} WHERE id = ?"), (site_id,))
    found = cursor.fetchone()
    return None if found is None else Site._make(found)


def valid_keys(cursor: Any) -> list[ApiKey]:  # noqa: ANN401
    """All keys that are not revoked, oldest first."""
    cursor.execute(f"{_KEYS} WHERE revoked_at IS NULL ORDER BY id")
    return list(map(ApiKey._make, cursor.fetchall()))


def digest_of(plain: str) -> str:
    """What a key, a session or an invitation is found by."""
    return sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def key(cursor: Any, digest: str) -> ApiKey | None:  # noqa: ANN401
    """The key with that digest, None where it is unknown or revoked."""
    cursor.execute(marked(cursor, f"{_KEYS} WHERE digest = ? AND revoked_at IS NULL"), (digest,))
    found = cursor.fetchone()
    return None if found is None else ApiKey._make(found)


def shadowed(cursor: Any) -> list[int]:  # noqa: ANN401
    """Ids of the sites that have a model in shadow."""
    cursor.execute("SELECT site_id FROM shadows WHERE stopped_at IS NULL ORDER BY site_id")
    return [int(row[0]) for row in cursor.fetchall()]


def since(cursor: Any, after_id: str, limit: int, *, but: str = "") -> list[str]:  # noqa: ANN401
    """Greater ids of all sites' comments, in order, without those of the maker with that mark: read from the index.

    Ids are given before the commit: to miss none, ask again from a few seconds before the last one seen
    (`identifiers.first_at`) and pass over those known. A comment replayed from a spool appears under its old id.
    """
    statement = f"SELECT id FROM comments WHERE id > ? AND substr(id, {_MARK_AT}) <> ? ORDER BY id LIMIT ?"
    cursor.execute(marked(cursor, statement), (after_id, but, limit))
    return [identifier for (identifier,) in cursor.fetchall()]


def greater_than(cursor: Any, count: int) -> str:  # noqa: ANN401
    """The id than which so many of all sites' comments have greater ones, empty where there are fewer."""
    statement = "SELECT id FROM comments ORDER BY id DESC LIMIT 1 OFFSET ?"
    cursor.execute(marked(cursor, statement), (count,))
    found = cursor.fetchone()
    return "" if found is None else str(found[0])


def traces(cursor: Any, identifiers: Sequence[str]) -> list[CommentTrace]:  # noqa: ANN401
    """Traces of those of these comments that are there, oldest first."""
    if not identifiers:
        return []
    marks = ", ".join("?" * len(identifiers))
    cursor.execute(marked(cursor, f"{_TRACES} WHERE id IN ({marks}) ORDER BY id"), tuple(identifiers))
    return list(map(CommentTrace._make, cursor.fetchall()))


class StoredText(NamedTuple):
    """What a stored comment says, as it was sent."""

    id: str
    content: str
    content_format: str


def texts(cursor: Any, identifiers: Sequence[str]) -> list[StoredText]:  # noqa: ANN401
    """What those of these comments say that are there, in no order."""
    if not identifiers:
        return []
    marks = ", ".join("?" * len(identifiers))
    names = ", ".join(StoredText._fields)
    cursor.execute(marked(cursor, f"SELECT {names} FROM comments WHERE id IN ({marks})"), tuple(identifiers))
    return list(map(StoredText._make, cursor.fetchall()))


class Row(NamedTuple):
    """A row's number, and the comment that is in it."""

    number: int
    id: str


def newest_row(cursor: Any) -> Row | None:  # noqa: ANN401
    """The row that was stored last, by which `stored_between` finds others; only SQLite has their numbers."""
    if not isinstance(cursor, sqlite3.Cursor):
        return None
    found = cursor.execute("SELECT rowid, id FROM comments ORDER BY rowid DESC LIMIT 1").fetchone()
    return None if found is None else Row._make(found)


def is_there(cursor: Any, row: Row) -> bool:  # noqa: ANN401
    """Whether that comment is still in that row: as long as it is, all that is stored later gets greater numbers.

    Where the newest comments are deleted, or the file is written anew, numbers are given again.
    """
    return bool(cursor.execute("SELECT count(*) FROM comments WHERE rowid = ? AND +id = ?", row).fetchone()[0])


def stored_between(cursor: Any, before: int, last: int, after_id: str, *, but: str = "") -> list[CommentTrace]:  # noqa: ANN401
    """Traces of the comments in rows after `before` up to `last` whose ids are greater, in the order they were stored.

    Without those of the maker with that mark, and each row is read once: rows have the order of commits.
    """
    # The plus keeps SQLite from looking for the ids in their index.
    cursor.execute(
        f"{_TRACES} WHERE rowid > ? AND rowid <= ? AND +id > ? AND substr(id, {_MARK_AT}) <> ? ORDER BY rowid",
        (before, last, after_id, but),
    )
    return list(map(CommentTrace._make, cursor.fetchall()))


def marked(cursor: Any, statement: str) -> str:  # noqa: ANN401
    """The statement with the marks for parameters of the cursor's driver."""
    return statement if isinstance(cursor, sqlite3.Cursor) else statement.replace("?", "%s")
