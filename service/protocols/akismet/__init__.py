"""Akismet's REST protocol, 1.1 and 1.2, for the clients that speak it already (https://akismet.com/developers/)."""

from typing import Final

from service.endpoints import Endpoint
from service.protocols.akismet.admission import Call, answering
from service.protocols.akismet.calls import comment_check, verify_key

_CALLS: Final[dict[str, Call]] = {
    "verify-key": verify_key,
    "comment-check": comment_check,
}

ENDPOINTS: Final = tuple(
    Endpoint(method, f"/{version}/{name}", answering(call), documented=False)
    for name, call in _CALLS.items()
    for version in ("1.1", "1.2")
    for method in ("GET", "POST")
)
