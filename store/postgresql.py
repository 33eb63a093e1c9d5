"""How a PostgreSQL server is reached: the socket and its encryption, by the pg8000 driver."""

import socket
import ssl
from dataclasses import dataclass
from getpass import getuser
from typing import Any, ClassVar, Self

import pg8000.dbapi  # type: ignore[import-untyped]  # the driver carries no annotations

from store.errors import DatabaseURLError
from store.urls import EXAMPLES, DatabaseURL

_PORT = 5432
_PARAMETERS = ("host", "sslmode", "sslrootcert")
_UNVERIFIED = {"disable": False, "prefer": None, "require": True}
_VERIFIED = ("verify-ca", "verify-full")


@dataclass(frozen=True, slots=True)
class PostgreSQLServer:
    """Where the server is and who asks. `encryption` is pg8000's: False none, None if offered, True or a context."""

    host: str
    port: int
    socket_folder: str | None
    database: str
    user: str
    password: str | None
    encryption: ssl.SSLContext | bool | None
    time_limit: float | None

    dialect: ClassVar = "postgresql"

    @classmethod
    def of(cls, url: DatabaseURL, time_limit: float | None) -> Self:
        """The server that the URL names; raises DatabaseURLError."""
        if not url.database:
            message = f"the PostgreSQL URL names no database: {EXAMPLES}"
            raise DatabaseURLError(message)
        query = url.query
        if unknown := sorted(set(query) - set(_PARAMETERS)):
            message = f"unknown parameter {unknown[0]!r} in the database URL: known are {', '.join(_PARAMETERS)}"
            raise DatabaseURLError(message)
        folder = query.get("host")
        if folder is not None and not folder.startswith("/"):
            message = "the parameter 'host' of the database URL is the folder of the server's socket: begin it with /"
            raise DatabaseURLError(message)
        return cls(
            host=url.host or "localhost",
            port=url.port or _PORT,
            socket_folder=folder,
            database=url.database,
            user=url.user or getuser(),
            password=url.password,
            encryption=False if folder else _encryption(query.get("sslmode", "prefer"), query.get("sslrootcert")),
            time_limit=time_limit,
        )

    @property
    def place(self) -> str:
        """What tells its database from others."""
        return f"{self.socket_folder or self.host}:{self.port}/{self.database}"

    def connect(self) -> "PreparingConnection":
        """A new connection; raises the driver's errors and OSError."""
        reached = self._reach()
        try:
            return PreparingConnection(
                user=self.user,
                host=self.host,
                database=self.database,
                password=self.password,
                sock=reached,
                ssl_context=self.encryption,
                application_name="copydesk",
            )
        except BaseException:
            reached.close()
            raise

    def _reach(self) -> socket.socket:
        if self.socket_folder is None:
            reached = socket.create_connection((self.host, self.port), self.time_limit)
            # pg8000 writes a message in pieces: Nagle's algorithm would hold the last one back for 40 ms.
            reached.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            reached.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            return reached
        reached = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            reached.settimeout(self.time_limit)
            reached.connect(f"{self.socket_folder}/.s.PGSQL.{self.port}")
        except BaseException:
            reached.close()
            raise
        return reached


class PreparingConnection(pg8000.dbapi.Connection):  # type: ignore[misc]  # the driver carries no annotations
    """A connection that also runs statements which the server has parsed once; the driver's cursors parse each time."""

    def run_prepared(self, statement: str, *parameters: str) -> None:
        """Run a statement with parameters $1, $2, …, in one round trip; raises the driver's errors."""
        prepared: dict[str, tuple[Any, ...]] = self.__dict__.setdefault("_prepared", {})
        if statement not in prepared:
            prepared[statement] = self.prepare_statement(statement, (0,) * len(parameters))
        name, columns, input_functions = prepared[statement]
        self.execute_named(name, parameters, columns, input_functions, statement)


def _encryption(mode: str, root_certificate: str | None) -> ssl.SSLContext | bool | None:
    """Meaning of `sslmode` as in https://www.postgresql.org/docs/current/libpq-ssl.html."""
    if mode in _UNVERIFIED:
        return _UNVERIFIED[mode]
    if mode not in _VERIFIED:
        known = ", ".join((*_UNVERIFIED, *_VERIFIED))
        message = f"unknown sslmode {mode!r} in the database URL: known are {known}"
        raise DatabaseURLError(message)
    try:
        context = ssl.create_default_context(cafile=root_certificate)
    except OSError as error:
        message = f"the file {root_certificate!r} of sslrootcert in the database URL cannot be read"
        raise DatabaseURLError(message) from error
    context.check_hostname = mode == "verify-full"
    return context
