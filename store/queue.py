"""The queue as one moderator sees it: in an order, under a filter, without what others look at."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from heapq import nlargest, nsmallest
from importlib import import_module
from operator import attrgetter
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Engine,
    and_,
    bindparam,
    delete,
    false,
    func,
    literal_column,
    select,
    text,
    true,
)

from store import leases, queue_filters
from store.database import writing
from store.queue_entries import scaled
from store.queue_filters import Filter, Viewer
from store.queue_tables import SCORED, queue_entries, set_aside
from store.records import CommentRecord, clean
from store.tables import comments

_ROUNDS: Final = 5
_RENEW_MS: Final = leases.LEASE_MS // 2
_MANY: Final = 2_000


class Order(StrEnum):
    """What comes first."""

    URGENCY = "urgency"
    UNCERTAINTY = "uncertainty"
    TIME = "time"


class Band(NamedTuple):
    """Comments whose score for the attribute is at least `low` and at most `high` (0..1)."""

    attribute: str
    low: float
    high: float


class Entry(NamedTuple):
    """A comment that waits, the number of what is decided together with it, and its place in each order."""

    comment: str
    alike: int
    urgency: float
    uncertainty: float
    waiting_since: int


class Look(NamedTuple):
    """What a filter lets through: how many groups of what is alike, where `is_more` at least so many.

    `entries` are what is shown of all of them, in no order; None where they are many. `instead`: what is shown of those
    whose first this moderator set aside. `matching`: the comments that have the words that were asked for; None where
    that are many, or none were.
    """

    size: int
    is_more: bool = False
    entries: tuple[Entry, ...] | None = None
    instead: tuple[Entry, ...] = ()
    matching: tuple[str, ...] | None = None


class Group(NamedTuple):
    """How many comments that are alike wait, until when (ms) they were entered, and the id of the newest."""

    size: int = 0
    until: int = 0
    newest: str = ""


class Place(NamedTuple):
    """A comment that waits, and the number of what is decided together with it."""

    comment: str
    alike: int


def take(  # noqa: PLR0913 - the question, and who asks
    engine: Engine,
    viewer: Viewer,
    order: Order,
    wanted: Filter,
    limit: int,
    *,
    seen: Look | None = None,
    without: Collection[int] = (),
) -> list[Place]:
    """The next comments for the moderator, who alone has them for a while, with those that are theirs already.

    `seen`: what `look` has found under the filter. `without`: numbers of what is not wanted again. Of those that are
    alike the first that came is given, but for those that the moderator set aside. Blocks.
    """
    if seen is None:
        with engine.connect() as connection:
            seen = look(connection, viewer, wanted)
    places: list[Place] = []
    passed: set[int] = set(without)
    for _ in range(_ROUNDS if seen.size else 0):
        with engine.connect() as connection:
            found = _next(connection, viewer, order, wanted, seen, limit - len(places), passed)
            kept = leases.held(connection, viewer.moderator, now=viewer.now)
        stale = {one.alike for one in found if kept.get(one.alike, 0) < viewer.now + _RENEW_MS}
        if stale:
            with writing(engine) as connection:
                stale -= leases.take(connection, stale, viewer.moderator, now=viewer.now)
        places += [one for one in found if one.alike not in stale]
        passed.update(one.alike for one in found)
        if len(places) >= limit or not found:
            break
    return places


def look(connection: Connection, viewer: Viewer, wanted: Filter) -> Look:
    """How many groups there are for the moderator under the filter, also those others look at.

    Of a group whose first the moderator set aside, the first that they have not is shown: what came since, too, waits
    for them. Under a filter they are counted no further than `_MANY`, and where there are fewer all are read at once:
    SQLite would look up nearly every entry that an order's index names, 140 ms for 100,000, against 16 for reading all.
    """
    leading = _leading(viewer, wanted)
    instead = () if wanted.is_set_aside else _instead(connection, viewer)
    if wanted.is_empty:
        counted = select(func.count()).select_from(queue_entries).where(*leading)
        return Look(connection.execute(counted).scalar_one() + len(instead), instead=instead)
    matching = queue_filters.matching(connection, viewer, wanted, _MANY)
    having = queue_filters.having(connection, viewer, wanted, matching)
    led, numbers = _found(connection, leading, having)
    if len(numbers) > _MANY:
        among = queue_entries.c.alike.in_([one.alike for one in instead])
        had = _numbers(connection, [*having, among]) if instead else ()
        instead = tuple(one for one in instead if one.alike in had)
        return Look(_MANY, is_more=True, instead=instead, matching=matching)
    entries = (*led, *(one for one in instead if one.alike in numbers))
    return Look(len(entries), entries=entries, matching=matching)


def records(connection: Connection, site_id: int, identifiers: Sequence[str]) -> list[CommentRecord]:
    """The stored comments, in the order of the ids; those that are gone are left out."""
    chosen = select(comments).where(comments.c.id.in_(list(identifiers)), comments.c.site_id == site_id)
    found = {row.id: CommentRecord._make(row) for row in connection.execute(chosen)}
    return [found[one] for one in identifiers if one in found]


def places(connection: Connection, site_id: int, comment_ids: Iterable[str]) -> list[Place]:
    """Where these comments wait, in their order, without those that do not."""
    wanted = [clean(one) for one in comment_ids]
    chosen = select(queue_entries.c.comment, queue_entries.c.alike).where(
        queue_entries.c.comment.in_(wanted), queue_entries.c.site_id == site_id
    )
    found = {row.comment: Place._make(row) for row in connection.execute(chosen)}
    return [found[one] for one in wanted if one in found]


def waiting(connection: Connection, site_id: int, numbers: Collection[int]) -> set[int]:
    """Those of the `alike` numbers by which something waits at the site."""
    chosen = select(queue_entries.c.alike).where(
        queue_entries.c.alike.in_(list(numbers)), queue_entries.c.site_id == site_id
    )
    return set(connection.scalars(chosen))


def groups(connection: Connection, numbers: Collection[int]) -> dict[int, Group]:
    """By number, the comments that are alike and wait."""
    newest = func.max(queue_entries.c.entered_at), func.max(queue_entries.c.comment)
    chosen = select(queue_entries.c.alike, func.count(), *newest).where(queue_entries.c.alike.in_(list(numbers)))
    return {row[0]: Group(*row[1:]) for row in connection.execute(chosen.group_by(queue_entries.c.alike))}


def group(  # noqa: PLR0913 - the question
    connection: Connection, number: int, limit: int, *, until: int, skip: int = 0, left_to: Viewer | None = None
) -> list[str]:
    """Ids of the comments that are alike, wait, and were entered by `until` (ms), in the order in which they were.

    Who gives the `until` of `groups` is told of those that were counted there and of no others, whatever comes in.
    `left_to`: without what that moderator has set aside.
    """
    entered = queue_entries.c.entered_at, queue_entries.c.comment
    chosen = select(queue_entries.c.comment).where(queue_entries.c.alike == number, entered[0] <= until)
    if left_to is not None:
        chosen = chosen.where(queue_entries.c.comment.not_in(queue_filters.own(left_to)))
    return list(connection.scalars(chosen.order_by(*entered).offset(skip).limit(limit)))


def in_band(connection: Connection, viewer: Viewer, band: Band, limit: int) -> list[str]:
    """Ids of comments in the band that nobody else looks at, the oldest first; none entered after the viewer's time."""
    chosen = select(queue_entries.c.comment).where(*_in_band(viewer, band))
    return list(connection.scalars(chosen.order_by(queue_entries.c.comment).limit(limit)))


def count_band(connection: Connection, viewer: Viewer, band: Band) -> int:
    """How many comments are in the band that nobody else looks at."""
    counted = select(func.count()).select_from(queue_entries).where(*_in_band(viewer, band))
    return connection.execute(counted).scalar_one()


def put_aside(connection: Connection, comment_ids: Iterable[str], moderator: str, until: int | None) -> None:
    """Show these comments no more to the moderator, for ever or until that time (ms)."""
    wanted = list(comment_ids)
    take_back(connection, wanted, moderator)
    there = connection.scalars(select(comments.c.id).where(comments.c.id.in_(wanted))).all()
    if there:
        rows = [{"comment": one, "moderator": moderator, "until": until} for one in there]
        dialect = import_module(f"sqlalchemy.dialects.{connection.dialect.name}")
        # A button pressed twice: the other press may have been quicker.
        connection.execute(dialect.insert(set_aside).on_conflict_do_nothing(), rows)


def take_back(connection: Connection, comment_ids: Iterable[str], moderator: str) -> int:
    """Show them again; how many were set aside."""
    mine = set_aside.c.moderator == moderator, set_aside.c.comment.in_(list(comment_ids))
    return connection.execute(delete(set_aside).where(*mine)).rowcount


def forget(connection: Connection, *, now: int) -> None:
    """Delete what has expired."""
    leases.forget(connection, now=now)
    connection.execute(delete(set_aside).where(set_aside.c.until <= now))


def _next(  # noqa: PLR0913, PLR0917 - as `take`
    connection: Connection,
    viewer: Viewer,
    order: Order,
    wanted: Filter,
    seen: Look,
    limit: int,
    passed: Collection[int],
) -> list[Place]:
    """The first that neither others look at nor are passed over."""
    others = leases.of_others(viewer.moderator, viewer.now)
    if seen.entries is not None:
        taken = {*passed, *connection.scalars(others)}
        free = (entry for entry in seen.entries if entry.alike not in taken)
        return [Place(*entry[:2]) for entry in _FIRST[order](free, limit)]
    has_it = true() if wanted.is_empty else queue_filters.has(connection, viewer, wanted, seen.matching)
    chosen = select(*_ENTRY).where(
        *_leading(viewer, wanted),
        has_it,
        queue_entries.c.alike.not_in(others),
        queue_entries.c.alike.not_in(list(passed)),
    )
    led = [Entry._make(row) for row in connection.execute(chosen.order_by(*_SEQUENCES[order]).limit(limit))]
    taken = {*passed, *connection.scalars(others)} if seen.instead else set()
    instead = (entry for entry in seen.instead if entry.alike not in taken)
    return [Place(*entry[:2]) for entry in _FIRST[order]([*led, *instead], limit)]


def _leading(viewer: Viewer, wanted: Filter) -> list[ColumnElement[bool]]:
    """Of entries that stand for their groups: not those, or only those, that the moderator set aside."""
    entries, own = queue_entries.c, queue_filters.own(viewer)
    is_wanted = entries.comment.in_(own) if wanted.is_set_aside else entries.comment.not_in(own)
    return [entries.site_id == viewer.site_id, entries.leads, is_wanted]


def _instead(connection: Connection, viewer: Viewer) -> tuple[Entry, ...]:
    """Of the groups whose first the moderator set aside, the first that they have not, as urgent as the most urgent."""
    asked = {"site": viewer.site_id, "moderator": viewer.moderator, "now": viewer.now}
    return tuple(Entry._make(row) for row in connection.execute(_INSTEAD, asked))


def _found(
    connection: Connection, leading: Sequence[ColumnElement[bool]], having: Sequence[ColumnElement[bool]]
) -> tuple[list[Entry], set[int]]:
    """What is shown of the groups that are found, and their numbers: more than `_MANY` where they are many.

    Nearly all that is found leads: only of what does not, that which does is looked up.
    """
    entries = queue_entries.c
    chosen = select(*_ENTRY, entries.leads, and_(*leading).label("is_shown")).where(*having)
    rows = connection.execute(chosen.limit(_MANY + 1)).all()
    if len(rows) > _MANY:
        # Both stop at once where groups are many; all is read only where they are few and large.
        numbers = set(connection.scalars(select(entries.alike).where(*having, entries.leads).limit(_MANY + 1)))
        if len(numbers) <= _MANY:
            numbers = _numbers(connection, having)
        return ([], numbers) if len(numbers) > _MANY else (_leaders(connection, leading, numbers), numbers)
    numbers = {row.alike for row in rows}
    led = [Entry._make(row[:-2]) for row in rows if row.leads and row.is_shown]
    return [*led, *_leaders(connection, leading, numbers - {row.alike for row in rows if row.leads})], numbers


def _leaders(connection: Connection, leading: Sequence[ColumnElement[bool]], numbers: Collection[int]) -> list[Entry]:
    if not numbers:
        return []
    # Written out: as parameters, thousands take the driver longer than all else.
    those: BindParameter[int] = bindparam("those", sorted(numbers), expanding=True, literal_execute=True)
    chosen = select(*_ENTRY).where(*leading, queue_entries.c.alike.in_(those))
    return [Entry._make(row) for row in connection.execute(chosen)]


def _numbers(connection: Connection, having: Sequence[ColumnElement[bool]]) -> set[int]:
    # The sum keeps SQLite from walking the index of what is alike, ten times as slow as reading all entries.
    number = queue_entries.c.alike + literal_column("0")
    return set(connection.scalars(select(number).where(*having).distinct().limit(_MANY + 1)))


def _in_band(viewer: Viewer, band: Band) -> tuple[ColumnElement[bool], ...]:
    if band.attribute not in SCORED:
        return (false(),)
    return (
        queue_entries.c.site_id == viewer.site_id,
        queue_entries.c[band.attribute].between(scaled(band.low), scaled(band.high)),
        queue_entries.c.entered_at <= viewer.now,
        queue_entries.c.alike.not_in(leases.of_others(viewer.moderator, viewer.now)),
    )


_ENTRY: Final = tuple(queue_entries.c[name] for name in Entry._fields)
# CROSS JOIN keeps SQLite to this order: what the moderator set aside is little beside what waits.
_INSTEAD: Final = text("""
SELECT comment, alike, urgency, uncertainty, waiting_since FROM (
    SELECT e.comment, e.alike, max(e.urgency) OVER (PARTITION BY e.alike) AS urgency, e.uncertainty, e.waiting_since,
        row_number() OVER (PARTITION BY e.alike ORDER BY e.entered_at, e.comment) AS place
    FROM set_aside AS s CROSS JOIN queue_entries AS l CROSS JOIN queue_entries AS e
    WHERE s.moderator = :moderator AND (s.until IS NULL OR s.until > :now)
        AND l.comment = s.comment AND l.site_id = :site AND l.leads AND e.alike = l.alike AND NOT EXISTS (
            SELECT 1 FROM set_aside AS o
            WHERE o.comment = e.comment AND o.moderator = :moderator AND (o.until IS NULL OR o.until > :now)
        )
) AS left_over WHERE place = 1
""")
_SEQUENCES: Final[Mapping[Order, tuple[ColumnElement[Any], ...]]] = {
    Order.URGENCY: (queue_entries.c.urgency.desc(), queue_entries.c.comment.desc()),
    Order.UNCERTAINTY: (queue_entries.c.uncertainty.desc(), queue_entries.c.comment.desc()),
    Order.TIME: (queue_entries.c.waiting_since, queue_entries.c.comment),
}
# The same of entries that are read.
_FIRST: Final[Mapping[Order, Callable[[Iterable[Entry], int], list[Entry]]]] = {
    Order.URGENCY: lambda free, limit: nlargest(limit, free, key=attrgetter("urgency", "comment")),
    Order.UNCERTAINTY: lambda free, limit: nlargest(limit, free, key=attrgetter("uncertainty", "comment")),
    Order.TIME: lambda free, limit: nsmallest(limit, free, key=attrgetter("waiting_since", "comment")),
}
