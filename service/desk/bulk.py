"""Many comments decided at once, those that were selected or those within a score band: first shown, then done."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from aiohttp import web
from multidict import MultiMapping
from pydantic_core import from_json
from sqlalchemy import Connection
from yarl import URL

from model.comment import FieldError
from model.scorer import ATTRIBUTES
from service.desk import deciding
from service.desk.access import own_path, signed_in
from service.desk.asking import REASONS
from service.desk.cards import visible
from service.desk.forms import read_form
from service.desk.pages import page, see_other
from service.desk.queue import told_passed, until_of, word_of
from service.desk.visitor import Visitor
from service.endpoints import Endpoint
from service.errors import InvalidRequestError
from service.parts import ENGINE
from service.sessions import in_thread
from store import queue
from store.desk_actions import Action
from store.identifiers import now
from store.queue import Band
from store.queue_filters import Viewer
from store.records import CommentRecord

MOST: Final = 5_000
"""So many comments at most are decided by one press; the others stay for the next."""
DECIDE_SELECTION: Final = "/desk/queue/selection/decide"
_EXAMPLES: Final = 10
_SELECTED: Final = 100


class Preview(NamedTuple):
    """How many comments it would be, the first of them, and until when they were entered (ms)."""

    size: int
    examples: Sequence[CommentRecord]
    until: int


async def show_selection(request: web.Request, visitor: Visitor) -> web.Response:
    """What is selected and what is like it, before anything is done to it."""
    form = await read_form(request)
    chosen = form.getall("chosen", [])[:_SELECTED]

    def work(connection: Connection) -> Preview:
        numbers = _numbers(connection, visitor, chosen)
        until = max((one.until for one in queue.groups(connection, numbers).values()), default=0)
        ids = _alike(connection, numbers, until)
        return Preview(len(ids), queue.records(connection, visitor.site.site_id, ids[:_EXAMPLES]), until)

    preview = await in_thread(request.app[ENGINE], work)
    return _page(request, preview, DECIDE_SELECTION, form, chosen=chosen, title="Decide the selected")


async def decide_selection(request: web.Request, visitor: Visitor) -> web.Response:
    """Do it to what was there when it was shown."""
    form = await read_form(request)

    def work(connection: Connection) -> list[str]:
        numbers = _numbers(connection, visitor, form.getall("chosen", [])[:_SELECTED])
        return _alike(connection, numbers, until_of(form))

    chosen = await in_thread(request.app[ENGINE], work)
    action = await deciding.decide_all(request, visitor, chosen, _settling(form))
    return see_other(request, _back(form, action))


async def show_band(request: web.Request, visitor: Visitor) -> web.Response:
    """What is within a score band, before anything is done to it."""
    band, at = _band(request.query), now()
    viewer = Viewer(visitor.site.site_id, visitor.moderator.name, at)

    def work(connection: Connection) -> Preview:
        ids = queue.in_band(connection, viewer, band, _EXAMPLES)
        found = queue.records(connection, viewer.site_id, ids)
        return Preview(queue.count_band(connection, viewer, band), found, at)

    preview = await in_thread(request.app[ENGINE], work)
    title = f"{REASONS[band.attribute]}, score {band.low:.2f} to {band.high:.2f}"
    title = f"{title[:1].upper()}{title[1:]}"
    return _page(request, preview, "/desk/queue/band", request.query, band=band, title=title)


async def decide_band(request: web.Request, visitor: Visitor) -> web.Response:
    """Do it to what was there when it was shown."""
    form = await read_form(request)
    word, band = _settling(form), _band(form)
    seen = Viewer(visitor.site.site_id, visitor.moderator.name, min(until_of(form), now()))

    def work(connection: Connection) -> list[str]:
        return queue.in_band(connection, seen, band, MOST)

    action = await deciding.decide_all(request, visitor, await in_thread(request.app[ENGINE], work), word)
    return see_other(request, _back(form, action))


def _back(form: MultiMapping[str], action: Action) -> str:
    """The page to go back to, which tells where not all was decided that was shown."""
    back, size = own_path(form.get("back", "")), form.get("size", "")
    return str(URL(back).update_query(of=size)) if told_passed(action, size) else back


def _numbers(connection: Connection, visitor: Visitor, chosen: Sequence[str]) -> list[int]:
    """Of the groups in which these comments wait, in their order."""
    return list(dict.fromkeys(place.alike for place in queue.places(connection, visitor.site.site_id, chosen)))


def _alike(connection: Connection, numbers: Sequence[int], until: int) -> list[str]:
    return [one for number in numbers for one in queue.group(connection, number, MOST, until=until)][:MOST]


def _page(request: web.Request, preview: Preview, action: str, form: MultiMapping[str], **context: Any) -> web.Response:  # noqa: ANN401 - what the page shows
    shown: dict[str, Any] = {"chosen": (), "band": None, **context}
    return page(
        request,
        "queue_bulk.html",
        preview=preview,
        action=action,
        scores={one.id: from_json(one.scores).get(shown["band"].attribute) or 0.0 for one in preview.examples}
        if shown["band"]
        else {},
        most=MOST,
        back=own_path(form.get("back", "")),
        attributes=ATTRIBUTES,
        reasons=REASONS,
        visible=list(map(visible, preview.examples)),
        **shown,
    )


def _settling(form: MultiMapping[str]) -> deciding.Word:
    word = word_of(form)
    if word.what not in ("approve", "reject"):
        raise InvalidRequestError([FieldError("verdict", "invalid_value", "Many are approved or rejected, no more.")])
    return word


def _band(told: MultiMapping[str]) -> Band:
    """Raises InvalidRequestError."""
    attribute = told.get("attribute", "")
    try:
        low, high = float(told.get("low", "")), float(told.get("high", ""))
    except ValueError:
        low, high = 1.0, 0.0
    if attribute not in ATTRIBUTES or not 0 <= low <= high <= 1:
        message = "A band is of one attribute, from a score between 0 and 1 up to one that is not less."
        raise InvalidRequestError([FieldError("low", "invalid_value", message)])
    return Band(attribute, low, high)


ENDPOINTS: Final = (
    Endpoint("POST", "/desk/queue/selection", signed_in()(show_selection), needs_key=False, documented=False),
    Endpoint("POST", DECIDE_SELECTION, signed_in()(decide_selection), needs_key=False, documented=False),
    Endpoint("GET", "/desk/queue/band", signed_in("lead")(show_band), needs_key=False, documented=False),
    Endpoint("POST", "/desk/queue/band", signed_in("lead")(decide_band), needs_key=False, documented=False),
)
