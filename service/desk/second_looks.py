"""A second look: verdicts that contradict the model or each other, before it learns from them."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from aiohttp import web
from sqlalchemy import Connection

from service.desk import entries
from service.desk.access import signed_in
from service.desk.asking import REASONS
from service.desk.entries import Entry
from service.desk.failures import ChangedError
from service.desk.forms import read_form
from service.desk.models import PATH as MODELS
from service.desk.pages import is_part, page, see_other
from service.desk.visitor import Visitor
from service.endpoints import Endpoint
from service.parts import ENGINE
from service.sessions import in_thread
from store import audit, comments, second_looks, verdicts
from store.second_looks import SecondLook

PATH: Final = f"{MODELS}/second-look"
_ROWS: Final = 20
_LOOKED_AT: Final = 1_000


class Doubt(NamedTuple):
    """A verdict in doubt, with the comment, and the other one where two contradict each other.

    `more`: how many others say nearly the same, and contradict one of the two as well.
    """

    look: SecondLook
    entry: Entry
    other: Entry | None
    more: int = 0


async def show(request: web.Request, visitor: Visitor) -> web.Response:
    """Those that nobody has looked at, the strongest contradiction first."""
    site_id = visitor.site.site_id

    def work(connection: Connection) -> tuple[list[Doubt], bool]:
        found = second_looks.open_ones(connection, site_id, _LOOKED_AT)
        chosen = _one_of_each(found)
        doubts = [_doubt(connection, site_id, look, more) for look, more in chosen[:_ROWS]]
        return [doubt for doubt in doubts if doubt is not None], len(chosen) > _ROWS or len(found) == _LOOKED_AT

    doubts, is_more = await in_thread(request.app[ENGINE], work)
    return page(request, "second_looks.html", doubts=doubts, is_more=is_more, words=entries.WORDS, reasons=REASONS)


async def settle(request: web.Request, visitor: Visitor) -> web.Response:
    """Stand by the verdict, or give another; raises ChangedError where somebody has decided it otherwise meanwhile."""
    form = await read_form(request)
    comment, site_id = request.match_info["id"], visitor.site.site_id
    if form.get("verdict", "") == "stands":

        def work(connection: Connection) -> None:
            entries.require(connection, site_id, comment)
            verdict = form.get("seen", "")
            who = visitor.moderator.name
            if not second_looks.confirm(connection, site_id, comment, verdict=verdict, confirmed_by=who):
                message = "this verdict is not in doubt any more: somebody has settled it meanwhile"
                raise ChangedError(message)
            # Of two that contradict each other, both were looked at.
            twin, twins = form.get("other", ""), form.get("other_seen", "")
            stand = [comment]
            if second_looks.confirm(connection, site_id, twin, verdict=twins, confirmed_by=who):
                stand.append(twin)
            for one in stand:
                said = verdicts.latest(connection, site_id, one)
                details = {"stands": "" if said is None else said.verdict}
                audit.append(connection, site_id=site_id, who=who, action="verdict", subject=one, details=details)

        await in_thread(request.app[ENGINE], work, write=True)
        told = "That stands: the next retraining learns from it in full."
    else:
        entry = await entries.correct(request, visitor, form)
        told = f"Changed: {entries.WORDS[entry.verdict.verdict] if entry.verdict else 'open'}."
    if not is_part(request):
        return see_other(request, PATH)
    return page(request, "_settled.html", told=told, comment=comment)


def _one_of_each(found: Iterable[SecondLook]) -> list[tuple[SecondLook, int]]:
    """Of those that contradict one another the first, and how many more verdicts that concerns.

    One slip among many that say the same contradicts them all, and is to be looked at once.
    """
    told: dict[str, tuple[SecondLook, set[str]]] = {}
    for look in found:
        concerned = {one for one in (look.comment, look.other) if one}
        known = next((told[one] for one in concerned if one in told), (look, set[str]()))
        known[1].update(concerned)
        told.update(dict.fromkeys(concerned, known))
    first = {look.comment: (look, len(known)) for look, known in told.values()}
    return [(look, max(0, size - 2)) for look, size in first.values()]


def _doubt(connection: Connection, site_id: int, look: SecondLook, more: int) -> Doubt | None:
    found = [comments.get(connection, site_id, one) for one in (look.comment, look.other or "") if one]
    made = entries.of_comments(connection, site_id, [one for one in found if one is not None])
    if found[0] is None or made[0].verdict is None or made[0].seen != look.verdict:
        return None
    return Doubt(look, made[0], made[1] if len(made) > 1 else None, more)


ENDPOINTS: Final = (
    Endpoint("GET", PATH, signed_in()(show), needs_key=False, documented=False),
    Endpoint("POST", f"{PATH}/{{id:[0-9a-f-]{{36}}}}", signed_in()(settle), needs_key=False, documented=False),
)
