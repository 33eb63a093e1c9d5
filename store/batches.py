"""Many rows inserted by one statement."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy import Connection, Table


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], *, once: bool = False) -> None:
    """Insert rows that have a value for each column of the table; `once`: but for those that are there already.

    PostgreSQL is sent them as one JSON text: its driver would send them one by one.
    """
    if not rows:
        return
    names = table.columns.keys()
    statement = _statement(table, connection.dialect.name) + (" ON CONFLICT DO NOTHING" if once else "")
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(statement, [tuple(row[name] for name in names) for row in rows])
    else:
        connection.exec_driver_sql(statement, (json.dumps(list(map(dict, rows)), default=_bytes),))


def _bytes(value: bytes) -> str:
    """As PostgreSQL reads them."""
    return rf"\x{value.hex()}"


@cache
def _statement(table: Table, dialect: str) -> str:
    names = ", ".join(table.columns.keys())
    if dialect == "sqlite":
        return f"INSERT INTO {table.name} ({names}) VALUES ({', '.join('?' * len(table.columns))})"  # noqa: S608 - our own words
    known = import_module(f"sqlalchemy.dialects.{dialect}").dialect()
    types = ", ".join(f"{column.name} {column.type.compile(known)}" for column in table.columns)
    return f"INSERT INTO {table.name} ({names}) SELECT {names} FROM json_to_recordset(%s::json) AS new({types})"  # noqa: S608 - as above
