"""Around every handler: whatever is raised leaves the service as a problem document."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from aiohttp import hdrs, web
from pydantic_core import to_json

from service.endpoints import Handler
from service.errors import OverloadedError
from service.parts import METRICS
from service.problems import CONTENT_TYPE, OF_HTTP, Problem, describe, document


def as_problems(handler: Handler) -> Handler:
    """The handler, with every exception answered by a problem document, and counted.

    No middleware of aiohttp's: those take every request through two more functions.
    """

    async def answered(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPException as error:
            answer = respond(*of_http(error))
        except Exception as error:  # noqa: BLE001 - whatever it is, the client gets the one shape
            answer = respond(*describe(error))
        request.app[METRICS].refused(answer.status)
        return answer

    return answered


async def nowhere(request: web.Request) -> web.StreamResponse:
    """The handler of what no other route takes: the address is unknown, or takes other methods."""
    allowed: set[str] = set()
    for resource in request.app.router.resources():
        allowed |= (await resource.resolve(request))[1]
    allowed.discard(hdrs.METH_ANY)
    raise web.HTTPMethodNotAllowed(request.method, allowed) if allowed else web.HTTPNotFound


async def expect(request: web.Request) -> web.Response | None:
    """Answers the header `Expect` (RFC 9110, section 10.1.1) before the body is sent."""
    if request.headers[hdrs.EXPECT].lower() == "100-continue":
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        # The answer has not begun yet.
        request.writer.output_size = 0
        return None
    return respond(document(OF_HTTP[417]), {})


def respond(members: Mapping[str, Any], headers: Mapping[str, str]) -> web.Response:
    """The document on the wire."""
    return web.Response(body=to_json(members), status=members["status"], content_type=CONTENT_TYPE, headers=headers)


def overloaded(error: OverloadedError) -> web.Response:
    """How a request is refused, in the one shape, while more is asked than can be judged."""
    return respond(*describe(error))


def of_http(error: web.HTTPException) -> tuple[dict[str, Any], dict[str, str]]:
    """Document and headers for what aiohttp itself raises."""
    problem = OF_HTTP.get(error.status)
    if problem is None:
        phrase = HTTPStatus(error.status).phrase
        problem = Problem(phrase.lower().replace(" ", "-"), error.status, f"{phrase}.", "")
    return document(problem), {name: error.headers[name] for name in ("Allow",) if name in error.headers}
