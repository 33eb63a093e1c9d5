"""Engines from plain database URLs, and how a transaction begins on them."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getuser
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from store.errors import DatabaseMovedError, DatabaseURLError
from store.turns import TurnTaker

LOCK_SECONDS = 5.0
SOCKET_SECONDS = 10.0

_FILE = "copydesk_file"

_EXAMPLES = "write sqlite:///copydesk.db, sqlite:////var/lib/copydesk/copydesk.db or postgresql://user@host/database"


def open_engine(url: str, *, time_limit: float | None = SOCKET_SECONDS, create: bool = True) -> Engine:
    """An engine for `sqlite:///path` or `postgresql://user:password@host:port/database`; nothing is opened yet.

    `time_limit`: seconds after which a PostgreSQL server that does not answer counts as lost, None for never.
    `create`: whether a SQLite file that is missing is made; a running service must not put an empty one in its place.
    PostgreSQL takes the parameters `host` (a folder with the server's socket), `sslmode` and `sslrootcert`.
    Raises DatabaseURLError, which never repeats a password.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        message = f"the database URL cannot be read: {_EXAMPLES}"
        raise DatabaseURLError(message) from None
    match parsed.drivername:
        case "sqlite":
            return _open_sqlite(parsed, create=create)
        case "postgresql" | "postgres":
            return _open_postgresql(parsed, time_limit)
        case other:
            message = f"the database URL begins with {other!r}: {_EXAMPLES} (the driver is chosen by Copydesk)"
            raise DatabaseURLError(message)


def for_writing(connection: Connection) -> Connection:
    """The connection, with every transaction on it taking the write lock at its beginning."""
    return connection.execution_options(copydesk_write=True)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes: committed at the end, rolled back on an exception.

    On SQLite it waits for the write lock at once, so that it cannot fail half-way for having read first.
    """
    with for_writing(engine.connect()) as connection, connection.begin():
        yield connection


def identity(engine: Engine) -> str:
    """16 hex digits that name the database, the same for every way to write its URL that leads to the same place."""
    url = engine.url
    if url.get_backend_name() == "sqlite":
        place = str(Path(url.database or "").resolve())
    else:
        place = f"{url.query.get('host') or url.host or 'localhost'}:{url.port or 5432}/{url.database}"
    return blake2b(place.encode(), digest_size=8).hexdigest()


def without_time_limit(engine: Engine) -> Engine:
    """A second engine on the same database for statements that may take long; dispose of it after use."""
    return open_engine(plain_url(engine), time_limit=None)


def plain_url(engine: Engine) -> str:
    """The URL to open the database with again, password included."""
    return engine.url.set(drivername=engine.url.get_backend_name()).render_as_string(hide_password=False)


def _open_sqlite(url: URL, *, create: bool) -> Engine:
    if url.host or url.query:
        message = f"a SQLite URL has a path and nothing else: {_EXAMPLES}"
        raise DatabaseURLError(message)
    if not url.database or url.database == ":memory:":
        message = f"the SQLite URL names no file, and a database in memory would forget everything: {_EXAMPLES}"
        raise DatabaseURLError(message)
    folder = Path(url.database).resolve().parent
    if not folder.is_dir():
        message = f"the folder {folder} of the SQLite file does not exist: create it or correct the database URL"
        raise DatabaseURLError(message)
    path = Path(url.database)
    address = f"file:{quote(url.database)}?mode={'rwc' if create else 'rw'}"
    turn = Lock()

    def connect() -> TurnTaker:
        connection = sqlite3.connect(
            address,
            uri=True,
            timeout=LOCK_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            factory=TurnTaker,
        )
        connection.turn = turn
        return connection

    engine = create_engine(url, creator=connect, hide_parameters=True)

    def prepare(connection: sqlite3.Connection, entry: ConnectionPoolEntry) -> None:
        _prepare_sqlite(connection)
        entry.info[_FILE] = _file_at(path)

    def begin(connection: Connection) -> None:
        # SQLite goes on writing to a file that was moved or removed, and what it commits there is lost. None: it was
        # moved while this connection was being made.
        if connection.info[_FILE] is None or connection.info[_FILE] != _file_at(path):
            connection.invalidate()
            message = f"the SQLite file {path} was moved or removed"
            raise DatabaseMovedError(message)
        _begin_sqlite(connection)

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin)
    return engine


def _file_at(path: Path) -> tuple[int, int] | None:
    """What tells one file from another of the same name, None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _open_postgresql(url: URL, time_limit: float | None) -> Engine:
    if not url.database:
        message = f"the PostgreSQL URL names no database: {_EXAMPLES}"
        raise DatabaseURLError(message)
    # Services on SQLite start without the other driver.
    from store.postgresql import Address  # noqa: PLC0415

    address = Address.of(url, getuser, time_limit)
    return create_engine(
        url.set(drivername="postgresql+pg8000"),
        creator=address.connect,
        pool_pre_ping=True,
        hide_parameters=True,
    )


def _prepare_sqlite(connection: sqlite3.Connection) -> None:
    _use_write_ahead_log(connection)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    # What retention deletes is overwritten, not only forgotten.
    connection.execute("PRAGMA secure_delete=ON")


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Switch the file to WAL; SQLite does not wait by itself where several processes open a new file at once."""
    deadline = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    if not connection.get_execution_options().get("copydesk_write", False):
        connection.exec_driver_sql("BEGIN")
        return
    driver = connection.connection.driver_connection
    assert isinstance(driver, TurnTaker)  # noqa: S101 - whatever this engine connects is one
    driver.take_turn(LOCK_SECONDS)
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except BaseException:
        driver.give_turn()
        raise
