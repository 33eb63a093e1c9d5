"""Signing in and out, and going from one site to another."""

from typing import Final

from aiohttp import web

from service.desk.access import drop, find_visitor, keep, origin_of, own_path, public, signed_in
from service.desk.forms import read_form
from service.desk.navigation import NAVIGATION
from service.desk.pages import page, see_other
from service.desk.visitor import Visitor
from service.endpoints import Endpoint
from service.errors import NotFoundError, ThrottledError
from service.parts import SESSIONS, SITES

# A single comment or author of one site is not there at another.
_OF_EVERY_SITE: Final = (*(item.path for item in NAVIGATION), "/desk/account")


async def show(request: web.Request) -> web.Response:
    """The form; whoever is signed in is led on."""
    following = own_path(request.query.get("next", ""))
    if await find_visitor(request) is not None:
        return see_other(request, following)
    unsaved = "You were signed out, and what you did last was not saved. Sign in, and do it again."
    return _form(request, following, message=unsaved if "unsaved" in request.query else "")


async def sign_in(request: web.Request) -> web.Response:
    """Open a session, or say why not; never whether it was the name or the password that is wrong."""
    form = await read_form(request)
    name, following = form.get("name", "").strip(), own_path(form.get("next", ""))
    try:
        token = await request.app[SESSIONS]().sign_in(name, form.get("password", ""), origin_of(request))
    except ThrottledError as error:
        answer = _form(request, following, name, status=429, message=f"{error} Wait {_words(error.seconds)}.")
        answer.headers["Retry-After"] = str(max(1, round(error.seconds)))
        return answer
    if token is None:
        message = "Name and password do not belong together. Forgotten? An admin can make you a new link."
        return _form(request, following, name, status=403, message=message)
    return keep(see_other(request, following), request, token)


async def sign_out(request: web.Request, visitor: Visitor) -> web.Response:
    """End the session."""
    await request.app[SESSIONS]().end(visitor.session)
    return drop(see_other(request, "/desk/sign-in"), request)


async def look_at(request: web.Request, visitor: Visitor) -> web.Response:
    """Look at another site from now on."""
    form = await read_form(request)
    names = {name: number for number, name in request.app[SITES].names().items()}
    chosen = names.get(form.get("site", ""))
    if chosen is None or visitor.moderator.site_id not in (None, chosen):
        message = "There is no such site, or it is not yours to look after."
        raise NotFoundError(message)
    await request.app[SESSIONS]().look_at(visitor.session, chosen)
    following = form.get("next", "")
    return see_other(request, following if following in _OF_EVERY_SITE else "/desk")


def _form(
    request: web.Request, following: str, name: str = "", *, status: int = 200, message: str = ""
) -> web.Response:
    return page(request, "sign_in.html", status=status, following=following, name=name, message=message)


def _words(seconds: float) -> str:
    return "a second" if seconds <= 1 else f"{round(seconds)} seconds"


ENDPOINTS: Final = (
    Endpoint("GET", "/desk/sign-in", public(show), needs_key=False, documented=False),
    Endpoint("POST", "/desk/sign-in", public(sign_in), needs_key=False, documented=False),
    Endpoint("POST", "/desk/sign-out", signed_in(of_site=False)(sign_out), needs_key=False, documented=False),
    Endpoint("POST", "/desk/site", signed_in(of_site=False)(look_at), needs_key=False, documented=False),
)
