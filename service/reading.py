"""A submission read from the native protocol's JSON, and what other protocols need to read theirs."""

import json
from typing import Final

from model.comment import CONTENT_BYTES, InvalidCommentError, Submission
from model.policy import Finding, Severity
from service.checks import SiteRules
from service.errors import NotReadableError

_TOO_LONG: Final = Finding(
    "too_long", Severity.QUEUE, "Longer than 65,525 bytes: only the beginning was read and is kept."
)


def read_submission(body: bytes, site: SiteRules) -> Submission:
    """The comment in a JSON object.

    Raises NotReadableError where that is none, InvalidCommentError where fields are not as the site asks.
    """
    try:
        return site.policy.form_rules.parse(body, Submission)
    except InvalidCommentError as refused:
        if any(error.field == "body" and error.code != "unknown_field" for error in refused.errors):
            message = "Send one JSON object in UTF-8."
            raise NotReadableError(message) from None
        raise


def cut(content: str) -> tuple[str, tuple[Finding, ...]]:
    """As much of a content as a comment may have, with a finding where that is not all."""
    if len(content) * 4 <= CONTENT_BYTES:
        return content, ()
    encoded = content.encode("utf-8", "surrogatepass")
    if len(encoded) <= CONTENT_BYTES:
        return content, ()
    return encoded[:CONTENT_BYTES].decode("utf-8", "ignore"), (_TOO_LONG,)


def mended(body: bytes | str) -> str:
    """The JSON with U+FFFD for every half of a surrogate pair, which JavaScript sends where it has cut a text.

    Control characters in strings and a byte order mark are passed over, too. Raises ValueError where it is no JSON.
    """
    try:
        found = json.loads(body.decode("utf-8-sig") if isinstance(body, bytes) else body, strict=False)
    except RecursionError as error:
        message = "the body is nested too deeply"
        raise ValueError(message) from error
    text = json.dumps(found, ensure_ascii=False)
    # By way of UTF-16 a pair is joined and a lone half becomes U+FFFD.
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
