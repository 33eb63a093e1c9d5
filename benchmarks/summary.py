"""What every part of the benchmarks comes to: one line a measure, held against its reference and its bar."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from benchmarks.table import table


class Bar(NamedTuple):
    """A promise: the median of the ratios, or of Copydesk's own numbers, is at least or at most `limit`."""

    limit: float
    at_least: bool
    of_ratio: bool = True

    def is_met(self, value: float) -> bool:
        """Whether a number keeps it."""
        return value >= self.limit if self.at_least else value <= self.limit


class Measure(NamedTuple):
    """What was measured. `reference`: empty where there is none; else of the same rounds, in their order.

    `ratios`: where they are not those of the two, round by round.
    """

    name: str
    unit: str
    ours: Sequence[float]
    reference: Sequence[float] = ()
    bar: Bar | None = None
    ratios: Sequence[float] = ()

    @property
    def all_ratios(self) -> Sequence[float]:
        """Ours to the reference, one for each round; medians where the rounds are not pairs."""
        if self.ratios or not self.reference:
            return self.ratios
        if len(self.ours) == len(self.reference):
            return [one / other for one, other in zip(self.ours, self.reference, strict=True) if other]
        return [median(self.ours) / median(self.reference)]

    @property
    def is_met(self) -> bool | None:
        """Whether the bar is met; None where there is none, or nothing to hold against it."""
        held = self.all_ratios if self.bar is not None and self.bar.of_ratio else self.ours
        return None if self.bar is None or not held else self.bar.is_met(median(held))

    def members(self) -> dict[str, Any]:
        """All of it in JSON."""
        return {**self._asdict(), "ratios": list(self.all_ratios), "bar": self._bar(), "is_met": self.is_met}

    def _bar(self) -> str:
        if self.bar is None:
            return ""
        limit = _number(self.bar.limit) if not self.bar.of_ratio else f"{self.bar.limit:g} ×"  # noqa: RUF001
        return f"{'≥' if self.bar.at_least else '≤'} {limit}"

    def row(self) -> tuple[str, ...]:
        """Its line of the summary."""
        return (
            f"{self.name}, {self.unit}" if self.unit else self.name,
            _number(median(self.ours)),
            _number(median(self.reference)) if self.reference else "",
            _spread(self.all_ratios),
            self._bar(),
            {True: "yes", False: "**no**", None: ""}[self.is_met],
        )


class Conditions(NamedTuple):
    """How to measure. `quick`: a glance is enough. `long`: also what takes half an hour. `corpus`: to train a model on.

    `tell` takes a line on how far it is.
    """

    models: Path
    quick: bool = False
    long: bool = False
    corpus: Path | None = None
    tell: Callable[[str], None] = lambda _: None


class Outcome(NamedTuple):
    """What a part shows: its tables in Markdown, its lines of the summary, and plots (SVG) by file name."""

    tables: str
    measures: Sequence[Measure]
    plots: Mapping[str, str] = {}


Part = Callable[[Conditions], Outcome]


def summary(measures: Sequence[Measure]) -> str:
    """The one table at the end."""
    return table(
        "All in one table",
        ("", "Copydesk", "reference", "ratio", "bar", "met"),
        [measure.row() for measure in measures],
        "Medians; of the ratios also the least and the greatest, each of neighbours in the same run.",
    )


def _spread(values: Sequence[float]) -> str:
    if not values:
        return ""
    if len(values) == 1:
        return _number(values[0])
    return f"{_number(median(values))} ({_number(min(values))} to {_number(max(values))})"


_MANY, _SOME = 100, 10


def _number(value: float) -> str:
    if value >= _MANY or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= _SOME else f"{value:.2f}" if value >= 1 / _SOME else f"{value:.3f}"
