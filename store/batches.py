"""Statements written by hand for what is entered beside the inserts, and many rows by one of them.

SQLite is locked meanwhile, and SQLAlchemy's own work for each statement was a third of that time: so its driver runs
them. PostgreSQL locks nobody out, and SQLAlchemy looks after its connections.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError

Statement = Mapping[str, str]
"""By dialect."""


def run(connection: Connection, statement: Statement, *given: Any) -> Iterable[Sequence[Any]]:  # noqa: ANN401 - of any column
    """Run it in the connection's transaction; its rows. Raises SQLAlchemy's errors."""
    name = connection.dialect.name
    if name != "sqlite":
        return connection.exec_driver_sql(statement[name], given)
    with _told(statement[name]):
        rows: list[tuple[Any, ...]] = _driver_of(connection).execute(statement[name], given).fetchall()
    return rows


def run_for_each(
    connection: Connection, statement: Statement, names: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Run it for each of the rows, given by these names.

    PostgreSQL is sent them as one JSON text: its driver would send them one by one.
    """
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        with _told(statement["sqlite"]):
            _driver_of(connection).executemany(statement["sqlite"], rows)
    else:
        told = [dict(zip(names, row, strict=True)) for row in rows]
        run(connection, statement, json.dumps(told, default=_bytes))


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], *, once: bool = False) -> None:
    """Insert rows that have a value for each column of the table; `once`: but for those that are there already."""
    names = table.columns.keys()
    statement = {connection.dialect.name: _insert(table, connection.dialect.name, once)}
    run_for_each(connection, statement, names, [[row[name] for name in names] for row in rows])


def _driver_of(connection: Connection) -> Any:  # noqa: ANN401 - sqlite3's, or what stands in its place
    return connection.connection.driver_connection


@contextmanager
def _told(statement: str) -> Iterator[None]:
    """Its errors as whoever uses SQLAlchemy knows them; without a value that was written."""
    try:
        yield
    except sqlite3.Error as error:
        raise DBAPIError(statement, None, error, hide_parameters=True) from error


def _bytes(value: bytes) -> str:
    """As PostgreSQL reads them."""
    return rf"\x{value.hex()}"


@cache
def _insert(table: Table, dialect: str, once: bool) -> str:  # noqa: FBT001 - part of the key
    names = ", ".join(table.columns.keys())
    end = " ON CONFLICT DO NOTHING" if once else ""
    if dialect == "sqlite":
        return f"INSERT INTO {table.name} ({names}) VALUES ({', '.join('?' * len(table.columns))}){end}"  # noqa: S608 - our own words
    known = import_module(f"sqlalchemy.dialects.{dialect}").dialect()
    types = ", ".join(f"{column.name} {column.type.compile(known)}" for column in table.columns)
    return f"INSERT INTO {table.name} ({names}) SELECT {names} FROM json_to_recordset(%s::json) AS new({types}){end}"  # noqa: S608 - as above
