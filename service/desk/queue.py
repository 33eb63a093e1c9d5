"""The queue."""

from typing import Final

from aiohttp import web

from service.desk.access import signed_in
from service.desk.pages import page
from service.desk.visitor import Visitor
from service.endpoints import Endpoint


async def show(request: web.Request, _visitor: Visitor) -> web.Response:
    """The comments that wait."""
    return page(request, "queue.html")


ENDPOINTS: Final = (Endpoint("GET", "/desk", signed_in()(show), needs_key=False, documented=False),)
