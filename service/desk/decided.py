"""Decided: what moderators and Copydesk decided, newest first, to be searched, undone and corrected in place."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from aiohttp import web
from sqlalchemy import Connection

from model.scorer import ATTRIBUTES
from service.desk import entries
from service.desk.access import own_path, signed_in
from service.desk.asking import REASONS
from service.desk.entries import Entry
from service.desk.forms import read_form
from service.desk.pages import is_part, page, see_other
from service.desk.visitor import Visitor
from service.endpoints import Endpoint
from service.parts import ENGINE
from service.sessions import in_thread
from store import decided
from store.decided import Wanted
from store.verdicts import VERDICTS

_PATH: Final = "/desk/decided"
_ROWS: Final = 30
_CHARACTERS: Final = 200
_BY: Final = ("moderators", "copydesk")


async def show(request: web.Request, visitor: Visitor) -> web.Response:
    """A page of the history, under the filter of the query."""
    by = request.query.get("by", "")
    by = by if by in _BY else _BY[0]
    wanted = _wanted(request.query, by)
    before = request.query.get("before", "")[:_CHARACTERS]
    site_id = visitor.site.site_id

    def work(connection: Connection) -> tuple[list[Entry], str, tuple[list[str], list[str]]]:
        known = decided.moderators(connection, site_id)
        if by == "copydesk":
            page = decided.by_copydesk(connection, site_id, wanted, before=before, limit=_ROWS)
            return entries.of_comments(connection, site_id, page.found), page.before, known
        given = decided.by_moderators(connection, site_id, wanted, before=before, limit=_ROWS)
        return entries.of_verdicts(given.found), given.before, known

    found, older, (moderators, sources) = await in_thread(request.app[ENGINE], work)
    query = {"by": by if by != _BY[0] else "", **wanted._asdict()}
    return page(
        request,
        "decided.html",
        by=by,
        wanted=wanted,
        found=found,
        before=before,
        older=_address({**query, "before": older}) if older else "",
        newest=_address(query),
        moderators=moderators,
        sources=sources,
        verdicts=VERDICTS,
        words=entries.WORDS,
        attributes=ATTRIBUTES,
        reasons=REASONS,
        back=request.path_qs,
    )


async def correct(request: web.Request, visitor: Visitor) -> web.Response:
    """Give a new verdict on a comment; htmx is given its entry anew."""
    form = await read_form(request)
    entry = await entries.correct(request, visitor, form)
    if not is_part(request):
        return see_other(request, own_path(form.get("back", _PATH)))
    return page(
        request,
        "_entry.html",
        entry=entry,
        words=entries.WORDS,
        attributes=ATTRIBUTES,
        reasons=REASONS,
        back=form.get("back", _PATH),
        changed=True,
    )


def _wanted(query: Mapping[str, str], by: str) -> Wanted:
    """The filter; what the list has no sense for is passed over."""
    told = {name: query.get(name, "").strip()[:_CHARACTERS] for name in Wanted._fields}
    if by == "copydesk":
        told |= {"moderator": "", "source": ""}
    return Wanted(**told)


def _address(query: Mapping[str, str]) -> str:
    told = urlencode({name: value for name, value in query.items() if value})
    return f"{_PATH}?{told}" if told else _PATH


ENDPOINTS: Final = (
    Endpoint("GET", _PATH, signed_in()(show), needs_key=False, documented=False),
    Endpoint("POST", f"{_PATH}/{{id:[0-9a-f-]{{36}}}}", signed_in()(correct), needs_key=False, documented=False),
)
