"""The few statements written by hand, because every comment pays for them."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from pydantic_core import to_json

from model.kernel import compiled
from store.records import CommentRecord

if TYPE_CHECKING:
    from sqlalchemy import Connection

ROWS: Final = 16
"""So many records are inserted by one statement, which is a transaction by itself where none has begun."""

_FIELDS: Final = CommentRecord._fields
_NUMBERS: Final = {
    "site_id": "INTEGER",
    "submitted_at": "BIGINT",
    "created_at": "BIGINT",
    "degraded": "BOOLEAN",
    "fingerprint": "BIGINT",
    "waiting_since": "BIGINT",
}
_NEW: Final = {"superseded_by": "''", "degraded": "FALSE", "verdict": "''"}
"""What a comment almost always is when it is stored: that stands in the statement, and SQLite is given nothing."""
_ALIKE: Final = (*_NEW, "site_id", "content_format", "model", "policy", "protocol")
"""What the comments of a batch mostly have in common: then SQLite is given it once."""
_WAITING: Final = "waiting_since"
_WAITS: Final = "CASE WHEN {decision} = 'queue' AND {superseded_by} = '' AND {verdict} = '' THEN {submitted_at} END"
"""From when a comment is in the queue for a moderator to see it."""


def _places(names: Iterable[str]) -> tuple[int, ...]:
    return tuple([_FIELDS.index(name) for name in names])


_PLACES_NEW: Final = _places(_NEW)
_PLACES_ALIKE: Final = _places(_ALIKE)
_PLACES_OPTIONAL: Final = _places(
    name for name, default in CommentRecord._field_defaults.items() if default is None and name != _WAITING
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


def holds_nul_in_python(texts: list[str | None]) -> bool:
    """Whether NUL is in one of the texts."""
    return "\0" in "".join(filter(None, texts))


holds_nul: Final[Callable[[list[Any]], bool]] = holds_nul_in_python if compiled is None else compiled.holds_nul


class _Insert(NamedTuple):
    """A statement, and the columns it is given: those that all records share, then those of each; texts before numbers.

    A column is given as a whole before the next: so nothing is done for each record.
    """

    statement: str
    shared_texts: tuple[int, ...]
    texts: tuple[int, ...]
    shared_numbers: tuple[int, ...]
    numbers: tuple[int, ...]


def _insert_sqlite(driver: sqlite3.Connection, records: Sequence[CommentRecord]) -> None:
    columns: list[tuple[Any, ...]] = list(zip(*records, strict=True))
    count, used, are_alike, are_new = len(records), 0, True, True
    # The driver takes None the long way round: what none of the records has is not named at all.
    for place in _PLACES_OPTIONAL:
        if columns[place].count(None) < count:
            used |= 1 << place
    for place in _PLACES_ALIKE:
        column = columns[place]
        are_alike = are_alike and column.count(column[0]) == count
    for place in _PLACES_NEW:
        are_new = are_new and not columns[place][0]
    insert = _insert_of(count, used, are_alike, are_alike and are_new)
    texts = _given(columns, insert.shared_texts, insert.texts)
    if holds_nul(texts):
        message = "a text holds NUL"
        raise ValueError(message)
    driver.execute(insert.statement, texts + _given(columns, insert.shared_numbers, insert.numbers))


def _given(columns: list[tuple[Any, ...]], shared: tuple[int, ...], places: tuple[int, ...]) -> list[Any]:
    given = [columns[place][0] for place in shared]
    for place in places:
        given += columns[place]
    return given


@lru_cache(maxsize=256)
def _insert_of(count: int, used: int, are_alike: bool, are_new: bool) -> _Insert:  # noqa: FBT001 - parts of the key
    unused = {_FIELDS[place] for place in _PLACES_OPTIONAL if not used >> place & 1}
    names = [name for name in _FIELDS if name not in unused and name != _WAITING]
    rows = [dict(_NEW) for _ in range(count)]
    given: list[list[str]] = []
    first = 1
    for kind in (False, True):
        of_kind = [name for name in names if (name in _NUMBERS) == kind and not (are_new and name in _NEW)]
        for is_shared in (True, False):
            given.append([name for name in of_kind if (are_alike and name in _ALIKE) == is_shared])
            for name in given[-1]:
                for at, row in enumerate(rows):
                    row[name] = f"?{first if is_shared else first + at}"
                first += 1 if is_shared else count
    values = ", ".join(f"({', '.join([*map(row.__getitem__, names), _WAITS.format_map(row)])})" for row in rows)
    columns = ", ".join([*names, _WAITING])
    statement = f"INSERT INTO comments ({columns}) VALUES {values} {_ONCE}"  # noqa: S608 - names of our own
    return _Insert(statement, *map(_places, given))


def _insert_postgresql(driver: Any, records: Sequence[CommentRecord]) -> None:  # noqa: ANN401 - it has no annotations
    driver.run_prepared(INSERT_POSTGRESQL, to_json([record._asdict() for record in records]).decode())


# One parameter and one round trip for the whole batch.
INSERT_POSTGRESQL: Final = f"""
INSERT INTO comments ({", ".join(_FIELDS)})
SELECT {", ".join(name if name != _WAITING else _WAITS.format_map({one: one for one in _FIELDS}) for name in _FIELDS)}
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
    # A range of an index for each state and span: grouping would touch every row with a temporary tree. Without a
    # decision all are counted.
    "sqlite": """
WITH r AS MATERIALIZED (
    SELECT value ->> 'span' AS span, value ->> 'site' AS site, value ->> 'decision' AS decision,
    value ->> 'verdict' AS verdict, value ->> 'begin' AS "begin", value ->> 'end' AS "end" FROM json_each(?)
)
SELECT r.span, r.decision, r.verdict, CASE WHEN r.decision IS NULL THEN (
    SELECT count(*) FROM comments AS c
    WHERE c.site_id = r.site AND c.submitted_at >= r."begin" AND c.submitted_at < r."end"
) ELSE (
    SELECT count(*) FROM comments AS c
    WHERE c.site_id = r.site AND c.decision = r.decision AND c.verdict = r.verdict
    AND c.submitted_at >= r."begin" AND c.submitted_at < r."end" AND (c.decision <> 'accept' OR c.verdict <> '')
) END
FROM r
""",
    "postgresql": """
SELECT r.span, r.decision, r.verdict, CASE WHEN r.decision IS NULL THEN (
    SELECT count(*) FROM comments AS c
    WHERE c.site_id = r.site AND c.submitted_at >= r.begin AND c.submitted_at < r."end"
) ELSE (
    SELECT count(*) FROM comments AS c
    WHERE c.site_id = r.site AND c.decision = r.decision AND c.verdict = r.verdict
    AND c.submitted_at >= r.begin AND c.submitted_at < r."end" AND (c.decision <> 'accept' OR c.verdict <> '')
) END
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
