"""Who asks, by the key in the query; and that every failure is answered in the API's own shape, to browsers too."""

from typing import Final

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from service.checks import SiteRules
from service.errors import OverloadedError
from service.parts import METRICS
from service.protocols.perspective import errors
from service.requests import bearer_key, site_of

NAME: Final = "perspective"
IDENTIFIER: Final = "X-Copydesk-Id"
DECISION: Final = "X-Copydesk-Decision"
_KEY: Final = "X-Goog-Api-Key"
# The key stands in the address and no cookie is read: any page may ask, as it may ask the API.
_ANYBODY: Final = {
    hdrs.ACCESS_CONTROL_ALLOW_ORIGIN: "*",
    hdrs.ACCESS_CONTROL_EXPOSE_HEADERS: f"{IDENTIFIER}, {DECISION}, {hdrs.RETRY_AFTER}",
}
_PREFLIGHT: Final = {
    hdrs.ACCESS_CONTROL_ALLOW_ORIGIN: "*",
    hdrs.ACCESS_CONTROL_ALLOW_METHODS: "GET, POST, OPTIONS",
    hdrs.ACCESS_CONTROL_MAX_AGE: "3600",
    hdrs.VARY: hdrs.ACCESS_CONTROL_REQUEST_HEADERS,
}


def answering(handler: Handler) -> Handler:
    """The handler, with every exception answered as the API would."""

    async def answered(request: web.Request) -> web.StreamResponse:
        try:
            response = await handler(request)
        except Exception as error:  # noqa: BLE001 - whatever it is, the client gets the one shape
            response = errors.answer(error)
            request.app[METRICS].refused(response.status)
        response.headers.update(_ANYBODY)
        return response

    return answered


def overloaded(error: OverloadedError) -> web.Response:
    """How a comment is refused while more is asked than can be judged."""
    response = errors.answer(error)
    response.headers.update(_ANYBODY)
    return response


async def preflight(request: web.Request) -> web.StreamResponse:
    """What a browser asks before it sends a request from another site's page."""
    asked = request.headers.get(hdrs.ACCESS_CONTROL_REQUEST_HEADERS, "")
    return web.Response(status=204, headers={**_PREFLIGHT, hdrs.ACCESS_CONTROL_ALLOW_HEADERS: asked or "*"})


async def admit(request: web.Request) -> SiteRules:
    """The site that the key opens: `?key=`, the header X-Goog-Api-Key, or a bearer token. Raises as `Sites.admit`."""
    key = request.query.get("key") or request.headers.get(_KEY) or bearer_key(request)
    return await site_of(request, key.strip())
