"""How many comments a site had in a period, how they were decided, and what moderators made of them.

Counted in the indexes of `comments` whenever it is asked for: a million comments take about 0.1 s, and no insert has to
keep a counter. Comments that are deleted by now are counted in `past_counts`. Days and months are UTC's.
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
# No later, so that the day after it is in the calendar, and the month that begins then.
_NEWEST: Final = (date.max - _EPOCH).days - 31
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
    def undecided(self) -> int:
        """Queued, and no moderator has decided; neither spam nor ham."""
        return self.of("queue", "")

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


def total(connection: Connection, site_id: int, first: date, last: date) -> Counts:
    """The counts of all days from the first to the last, both included."""
    (counted,) = _count(connection, site_id, [Span(first, last + timedelta(1))])
    return counted


def per_day(connection: Connection, site_id: int, first: date, last: date) -> dict[date, Counts]:
    """By day, from the first to the last, both included; also days without comments."""
    days = [first + timedelta(number) for number in range((last - first).days + 1)]
    counted = _count(connection, site_id, [Span(day, day + timedelta(1)) for day in days])
    return dict(zip(days, counted, strict=True))


def per_month(connection: Connection, site_id: int, first: date, last: date) -> dict[str, Counts]:
    """By month (`2026-11`), from that of the first day to that of the last, both whole; also empty ones."""
    months = [first.replace(day=1)]
    while (following := _next_month(months[-1])) <= last:
        months.append(following)
    counted = _count(connection, site_id, [Span(month, _next_month(month)) for month in months])
    return {f"{month:%Y-%m}": one for month, one in zip(months, counted, strict=True)}


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


def _count(connection: Connection, site_id: int, spans: Sequence[Span]) -> list[Counts]:
    """The counts of each span; they are in the order of time and do not overlap."""
    ranges = [
        {
            "span": number,
            "site": site_id,
            "decision": decision,
            "verdict": verdict,
            "begin": _day(span.first) * DAY_MS,
            "end": _day(span.end) * DAY_MS,
        }
        for number, span in enumerate(spans)
        for decision, verdict in ((None, None), *_RARE)
    ]
    counted: list[Counter[State]] = [Counter() for _ in spans]
    found = connection.exec_driver_sql(COUNTS[connection.dialect.name], (json.dumps(ranges),))
    for number, decision, verdict, count in found:
        if decision is None:
            counted[number][_COMMON] += count
        else:
            counted[number][decision, verdict] += count
            counted[number][_COMMON] -= count
    days = {_day(span.first) + more: number for number, span in enumerate(spans) for more in range(_length(span))}
    columns = past_counts.c
    chosen = select(columns.day, columns.decision, columns.verdict, columns.count.label("number")).where(
        columns.site_id == site_id,
        columns.day >= _day(spans[0].first),
        columns.day < _day(spans[-1].end),
    )
    for row in connection.execute(chosen):
        counted[days[row.day]][row.decision, row.verdict] += row.number
    return [Counts(+one) for one in counted]


def _length(span: Span) -> int:
    return (span.end - span.first).days


def _next_month(month: date) -> date:
    return (month + timedelta(31)).replace(day=1)


def _day(day: date) -> int:
    return (day - _EPOCH).days


def _date_of(millisecond: int) -> date:
    """The day of a time; of one that no calendar has, the nearest."""
    return _EPOCH + timedelta(max(_OLDEST, min(millisecond // DAY_MS, _NEWEST)))
