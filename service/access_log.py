"""The log of requests, without what in their addresses opens a door or tells of a person."""

import logging
import re
from typing import Final

# An invitation to the desk, a site's key as Coral sends it, and what an author is known by.
_SECRETS: Final = re.compile(
    r"(?:(?<=/desk/welcome/)|(?<=/coral/)|(?<=/desk/authors/id/)|(?<=/desk/authors/email/)|(?<=/desk/authors/ip/))"
    r"[^\s?\"/]+"
)
_QUERY: Final = re.compile(r"\?\S*?(?=\"?(?:\s|$))")
_NAME: Final = re.compile(r"[\w.\[\]-]{1,40}")


class WithoutSecrets(logging.Filter):
    """Replaces invitations, keys, authors and what queries say in the lines, also in the addresses of other pages.

    A query may hold a key, what somebody searched for, or whose comments are to be erased.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets every line pass."""
        record.msg, record.args = _QUERY.sub(_names, _SECRETS.sub("…", record.getMessage())), ()
        return True


def access_log() -> logging.Logger:
    """Where a line for each request goes."""
    log = logging.getLogger("service.access")
    if not log.filters:
        log.addFilter(WithoutSecrets())
    return log


def _names(query: re.Match[str]) -> str:
    """The names of a query's parameters, each with its value replaced; what has no name is replaced as a whole."""
    pairs = (part.partition("=") for part in query[0][1:].split("&"))
    return "?" + "&".join(f"{name}=…" if equals and _NAME.fullmatch(name) else "…" for name, equals, _ in pairs)
