"""Who may enter, for admins: add somebody, change a role, make a new link, revoke."""

from collections.abc import Callable
from typing import Any, Final

from aiohttp import web
from sqlalchemy import Connection

from service.audit import note_moderator
from service.desk.access import signed_in
from service.desk.failures import ForbiddenError
from service.desk.forms import read_form
from service.desk.pages import page, see_other
from service.desk.visitor import Visitor
from service.endpoints import Endpoint
from service.errors import NotFoundError
from service.first_start import welcome_path
from service.parts import ENGINE, SITES
from service.requests import public_address
from service.sessions import in_thread
from store import moderators
from store.errors import ModeratorError
from store.identifiers import now
from store.moderators import ROLES, Moderator, as_role

_PATH: Final = "/desk/people"
_GONE: Final = "who is revoked stays so: add somebody new"

Change = Callable[[Connection, Moderator], dict[str, Any]]
"""Changes somebody; returns what the audit log tells of it."""


async def show(request: web.Request, visitor: Visitor) -> web.Response:
    """All who are the admin's to look after."""
    return await _page(request, visitor)


async def add(request: web.Request, visitor: Visitor) -> web.Response:
    """Add somebody, and show the link by which they choose a password."""
    form = await read_form(request)
    name = form.get("name", "")
    site_id = _site(request, visitor, form.get("site", ""))

    def work(connection: Connection) -> tuple[Moderator, str]:
        added = moderators.add(connection, name, role=as_role(form.get("role", "")), site_id=site_id, now=now())
        note_moderator(connection, added, {"change": "added", "role": added.role}, who=visitor.moderator.name)
        return added, moderators.invite(connection, added.id, now=now())

    try:
        invited = await in_thread(request.app[ENGINE], work, write=True)
    except ModeratorError as error:
        return await _page(request, visitor, status=422, fault=str(error), name=name)
    return await _page(request, visitor, invited=invited)


async def invite(request: web.Request, visitor: Visitor) -> web.Response:
    """Make a new link, where the last one is lost or a password forgotten; the old password goes on until then."""

    def work(connection: Connection) -> tuple[Moderator, str]:
        chosen = _find(connection, request, visitor)
        if chosen.revoked_at is not None:
            raise ModeratorError(_GONE)
        note_moderator(connection, chosen, {"change": "new link"}, who=visitor.moderator.name)
        return chosen, moderators.invite(connection, chosen.id, now=now())

    return await _page(request, visitor, invited=await in_thread(request.app[ENGINE], work, write=True))


async def change_role(request: web.Request, visitor: Visitor) -> web.Response:
    """Change what somebody may do."""
    role = as_role((await read_form(request)).get("role", ""))

    def change(connection: Connection, chosen: Moderator) -> dict[str, Any]:
        if not moderators.set_role(connection, chosen.id, role):
            raise ModeratorError(_GONE)
        return {"change": "role", "from": chosen.role, "to": role}

    return await _changed(request, visitor, change)


async def revoke(request: web.Request, visitor: Visitor) -> web.Response:
    """Shut somebody out at once."""

    def change(connection: Connection, chosen: Moderator) -> dict[str, Any]:
        if not moderators.revoke(connection, chosen.id, now=now()):
            raise ModeratorError(_GONE)
        return {"change": "revoked"}

    return await _changed(request, visitor, change)


async def _changed(request: web.Request, visitor: Visitor, change: Change) -> web.Response:
    def work(connection: Connection) -> None:
        chosen = _find(connection, request, visitor)
        note_moderator(connection, chosen, change(connection, chosen), who=visitor.moderator.name)

    await in_thread(request.app[ENGINE], work, write=True)
    return see_other(request, _PATH)


async def _page(  # noqa: PLR0913 - what the page shows
    request: web.Request,
    visitor: Visitor,
    *,
    status: int = 200,
    invited: tuple[Moderator, str] | None = None,
    fault: str = "",
    name: str = "",
) -> web.Response:
    own = visitor.moderator.site_id
    found = await in_thread(request.app[ENGINE], moderators.list_moderators)
    theirs = [one for one in found if own is None or one.site_id == own]
    link = "" if invited is None else f"{public_address(request)}{welcome_path(invited[1])}"
    return page(
        request,
        "people.html",
        status=status,
        people=[one for one in theirs if one.revoked_at is None],
        revoked=[one for one in theirs if one.revoked_at is not None],
        roles=ROLES,
        site_names=request.app[SITES].names(),
        invited=None if invited is None else invited[0],
        link=link,
        fault=fault,
        name=name,
    )


def _find(connection: Connection, request: web.Request, visitor: Visitor) -> Moderator:
    """Raises NotFoundError for somebody who is not the admin's to look after."""
    found = moderators.get(connection, request.match_info["id"])
    if found is None or visitor.moderator.site_id not in (None, found.site_id):
        message = "There is nobody of that id."
        raise NotFoundError(message)
    return found


def _site(request: web.Request, visitor: Visitor, name: str) -> int | None:
    """The site that somebody is to look after, None for all; raises where it is not the admin's own."""
    own = visitor.moderator.site_id
    if not name and own is None:
        return None
    chosen = next((number for number, known in request.app[SITES].names().items() if known == name), own)
    if chosen is None or own not in (None, chosen):
        message = "An admin of one site adds people to that site."
        raise ForbiddenError(message)
    return chosen


_ONE: Final = f"{_PATH}/{{id:[0-9a-f-]{{36}}}}"

ENDPOINTS: Final = (
    Endpoint("GET", _PATH, signed_in("admin")(show), needs_key=False, documented=False),
    Endpoint("POST", _PATH, signed_in("admin", of_site=False)(add), needs_key=False, documented=False),
    Endpoint("POST", f"{_ONE}/invite", signed_in("admin", of_site=False)(invite), needs_key=False, documented=False),
    Endpoint("POST", f"{_ONE}/role", signed_in("admin", of_site=False)(change_role), needs_key=False, documented=False),
    Endpoint("POST", f"{_ONE}/revoke", signed_in("admin", of_site=False)(revoke), needs_key=False, documented=False),
)
