"""A random sample of what was accepted and rejected, for moderators to judge: only it tells how often that is wrong.

Comments that moderators look at for other reasons are those somebody doubted; shares of these would tell nothing of the
rest. What is drawn does not depend on whether anybody has judged it already.
"""

import math
from collections.abc import Iterator, Mapping
from importlib import import_module
from random import Random
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, func, literal_column, select, update

from store.insight_tables import samples, sampling
from store.queue_tables import set_aside
from store.records import CommentRecord
from store.statistics import DAY_MS
from store.tables import comments

DRAWN: Final = ("accept", "reject")
MOST_A_DAY: Final = 200
"""So many of each decision at most: more would be nobody's to judge, and say little more."""
OPEN_MS: Final = 14 * DAY_MS
"""How long a moderator is asked for a comment that was drawn."""

_LAG_MS: Final = 30_000
_FURTHEST_MS: Final = 6 * 3_600_000
_SHORTEST_MS: Final = 30_000


class Outcome(NamedTuple):
    """Of the comments of one decision that were drawn on a day (since the epoch, UTC), what moderators made of them."""

    day: int
    decision: str
    drawn: int
    approved: int
    rejected: int


class Draw(NamedTuple):
    """What a round has drawn, by comment its decision; `since`: up to when was drawn before it, None before the first.

    Times in milliseconds since the epoch.
    """

    site_id: int
    since: int | None
    until: int
    found: Mapping[str, str]


def draw(  # noqa: PLR0913 - how a round is drawn
    connection: Connection, site_id: int, share: float, random: Random, *, now: int, most_a_day: int = MOST_A_DAY
) -> Draw | None:
    """Draw from what was submitted since the last round, at most six hours ago; None where that was a moment ago.

    Each is drawn with that probability; where that would be more than `most_a_day` of a decision, fewer. Reads indexes
    only, but for what it draws, and writes nothing: `keep` does, in a transaction that is short.
    """
    last = connection.scalar(select(sampling.c.drawn_until).where(sampling.c.site_id == site_id))
    until = now - _LAG_MS
    if last is not None and until - last < _SHORTEST_MS:
        return None
    span = max(last or 0, until - _FURTHEST_MS), until
    # Where several were submitted at one moment, one may be met twice.
    found = {
        identifier: decision
        for decision in DRAWN
        for identifier in (_drawn(connection, site_id, decision, span, share, random, most_a_day) if share else ())
    }
    return Draw(site_id, last, until, found)


def keep(connection: Connection, draw: Draw, *, now: int) -> int:
    """Keep what was drawn; how many comments. Of several processes that drew at the same time one keeps its own.

    Call it in a transaction of `store.database.writing`.
    """
    dialect = import_module(f"sqlalchemy.dialects.{connection.dialect.name}")
    if draw.since is None:
        first = dialect.insert(sampling).values(site_id=draw.site_id, drawn_until=draw.until)
        moved = connection.execute(first.on_conflict_do_nothing())
    else:
        of_site = update(sampling).where(sampling.c.site_id == draw.site_id, sampling.c.drawn_until == draw.since)
        moved = connection.execute(of_site.values(drawn_until=draw.until))
    drawn = [
        {"comment": identifier, "site_id": draw.site_id, "decision": decision, "drawn_at": now}
        for identifier, decision in draw.found.items()
    ]
    if not moved.rowcount or not drawn:
        return 0
    connection.execute(dialect.insert(samples).on_conflict_do_nothing(), drawn)
    return len(drawn)


def open(  # noqa: A001 - said with the module's name
    connection: Connection, site_id: int, moderator: str, limit: int, *, now: int
) -> list[CommentRecord]:
    """Comments drawn lately that nobody has judged and this moderator has not set aside, the longest ago first."""
    aside = select(set_aside.c.comment).where(set_aside.c.moderator == moderator)
    chosen = (
        select(comments)
        .join(samples, samples.c.comment == comments.c.id)
        .where(
            samples.c.site_id == site_id,
            samples.c.drawn_at >= now - OPEN_MS,
            comments.c.verdict == "",
            comments.c.superseded_by == "",
            comments.c.id.not_in(aside),
        )
        .order_by(samples.c.drawn_at, samples.c.comment)
        .limit(limit)
    )
    return [CommentRecord._make(row) for row in connection.execute(chosen)]


def drawn_at(connection: Connection, site_id: int, comment: str) -> int | None:
    """When the comment was drawn (ms), None where it was not."""
    drawn = select(samples.c.drawn_at).where(samples.c.comment == comment, samples.c.site_id == site_id)
    return connection.scalar(drawn)


def outcomes(connection: Connection, site_id: int, since_ms: int, until_ms: int) -> list[Outcome]:
    """What became of the comments drawn from `since_ms` up to, not including, `until_ms`; the earliest day first."""
    # In words, because PostgreSQL takes two parameters for two different things.
    day = samples.c.drawn_at // literal_column(str(DAY_MS), samples.c.drawn_at.type)
    chosen = (
        select(day.label("day"), samples.c.decision, comments.c.verdict, func.count().label("number"))
        .join(comments, comments.c.id == samples.c.comment)
        .where(samples.c.site_id == site_id, samples.c.drawn_at >= since_ms, samples.c.drawn_at < until_ms)
        .group_by(day, samples.c.decision, comments.c.verdict)
    )
    found: dict[tuple[int, str], dict[str, int]] = {}
    for row in connection.execute(chosen):
        found.setdefault((row.day, row.decision), {})[row.verdict] = row.number
    return [_outcome(*key, counted) for key, counted in sorted(found.items())]


def _outcome(day: int, decision: str, counted: Mapping[str, int]) -> Outcome:
    return Outcome(day, decision, sum(counted.values()), counted.get("approve", 0), counted.get("reject", 0))


def _drawn(  # noqa: PLR0913, PLR0917 - a round's question
    connection: Connection,
    site_id: int,
    decision: str,
    span: tuple[int, int],
    share: float,
    random: Random,
    most_a_day: int,
) -> list[str]:
    since, until = span
    lately, pace = until - _FURTHEST_MS, most_a_day * _FURTHEST_MS / DAY_MS
    # Where it is too much for the limit all are drawn more seldom: who came first is not likelier than who came last.
    there = _count(connection, _of_decision(site_id, decision, lately, until))
    share = min(share, pace / max(there, 1))
    rows = _of_decision(site_id, decision, since, until)
    places = list(_positions(_count(connection, rows), share, random))
    drawn = samples.c.site_id == site_id, samples.c.decision == decision, samples.c.drawn_at >= until - DAY_MS
    most = max(0, most_a_day - (connection.scalar(select(func.count()).where(*drawn)) or 0))
    if len(places) > most:
        places = random.sample(places, most)
    chosen = select(comments.c.id, comments.c.superseded_by).where(*rows).order_by(comments.c.submitted_at).limit(1)
    found = (connection.execute(chosen.offset(place)).first() for place in places)
    # A revision that has a newer one is nobody's to judge any more.
    return [row.id for row in found if row is not None and not row.superseded_by]


def _of_decision(site_id: int, decision: str, since: int, until: int) -> tuple[ColumnElement[bool], ...]:
    return (
        comments.c.site_id == site_id,
        comments.c.decision == decision,
        comments.c.submitted_at >= since,
        comments.c.submitted_at < until,
    )


def _count(connection: Connection, rows: tuple[ColumnElement[bool], ...]) -> int:
    return connection.scalar(select(func.count()).select_from(comments).where(*rows)) or 0


def _positions(count: int, share: float, random: Random) -> Iterator[int]:
    """Which of so many are drawn: each with that probability, in time that grows with those that are."""
    if share >= 1:
        yield from range(count)
        return
    position = -1
    while True:
        # How many are passed over follows a geometric distribution.
        position += 1 + int(math.log1p(-random.random()) / math.log1p(-share))
        if position >= count:
            return
        yield position
