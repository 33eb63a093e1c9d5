"""What other thresholds would have made of comments that were judged: their scores are kept, so none is judged anew."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic_core import from_json

from model.policy import Severity, Threshold
from store.insights import Scored

COMMENTS: Final = 5_000
"""So many of the newest comments are looked at."""
DECISIONS: Final = tuple(one.value for one in Severity)

Ranks = NDArray[np.int8]
"""Places in DECISIONS."""


class Change(NamedTuple):
    """A comment that would have been decided otherwise."""

    comment: str
    now: str
    then: str


class Effect(NamedTuple):
    """How many comments are decided how, now and then, and which ones change, the newest first.

    `earlier`: how many were scored by other versions of the model than the one whose thresholds these are.
    """

    comments: int
    now: Mapping[str, int]
    then: Mapping[str, int]
    changes: Sequence[Change]
    earlier: int

    @property
    def moves(self) -> Mapping[tuple[str, str], int]:
        """How many change from which decision to which."""
        return Counter((one.now, one.then) for one in self.changes)


class Sampled:
    """Comments as `model.policy.decide` sees them, but for what depends on thresholds."""

    def __init__(self, found: Iterable[Scored], attributes: Sequence[str]) -> None:
        self._attributes = tuple(attributes)
        self._identifiers: list[str] = []
        self._models: Counter[str] = Counter()
        scores: list[list[float]] = []
        least: list[int] = []
        trusted: list[bool] = []
        for one in found:
            by_attribute = from_json(one.scores)
            others = [told for told in from_json(one.findings) if told["code"] not in by_attribute]
            rank, is_trusted = _without_scores(others)
            self._identifiers.append(one.id)
            self._models[one.model] += 1
            scores.append([_number(by_attribute.get(attribute)) for attribute in self._attributes])
            least.append(rank)
            trusted.append(is_trusted)
        self._scores = np.asarray(scores, np.float64).reshape(len(least), len(self._attributes))
        self._least = np.asarray(least, np.int8)
        self._trusted = np.asarray(trusted, np.bool_)

    def effect(self, version: str, now: Mapping[str, Threshold], then: Mapping[str, Threshold]) -> Effect:
        """What becomes of them under both; `version` is the model that has these thresholds."""
        before, after = self.ranks(now), self.ranks(then)
        changes = [
            Change(self._identifiers[place], DECISIONS[before[place]], DECISIONS[after[place]])
            for place in np.flatnonzero(before != after).tolist()
        ]
        count = len(self._identifiers)
        return Effect(count, _counted(before), _counted(after), changes, count - self._models[version])

    def ranks(self, thresholds: Mapping[str, Threshold]) -> Ranks:
        """How each is decided under the thresholds."""
        ranks = self._least.copy()
        for column, attribute in enumerate(self._attributes):
            limits = thresholds.get(attribute, Threshold())
            # A score that is no number reaches nothing: its fault is among the other findings.
            for rank, limit in ((1, limits.queue_at), (2, limits.reject_at)):
                if limit is not None:
                    reached = (self._scores[:, column] >= limit) & ~self._trusted
                    ranks[reached & (ranks < rank)] = rank
        return ranks


def _without_scores(findings: Sequence[Mapping[str, Any]]) -> tuple[int, bool]:
    """The least severe decision that the findings allow for, and whether trust settles it."""
    severities = {told["severity"] for told in findings}
    faulty = any(told.get("fault", False) for told in findings)
    if Severity.ACCEPT in severities:
        return (1 if faulty else 0), True
    if Severity.REJECT in severities:
        return 2, False
    return (1 if faulty or Severity.QUEUE in severities else 0), False


def _number(score: float | None) -> float:
    return float("nan") if score is None else score


def _counted(ranks: Ranks) -> dict[str, int]:
    return {decision: int((ranks == rank).sum()) for rank, decision in enumerate(DECISIONS)}
