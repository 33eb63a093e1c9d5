"""The OpenAPI document, the page that shows it, and the descriptions of the problems. Nothing comes from elsewhere."""

import asyncio
from functools import lru_cache
from pathlib import Path
from typing import Final

from aiohttp import web
from pydantic_core import to_json

from service.endpoints import JSON, Endpoint
from service.errors import NotFoundError
from service.parts import DOCUMENTED
from service.problems import FOLDER, PROBLEMS

_STATIC: Final = Path(__file__).with_name("static")
_FILES: Final = {
    "docs.js": "text/javascript",
    "swagger/swagger-ui.css": "text/css",
    "swagger/swagger-ui-bundle.js": "text/javascript",
}
_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


async def show_openapi(request: web.Request) -> web.Response:
    """The OpenAPI document."""
    return web.Response(body=await asyncio.to_thread(_document, request.app[DOCUMENTED]), content_type=JSON)


async def show_page(_request: web.Request) -> web.FileResponse:
    """The page that shows it."""
    return web.FileResponse(_STATIC / "docs.html", headers={**_HEADERS, "Content-Type": "text/html; charset=utf-8"})


async def show_file(request: web.Request) -> web.FileResponse:
    """One of the page's files."""
    name = request.match_info["name"]
    if name not in _FILES:
        message = "The page has no such file."
        raise NotFoundError(message)
    return web.FileResponse(_STATIC / name, headers={**_HEADERS, "Content-Type": f"{_FILES[name]}; charset=utf-8"})


async def show_problem(request: web.Request) -> web.Response:
    """What a kind of problem means."""
    for problem in PROBLEMS:
        if problem.name == request.match_info["name"]:
            text = f"{problem.title}\nHTTP status {problem.status}\n\n{problem.description}\n"
            return web.Response(text=text, headers=_HEADERS)
    message = "There is no problem of this name."
    raise NotFoundError(message)


@lru_cache(maxsize=4)
def _document(endpoints: tuple[Endpoint, ...]) -> bytes:
    # Building it takes longer than starting the rest: whoever asks first waits.
    from service.openapi import document  # noqa: PLC0415

    return to_json(document(endpoints))


ENDPOINTS: Final = (
    Endpoint("GET", "/openapi.json", show_openapi, documented=False),
    Endpoint("GET", "/docs", show_page, documented=False),
    Endpoint("GET", "/docs/{name:.+}", show_file, documented=False),
    Endpoint("GET", f"{FOLDER}/{{name}}", show_problem, documented=False),
)
