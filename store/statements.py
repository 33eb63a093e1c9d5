"""The few statements written by hand, because every comment pays for them."""

import sqlite3
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, compress
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic_core import to_json

from store.records import CommentRecord

if TYPE_CHECKING:
    from sqlalchemy import Connection

ROWS: Final = 16
"""So many records are inserted by one statement, which is a transaction by itself where none has begun."""

_FIELDS: Final = CommentRecord._fields
_DECISION, _SUPERSEDED, _VERDICT, _SUBMITTED, _DEGRADED, _WAITING = map(
    _FIELDS.index, ("decision", "superseded_by", "verdict", "submitted_at", "degraded", "waiting_since")
)
_ONCE: Final = "ON CONFLICT (id) DO NOTHING"


def dialect_of(driver: Any) -> Literal["sqlite", "postgresql"]:  # noqa: ANN401 - either driver's connection
    """The kind of database that a driver's connection leads to."""
    return "sqlite" if isinstance(driver, sqlite3.Connection) else "postgresql"


def insert(driver: Any, records: Sequence[CommentRecord]) -> None:  # noqa: ANN401 - either driver's connection
    """Insert the records by the driver's connection, `waiting_since` as it follows from the rest of them.

    One whose id is there already is passed over. Raises ValueError for a text with NUL, which PostgreSQL has none of.
    """
    rows_of = _insert_sqlite if dialect_of(driver) == "sqlite" else _insert_postgresql
    for begin in range(0, len(records), ROWS):
        rows_of(driver, records[begin : begin + ROWS])


def _insert_sqlite(driver: sqlite3.Connection, records: Sequence[CommentRecord]) -> None:
    count = len(records)
    columns = list(zip(*records, strict=True))
    columns[_WAITING] = _waiting_since(columns)
    # The driver takes a truth value and None the long way round: what none of the records has is not named at all.
    columns[_DEGRADED] = tuple(map(int, columns[_DEGRADED]))
    used = tuple(any(column) or column.count(None) < count for column in columns)
    values = list(chain.from_iterable(zip(*compress(columns, used), strict=True)))
    if "\0" in "".join([value for value in values if value.__class__ is str]):
        message = "a text holds NUL"
        raise ValueError(message)
    driver.execute(_insert_of(count, used), values)


@lru_cache(maxsize=256)
def _insert_of(count: int, used: tuple[bool, ...]) -> str:
    names = tuple(compress(_FIELDS, used))
    row = f"({', '.join('?' * len(names))})"
    return f"INSERT INTO comments ({', '.join(names)}) VALUES {', '.join([row] * count)} {_ONCE}"  # noqa: S608 - names of our own


def _waiting_since(columns: Sequence[tuple[Any, ...]]) -> tuple[int | None, ...]:
    """From when each of the records is in the queue for a moderator to see it."""
    places = columns[_DECISION], columns[_SUPERSEDED], columns[_VERDICT], columns[_SUBMITTED]
    return tuple(
        [
            at if decision == "queue" and not successor and not verdict else None
            for decision, successor, verdict, at in zip(*places, strict=True)
        ]
    )


def _insert_postgresql(driver: Any, records: Sequence[CommentRecord]) -> None:  # noqa: ANN401 - it has no annotations
    waiting = _waiting_since(list(zip(*records, strict=True)))
    rows = [{**record._asdict(), "waiting_since": since} for record, since in zip(records, waiting, strict=True)]
    driver.run_prepared(INSERT_POSTGRESQL, to_json(rows).decode())


_NUMBERS: Final = {
    "site_id": "INTEGER",
    "submitted_at": "BIGINT",
    "created_at": "BIGINT",
    "degraded": "BOOLEAN",
    "fingerprint": "BIGINT",
    "waiting_since": "BIGINT",
}

# One parameter and one round trip for the whole batch.
INSERT_POSTGRESQL: Final = f"""
INSERT INTO comments ({", ".join(_FIELDS)})
SELECT {", ".join(_FIELDS)}
FROM json_to_recordset($1::json) AS new({", ".join(f"{name} {_NUMBERS.get(name, 'TEXT')}" for name in _FIELDS)})
{_ONCE}
"""  # noqa: S608 - names of our own


def add_past_counts(connection: "Connection", rows: Sequence[tuple[int, int, str, str, int]]) -> None:
    """Add (site_id, day, decision, verdict, count) to what is counted already."""
    if rows:
        connection.exec_driver_sql(_ADD_PAST[connection.dialect.name], list(rows))


LINK: Final = {
    name: f"UPDATE comments SET superseded_by = {mark}, waiting_since = NULL WHERE id = {mark}"  # noqa: S608 - as above
    for name, mark in (("sqlite", "?"), ("postgresql", "%s"))
}

REVISIONS = {
    # CROSS JOIN keeps SQLite, and OFFSET 0 PostgreSQL, from scanning the comments to look them up in the list of keys.
    "sqlite": """
SELECT c.site_id, c.comment_id, c.id, c.superseded_by
FROM json_each(?) AS k CROSS JOIN comments AS c
ON c.site_id = k.value ->> 'site_id' AND c.comment_id = k.value ->> 'comment_id'
""",
    "postgresql": """
SELECT k.site_id, k.comment_id, r.id, r.superseded_by
FROM json_to_recordset(%s::json) AS k(site_id integer, comment_id text)
CROSS JOIN LATERAL (
    SELECT id, superseded_by FROM comments AS c
    WHERE c.site_id = k.site_id AND c.comment_id = k.comment_id OFFSET 0
) AS r
""",
}

COUNTS = {
    # A range of the index for each state and span: grouping would touch every row with a temporary tree.
    "sqlite": """
SELECT r.value ->> 'span', r.value ->> 'decision', r.value ->> 'verdict', (
    SELECT count(*) FROM comments AS c
    WHERE c.site_id = r.value ->> 'site' AND c.decision = r.value ->> 'decision' AND c.verdict = r.value ->> 'verdict'
    AND c.submitted_at >= r.value ->> 'begin' AND c.submitted_at < r.value ->> 'end'
)
FROM json_each(?) AS r
""",
    "postgresql": """
SELECT r.span, r.decision, r.verdict, (
    SELECT count(*) FROM comments AS c
    WHERE c.site_id = r.site AND c.decision = r.decision AND c.verdict = r.verdict
    AND c.submitted_at >= r.begin AND c.submitted_at < r."end"
)
FROM json_to_recordset(%s::json) AS r(
    span integer, site integer, decision text, verdict text, begin bigint, "end" bigint
)
""",
}

_ADD_PAST = {
    name: f"""
INSERT INTO past_counts (site_id, day, decision, verdict, count) VALUES ({", ".join([mark] * 5)})
ON CONFLICT (site_id, day, decision, verdict) DO UPDATE SET count = past_counts.count + excluded.count
"""  # noqa: S608 - as above
    for name, mark in (("sqlite", "?"), ("postgresql", "%s"))
}
