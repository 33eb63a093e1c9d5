"""What an invitation's link leads to: choosing a password, once."""

from typing import Final

from aiohttp import web

from service.desk.access import keep, origin_of, public
from service.desk.forms import read_form
from service.desk.pages import page, see_other
from service.endpoints import Endpoint
from service.parts import SESSIONS
from service.passwords import SHORTEST
from service.sessions import PasswordError


async def show(request: web.Request) -> web.Response:
    """The form; opening it does not use the link up, for programs that look at mail open links too."""
    return await _form(request)


async def choose(request: web.Request) -> web.Response:
    """Choose the password, and sign in."""
    form = await read_form(request)
    password = form.get("password", "")
    if password != form.get("again", ""):
        return await _form(request, status=422, message="The two passwords are not the same.")
    try:
        token = await request.app[SESSIONS]().welcome(request.match_info["token"], password, origin_of(request))
    except PasswordError as error:
        return await _form(request, status=422, message=str(error))
    if token is None:
        return await _form(request)
    return keep(see_other(request, "/desk"), request, token)


async def _form(request: web.Request, *, status: int = 200, message: str = "") -> web.Response:
    guest = await request.app[SESSIONS]().guest(request.match_info["token"])
    if guest is None:
        return page(request, "welcome_over.html", status=410)
    return page(request, "welcome.html", status=status, guest=guest, message=message, shortest=SHORTEST)


_PATH: Final = "/desk/welcome/{token:[A-Za-z0-9_-]{20,100}}"

ENDPOINTS: Final = (
    Endpoint("GET", _PATH, public(show), needs_key=False, documented=False),
    Endpoint("POST", _PATH, public(choose), needs_key=False, documented=False),
)
