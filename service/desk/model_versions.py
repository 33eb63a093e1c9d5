"""A version's own page: what it says of itself, what the gate found, and the switch that makes it judge."""

import asyncio
from typing import Final

from aiohttp import web

from model.bundle import BundleError
from service.desk.access import signed_in
from service.desk.forms import read_form
from service.desk.markdown import as_html
from service.desk.models import PATH, in_use, may_all, scope_of
from service.desk.pages import page, see_other
from service.desk.visitor import Visitor
from service.endpoints import Endpoint
from service.errors import NotFoundError
from service.parts import ENGINE, MODEL, REGISTRY
from service.sessions import aside, in_thread
from service.versions import Details, details_of
from store import promotions, shadows

RATES: Final = {
    "accepted": "Accepted",
    "queued": "Queued",
    "rejected": "Rejected",
    "wrong_rejects": "Fine among the rejected",
    "missed": "Accepted of the unwanted",
}


async def show(request: web.Request, visitor: Visitor) -> web.Response:
    """The page."""
    registry, site = request.app[REGISTRY], visitor.site
    details = await _find(request, visitor)
    shadow = await in_thread(request.app[ENGINE], lambda connection: shadows.get(connection, site.site_id))
    return page(
        request,
        "model_version.html",
        version=details.version,
        card="" if details.card is None else await asyncio.to_thread(as_html, details.card),
        in_use=await asyncio.to_thread(in_use, request.app[MODEL], registry, site.name),
        shadow=shadow,
        rates=RATES,
        may_act=visitor.moderator.may("lead"),
        may_all=may_all(visitor),
    )


async def promote(request: web.Request, visitor: Visitor) -> web.Response:
    """Have the version judge from now on; raises BundleError where it cannot be used, and then nothing changes."""
    scope = scope_of(visitor, (await read_form(request)).get("for", ""))
    details = await _find(request, visitor)
    manifest = details.version.manifest
    if scope.site is None and manifest is not None and manifest.site is not None:
        message = f"{details.version.name} learned from the verdicts of {manifest.site}: it is for that site alone"
        raise BundleError(message)
    await aside(
        promotions.promote,
        request.app[ENGINE],
        request.app[REGISTRY],
        details.version.name,
        scope,
        who=visitor.moderator.name,
    )
    # This process follows at once, the others within a second or two.
    await asyncio.to_thread(request.app[MODEL].refresh)
    return see_other(request, f"{PATH}?done=promoted")


async def _find(request: web.Request, visitor: Visitor) -> Details:
    found = await asyncio.to_thread(details_of, request.app[REGISTRY], visitor.site.name, request.match_info["version"])
    if found is None:
        message = "There is no such version for this site."
        raise NotFoundError(message)
    return found


_ONE: Final = f"{PATH}/versions/{{version}}"

ENDPOINTS: Final = (
    Endpoint("GET", _ONE, signed_in()(show), needs_key=False, documented=False),
    Endpoint("POST", f"{_ONE}/promote", signed_in("lead")(promote), needs_key=False, documented=False),
)
