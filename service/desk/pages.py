"""How a page of the desk is made: its template, the frame around it, and the headers that keep it to itself."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from service.desk import static
from service.desk.legible import direction, legible
from service.desk.navigation import menu
from service.desk.visitor import VISITOR
from service.parts import SITES

HEADERS: Final = {
    # data: for the icons in pico's style sheet.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: a browser would hide from ourselves where a form came from.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
    # By this the desk's scripts know our answers from those of a proxy, which may have any status.
    "Copydesk-Desk": "1",
}


def page(request: web.Request, template: str, *, status: int = 200, **context: Any) -> web.Response:  # noqa: ANN401
    """The template with its context, whole page or part of one; all texts are escaped, and none may be missing.

    Templates also know `visitor` (None where nobody is signed in), `menu`, `sites` they may look at, `path`, `csrf`,
    `static(name)`, and the filters `moment` and `iso` for milliseconds, `legible` and `direction` for others' texts.
    """
    visitor = request.get(VISITOR)
    body = (
        environment()
        .get_template(template)
        .render(
            visitor=visitor,
            menu=[] if visitor is None else menu(visitor.moderator),
            sites={} if visitor is None or visitor.moderator.site_id is not None else request.app[SITES].names(),
            csrf="" if visitor is None else visitor.csrf,
            path=request.path,
            **context,
        )
    )
    return web.Response(text=body, status=status, content_type="text/html", headers=HEADERS)


def see_other(request: web.Request, path: str) -> web.Response:
    """Sends the browser to another page, also where htmx asked."""
    if is_part(request):
        return web.Response(status=204, headers={**HEADERS, "HX-Redirect": path})
    return web.Response(status=303, headers={**HEADERS, "Location": path})


def is_part(request: web.Request) -> bool:
    """Whether htmx asks for a part of a page."""
    return request.headers.get("HX-Request") == "true"


@cache
def environment() -> Environment:
    """The templates' engine."""
    made = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals["static"] = static.address
    made.filters.update(moment=_moment, iso=_iso, legible=legible, direction=direction)
    made.get_template("base.html")
    return made


def _moment(millisecond: int) -> str:
    return f"{datetime.fromtimestamp(millisecond / 1000, UTC):%Y-%m-%d %H:%M} UTC"


def _iso(millisecond: int) -> str:
    return datetime.fromtimestamp(millisecond / 1000, UTC).isoformat(timespec="seconds")
