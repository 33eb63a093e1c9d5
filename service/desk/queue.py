"""The queue: cards of comments that wait for a moderator, each decided by a key or a button."""

import re
from collections.abc import Sequence
from typing import Any, Final, NamedTuple, cast

from aiohttp import web
from multidict import MultiMapping
from sqlalchemy import Connection, Engine
from yarl import URL

from model.comment import FieldError
from model.scorer import ATTRIBUTES
from service.desk import cards, deciding
from service.desk.access import own_path, signed_in
from service.desk.asking import ORDERS, REASONS, Asked
from service.desk.cards import Card
from service.desk.deciding import DONE, Undone, What, Word
from service.desk.failures import SavedError, TakenError
from service.desk.forms import read_form
from service.desk.pages import is_part, page, see_other
from service.desk.visitor import Visitor
from service.endpoints import Endpoint
from service.entering import Entering
from service.errors import AwayError, InvalidRequestError, LaterError, NotFoundError, ServiceError
from service.parts import ENGINE, ENTERING
from service.sessions import in_thread
from store import desk_actions, leases, queue, samples
from store.database import writing
from store.desk_actions import Action
from store.identifiers import now
from store.queue import Look, Place
from store.queue_filters import Viewer

CARDS: Final = 10
_AUDIT_AT: Final = 3
"""Where in a page a comment of the audit sample is shown."""


class Seen(NamedTuple):
    """What a page shows: how many wait, some of them, and what the moderator did last."""

    waiting: Look
    cards: Sequence[Card]
    last: Action | None


async def show(request: web.Request, visitor: Visitor) -> web.Response:
    """The comments that wait, in the order and under the filter of the query."""
    asked = Asked.of(request.query)
    engine, entering = request.app[ENGINE], request.app[ENTERING]

    def work(connection: Connection) -> Seen:
        return _see(engine, connection, entering, visitor, asked)

    seen = await in_thread(engine, work)
    # All that wait in a language could be asked for only by reading all that wait.
    languages = dict.fromkeys(
        (*visitor.site.languages, asked.wanted.language, *(card.record.language for card in seen.cards))
    )
    told = "" if seen.last is None else told_passed(seen.last, request.query.get("of", ""))
    return page(
        request, "queue.html", **_context(asked), languages=[one for one in languages if one], seen=seen, told=told
    )


async def decide(request: web.Request, visitor: Visitor) -> web.Response:
    """Approve, reject, leave to others or skip a comment; htmx is given the next card."""
    form = await read_form(request)
    comment = request.match_info["id"]
    word = word_of(form)
    try:
        await deciding.decide(request, visitor, comment, word)
    except (SavedError, TakenError, LaterError, NotFoundError) as error:
        if is_part(request):
            return _fault(request, comment, error, own_path(form.get("back", "")))
        raise
    if not is_part(request):
        return see_other(request, own_path(form.get("back", "")))
    try:
        return await _more(request, visitor, form, is_audited=_is_tenth(comment))
    except AwayError:
        saved = SavedError("The database is away since, so that the next comments cannot be shown.")
        return _fault(request, comment, saved, own_path(form.get("back", "")))


async def undo(request: web.Request, visitor: Visitor) -> web.Response:
    """Take back what was done last."""
    form = await read_form(request)
    undone = await deciding.undo(request, visitor, form.get("action", ""))
    if not is_part(request):
        return see_other(request, own_path(form.get("back", "")))
    engine, asked = request.app[ENGINE], _asked(form)

    def work(connection: Connection) -> Seen:
        shown = () if undone is None else undone.held
        found = queue.records(connection, visitor.site.site_id, shown)
        # What was accepted before and rejected with others is accepted again, and no card of the queue.
        found = [record for record in found if record.waiting_since is not None] or found
        places = cards.places_of(connection, visitor.site.site_id, found)
        # Of those that are alike one card is enough.
        places = list({place.alike: place for place in reversed(places)}.values())
        at = now()
        # What does not wait was on a card of the audit, and still is to be judged afresh.
        audited = {record.id for record in found if record.waiting_since is None}
        back = cards.read(connection, visitor.site.site_id, places, now=at, audited=audited)
        viewer = Viewer(visitor.site.site_id, visitor.moderator.name, at)
        last = desk_actions.latest(connection, viewer.site_id, viewer.moderator, visitor.session.created_at)
        return Seen(queue.look(connection, viewer, asked.wanted), back, last)

    seen = await in_thread(engine, work)
    told = "There is nothing to undo." if undone is None else _told_undone(undone)
    return page(request, "_queue_undone.html", **_context(asked), seen=seen, told=told)


async def show_more(request: web.Request, visitor: Visitor) -> web.Response:
    """As many cards as a page has room for, where two answers at once have brought the same one."""
    return await _more(request, visitor, await read_form(request))


async def renew(request: web.Request, visitor: Visitor) -> web.Response:
    """Keep the comments on a page that is still looked at."""
    shown = _numbers(await read_form(request), "shown")

    def work(connection: Connection) -> None:
        who, at = visitor.moderator.name, now()
        # What is another site's is not this moderator's to keep from anybody.
        own = queue.waiting(connection, visitor.site.site_id, shown) | leases.held(connection, who, now=at).keys()
        leases.take(connection, shown & own, who, now=at)

    if shown:
        await in_thread(request.app[ENGINE], work, write=True)
    return web.Response(status=204)


async def _more(
    request: web.Request, visitor: Visitor, form: MultiMapping[str], *, is_audited: bool = False
) -> web.Response:
    """What the page needs after an action: the next cards, how many wait, and how to undo it.

    `is_audited`: with one of the audit sample among them, where there is any and the page shows none.
    """
    engine, asked = request.app[ENGINE], _asked(form)
    # What was like the comment that is gone may be shown now.
    left = _numbers(form, "shown") - _numbers(form, "alike")
    room = CARDS - len(left)

    def work(connection: Connection) -> Seen:
        viewer = Viewer(visitor.site.site_id, visitor.moderator.name, now())
        waiting = queue.look(connection, viewer, asked.wanted)
        drawn = _drawn(connection, viewer) if is_audited and room > 0 and asked.wanted.is_empty else []
        # The first that is drawn stays so until it is judged: the page may show it.
        drawn = [place for place in drawn if place.alike not in left]
        _hold(engine, connection, viewer, drawn)
        places = drawn
        if room > len(drawn):
            without = left | {place.alike for place in drawn}
            found = queue.take(
                engine, viewer, asked.order, asked.wanted, room - len(drawn), seen=waiting, without=without
            )
            places = [*found, *drawn]
        # Of two decisions under way at once this may be the earlier one.
        last = desk_actions.latest(connection, viewer.site_id, viewer.moderator, visitor.session.created_at)
        audited = {place.comment for place in drawn}
        return Seen(waiting, cards.read(connection, viewer.site_id, places, now=viewer.now, audited=audited), last)

    seen = await in_thread(engine, work)
    return page(request, "_queue_more.html", **_context(asked), seen=seen)


def _is_tenth(comment: str) -> bool:
    """Whether the decision on it brings a comment of the audit: about one in ten does, as often as a whole page."""
    return int(comment[-4:], 16) % CARDS == 0


def _see(engine: Engine, connection: Connection, entering: Entering, visitor: Visitor, asked: Asked) -> Seen:
    viewer = Viewer(visitor.site.site_id, visitor.moderator.name, now())
    entering.catch_up()
    waiting = queue.look(connection, viewer, asked.wanted)
    places = queue.take(engine, viewer, asked.order, asked.wanted, CARDS, seen=waiting)
    audited = _drawn(connection, viewer) if asked.wanted.is_empty else []
    _hold(engine, connection, viewer, audited)
    places[_AUDIT_AT:_AUDIT_AT] = audited
    found = cards.read(connection, viewer.site_id, places, now=viewer.now, audited={place.comment for place in audited})
    last = desk_actions.latest(connection, viewer.site_id, viewer.moderator, visitor.session.created_at)
    return Seen(waiting, found, last)


def _drawn(connection: Connection, viewer: Viewer) -> list[Place]:
    """One comment of the audit sample that nobody else judges at this moment, if there is any."""
    for record in samples.open(connection, viewer.site_id, viewer.moderator, CARDS, now=viewer.now):
        (place,) = cards.places_of(connection, viewer.site_id, [record])
        if leases.holder(connection, place.alike, now=viewer.now) in (None, viewer.moderator):
            return [place]
    return []


def _hold(engine: Engine, connection: Connection, viewer: Viewer, audited: Sequence[Place]) -> None:
    """Hold what is drawn for the audit.

    What this page does not show is not given back: another one of the moderator's may show it.
    """
    held = leases.held(connection, viewer.moderator, now=viewer.now)
    new = [place.alike for place in audited if place.alike not in held]
    if new:
        connection.rollback()
        with writing(engine) as writer:
            leases.take(writer, new, viewer.moderator, now=viewer.now)


def _context(asked: Asked) -> dict[str, Any]:
    return {
        "asked": asked,
        "orders": ORDERS,
        "reasons": REASONS,
        "attributes": ATTRIBUTES,
        "done": DONE,
    }


def word_of(form: MultiMapping[str]) -> Word:
    """What the form says; raises InvalidRequestError."""
    what = form.get("verdict", "")
    if what not in DONE:
        raise InvalidRequestError(
            [FieldError("verdict", "invalid_value", "Approve, reject, leave to others, or skip.")]
        )
    labels = tuple(one for one in ATTRIBUTES if one in form.getall("labels", []))
    note, together = form.get("note", "").strip(), form.get("alone") != "1"
    read, before = (tuple(form.get(name, "").split()[: cards.ALIKE_SHOWN]) for name in ("read", "before"))
    return Word(cast("What", what), labels, note, together=together, until=until_of(form), read=read, before=before)


def until_of(form: MultiMapping[str]) -> int:
    """Until when that was entered which the form's sender was shown (ms): what came in since is left alone."""
    told = form.get("until", "")
    return int(told) if re.fullmatch("[0-9]{1,18}", told) else 0


def _asked(form: MultiMapping[str]) -> Asked:
    """What the page asks for from which the form was sent."""
    return Asked.of(URL(own_path(form.get("back", ""))).query)


def _numbers(form: MultiMapping[str], name: str) -> set[int]:
    """By which numbers cards of the page are leased; what is no number is passed over."""
    told = [one for one in form.getall(name, [])[: 10 * CARDS] if re.fullmatch("-?[0-9]{1,19}", one)]
    return {number for one in told if abs(number := int(one)) < 1 << 63}


def _fault(request: web.Request, comment: str, error: ServiceError, back: str) -> web.Response:
    """Told on the card, which stays as it is."""
    title = "It is saved." if isinstance(error, SavedError) else "Not saved."
    is_gone = not isinstance(error, LaterError)
    told = page(request, "_queue_fault.html", title=title, fault=str(error), is_gone=is_gone, back=back)
    told.headers.update({"HX-Retarget": f"#fault-{comment}", "HX-Reswap": "innerHTML"})
    return told


def told_passed(action: Action, size: str) -> str:
    """What became of comments that were to be decided at once; empty where it was done to all of them.

    `size`: how many the page showed from which it was asked for.
    """
    done, of = len(action.comments), int(size) if re.fullmatch("[0-9]{1,6}", size) else 0
    if of <= done:
        return ""
    left = of - done
    return (
        f"{DONE.get(action.action, action.action)}: {done:,} of {of:,} comments; {left:,} "
        f"{'was' if left == 1 else 'were'} decided or looked at by others."
    )


def _told_undone(undone: Undone) -> str:
    action, count = undone.action, len(undone.comments)
    left = len(action.comments) - count
    told = f"Undone: {DONE.get(action.action, action.action).lower()}, {count} comment{'s' if count != 1 else ''}."
    if count and not undone.held:
        told += " Others look at it by now."
    if not left:
        return told
    return f"{told} On {left} somebody has said something else since, or the author has edited it: they stay so."


_ID: Final = "{id:[0-9a-f-]{36}}"

ENDPOINTS: Final = (
    Endpoint("GET", "/desk", signed_in()(show), needs_key=False, documented=False),
    Endpoint("POST", "/desk/queue/undo", signed_in()(undo), needs_key=False, documented=False),
    Endpoint("POST", "/desk/queue/more", signed_in(by_hand=False)(show_more), needs_key=False, documented=False),
    Endpoint("POST", "/desk/queue/renew", signed_in(by_hand=False)(renew), needs_key=False, documented=False),
    Endpoint("POST", f"/desk/queue/{_ID}", signed_in()(decide), needs_key=False, documented=False),
)
