"""The moderators' desk: pages for people, at `/desk`.

Nothing of it is imported before somebody comes, because every start would pay for it. Its pages are listed in
`service.desk.routes`.
"""

import asyncio
from http import HTTPStatus
from importlib import import_module
from typing import TYPE_CHECKING, Final

from aiohttp import web

from service.endpoints import Endpoint
from service.once import Once

if TYPE_CHECKING:
    from service.desk.routes import Routes


def _open() -> "Routes":
    routes: Routes = import_module("service.desk.routes").Routes()
    return routes


_routes: Final = Once(_open)


async def enter(request: web.Request) -> web.StreamResponse:
    """Whatever page of the desk the address leads to; opens the desk for the first that comes, in a thread."""
    routes = _routes.made
    if routes is None:
        routes = await asyncio.to_thread(_routes)
    return await routes.answer(request)


async def lead(_request: web.Request) -> web.StreamResponse:
    """From the bare address, which a person opens in a browser, to the desk; relative, for a proxy may add a path."""
    return web.Response(status=HTTPStatus.FOUND, headers={"Location": "desk"})


_PLACES: Final = (("GET", "/desk"), ("POST", "/desk"), ("GET", "/desk/{rest:.*}"), ("POST", "/desk/{rest:.*}"))

ENDPOINTS: Final = (
    Endpoint("GET", "/", lead, needs_key=False, documented=False),
    *(
        Endpoint(method, path, enter, needs_key=False, documented=False)
        for method, path in (*_PLACES, ("GET", "/static/desk/{rest:.*}"))
    ),
)
