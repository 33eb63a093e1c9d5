"""A submission read from the native protocol's JSON, and what other protocols need to read theirs."""

import json
from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError

from model.comment import FieldError, InvalidCommentError, Submission
from model.field_checks import CONTENT_BYTES
from model.findings import Finding, Severity
from service.checks import SiteRules
from service.errors import InvalidRequestError, NotReadableError

_CODES: Final = {
    "missing": "required",
    "extra_forbidden": "unknown_field",
    "too_long": "too_long",
    "string_too_long": "too_long",
}
_Envelope = TypeVar("_Envelope", bound=BaseModel)

_TOO_LONG: Final = Finding(
    "too_long", Severity.QUEUE, "Longer than 65,525 bytes: only the beginning was read and is kept."
)


def read_submission(body: bytes, site: SiteRules) -> Submission:
    """The comment in a JSON object.

    Raises NotReadableError where that is none, InvalidCommentError where fields are not as the site asks.
    """
    try:
        return site.form.parse(body)
    except InvalidCommentError as refused:
        if any(error.field == "body" and error.code != "unknown_field" for error in refused.errors):
            message = "Send one JSON object in UTF-8."
            raise NotReadableError(message) from None
        raise


def read_request(body: bytes, envelope: type[_Envelope]) -> _Envelope:
    """The JSON object of a request that is no comment itself.

    Raises NotReadableError where that is none, InvalidRequestError where members are not as the envelope asks.
    """
    try:
        return envelope.model_validate_json(body)
    except ValidationError as refused:
        errors = refused.errors(include_url=False, include_input=False)
    if not all(error["loc"] for error in errors):
        example = ", ".join(f'"{name}": …' for name in envelope.model_fields)
        message = f"Send one JSON object in UTF-8: {{{example}}}."
        raise NotReadableError(message)
    raise InvalidRequestError(
        FieldError(".".join(map(str, error["loc"])), _CODES.get(error["type"], "invalid_value"), error["msg"])
        for error in errors
    )


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
