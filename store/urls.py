"""Plain database URLs, taken apart."""

import re
from typing import Final, NamedTuple, Self
from urllib.parse import parse_qs, unquote

from store.errors import DatabaseURLError

EXAMPLES: Final = (
    "write sqlite:///copydesk.db, sqlite:////var/lib/copydesk/copydesk.db or postgresql://user@host/database"
)

_URL: Final = re.compile(
    r"(?P<scheme>[\w+]+)://"
    r"(?:(?P<user>[^:/]*)(?::(?P<password>[^@]*))?@)?"
    r"(?:\[(?P<ipv6>[^]/?]+)\]|(?P<host>[^:/?]+))?(?::(?P<port>\d*))?"
    r"(?:/(?P<database>[^?]*))?"
    r"(?:\?(?P<query>.*))?"
)


class DatabaseURL(NamedTuple):
    """The parts of `scheme://user:password@host:port/database?query`; of a parameter given twice the last counts."""

    scheme: str
    user: str | None
    password: str | None
    host: str | None
    port: int | None
    database: str
    query: dict[str, str]

    @classmethod
    def read(cls, url: str) -> Self:
        """The parts of that URL; raises DatabaseURLError, which does not repeat it: it may hold a password."""
        found = _URL.fullmatch(url)
        if found is None:
            message = f"the database URL cannot be read: {EXAMPLES}"
            raise DatabaseURLError(message)
        part = found.groupdict()
        return cls(
            part["scheme"],
            part["user"] and unquote(part["user"]),
            part["password"] and unquote(part["password"]),
            part["ipv6"] or part["host"],
            int(part["port"]) if part["port"] else None,
            # As SQLAlchemy reads it, which writes a comma or an accent in a path as %2C or %C3%A9.
            unquote(part["database"] or ""),
            {name: values[-1] for name, values in parse_qs(part["query"] or "", keep_blank_values=True).items()},
        )
