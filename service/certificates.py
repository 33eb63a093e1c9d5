"""The certificates by which servers are known that the service calls: read for the first call, not at each start."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from service.once import Once


def read() -> ssl.SSLContext:
    """A context with the system's; SSL_CERT_FILE names others."""
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


trusted: Final = Once(read)
"""As `read`; only the first call takes its time."""


@contextmanager
def unread() -> Iterator[None]:
    """Let modules that are imported in the block have none: whoever is called with a context of theirs is refused.

    aiohttp reads all certificates twice when it is imported, an eighth of a start.
    """
    ssl.SSLContext.set_default_verify_paths = lambda _: None  # type: ignore[assignment, method-assign]
    try:
        yield
    finally:
        del ssl.SSLContext.set_default_verify_paths
