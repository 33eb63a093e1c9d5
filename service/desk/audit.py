"""The audit log, for admins: who did what, and when."""

from typing import Final

from aiohttp import web

from service.desk.access import signed_in
from service.desk.pages import page
from service.desk.visitor import Visitor
from service.endpoints import Endpoint
from service.parts import ENGINE
from service.sessions import in_thread
from store import audit

_ROWS: Final = 100


async def show(request: web.Request, visitor: Visitor) -> web.Response:
    """A page of the log, the newest first."""
    before = request.query.get("before", "")
    action = request.query.get("action", "")
    found = await in_thread(
        request.app[ENGINE],
        lambda connection: audit.page(connection, visitor.site.site_id, before, _ROWS + 1, action),
    )
    return page(
        request,
        "audit.html",
        entries=found[:_ROWS],
        before=before,
        older=found[_ROWS - 1].id if len(found) > _ROWS else "",
        action=action,
        actions=audit.ACTIONS,
    )


ENDPOINTS: Final = (Endpoint("GET", "/desk/audit", signed_in("admin")(show), needs_key=False, documented=False),)
