"""All pages of the desk, and which of them an address leads to."""

from typing import Final

from aiohttp import web

from service.desk import (
    account,
    audit,
    authors,
    bulk,
    comments,
    decided,
    groups,
    insights,
    model_versions,
    models,
    pages,
    people,
    queue,
    second_looks,
    shadow,
    sign_in,
    static,
    welcome,
    what_if,
)
from service.desk.access import public
from service.desk.failures import show_nothing
from service.endpoints import Endpoint

ENDPOINTS: Final = (
    *sign_in.ENDPOINTS,
    *account.ENDPOINTS,
    *welcome.ENDPOINTS,
    *queue.ENDPOINTS,
    *bulk.ENDPOINTS,
    *groups.ENDPOINTS,
    *decided.ENDPOINTS,
    *comments.ENDPOINTS,
    *authors.ENDPOINTS,
    *insights.ENDPOINTS,
    *what_if.ENDPOINTS,
    *models.ENDPOINTS,
    *model_versions.ENDPOINTS,
    *shadow.ENDPOINTS,
    *second_looks.ENDPOINTS,
    *people.ENDPOINTS,
    *audit.ENDPOINTS,
    *static.ENDPOINTS,
    # Last: whatever is none of the above.
    Endpoint("*", "/{rest:.*}", public(show_nothing), needs_key=False, documented=False),
)


class Routes:
    """Leads a request to its page; making it reads the templates' engine, which takes a tenth of a second."""

    def __init__(self) -> None:
        self._dispatcher = web.UrlDispatcher()
        for endpoint in ENDPOINTS:
            for method in endpoint.methods:
                self._dispatcher.add_route(method, endpoint.path, endpoint.handler)
        pages.environment()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """What the page answers; its address' parts are in `match_info`, as if it were a route of the service."""
        found = await self._dispatcher.resolve(request)
        request.match_info.clear()
        request.match_info.update(found)
        return await found.handler(request)
