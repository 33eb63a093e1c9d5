"""Who asks, by the three forms of key; and that every failure is answered in Akismet's own way."""

import logging
from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import hdrs, web

from service.checks import SiteRules
from service.endpoints import Handler
from service.errors import LaterError, ServiceError, UnknownKeyError
from service.parts import METRICS
from service.problems import describe
from service.protocols.akismet import answers
from service.protocols.akismet.bodies import Fields, read
from service.requests import site_of
from store import serving

_DOMAIN: Final = ".rest.akismet.com"
_NO_KEY: Final = 'Empty "api_key" value: send the key in the body, in the query, or as the first label of the host.'
_WRONG_KEY: Final = "This key opens no site: it is mistyped or revoked; make one with `copydesk keys add --site NAME`."
_FAULT: Final = "The service failed; its log tells why."

_log = logging.getLogger(__name__)

Call = Callable[[web.Request, Fields], Awaitable[web.StreamResponse]]


def answering(call: Call) -> Handler:
    """The handler of a call, given the request's fields; whatever is raised becomes `invalid` with a remedy."""

    async def handler(request: web.Request) -> web.StreamResponse:
        try:
            return await call(request, await read(request))
        except web.HTTPException as error:
            request.app[METRICS].refused(error.status)
            return answers.invalid(f"{error.reason}: see the settings of Copydesk.")
        except Exception as error:  # noqa: BLE001 - whatever it is, the client gets the one shape
            request.app[METRICS].refused(_status(error))
            return answers.invalid(_remedy(error), error.seconds if isinstance(error, LaterError) else None)

    return handler


async def admit(request: web.Request, fields: Fields, *names: str) -> SiteRules:
    """The site that the request's key opens; `names`: of the fields that hold it, the likeliest first.

    Raises as `Sites.admit` does.
    """
    key = key_of(request, fields, *names)
    if not key:
        raise UnknownKeyError(_NO_KEY)
    try:
        return await site_of(request, key)
    except UnknownKeyError:
        raise UnknownKeyError(_WRONG_KEY) from None


def key_of(request: web.Request, fields: Fields, *names: str) -> str:
    """The key: in body or query, else the first label of the host; empty where there is none."""
    return fields.get(*(names or ("api_key", "key"))) or _label(request.headers.get(hdrs.HOST, ""))


def _label(host: str) -> str:
    label, dot, _ = host.partition(".")
    is_key = len(label) == serving.KEY_LENGTH or host.partition(":")[0].lower().endswith(_DOMAIN)
    return label if dot and is_key else ""


def _status(error: Exception) -> int:
    return int(describe(error)[0]["status"])


def _remedy(error: Exception) -> str:
    return str(error) if isinstance(error, ServiceError) else _FAULT
