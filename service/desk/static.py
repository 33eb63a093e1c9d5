"""The files that the desk's pages need: all from here, none from elsewhere."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from aiohttp import hdrs, web

from service.endpoints import Endpoint
from service.errors import NotFoundError

_FOLDER: Final = Path(__file__).parents[1] / "static" / "desk"
_TYPES: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_FOR_A_YEAR: Final = "public, max-age=31536000, immutable"
_ASK_AGAIN: Final = "no-cache"


async def show_file(request: web.Request) -> web.FileResponse:
    """One of the files; whoever names its version may keep it."""
    name = request.match_info["name"]
    path = _files().get(name)
    if path is None:
        message = "The desk has no such file."
        raise NotFoundError(message)
    is_current = request.query.get("v") == _version(name)
    return web.FileResponse(
        path,
        headers={
            hdrs.CONTENT_TYPE: f"{_TYPES[path.suffix]}; charset=utf-8",
            hdrs.CACHE_CONTROL: _FOR_A_YEAR if is_current else _ASK_AGAIN,
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        },
    )


def address(name: str) -> str:
    """Where a file is, in the version that is there now; raises KeyError where it is not."""
    return f"/static/desk/{name}?v={_version(name)}"


@cache
def _files() -> dict[str, Path]:
    """By name, all that may be shown: what is not listed is not found, whatever the name climbs over."""
    return {path.relative_to(_FOLDER).as_posix(): path for path in _FOLDER.rglob("*") if path.suffix in _TYPES}


@cache
def _version(name: str) -> str:
    return sha256(_files()[name].read_bytes()).hexdigest()[:12]


ENDPOINTS: Final = (Endpoint("GET", "/static/desk/{name:.+}", show_file, needs_key=False, documented=False),)
