"""Akismet's REST protocol, 1.1 and 1.2, for the clients that speak it already (https://akismet.com/developers/)."""

from typing import Final

from service.endpoints import Endpoint, later
from service.protocols.akismet.answers import overloaded

# The names of the calls in `handlers`, where a hyphen is an underscore.
_CALLS: Final = (
    "verify-key",
    "comment-check",
    "submit-spam",
    "submit-ham",
    "usage-limit",
    "key-sites",
    "get-stats",
    "get-key-stats",
    "get-subscription",
    "deactivate",
    "token",
    "test",
)

# Clients differ in which version and which method they take for a call: all of them are answered.
ENDPOINTS: Final = tuple(
    Endpoint(
        method,
        f"/{version}/{name}",
        later(f"{__name__}.handlers", name.replace("-", "_")),
        documented=False,
        is_safe=False,
        overloaded=overloaded if name == "comment-check" else None,
    )
    for name in _CALLS
    for version in ("1.1", "1.2")
    for method in ("GET", "POST")
)
