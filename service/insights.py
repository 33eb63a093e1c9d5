"""What a site's decisions and verdicts amount to over some days: figures with their intervals, and charts."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from pydantic_core import from_json

from model.shares import Share
from store import comments, insights, samples, statistics
from store.insights import Held, Size, Waited
from store.samples import Outcome
from store.statistics import DAY_MS, Counts

if TYPE_CHECKING:
    from sqlalchemy import Connection

PERIODS: Final = (7, 30, 90, 365)
"""Days that can be looked at, up to today."""

_TRAILING: Final = 7
_HOUR_MS: Final = 3_600_000
_HOURLY_UP_TO: Final = 7

Unit = Literal["comments", "percent", "hours"]


class Line(NamedTuple):
    """One line of a chart; `tone` names its colour, None in `values` is a gap."""

    name: str
    tone: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines over time (`times`: seconds since the epoch), and the same in a table."""

    name: str
    title: str
    note: str
    unit: Unit
    times: Sequence[int]
    lines: Sequence[Line]
    hourly: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to be seen: no comment is nothing, no error among those looked at is something."""
        counted = self.unit == "comments"
        return not any(value if counted else value is not None for line in self.lines for value in line.values)

    def rows(self) -> list[tuple[str, list[str]]]:
        """The table, the newest first: a time and a text for each line."""
        form = "%Y-%m-%d %H:%M" if self.hourly else "%Y-%m-%d"
        told = [
            (f"{datetime.fromtimestamp(at, UTC):{form}}", [_told(line.values[place], self.unit) for line in self.lines])
            for place, at in enumerate(self.times)
        ]
        return told[::-1]

    def members(self) -> dict[str, Any]:
        """What the script draws."""
        return {
            "name": self.name,
            "unit": self.unit,
            "hourly": self.hourly,
            "times": self.times,
            "lines": [line._asdict() for line in self.lines],
        }


class Audit(NamedTuple):
    """What moderators made of the comments that were drawn at random: those judged otherwise, of those judged."""

    drawn: int
    wrong: Share


class Cause(NamedTuple):
    """Of the comments that were queued with a finding of that code, and of those without any other: the rejected."""

    code: str
    rejected: Share
    rejected_alone: Share


@dataclass(frozen=True, slots=True)
class Figures:
    """A period in numbers. Days are UTC's."""

    counts: Counts
    waiting: int
    audits: Mapping[str, Audit]
    waits: Sequence[int]
    causes: Sequence[Cause]
    charts: Sequence[Chart]

    @property
    def agreed(self) -> Share:
        """Of what was accepted or rejected and a moderator has settled: how often both said the same."""
        return _agreed(self.counts)

    @property
    def queue_rejected(self) -> Share:
        """Of what was queued and a moderator has settled: how often it was rejected."""
        return _queue_rejected(self.counts)

    @property
    def missed(self) -> tuple[float, float, float] | None:
        """About how much of the abuse and spam was accepted (0..1), and between what: worked out from the sample.

        None where nothing was judged that tells it.
        """
        share = self.audits["accept"].wrong
        if share.value is None:
            return None
        wrong = self.audits["reject"].wrong.value or 0.0
        caught = self.counts.rejected * (1 - wrong) + self.counts.queued * (self.queue_rejected.value or 0.0)
        low, high = share.interval()
        found = [_part(one * self.counts.accepted, caught) for one in (share.value, low, high)]
        return (found[0], found[1], found[2]) if any(found) or caught else None


def read(connection: "Connection", site_id: int, days: int, *, now: int) -> Figures:
    """The figures of so many days, today's included."""
    today = datetime.fromtimestamp(now / 1000, UTC).date()
    span = [today - timedelta(back) for back in reversed(range(days))]
    begin, end = now // DAY_MS * DAY_MS - (days - 1) * DAY_MS, now + 1
    per_day = statistics.per_day(connection, site_id, span[0], span[-1])
    drawn = samples.outcomes(connection, site_id, begin - (_TRAILING - 1) * DAY_MS, end)
    waited = insights.waits(connection, site_id, begin, end)
    sizes = insights.sizes(connection, site_id, begin, end)
    lately = [one for one in drawn if one.day >= begin // DAY_MS]
    charts = (
        _decisions(per_day),
        _agreement(per_day),
        _audited(span, drawn),
        _waited(span, waited),
        _sizes(sizes, hourly=days <= _HOURLY_UP_TO),
    )
    return Figures(
        counts=sum(per_day.values(), Counts()),
        waiting=comments.count_waiting(connection, site_id),
        audits={decision: _audit(lately, decision) for decision in samples.DRAWN},
        waits=sorted(one.waited for one in waited),
        causes=_causes(insights.held(connection, site_id, begin, end)),
        charts=charts,
    )


def quantile(ordered: Sequence[int], share: float) -> int | None:
    """The smallest of the values that as large a share of them does not exceed; None of nothing."""
    if not ordered:
        return None
    # 0.9 of ten is nine, whatever binary fractions make of it.
    return ordered[max(0, math.ceil(share * len(ordered) - 1e-9) - 1)]


def _causes(found: Iterable[Held]) -> list[Cause]:
    """What comments were queued for, the most frequent first."""
    told: defaultdict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for one in found:
        codes = {finding["code"] for finding in from_json(one.findings) if finding["severity"] != "accept"}
        for code in codes:
            told[code].append((one.verdict == "reject", len(codes) == 1))
    causes = []
    for code, judged in sorted(told.items(), key=lambda item: (-len(item[1]), item[0])):
        alone = [rejected for rejected, is_alone in judged if is_alone]
        all_rejected = sum(rejected for rejected, _ in judged)
        causes.append(Cause(code, Share(all_rejected, len(judged)), Share(sum(alone), len(alone))))
    return causes


def _decisions(per_day: Mapping[date, Counts]) -> Chart:
    def line(name: str, tone: str, count: Callable[[Counts], int]) -> Line:
        return Line(name, tone, [count(one) for one in per_day.values()])

    return Chart(
        "decisions",
        "Decisions",
        "What became of each day's comments when they were submitted.",
        "comments",
        _seconds(per_day),
        (
            line("Accepted", "approve", lambda one: one.accepted),
            line("Queued", "queue", lambda one: one.queued),
            line("Rejected", "reject", lambda one: one.rejected),
        ),
    )


def _agreement(per_day: Mapping[date, Counts]) -> Chart:
    return Chart(
        "agreement",
        "Agreement",
        "Of each day's comments that moderators have judged: they look at those they doubt, not at a fair sample.",
        "percent",
        _seconds(per_day),
        (
            Line(
                "Accepted or rejected, and moderators said the same",
                "approve",
                [_agreed(counts).value for counts in per_day.values()],
            ),
            Line(
                "Queued, and moderators rejected it",
                "queue",
                [_queue_rejected(counts).value for counts in per_day.values()],
            ),
        ),
    )


def _audited(span: Sequence[date], drawn: Sequence[Outcome]) -> Chart:
    def line(name: str, tone: str, decision: str) -> Line:
        values = []
        for day in span:
            number = (day - date(1970, 1, 1)).days
            lately = [one for one in drawn if number - _TRAILING < one.day <= number]
            values.append(_audit(lately, decision).wrong.value)
        return Line(name, tone, values)

    return Chart(
        "audit",
        "Errors in the audit sample",
        "Of the comments drawn at random in the seven days up to each day that moderators have judged.",
        "percent",
        _seconds(span),
        (
            line("Rejected, and moderators approved it", "reject", "reject"),
            line("Accepted, and moderators rejected it", "approve", "accept"),
        ),
    )


def _waited(span: Sequence[date], waited: Iterable[Waited]) -> Chart:
    by_day: defaultdict[int, list[int]] = defaultdict(list)
    for one in waited:
        by_day[one.at // DAY_MS].append(one.waited)
    days = [sorted(by_day.get((day - date(1970, 1, 1)).days, [])) for day in span]

    def line(name: str, tone: str, share: float) -> Line:
        found = [quantile(one, share) for one in days]
        return Line(name, tone, [None if one is None else one / _HOUR_MS for one in found])

    return Chart(
        "waits",
        "Time to the verdict",
        "How long queued comments had waited when a moderator first decided them, by the day of the verdict.",
        "hours",
        _seconds(span),
        (line("Half of them, no longer than", "approve", 0.5), line("Nine in ten, no longer than", "queue", 0.9)),
    )


def _sizes(sizes: Iterable[Size], *, hourly: bool) -> Chart:
    step = _HOUR_MS if hourly else DAY_MS
    most: dict[int, int] = {}
    for one in sizes:
        at = one.at // step * step
        most[at] = max(most.get(at, 0), one.waiting)
    return Chart(
        "queue",
        "Length of the queue",
        f"The most comments that waited in each {'hour' if hourly else 'day'}; noted every quarter of an hour.",
        "comments",
        [at // 1000 for at in most],
        (Line("Waiting", "queue", list(most.values())),),
        hourly=hourly,
    )


def _agreed(counts: Counts) -> Share:
    same = counts.of("accept", "approve") + counts.of("reject", "reject")
    return Share(same, same + counts.missed_spam + counts.false_positives)


def _queue_rejected(counts: Counts) -> Share:
    rejected = counts.of("queue", "reject")
    return Share(rejected, rejected + counts.of("queue", "approve"))


def _audit(outcomes: Iterable[Outcome], decision: str) -> Audit:
    mine = [one for one in outcomes if one.decision == decision]
    approved, rejected = sum(one.approved for one in mine), sum(one.rejected for one in mine)
    wrong = approved if decision == "reject" else rejected
    return Audit(sum(one.drawn for one in mine), Share(wrong, approved + rejected))


def _part(part: float, rest: float) -> float:
    return part / (part + rest) if part + rest else 0.0


def _seconds(days: Iterable[date]) -> list[int]:
    return [int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) for day in days]


def _told(value: float | None, unit: Unit) -> str:
    if value is None:
        return "-"
    match unit:
        case "percent":
            return f"{value:.1%}"
        case "hours":
            return duration(int(value * _HOUR_MS))
        case "comments":
            return f"{value:,.0f}"


def duration(milliseconds: int) -> str:
    """A length of time in the unit that fits."""
    for size, name in ((DAY_MS, "d"), (_HOUR_MS, "h"), (60_000, "min")):
        if milliseconds >= size:
            return f"{milliseconds / size:.1f} {name}"
    return f"{milliseconds / 1000:.0f} s"
