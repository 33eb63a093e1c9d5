"""Both models on the same comments: measures, decisions, and the sentences that tell of them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp  # type: ignore[import-untyped]
from numpy.typing import NDArray

from model.shares import Interval
from training.contender import Contender, Said
from training.metrics import Ranking, Rates, average_precision, is_asked, is_positive

Flags = NDArray[np.bool_]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that is asked of a challenger, in words with its numbers."""

    name: str
    is_met: bool
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A measure of both on the same rows; the interval is of the difference, bootstrapped in pairs."""

    name: str
    rows: int
    positives: int
    champion: float | None
    challenger: float | None
    difference: Interval | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was decided of the same comments by both."""

    name: str
    champion: Rates
    challenger: Rates


@dataclass(frozen=True, slots=True)
class Pair:
    """What both say of the same comments."""

    champion: Said
    challenger: Said

    def part(self, rows: Flags) -> "Pair":
        """What both say of some of them."""
        return Pair(self.champion.part(rows), self.challenger.part(rows))


Draw = Callable[[Callable[[NDArray[np.float64]], float], int], Interval | None]
"""Bootstraps a measure of row weights."""


def both(
    champion: Contender, challenger: Contender, counts: sp.csr_matrix, languages: NDArray[np.str_] | None = None
) -> Pair:
    """What both say of counts (rows, features) of comments in their languages (rows)."""
    return Pair(champion.say(counts, languages), challenger.say(counts, languages))


def outcome_of(name: str, said: Pair, *, fine: Flags, positive: Flags) -> Outcome:
    """What both decided of comments of which these are fine, and those should have been found."""
    return Outcome(
        name,
        said.champion.rates(fine=fine, positive=positive),
        said.challenger.rates(fine=fine, positive=positive),
    )


def ranked(name: str, labels: Floats, before: Floats, now: Floats, draw: Draw) -> Comparison:
    """Both by average precision on the rows that have a label."""
    rows = is_asked(labels)
    labels, before, now = labels[rows], before[rows], now[rows]
    one, other = Ranking(labels, before), Ranking(labels, now)
    difference = draw(lambda weights: other.average_precision(weights) - one.average_precision(weights), len(labels))
    positives = int(is_positive(labels).sum())
    return Comparison(
        name, len(labels), positives, average_precision(labels, before), average_precision(labels, now), difference
    )


def of_comparison(one: Comparison) -> str:
    """A ranking in a sentence."""
    return (
        f"Average precision is {number(one.challenger)}, and was {number(one.champion)}{within(one.difference)}, on "
        f"{one.positives:,} of {one.rows:,}."
    )


def within(difference: Interval | None) -> str:
    """An interval in brackets; nothing where there is none."""
    return "" if difference is None else f" (a difference of {difference.low:+.3f} to {difference.high:+.3f})"


def number(value: float | None) -> str:
    """A measure in three digits."""
    return "not known" if value is None else f"{value:.3f}"


def share(value: float | None) -> str:
    """A share in percent."""
    return "none" if value is None else f"{value:.1%}"
