"""The API's errors: its own words, in the shape that all of Google's APIs answer errors in."""

from math import ceil
from typing import Any, Final

from aiohttp import web
from pydantic_core import to_json

from service.errors import LaterError, NotReadableError, ServiceError, ThrottledError, UnknownKeyError
from service.problems import describe

CONTENT_TYPE: Final = "application/json"
_OWN: Final = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"
_INFO: Final = "type.googleapis.com/google.rpc.ErrorInfo"
_RETRY: Final = "type.googleapis.com/google.rpc.RetryInfo"
_SERVICE: Final = "commentanalyzer.googleapis.com"


class RefusedError(ServiceError):
    """A request that the API refuses: `kind` is its errorType, `members` stand beside it."""

    def __init__(self, kind: str, message: str, **members: Any) -> None:  # noqa: ANN401 - whatever JSON can say
        super().__init__(message)
        self.kind = kind
        self.members = members


class UnknownVersionError(ServiceError):
    """A version of the API that there is none of."""


class UnscoredError(LaterError):
    """No model could give a score that was asked for."""


def invalid(message: str) -> RefusedError:
    """The error of a request that is not as documented."""
    return RefusedError("INVALID_REQUEST", message)


def too_long() -> RefusedError:
    """The error of a comment, or a body, that is too long."""
    return RefusedError("COMMENT_TOO_LONG", "Comment text too long.")


def answer(error: Exception) -> web.Response:
    """The answer to a request that raised; what is no error of the domain is logged."""
    if isinstance(error, web.HTTPRequestEntityTooLarge):
        error = too_long()
    elif isinstance(error, NotReadableError):
        error = invalid(str(error))
    match error:
        case RefusedError():
            return _invalid_argument(str(error), {"@type": _OWN, "errorType": error.kind, **error.members})
        case UnknownKeyError():
            return _invalid_argument("API key not valid. Please pass a valid API key.", _info("API_KEY_INVALID"))
        case UnknownVersionError():
            return _error(404, "NOT_FOUND", f"API version not found: {error}", [_info("VERSION_NOT_FOUND")])
        case LaterError():
            return _later(error)
    describe(error)
    return _error(500, "INTERNAL", "Internal error encountered.", [_info("INTERNAL")])


def _invalid_argument(message: str, detail: dict[str, Any]) -> web.Response:
    return _error(400, "INVALID_ARGUMENT", message, [detail])


def _later(error: LaterError) -> web.Response:
    code, status, reason = 503, "UNAVAILABLE", "SERVICE_UNAVAILABLE"
    if isinstance(error, ThrottledError):
        code, status, reason = 429, "RESOURCE_EXHAUSTED", "RATE_LIMIT_EXCEEDED"
    seconds = max(1, ceil(error.seconds))
    response = _error(code, status, str(error), [_info(reason), {"@type": _RETRY, "retryDelay": f"{seconds}s"}])
    response.headers["Retry-After"] = str(seconds)
    return response


def _info(reason: str) -> dict[str, Any]:
    return {"@type": _INFO, "reason": reason, "domain": "googleapis.com", "metadata": {"service": _SERVICE}}


def _error(code: int, status: str, message: str, details: list[dict[str, Any]]) -> web.Response:
    error = {"code": code, "message": message, "status": status, "details": details}
    return web.Response(body=to_json({"error": error}), status=code, content_type=CONTENT_TYPE, charset="utf-8")
