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
