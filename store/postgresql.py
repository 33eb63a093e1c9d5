"""How a PostgreSQL server is reached: the socket and its encryption, for the pg8000 driver."""

import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import pg8000.dbapi  # type: ignore[import-untyped]  # the driver carries no annotations
from sqlalchemy import URL

from store.errors import DatabaseURLError
from store.tables import metadata

# A partial index is partial on both databases. Its table names the rows for SQLite alone: for PostgreSQL, SQLAlchemy
# would import a dialect there that most services never use.
for _index in (index for table in metadata.tables.values() for index in table.indexes):
    if (_rows := _index.dialect_options["sqlite"]["where"]) is not None:
        _index.dialect_kwargs["postgresql_where"] = _rows

_PORT = 5432
_PARAMETERS = ("host", "sslmode", "sslrootcert")
_UNVERIFIED = {"disable": False, "prefer": None, "require": True}
_VERIFIED = ("verify-ca", "verify-full")


@dataclass(frozen=True, slots=True)
class Address:
    """Where the server is and who asks. `encryption` is pg8000's: False none, None if offered, True or a context."""

    host: str
    port: int
    socket_folder: str | None
    database: str
    user: str
    password: str | None
    encryption: ssl.SSLContext | bool | None
    time_limit: float | None

    @classmethod
    def of(cls, url: URL, default_user: Callable[[], str], time_limit: float | None) -> Self:
        """The address in a URL; raises DatabaseURLError for a parameter that is not known."""
        query = {name: value if isinstance(value, str) else value[-1] for name, value in url.query.items()}
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
            database=url.database or "",
            user=url.username or default_user(),
            password=url.password,
            encryption=False if folder else _encryption(query.get("sslmode", "prefer"), query.get("sslrootcert")),
            time_limit=time_limit,
        )

    def connect(self) -> pg8000.dbapi.Connection:
        """A new connection; raises the driver's errors and OSError."""
        reached = self._reach()
        try:
            return pg8000.dbapi.connect(
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
