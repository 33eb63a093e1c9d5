"""The audit log, for admins: who did what, and when."""

from collections.abc import Iterator
from typing import Final

from aiohttp import web

from service.desk.access import signed_in
from service.desk.pages import page
from service.desk.visitor import Visitor
from service.endpoints import Endpoint
from service.parts import ENGINE
from service.promising import Promises
from service.sessions import in_thread
from store import audit
from store.audit import Entry

_ROWS: Final = 100
_BECOMES: Final = " → "


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
        told=_told,
    )


def _told(entry: Entry) -> Iterator[tuple[str, str]]:
    """What the line tells beside, in words; what is empty tells nothing."""
    for name, value in entry.details.items():
        if value in (None, "", []):
            continue
        words = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        if entry.action == "policy":
            nothing = "as trained" if name in Promises._fields else "none"
            words = _BECOMES.join(nothing if side == "null" else side for side in words.split(_BECOMES))
        yield name, words


ENDPOINTS: Final = (Endpoint("GET", "/desk/audit", signed_in("admin")(show), needs_key=False, documented=False),)
