"""The log of requests, without what in their addresses opens a door."""

import logging
import re
from typing import Final

# An invitation to the desk, and a site's key as Coral, the Perspective API and Akismet's clients send it.
_SECRETS: Final = re.compile(
    r"(?:(?<=/desk/welcome/)|(?<=/coral/))[^\s?\"/]+|(?:(?<=[?&]key=)|(?<=[?&]api_key=))[^\s&\"]+"
)


class WithoutSecrets(logging.Filter):
    """Replaces invitations and keys in the lines, also where another page's address is told."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets every line pass."""
        record.msg, record.args = _SECRETS.sub("…", record.getMessage()), ()
        return True


def access_log() -> logging.Logger:
    """Where a line for each request goes."""
    log = logging.getLogger("service.access")
    if not log.filters:
        log.addFilter(WithoutSecrets())
    return log
