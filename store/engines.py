"""Engines on the two databases, and how a transaction begins on them."""

from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, create_engine, event, make_url

from store.sqlite import SQLiteFile, TurnTaker
from store.tables import metadata

if TYPE_CHECKING:
    from store.postgresql import PostgreSQLServer


def engine_of(url: str, source: "SQLiteFile | PostgreSQLServer") -> Engine:
    """An engine whose connections come from there."""
    if isinstance(source, SQLiteFile):
        engine = create_engine(url, creator=source.connect, hide_parameters=True)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    _make_indexes_partial()
    return create_engine(
        make_url(url).set(drivername="postgresql+pg8000"),
        creator=source.connect,
        pool_pre_ping=True,
        hide_parameters=True,
    )


def _begin_sqlite(connection: Connection) -> None:
    driver = connection.connection.driver_connection
    assert isinstance(driver, TurnTaker)  # noqa: S101 - whatever this engine connects is one
    try:
        driver.check_place()
    except ConnectionError:
        connection.invalidate()
        raise
    if connection.get_execution_options().get("copydesk_write", False):
        driver.begin_writing()
    else:
        connection.exec_driver_sql("BEGIN")


def _make_indexes_partial() -> None:
    """Let a partial index be partial on both databases.

    Its table names the rows for SQLite alone: for PostgreSQL, SQLAlchemy would import a dialect there that most
    services never use.
    """
    for index in (index for table in metadata.tables.values() for index in table.indexes):
        if (rows := index.dialect_options["sqlite"]["where"]) is not None:
            index.dialect_kwargs["postgresql_where"] = rows
