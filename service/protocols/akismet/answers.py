"""What an Akismet client is answered: always status 200, mostly one word of plain text, the rest in headers."""

import re
from collections.abc import Mapping
from enum import Enum
from math import ceil
from typing import Any, Final

from aiohttp import hdrs, web
from pydantic_core import to_json

from model.findings import Severity
from model.policy import Policy
from service.decision import Decision
from service.errors import OverloadedError
from store.identifiers import hexadecimal

SPAM: Final = "true"
HAM: Final = "false"
INVALID: Final = "invalid"
VALID: Final = "valid"
THANKS: Final = "Thanks for making the web a better place."

GUID: Final = "X-akismet-guid"
_ERROR: Final = "X-akismet-error"
_HELP: Final = "X-akismet-debug-help"
_PRO_TIP: Final = "X-akismet-pro-tip"
_RECHECK_AFTER: Final = "X-akismet-recheck-after"
# 30 days, the longest that is sure to work: the plugin publishes by itself what it has held for twice this time.
_RECHECK_SECONDS: Final = "2592000"

_WORDPRESS: Final = re.compile(r"WordPress/[^|]{0,100}\|\s*Akismet/(\d{1,4})(?:\.(\d{1,4}))?", re.IGNORECASE)
_HOLDS_BY_ITSELF: Final = (5, 5)


class Client(Enum):
    """How a client holds a comment for a moderator."""

    WORDPRESS = "by the header of a recheck: the plugin from 5.5 on"
    OLD_WORDPRESS = "by the header of an error: the plugin before 5.5"
    OTHER = "not at all: it knows spam and ham"

    @classmethod
    def of(cls, user_agent: str) -> "Client":
        """Told by the User-Agent, such as `WordPress/6.1.9 | Akismet/5.0.2`."""
        found = _WORDPRESS.match(user_agent)
        if found is None:
            return cls.OTHER
        return cls.WORDPRESS if (int(found[1]), int(found[2] or 0)) >= _HOLDS_BY_ITSELF else cls.OLD_WORDPRESS


def text(body: str, headers: Mapping[str, str] | None = None) -> web.Response:
    """An answer in plain text."""
    return web.Response(text=body, content_type="text/plain", headers=headers)


def json(members: Mapping[str, Any]) -> web.Response:
    """An answer in JSON."""
    return web.Response(body=to_json(members), content_type="application/json")


def invalid(remedy: str, seconds: float | None = None) -> web.Response:
    """The one answer for whatever cannot be done; `remedy` is for the person who set the client up."""
    headers = {_HELP: "".join(letter if letter.isprintable() else " " for letter in remedy)}
    if seconds is not None:
        headers[hdrs.RETRY_AFTER] = str(max(1, ceil(seconds)))
    return text(INVALID, headers)


def overloaded(error: OverloadedError) -> web.Response:
    """How a comment is refused while more is asked than can be judged."""
    return invalid(str(error), error.seconds)


def render(decision: Decision, client: Client, policy: Policy, recheck_reason: str = "") -> web.Response:
    """Spam, ham, or held for a moderator, in the words that the client knows for it."""
    headers = {GUID: hexadecimal(decision.id)}
    match decision.decision:
        case Severity.ACCEPT:
            return text(HAM, headers)
        case Severity.REJECT:
            if policy.akismet_discard:
                headers[_PRO_TIP] = "discard"
            return text(SPAM, headers)
    # What WordPress asks again after an outage it publishes on anything but spam, whatever the headers say.
    if client is Client.OTHER or recheck_reason == "retry":
        return text(SPAM if client is not Client.OTHER or policy.akismet_queue_as == "spam" else HAM, headers)
    if client is Client.WORDPRESS:
        headers[_RECHECK_AFTER] = _RECHECK_SECONDS
    else:
        headers[_ERROR] = "moderation-required"
    return text(HAM, headers)
