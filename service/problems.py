"""Everything that goes wrong becomes a problem document here (RFC 9457), one shape for the whole service."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any, Final

from model.comment import FieldError, InvalidCommentError
from service.errors import (
    AwayError,
    InvalidRequestError,
    LaterError,
    NotFoundError,
    NotReadableError,
    OverloadedError,
    ServiceError,
    SiteLimitError,
    SlowBodyError,
    ThrottledError,
    UnknownKeyError,
)

CONTENT_TYPE: Final = "application/problem+json"
FOLDER: Final = "/problems"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of problem: `type` is `/problems/NAME` and leads to its description."""

    name: str
    status: int
    title: str
    description: str

    @property
    def type(self) -> str:
        """The reference that tells one kind from another."""
        return f"{FOLDER}/{self.name}"


INVALID_COMMENT: Final = Problem(
    "invalid-comment",
    422,
    "The comment cannot be taken as it is.",
    "Fields are missing, malformed or unknown; `errors` names every one of them. The comment was neither judged nor "
    "stored. Show the messages to the reader and send the comment again when it is corrected.",
)
INVALID_REQUEST: Final = Problem(
    "invalid-request",
    422,
    "The request cannot be taken as it is.",
    "The request's envelope or its parameters are not as documented; `errors` names what is wrong.",
)
NOT_FOUND: Final = Problem("not-found", 404, "There is nothing here.", "No such address, or this site has no such id.")
NOT_READY: Final = Problem(
    "not-ready",
    503,
    "The service is not ready.",
    "`checks` tells what is not well. Comments are still taken: queued, and kept on disk while the database is away.",
)
_FAULT: Final = Problem(
    "fault",
    500,
    "The service failed.",
    "A fault of the service that its log tells more about. No comment was acknowledged.",
)
_NOT_JSON: Final = Problem(
    "not-json",
    400,
    "The request's body is not a JSON object.",
    "The body must be one JSON object in UTF-8, without lone surrogates and not nested too deeply.",
)
_TOO_MANY: Final = Problem(
    "too-many-requests",
    429,
    "Too many requests.",
    "Too many wrong keys from this address, or more requests than the site's policy allows. "
    "Wait the seconds that `Retry-After` says.",
)
_KINDS: Final[Mapping[type[Exception], Problem]] = {
    NotReadableError: _NOT_JSON,
    NotFoundError: NOT_FOUND,
    UnknownKeyError: Problem(
        "unknown-key",
        401,
        "The request has no valid key.",
        "Send the header `Authorization: Bearer KEY` with a key of the site (`copydesk keys add --site NAME`).",
    ),
    SlowBodyError: Problem(
        "slow-body",
        408,
        "The request's body did not come in time.",
        "A body may take 30 seconds. Nothing was judged or stored. Send the request again, on another connection.",
    ),
    ThrottledError: _TOO_MANY,
    SiteLimitError: _TOO_MANY,
    OverloadedError: Problem(
        "overloaded",
        503,
        "More comments are in work than the service admits.",
        "Nothing was judged or stored. Send the request again after the seconds that `Retry-After` says.",
    ),
    AwayError: Problem(
        "unavailable",
        503,
        "Something this request needs is away.",
        "The database is away, or the comment could not be kept anywhere. Nothing was acknowledged: "
        "send the request again after the seconds that `Retry-After` says.",
    ),
}
OF_HTTP: Final[Mapping[int, Problem]] = {
    400: Problem(
        "not-http",
        400,
        "The request is not HTTP as it is written.",
        "Its first line, a header or its framing is malformed, or longer than 8,190 bytes, or its body is compressed "
        "in a way that is not known here. Nothing was judged or stored, and the connection is closed.",
    ),
    404: NOT_FOUND,
    405: Problem("method-not-allowed", 405, "This address does not take that method.", "`Allow` names those it takes."),
    417: Problem("expectation-failed", 417, "The request expects what is not known here.", "Leave out `Expect`."),
    413: Problem("too-large", 413, "The request's body is too large.", "A body may have 1 MiB unless set otherwise."),
}
PROBLEMS: Final = (
    *dict.fromkeys(_KINDS.values()),
    INVALID_COMMENT,
    INVALID_REQUEST,
    NOT_READY,
    *OF_HTTP.values(),
    _FAULT,
)
"""All kinds; `/problems/NAME` describes each."""


def document(problem: Problem, detail: str = "", errors: Iterable[FieldError] = ()) -> dict[str, Any]:
    """The members of a problem document."""
    members: dict[str, Any] = {"type": problem.type, "title": problem.title, "status": problem.status}
    if detail:
        members["detail"] = detail
    if named := [{"field": error.field, "code": error.code, "message": error.message} for error in errors]:
        members["errors"] = named
    return members


def describe(error: Exception) -> tuple[dict[str, Any], dict[str, str]]:
    """Document and headers for an error of the domain; any other exception is logged and called a fault."""
    match error:
        case InvalidCommentError():
            return document(INVALID_COMMENT, errors=error.errors), {}
        case InvalidRequestError():
            return document(INVALID_REQUEST, errors=error.errors), {}
        case LaterError():
            return document(_KINDS[type(error)], str(error)), {"Retry-After": str(max(1, ceil(error.seconds)))}
        case UnknownKeyError():
            return document(_KINDS[type(error)], str(error)), {"WWW-Authenticate": 'Bearer realm="copydesk"'}
        case ServiceError() if type(error) in _KINDS:
            return document(_KINDS[type(error)], str(error)), {}
    _log.error("a request failed", exc_info=error)
    return document(_FAULT), {}
