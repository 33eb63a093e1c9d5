"""A database by its plain URL: connections of its driver, or an engine, and how a transaction begins on that."""

from contextlib import contextmanager, suppress
from hashlib import blake2b
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, Self, cast

from store.errors import DatabaseURLError
from store.later import Later
from store.sqlite import SQLiteFile, TurnTaker
from store.urls import EXAMPLES, DatabaseURL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

    from store.postgresql import PostgreSQLServer

SOCKET_SECONDS: Final = 10.0


class Database:
    """The database of `sqlite:///path` or `postgresql://user:password@host:port/database`; nothing is opened yet.

    `time_limit`: seconds after which a PostgreSQL server that does not answer counts as lost, None for never.
    `create`: whether a SQLite file that is missing is made; a running service must not put an empty one in its place.
    `flushes`: whether SQLite waits for the disk at each commit; not so where what a loss of power takes is done again.
    PostgreSQL takes the parameters `host` (a folder with the server's socket), `sslmode` and `sslrootcert`.
    Raises DatabaseURLError, which never repeats a password.
    """

    def __init__(
        self,
        url: str,
        *,
        time_limit: float | None = SOCKET_SECONDS,
        create: bool = True,
        flushes: bool = True,
    ) -> None:
        self.url = url
        self._making = Lock()
        self._engine: Engine | None = None
        self._idle: list[Any] = []
        self.source = _source(DatabaseURL.read(url), time_limit, create=create, flushes=flushes)

    @classmethod
    def of(cls, engine: "Engine") -> Self:
        """The database of an engine."""
        return cls(plain_url(engine), create=False)

    @property
    def identity(self) -> str:
        """16 hex digits that name the database, the same for every URL that leads to the same place."""
        return blake2b(self.source.place.encode(), digest_size=8).hexdigest()

    @property
    def engine(self) -> "Engine":
        """The engine for all that is not in every comment's way, made when it is first asked for."""
        with self._making:
            if self._engine is None:
                # SQLAlchemy takes longer to import than all the rest of a start.
                from store.engines import engine_of  # noqa: PLC0415

                self._engine = engine_of(self.url, self.source)
            return self._engine

    @property
    def late_engine(self) -> "Engine":
        """Stands for the engine, which is made when it is first used."""
        return cast("Engine", Later(lambda: self.engine))

    @contextmanager
    def reading(self) -> "Iterator[Any]":
        """A cursor of the driver, each statement of which sees what is committed; raises the driver's errors."""
        connection = self._idle.pop() if self._idle else self._connect()
        try:
            if isinstance(connection, TurnTaker):
                connection.check_place()
            yield connection.cursor()
        except BaseException:
            with suppress(Exception):
                connection.close()
            raise
        self._idle.append(connection)

    def dispose(self) -> None:
        """Close what is open and at rest."""
        while self._idle:
            self._idle.pop().close()
        if self._engine is not None:
            self._engine.dispose()

    def _connect(self) -> Any:  # noqa: ANN401 - either driver's connection
        connection: Any = self.source.connect()
        if not isinstance(connection, TurnTaker):
            connection.autocommit = True
        return connection


def _source(
    url: DatabaseURL, time_limit: float | None, *, create: bool, flushes: bool
) -> "SQLiteFile | PostgreSQLServer":
    match url.scheme:
        case "sqlite":
            return SQLiteFile.of(url, create=create, flushes=flushes)
        case "postgresql" | "postgres":
            # Services on SQLite start without the other driver.
            from store.postgresql import PostgreSQLServer  # noqa: PLC0415

            return PostgreSQLServer.of(url, time_limit)
        case other:
            message = f"the database URL begins with {other!r}: {EXAMPLES} (the driver is chosen by Copydesk)"
            raise DatabaseURLError(message)


def open_engine(url: str, *, time_limit: float | None = SOCKET_SECONDS, create: bool = True) -> "Engine":
    """The engine of `Database`, with the same arguments."""
    return Database(url, time_limit=time_limit, create=create).engine


def for_writing(connection: "Connection") -> "Connection":
    """The connection, with every transaction on it taking the write lock at its beginning."""
    return connection.execution_options(copydesk_write=True)


@contextmanager
def writing(engine: "Engine") -> "Iterator[Connection]":
    """A transaction that writes: committed at the end, rolled back on an exception.

    On SQLite it waits for the write lock at once, so that it cannot fail half-way for having read first.
    """
    with for_writing(engine.connect()) as connection, connection.begin():
        yield connection


def without_time_limit(engine: "Engine") -> "Engine":
    """A second engine on the same database for statements that may take long; dispose of it after use."""
    return open_engine(plain_url(engine), time_limit=None)


def plain_url(engine: "Engine") -> str:
    """The URL to open the database with again, password included."""
    return engine.url.set(drivername=engine.url.get_backend_name()).render_as_string(hide_password=False)
