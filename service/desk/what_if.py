"""What-if: what other promises would make of the site's own comments, and the switch that makes them so."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from aiohttp import web
from sqlalchemy import Connection

from model.bundle import Bundle
from model.comment import FieldError
from model.curves import Promised
from model.policy import Policy
from service import promising
from service.desk.access import signed_in
from service.desk.failures import ChangedError
from service.desk.forms import read_form
from service.desk.marking import Shown, shown
from service.desk.pages import is_part, page, see_other
from service.desk.visitor import Visitor
from service.endpoints import Endpoint
from service.errors import InvalidRequestError
from service.parts import ENGINE, MODEL, SITES
from service.promising import Promises
from service.sessions import in_thread
from service.what_if import COMMENTS, DECISIONS, Effect, Sampled
from store import insights, queue
from store.records import CommentRecord

SHOWN: Final = 30
"""So many of the comments that change are shown with their text."""
_PATH: Final = "/desk/what-if"
_MOST: Final = 99.9


class Changed(NamedTuple):
    """A comment that would be decided otherwise."""

    record: CommentRecord
    text: Shown
    now: str
    then: str


class Seen(NamedTuple):
    """What the page shows: the effect, some of the comments, and the last change that can be undone."""

    effect: Effect
    changed: Sequence[Changed]
    last: promising.Change | None


async def show(request: web.Request, visitor: Visitor) -> web.Response:
    """The page, or the effect alone where htmx asks for it."""
    present = Promises.of(visitor.site.policy)
    wanted = _wanted(request.query, present)
    move = request.query.get("move", "")
    bundle = request.app[MODEL].of(visitor.site.name)
    seen = None
    if bundle is not None and bundle.curves:
        seen = await in_thread(
            request.app[ENGINE], lambda connection: _see(connection, visitor, bundle, present, wanted, move)
        )
    return page(
        request,
        "_effect.html" if is_part(request) else "what_if.html",
        bundle=bundle,
        seen=seen,
        present=present,
        wanted=wanted,
        usual=Promised() if bundle is None else bundle.manifest.promised,
        move=move,
        decisions=DECISIONS,
        notes=[] if bundle is None else _notes(bundle, visitor.site.policy, wanted),
        may_apply=visitor.moderator.may("lead"),
        most=COMMENTS,
        shown=SHOWN,
        done=request.query.get("done", ""),
        moves=[(one, other) for one in DECISIONS for other in DECISIONS if one != other],
    )


async def apply(request: web.Request, visitor: Visitor) -> web.Response:
    """Have the site promise this from now on."""
    form = await read_form(request)
    wanted = _wanted({"wrong": "", "missed": "", **form}, Promises())

    def work(connection: Connection) -> None:
        promising.change(connection, visitor.site.site_id, wanted, who=visitor.moderator.name)

    await in_thread(request.app[ENGINE], work, write=True)
    await asyncio.to_thread(request.app[SITES].load)
    return see_other(request, f"{_PATH}?done=applied")


async def undo(request: web.Request, visitor: Visitor) -> web.Response:
    """Put the promises back to what they were before the last change; raises ChangedError where that was another."""
    told = (await read_form(request)).get("change", "")

    def work(connection: Connection) -> None:
        if not promising.undo(connection, visitor.site.site_id, told, who=visitor.moderator.name):
            message = "the promises have changed again meanwhile: look at them first"
            raise ChangedError(message)

    await in_thread(request.app[ENGINE], work, write=True)
    await asyncio.to_thread(request.app[SITES].load)
    return see_other(request, f"{_PATH}?done=undone")


def _see(  # noqa: PLR0913, PLR0917 - the question
    connection: Connection, visitor: Visitor, bundle: Bundle, present: Promises, wanted: Promises, move: str
) -> Seen:
    site, policy = visitor.site.site_id, visitor.site.policy
    now, then = (one.over(policy).thresholds(bundle.thresholds, bundle.curves) for one in (present, wanted))
    sampled = Sampled(insights.newest(connection, site, COMMENTS))
    effect = sampled.effect(bundle.version, now, then)
    chosen = [one for one in effect.changes if move in ("", f"{one.now}-{one.then}")][:SHOWN]
    by_id = {record.id: record for record in queue.records(connection, site, [one.comment for one in chosen])}
    changed = [
        Changed(record, shown(record.content, record.content_format, ()), one.now, one.then)
        for one in chosen
        if (record := by_id.get(one.comment)) is not None
    ]
    return Seen(effect, changed, promising.last_change(connection, site, present))


def _notes(bundle: Bundle, policy: Policy, wanted: Promises) -> list[str]:
    """What an operator should know of these promises."""
    notes = []
    after = wanted.over(policy).thresholds(bundle.thresholds, bundle.curves)
    if all(one.reject_at is None for one in after.values()):
        notes.append("Nothing is rejected by itself: the model cannot keep so strict a promise on wrong rejects.")
    unshown = sorted(
        name
        for name, curve in bundle.curves.items()
        if wanted.max_missed is not None and (curve.missed_from is None or wanted.max_missed < curve.missed_from)
    )
    if unshown:
        notes.append(
            f"Too few comments of the training are positive for {', '.join(unshown)} to show so strict a promise on "
            "misses: there the threshold is an estimate."
        )
    if own := sorted({*policy.queue_at, *policy.reject_at} & {*bundle.thresholds}):
        notes.append(f"The policy sets thresholds of its own for {', '.join(own)}: they hold whatever is promised.")
    return notes


def _wanted(query: Mapping[str, str], present: Promises) -> Promises:
    """The promises that are asked for in percent: those of the site where nothing is, as trained where it is empty."""
    faults: list[FieldError] = []
    told = Promises(
        _share(query, "wrong", present.max_wrong_rejects, faults), _share(query, "missed", present.max_missed, faults)
    )
    if faults:
        raise InvalidRequestError(faults)
    return told


def _share(query: Mapping[str, str], name: str, present: float | None, faults: list[FieldError]) -> float | None:
    text = query.get(name)
    if text is None:
        return present
    if not text.strip():
        return None
    try:
        percent = float(text.replace(",", "."))
    except ValueError:
        percent = 0.0
    if not 0 < percent <= _MOST:
        faults.append(FieldError(name, "invalid_value", f"Promise more than 0 and at most {_MOST} percent."))
        return None
    return round(percent / 100, 6)


ENDPOINTS: Final = (
    Endpoint("GET", _PATH, signed_in()(show), needs_key=False, documented=False),
    Endpoint("POST", _PATH, signed_in("lead")(apply), needs_key=False, documented=False),
    Endpoint("POST", f"{_PATH}/undo", signed_in("lead")(undo), needs_key=False, documented=False),
)
