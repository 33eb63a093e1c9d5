"""Somebody's own page: where they are signed in, and their password."""

from typing import Final

from aiohttp import web

from service.desk.access import drop, keep, origin_of, signed_in
from service.desk.agents import words_of
from service.desk.forms import read_form
from service.desk.pages import page, see_other
from service.desk.visitor import Visitor
from service.endpoints import Endpoint
from service.errors import NotFoundError
from service.parts import SESSIONS
from service.passwords import SHORTEST
from service.sessions import PasswordError

_PATH: Final = "/desk/account"


async def show(request: web.Request, visitor: Visitor) -> web.Response:
    """The page."""
    return await _page(request, visitor)


async def change_password(request: web.Request, visitor: Visitor) -> web.Response:
    """Change the password: all sessions end, and this browser gets a new one."""
    form = await read_form(request)
    new = form.get("password", "")
    if new != form.get("again", ""):
        return await _page(request, visitor, status=422, fault="The two new passwords are not the same.")
    try:
        token = await request.app[SESSIONS]().change_password(
            visitor.session, form.get("old", ""), new, origin_of(request)
        )
    except PasswordError as error:
        return await _page(request, visitor, status=422, fault=str(error))
    if token is None:
        return await _page(request, visitor, status=403, fault="The present password is another one.")
    return keep(see_other(request, f"{_PATH}?done=password"), request, token)


async def end_session(request: web.Request, visitor: Visitor) -> web.Response:
    """End one of their sessions, or all others."""
    sessions = request.app[SESSIONS]()
    digest = (await read_form(request)).get("session", "")
    if digest == "others":
        await sessions.end_others(visitor.session)
    elif not await sessions.end_one(visitor.moderator.id, digest):
        message = "That session has ended already."
        raise NotFoundError(message)
    if digest == visitor.session.digest:
        return drop(see_other(request, "/desk/sign-in"), request)
    return see_other(request, f"{_PATH}?done=ended")


async def _page(request: web.Request, visitor: Visitor, *, status: int = 200, fault: str = "") -> web.Response:
    found = await request.app[SESSIONS]().list(visitor.moderator.id)
    return page(
        request,
        "account.html",
        status=status,
        sessions=[(one, words_of(one.agent)) for one in found],
        fault=fault,
        done=request.query.get("done", ""),
        shortest=SHORTEST,
    )


ENDPOINTS: Final = (
    Endpoint("GET", _PATH, signed_in()(show), needs_key=False, documented=False),
    Endpoint("POST", f"{_PATH}/password", signed_in(of_site=False)(change_password), needs_key=False, documented=False),
    Endpoint("POST", f"{_PATH}/sessions", signed_in(of_site=False)(end_session), needs_key=False, documented=False),
)
