"""What a site is told of a verdict: as Akismet's plugin expects it, and as our own signed webhook."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from pydantic_core import to_json

from store.identifiers import hexadecimal

if TYPE_CHECKING:
    from store.deliveries import Contents


SIGNATURE: Final = "X-Copydesk-Signature"
DELIVERY: Final = "X-Copydesk-Delivery"
_AGENT: Final = {"User-Agent": "Copydesk"}


@dataclass(frozen=True, slots=True)
class Message:
    """A POST."""

    url: str
    body: bytes
    headers: Mapping[str, str]


def to_akismet(url: str, key: str, contents: "Contents") -> Message:
    """The form that the plugin takes from version 5.5 on; the comment goes by the 32 hex digits of its first id.

    The plugin keeps the one that it was answered when the comment was new, and none of what it checks again.
    """
    form = {
        "key": key,
        "endpoint": "comment-check",
        "comments[0][guid]": hexadecimal(contents.first),
        "comments[0][result]": "true" if contents.verdict.verdict == "reject" else "false",
    }
    kind = "application/x-www-form-urlencoded"
    return Message(url, urlencode(form).encode(), {"Content-Type": kind, "X-Akismet-Webhook": "1", **_AGENT})


def to_webhook(url: str, secret: str, identifier: str, site: str, contents: "Contents") -> Message:
    """JSON, signed by the HMAC-SHA256 of the body; `identifier` is the delivery's, the same when it is tried again."""
    verdict = contents.verdict
    body = to_json(
        {
            "type": "verdict",
            "id": identifier,
            "site": site,
            "comment": verdict.comment,
            "comment_id": contents.comment_id or None,
            "verdict": verdict.verdict,
            "labels": verdict.labels,
            "note": verdict.note,
            "moderator": verdict.moderator,
            "source": verdict.source,
            "at": datetime.fromtimestamp(verdict.at / 1000, UTC).isoformat(timespec="milliseconds"),
        }
    )
    signature = hmac.new(secret.encode(), body, sha256).hexdigest()
    headers = {"Content-Type": "application/json", SIGNATURE: f"sha256={signature}", DELIVERY: identifier, **_AGENT}
    return Message(url, body, headers)
