"""The few statements written by hand, because every comment pays for them."""

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection

from store.records import CommentRecord
from store.tables import comments

_COLUMNS = ", ".join(column.name for column in comments.columns)
_INSERT = f"INSERT INTO comments ({_COLUMNS})"
_ONCE = "ON CONFLICT (id) DO NOTHING"


def insert(connection: Connection, records: Sequence[CommentRecord]) -> None:
    """Insert the records; one whose id is there already is passed over."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_INSERT_SQLITE, list(records))
    else:
        rows = json.dumps([record._asdict() for record in records])
        connection.exec_driver_sql(_insert_postgresql(), (rows,))


def revisions_of(connection: Connection, comments_of_sites: Sequence[tuple[int, str]]) -> Sequence[Any]:
    """(site_id, comment_id, id, superseded_by) of every stored revision of these comments."""
    keys = json.dumps([{"site_id": site_id, "comment_id": comment_id} for site_id, comment_id in comments_of_sites])
    return connection.exec_driver_sql(REVISIONS[connection.dialect.name], (keys,)).all()


def add_past_counts(connection: Connection, rows: Sequence[tuple[int, int, str, str, int]]) -> None:
    """Add (site_id, day, decision, verdict, count) to what is counted already."""
    if rows:
        connection.exec_driver_sql(_ADD_PAST[connection.dialect.name], list(rows))


_INSERT_SQLITE = f"{_INSERT} VALUES ({', '.join('?' * len(comments.columns))}) {_ONCE}"


@cache
def _insert_postgresql() -> str:
    # One parameter and one round trip for the whole batch; pg8000 would send executemany row by row. Imported when it
    # is needed: services on SQLite start without it, in a tenth less time.
    from sqlalchemy.dialects.postgresql.base import PGDialect  # noqa: PLC0415

    dialect = PGDialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it without annotations
    types = ", ".join(f"{column.name} {column.type.compile(dialect)}" for column in comments.columns)
    rows = f"SELECT {_COLUMNS} FROM json_to_recordset(%s::json) AS new({types})"  # noqa: S608 - as above
    return f"{_INSERT} {rows} {_ONCE}"


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
