"""Shares with their intervals, exact by Clopper and Pearson (1934), without scipy, which serving does not import."""

import math
from dataclasses import dataclass
from typing import Final, NamedTuple

_ROUNDS: Final = 60
_NEGLIGIBLE: Final = 1e-17


class Interval(NamedTuple):
    """A two-sided confidence interval."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many."""

    count: int
    of: int

    @property
    def value(self) -> float | None:
        """The share, 0..1; None of nothing."""
        return self.count / self.of if self.of else None

    def interval(self, confidence: float = 0.95) -> Interval:
        """Where the share of all lies with that confidence, at both ends alike; 0 to 1 where nothing was seen."""
        tail = (1 - confidence) / 2
        return Interval(1 - _upper(self.of - self.count, self.of, tail), _upper(self.count, self.of, tail))


def _upper(count: int, of: int, tail: float) -> float:
    """The share of which `count` of `of` or fewer would be seen with the probability `tail`."""
    if count >= of:
        return 1.0
    low, high = count / of, 1.0
    for _ in range(_ROUNDS):
        middle = (low + high) / 2
        if _at_most(count, of, middle) > tail:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _at_most(count: int, of: int, share: float) -> float:
    """The probability of `count` of `of` or fewer, for a share of at least `count / of`, within 0..1."""
    logarithm = math.lgamma(of + 1) - math.lgamma(count + 1) - math.lgamma(of - count + 1)
    term = total = math.exp(logarithm + count * math.log(share) + (of - count) * math.log1p(-share))
    odds = (1 - share) / share
    # Below the mean each term is smaller than the one above it, so that few of them count.
    for number in range(count, 0, -1):
        term *= number / (of - number + 1) * odds
        total += term
        if term < total * _NEGLIGIBLE:
            break
    return total
