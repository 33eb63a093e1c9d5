"""The shadow: what a challenger would have decided otherwise."""

import asyncio
from typing import Final, NamedTuple

from aiohttp import web
from sqlalchemy import Connection

from model.shares import Share
from service.desk.access import signed_in
from service.desk.asking import REASONS
from service.desk.failures import ChangedError
from service.desk.forms import read_form
from service.desk.marking import Shown, shown
from service.desk.models import PATH as MODELS
from service.desk.pages import page, see_other
from service.desk.visitor import Visitor
from service.endpoints import Endpoint
from service.errors import NotFoundError
from service.parts import ENGINE, REGISTRY
from service.sessions import in_thread
from service.versions import details_of
from service.what_if import DECISIONS
from store import audit, queue, shadows
from store.records import CommentRecord
from store.shadows import Disagreement, Shadow

PATH: Final = f"{MODELS}/shadow"
_ROWS: Final = 30


class Otherwise(NamedTuple):
    """A comment that the shadow would decide otherwise."""

    record: CommentRecord
    text: Shown
    found: Disagreement

    @property
    def reasons(self) -> list[str]:
        """Why, in plain words."""
        return [REASONS.get(code, code.replace("_", " ")) for code in self.found.reasons]


class Seen(NamedTuple):
    """What the page shows."""

    shadow: Shadow | None
    rows: list[Otherwise]
    older: str


async def show(request: web.Request, visitor: Visitor) -> web.Response:
    """How often the two agree, and where they do not."""
    site_id = visitor.site.site_id
    both, before = request.query.get("both", "")[:40], request.query.get("before", "")[:40]

    def work(connection: Connection) -> Seen:
        shadow = shadows.get(connection, site_id)
        found = shadows.disagreements(connection, site_id, _ROWS + 1, before=before, both=both)
        older = found[_ROWS - 1].comment if len(found) > _ROWS else ""
        kept = found[:_ROWS]
        by_id = {one.id: one for one in queue.records(connection, site_id, [one.comment for one in kept])}
        rows = [
            Otherwise(record, shown(record.content, record.content_format, ()), one)
            for one in kept
            if (record := by_id.get(one.comment)) is not None
        ]
        return Seen(shadow, rows, older)

    seen = await in_thread(request.app[ENGINE], work)
    shadow = seen.shadow
    return page(
        request,
        "shadow.html",
        shadow=shadow,
        agreement=None if shadow is None else Share(shadow.agreed, shadow.judged),
        rows=seen.rows,
        older=seen.older,
        both=both,
        before=before,
        decisions=DECISIONS,
        moves=[f"{one}-{other}" for one in DECISIONS for other in DECISIONS if one != other],
        most=shadows.MOST,
        may_act=visitor.moderator.may("lead"),
    )


async def start(request: web.Request, visitor: Visitor) -> web.Response:
    """Have a version judge in shadow, in place of any other."""
    name = (await read_form(request)).get("version", "")
    site = visitor.site
    details = await asyncio.to_thread(details_of, request.app[REGISTRY], site.name, name)
    if details is None or details.version.is_shipped:
        message = "There is no such version for this site."
        raise NotFoundError(message)
    await asyncio.to_thread(request.app[REGISTRY].load, name)

    def work(connection: Connection) -> None:
        shadows.start(connection, site.site_id, name, started_by=visitor.moderator.name)
        _note(connection, visitor, name, "started")

    await in_thread(request.app[ENGINE], work, write=True)
    return see_other(request, PATH)


async def stop(request: web.Request, visitor: Visitor) -> web.Response:
    """End it; what it has found stays to be looked at. Raises ChangedError where there is none."""

    def work(connection: Connection) -> None:
        version = shadows.stop(connection, visitor.site.site_id)
        if version is None:
            message = "no version is in shadow any more"
            raise ChangedError(message)
        _note(connection, visitor, version, "stopped")

    await in_thread(request.app[ENGINE], work, write=True)
    return see_other(request, PATH)


def _note(connection: Connection, visitor: Visitor, version: str, change: str) -> None:
    audit.append(
        connection,
        site_id=visitor.site.site_id,
        who=visitor.moderator.name,
        action="shadow",
        subject=version,
        details={"change": change},
    )


ENDPOINTS: Final = (
    Endpoint("GET", PATH, signed_in()(show), needs_key=False, documented=False),
    Endpoint("POST", PATH, signed_in("lead")(start), needs_key=False, documented=False),
    Endpoint("POST", f"{PATH}/stop", signed_in("lead")(stop), needs_key=False, documented=False),
)
