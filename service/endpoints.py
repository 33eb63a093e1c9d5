"""One entry for each address of the service: the routes and the OpenAPI document are both made of them."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module

from aiohttp import hdrs, web

from service.errors import OverloadedError

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

JSON = "application/json"


def later(module: str, name: str) -> Handler:
    """The handler of that name in a module that is imported when it is first asked for: no start pays for it."""

    async def handle(request: web.Request) -> web.StreamResponse:
        handler: Handler = getattr(import_module(module), name)
        return await handler(request)

    return handle


@dataclass(frozen=True, slots=True)
class Answer:
    """A successful answer: what it says, and the name of its schema in `service.schemas` if it is JSON."""

    description: str
    schema: str = ""
    content_type: str = JSON


@dataclass(frozen=True, slots=True, eq=False)
class Endpoint:
    """An address, its handler, and what the OpenAPI document says of it.

    `body`: name of the request's schema. `query`: its parameters, all optional, and what they mean. `problems`: the
    statuses of its problem documents. `documented`: whether the OpenAPI document has it; other protocols have their own
    documents. `is_safe`: whether a GET only reads. `overloaded`: how a request is answered while more is asked than can
    be judged; without it, it is never refused for that.
    """

    method: str
    path: str
    handler: Handler
    summary: str = ""
    description: str = ""
    body: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[int, Answer] = field(default_factory=dict)
    problems: tuple[int, ...] = ()
    needs_key: bool = True
    documented: bool = True
    is_safe: bool = True
    overloaded: Callable[[OverloadedError], web.Response] | None = None

    @property
    def methods(self) -> tuple[str, ...]:
        """What it takes: HEAD wherever it is safe to GET (RFC 9110, section 9.1)."""
        return (hdrs.METH_GET, hdrs.METH_HEAD) if self.method == hdrs.METH_GET and self.is_safe else (self.method,)
