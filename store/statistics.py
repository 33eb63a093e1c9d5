"""How many comments a site had in a period, how they were decided, and what moderators made of them.

Counted in the indexes of `comments` whenever it is asked for: a million comments take about 0.1 s, and no insert has to
keep a counter. Comments that are deleted by now are counted in `past_counts`. Days are UTC's.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product
from typing import Final, NamedTuple

from sqlalchemy import Connection, func, select

from store.statements import COUNTS, add_past_counts
from store.tables import comments, past_counts

DAY_MS: Final = 86_400_000

_EPOCH: Final = date(1970, 1, 1)
_OLDEST: Final = (date.min - _EPOCH).days
# No later, so that the day after it is in the calendar.
_NEWEST: Final = (date.max - _EPOCH).days - 1
_DECISIONS: Final = ("accept", "queue", "reject")
_SETTLED: Final = ("", "approve", "reject")
_COMMON: Final = "accept", ""
_RARE: Final = tuple(state for state in product(_DECISIONS, _SETTLED) if state != _COMMON)

State = tuple[str, str]
"""A decision, and what moderators settled: `approve`, `reject`, or empty."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Comments of a period, by decision and what moderators settled; every revision of a comment counts.

    The period is that of the comment: a verdict changes the counts of the day the comment was submitted.
    """

    by_state: Mapping[State, int] = field(default_factory=dict)

    def of(self, decision: str | None = None, verdict: str | None = None) -> int:
        """How many of that decision and that verdict, None for any."""
        return sum(
            count
            for (decided, settled), count in self.by_state.items()
            if decision in (None, decided) and verdict in (None, settled)
        )

    @property
    def checks(self) -> int:
        """All that were judged and kept."""
        return self.of()

    @property
    def accepted(self) -> int:
        """Decided `accept`."""
        return self.of("accept")

    @property
    def queued(self) -> int:
        """Decided `queue`."""
        return self.of("queue")

    @property
    def rejected(self) -> int:
        """Decided `reject`."""
        return self.of("reject")

    @property
    def spam(self) -> int:
        """Rejected in the end: by a moderator, or by the decision where none said otherwise."""
        return self.of(verdict="reject") + self.of("reject", "")

    @property
    def ham(self) -> int:
        """Published in the end: by a moderator, or by the decision where none said otherwise."""
        return self.of(verdict="approve") + self.of("accept", "")

    @property
    def missed_spam(self) -> int:
        """Accepted, and rejected by a moderator later."""
        return self.of("accept", "reject")

    @property
    def false_positives(self) -> int:
        """Rejected, and approved by a moderator later."""
        return self.of("reject", "approve")

    def __add__(self, other: "Counts") -> "Counts":
        """Those of both periods."""
        return Counts(Counter(self.by_state) + Counter(other.by_state))


class DayCount(NamedTuple):
    """How many comments of a day (counted from the epoch, UTC) have this decision and this verdict.

    `verdict` is `approve`, `reject`, or empty while the comment is open.
    """

    day: int
    decision: str
    verdict: str
    comments: int


class Span(NamedTuple):
    """Days from `first` up to, not including, `end`."""

    first: date
    end: date


class Past(NamedTuple):
    """What is remembered of a comment when it is deleted."""

    submitted_at: int
    decision: str
    verdict: str


def per_day(connection: Connection, site_id: int, first: date, last: date) -> dict[date, Counts]:
    """By day, from the first to the last, both included; also days without comments."""
    days = [first + timedelta(number) for number in range((last - first).days + 1)]
    return dict(zip(days, _count(connection, site_id, days), strict=True))


def by_day(connection: Connection, site_id: int, since_ms: int, until_ms: int) -> list[DayCount]:
    """What there was of the days from that of `since_ms` to the last one before `until_ms`; the earliest day first."""
    known = known_days(connection, site_id)
    if known is None:
        return []
    first = max(known.first, _date_of(since_ms))
    last = min(known.end - timedelta(1), _date_of(until_ms - 1))
    days = per_day(connection, site_id, first, last) if first <= last else {}
    return [
        DayCount(_day(day), *state, count)
        for day, counts in days.items()
        for state, count in sorted(counts.by_state.items())
    ]


def known_days(connection: Connection, site_id: int) -> Span | None:
    """The days from the site's oldest comment to its newest, also where they are deleted; None where there was none."""
    times, days = comments.c.submitted_at, past_counts.c.day
    ends: list[date] = []
    # One by one, because SQLite finds only a single minimum or maximum by index.
    for end in (func.min, func.max):
        stored = connection.scalar(select(end(times)).where(comments.c.site_id == site_id))
        past = connection.scalar(select(end(days)).where(past_counts.c.site_id == site_id))
        ends += [] if stored is None else [_date_of(stored)]
        ends += [] if past is None else [_date_of(past * DAY_MS)]
    return Span(min(ends), max(ends) + timedelta(1)) if ends else None


def remember(connection: Connection, site_id: int, deleted: Iterable[Past]) -> None:
    """Count comments that are being deleted in the same transaction."""
    counted = Counter((one.submitted_at // DAY_MS, one.decision, one.verdict) for one in deleted)
    # In one order, so that two processes never wait for each other.
    add_past_counts(connection, [(site_id, *key, count) for key, count in sorted(counted.items())])


def _count(connection: Connection, site_id: int, days: Sequence[date]) -> list[Counts]:
    """The counts of each day; one follows the other."""
    numbers = [_day(day) for day in days]
    ranges = [
        {
            "span": number,
            "site": site_id,
            "decision": decision,
            "verdict": verdict,
            "begin": number * DAY_MS,
            "end": (number + 1) * DAY_MS,
        }
        for number in numbers
        for decision, verdict in ((None, None), *_RARE)
    ]
    counted: dict[int, Counter[State]] = {number: Counter() for number in numbers}
    found = connection.exec_driver_sql(COUNTS[connection.dialect.name], (json.dumps(ranges),))
    for number, decision, verdict, count in found:
        if decision is None:
            counted[number][_COMMON] += count
        else:
            counted[number][decision, verdict] += count
            counted[number][_COMMON] -= count
    columns = past_counts.c
    chosen = select(columns.day, columns.decision, columns.verdict, columns.count.label("number")).where(
        columns.site_id == site_id,
        columns.day >= numbers[0],
        columns.day <= numbers[-1],
    )
    for row in connection.execute(chosen):
        counted[row.day][row.decision, row.verdict] += row.number
    return [Counts(+one) for one in counted.values()]


def _day(day: date) -> int:
    return (day - _EPOCH).days


def _date_of(millisecond: int) -> date:
    """The day of a time; of one that no calendar has, the nearest."""
    return _EPOCH + timedelta(max(_OLDEST, min(millisecond // DAY_MS, _NEWEST)))
