"""Akismet's REST protocol, 1.1 and 1.2, for the clients that speak it already (https://akismet.com/developers/)."""

from typing import Final

from service.endpoints import Endpoint
from service.protocols.akismet import reports
from service.protocols.akismet.admission import Call, answering, overloaded
from service.protocols.akismet.calls import comment_check, verify_key
from service.protocols.akismet.feedback import submit_ham, submit_spam

_CALLS: Final[dict[str, Call]] = {
    "verify-key": verify_key,
    "comment-check": comment_check,
    "submit-spam": submit_spam,
    "submit-ham": submit_ham,
    "usage-limit": reports.usage_limit,
    "key-sites": reports.key_sites,
    "get-stats": reports.get_stats,
    "get-subscription": reports.get_subscription,
    "deactivate": reports.deactivate,
    "token": reports.token,
    "test": reports.test,
}

# Clients differ in which version and which method they take for a call: all of them are answered.
ENDPOINTS: Final = tuple(
    Endpoint(
        method,
        f"/{version}/{name}",
        answering(call),
        documented=False,
        overloaded=overloaded if name == "comment-check" else None,
    )
    for name, call in _CALLS.items()
    for version in ("1.1", "1.2")
    for method in ("GET", "POST")
)
