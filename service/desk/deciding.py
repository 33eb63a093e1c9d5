"""What a moderator does to comments at the desk, and takes back."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Sequence
from typing import Any, Final, Literal, NamedTuple

from aiohttp import web
from sqlalchemy import Connection, Engine

from service.desk.cards import places_of
from service.desk.failures import SavedError, TakenError
from service.desk.visitor import Visitor
from service.errors import AwayError, NotFoundError, ServiceError
from service.parts import ENGINE, VERDICTS
from service.sessions import in_thread
from service.verdicts import OutdatedError, OvertakenError, Verdicts
from store import comments, desk_actions, leases, queue, verdicts
from store.desk_actions import Action
from store.identifiers import now
from store.queue import Place
from store.queue_filters import Viewer
from store.records import VerdictRecord

SOURCE: Final = "desk"
SKIP_MS: Final = 60 * 60_000
"""How long a comment that was skipped is not shown again to whoever skipped it."""
SHOWN_AGAIN: Final = 10
"""So many comments at most are shown again, and held, when many are taken back: the others are anybody's."""
AT_ONCE: Final = 500
"""So many comments at most are decided by one press: the writer's batches have room for as many."""

What = Literal["approve", "reject", "unsure", "skip"]
DONE: Final[dict[str, str]] = {
    "approve": "Approved",
    "reject": "Rejected",
    "unsure": "Left to others",
    "skip": "Skipped for an hour",
}


class Word(NamedTuple):
    """What a moderator says of a comment; `together`: also of what is alike and was entered by `until` (ms).

    `read`: ids of what is alike and stood on the card; an approval is on nothing else that has another text. `before`:
    ids of comments like it that were accepted before, and are rejected with it.
    """

    what: What
    labels: tuple[str, ...] = ()
    note: str = ""
    together: bool = True
    until: int = 0
    read: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


class Undone(NamedTuple):
    """What was taken back, the comments that are as they were before, and those of the first that are the moderator's.

    Others may look at what was left to them, and keep it.
    """

    action: Action
    comments: Sequence[str]
    held: Sequence[str]


async def decide(request: web.Request, visitor: Visitor, comment: str, word: Word) -> None:
    """Do it to the comment, and to what is alike; on disk when this returns.

    Raises NotFoundError, TakenError, and AwayError, and then nothing was done; SavedError where only undo cannot do it.
    """
    engine = request.app[ENGINE]
    who = visitor.moderator.name
    site_id = visitor.site.site_id

    def prepare(connection: Connection) -> tuple[int, list[str]]:
        alike = _hold(connection, site_id, comment, who).alike
        # What they left before stays as it is: 500 more of a large group are left by each press.
        left_to = None if word.what in verdicts.SETTLING else Viewer(site_id, who, now())
        told = word.until if word.together else 0
        others = queue.group(connection, alike, AT_ONCE, until=told, left_to=left_to)
        if word.what == "approve":
            others = _read(connection, site_id, comment, others, word)
        before = word.before if word.what == "reject" else ()
        return alike, list(dict.fromkeys([comment, *others, *before]))[:AT_ONCE]

    alike, chosen = await in_thread(engine, prepare, write=True)
    if word.what != "skip":
        chosen = await _say(request.app[VERDICTS], visitor, chosen, word)
        if not chosen:
            message = "It was decided, edited or erased meanwhile."
            raise TakenError(message)

    def note(connection: Connection) -> Action:
        if word.what in ("unsure", "skip"):
            queue.put_aside(connection, chosen, who, None if word.what == "unsure" else now() + SKIP_MS)
            leases.let_go(connection, [alike], who)
        return desk_actions.add(connection, site_id, who, word.what, chosen)

    if word.what == "skip":
        await in_thread(engine, note, write=True)
    else:
        await _noted(engine, note)


async def decide_all(request: web.Request, visitor: Visitor, chosen: Sequence[str], word: Word) -> Action:
    """Do it to all of these comments that nobody else looks at and that still wait; raises as `decide`.

    What was done before something failed is kept, and can be undone.
    """
    engine, who, site_id = request.app[ENGINE], visitor.moderator.name, visitor.site.site_id
    said: list[str] = []

    def prepare(some: Sequence[str]) -> Callable[[Connection], list[str]]:
        def work(connection: Connection) -> list[str]:
            places = queue.places(connection, site_id, some)
            free = leases.take(connection, [place.alike for place in places], who, now=now())
            return [place.comment for place in places if place.alike in free]

        return work

    def note(connection: Connection) -> Action:
        leases.give_back(connection, who)
        return desk_actions.add(connection, site_id, who, word.what, said)

    try:
        for begin in range(0, len(chosen), AT_ONCE):
            free = await in_thread(engine, prepare(chosen[begin : begin + AT_ONCE]), write=True)
            said += await _say(request.app[VERDICTS], visitor, free, word)
    except ServiceError:
        if said:
            await in_thread(engine, note, write=True)
        raise
    if not said:
        await in_thread(engine, lambda connection: leases.give_back(connection, who), write=True)
        message = "All of it was decided, edited or erased meanwhile, or others look at it."
        raise TakenError(message)
    return await _noted(engine, note)


async def _noted(engine: Engine, note: Callable[[Connection], Action]) -> Action:
    """The action, to be undone; raises SavedError where the database takes no more than the verdicts it has."""
    try:
        return await in_thread(engine, note, write=True)
    except AwayError as error:
        message = "The database is away since, so that undo does not know of it: correct it under Decided."
        raise SavedError(message) from error


async def undo(request: web.Request, visitor: Visitor, identifier: str = "") -> Undone | None:
    """Take back what the moderator did last in this session, or that one; None where there is nothing.

    A comment on which somebody has said something else since, or which its author has edited, stays as it is.
    """
    engine, who = request.app[ENGINE], visitor.moderator.name
    site_id, since = visitor.site.site_id, visitor.session.created_at

    action = await in_thread(engine, lambda connection: desk_actions.latest(connection, site_id, who, since))
    if action is None or (identifier and action.id != identifier):
        return None
    mine: Sequence[str] = action.comments
    if action.action != "skip":
        mine = await _withdraw(request.app[VERDICTS], visitor, action)

    def note(connection: Connection) -> list[str]:
        queue.take_back(connection, action.comments, who)
        shown = places_of(connection, site_id, queue.records(connection, site_id, mine[:SHOWN_AGAIN]))
        held = leases.take(connection, [one.alike for one in shown], who, now=now())
        desk_actions.undo(connection, action.id, who, now=now())
        return [one.comment for one in shown if one.alike in held]

    return Undone(action, mine, await in_thread(engine, note, write=True))


def _hold(connection: Connection, site_id: int, comment: str, who: str) -> Place:
    record = comments.get(connection, site_id, comment)
    if record is None:
        message = "It is not there any more: it was erased, or is older than comments are kept."
        raise NotFoundError(message)
    if record.verdict or record.superseded_by:
        message = "Its author has edited it meanwhile: the new text comes by itself."
        if record.verdict:
            latest = verdicts.latest(connection, site_id, comment)
            by = "" if latest is None or not latest.moderator else f" by {latest.moderator}"
            message = f"It was {_VERDICTS[record.verdict]} meanwhile{by}."
        raise TakenError(message)
    (place,) = places_of(connection, site_id, [record])
    if not leases.take(connection, [place.alike], who, now=now()):
        message = f"{leases.holder(connection, place.alike, now=now()) or 'Somebody else'} looks at it now."
        raise TakenError(message)
    return place


def _read(connection: Connection, site_id: int, comment: str, others: Sequence[str], word: Word) -> list[str]:
    """Of what is alike that which says the very same as the comment, or stood on the card."""
    texts = comments.fingerprints(connection, site_id, [comment, *others])
    return [one for one in others if one in word.read or texts.get(one, 0) == texts[comment] != 0]


async def _say(recorder: Verdicts, visitor: Visitor, chosen: Iterable[str], word: Word) -> list[str]:
    """The ids of those on which the verdict was recorded: those still open. Raises where the database took none."""
    said, failed = await _recorded(
        recorder.record(
            visitor.site,
            one,
            verdict=word.what,
            labels=word.labels,
            note=word.note,
            moderator=visitor.moderator.name,
            source=SOURCE,
            over=lambda newest: newest.verdict not in verdicts.SETTLING,
            of_newest=True,
        )
        for one in chosen
    )
    if failed is not None and not said:
        raise failed
    return said


async def _withdraw(recorder: Verdicts, visitor: Visitor, action: Action) -> list[str]:
    """The ids of those on which it was still the last word, and is taken back.

    Raises where the database did not take all of them; to ask again does no harm.
    """
    last_word = visitor.moderator.name, action.action, SOURCE
    taken_back, failed = await _recorded(
        recorder.record(
            visitor.site,
            one,
            verdict="withdrawn",
            moderator=visitor.moderator.name,
            source=SOURCE,
            over=lambda newest: (newest.moderator, newest.verdict, newest.source) == last_word,
            of_newest=True,
        )
        for one in action.comments
    )
    if failed is not None:
        raise failed
    return taken_back


async def _recorded(
    recording: Iterable[Coroutine[Any, Any, VerdictRecord]],
) -> tuple[list[str], BaseException | None]:
    """The ids of the comments whose verdict was recorded, and what went wrong, if anything, besides being too late."""
    outcomes = await asyncio.gather(*recording, return_exceptions=True)
    failed = (one for one in outcomes if isinstance(one, BaseException))
    wrong = next((one for one in failed if not isinstance(one, _LATE)), None)
    return [one.comment for one in outcomes if not isinstance(one, BaseException)], wrong


_LATE: Final = (NotFoundError, OvertakenError, OutdatedError)
_VERDICTS: Final = {"approve": "approved", "reject": "rejected"}
