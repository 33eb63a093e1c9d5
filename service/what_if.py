"""What other thresholds would have made of comments that were judged: their scores are kept, so none is judged anew."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from pydantic_core import from_json

from model.findings import Severity
from model.policy import Threshold
from store.insights import Scored

COMMENTS: Final = 5_000
"""So many of the newest comments are looked at."""
DECISIONS: Final = tuple(one.value for one in Severity)


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


class _Kept(NamedTuple):
    """A comment as `model.findings.decide` sees it, but for what depends on thresholds.

    `least`: the place in DECISIONS that its other findings allow for; `is_trusted`: whether that is final.
    """

    comment: str
    model: str
    scores: Mapping[str, float | None]
    least: int
    is_trusted: bool

    def decide(self, limits: Sequence[tuple[str, float | None, float | None]]) -> int:
        """The place of its decision, by attributes with the scores from which they are queued and rejected."""
        if self.is_trusted:
            return self.least
        rank = self.least
        for attribute, queue_at, reject_at in limits:
            score = self.scores.get(attribute)
            # A score that is no number reaches nothing: its fault is among the other findings.
            if score is None:
                continue
            if reject_at is not None and score >= reject_at:
                return 2
            if queue_at is not None and score >= queue_at:
                rank = max(rank, 1)
        return rank


class Sampled:
    """Comments that were judged, to be decided under other thresholds."""

    def __init__(self, found: Iterable[Scored]) -> None:
        self._kept = [_read(one) for one in found]

    def effect(self, version: str, now: Mapping[str, Threshold], then: Mapping[str, Threshold]) -> Effect:
        """What becomes of them under both; `version` is the model that has these thresholds."""
        before, after = (self._decided(thresholds) for thresholds in (now, then))
        changes = [
            Change(kept.comment, old, new)
            for kept, old, new in zip(self._kept, before, after, strict=True)
            if old != new
        ]
        earlier = sum(kept.model != version for kept in self._kept)
        return Effect(len(self._kept), _counted(before), _counted(after), changes, earlier)

    def _decided(self, thresholds: Mapping[str, Threshold]) -> list[str]:
        limits = [(attribute, one.queue_at, one.reject_at) for attribute, one in thresholds.items()]
        return [DECISIONS[kept.decide(limits)] for kept in self._kept]


def _read(found: Scored) -> _Kept:
    scores = from_json(found.scores)
    others = [told for told in from_json(found.findings) if told["code"] not in scores]
    return _Kept(found.id, found.model, scores, *_without_scores(others))


def _without_scores(findings: Sequence[Mapping[str, Any]]) -> tuple[int, bool]:
    """The least severe decision that the findings allow for, and whether trust settles it."""
    severities = {told["severity"] for told in findings}
    faulty = any(told.get("fault", False) for told in findings)
    if Severity.ACCEPT in severities:
        return (1 if faulty else 0), True
    if Severity.REJECT in severities:
        return 2, False
    return (1 if faulty or Severity.QUEUE in severities else 0), False


def _counted(decisions: Sequence[str]) -> dict[str, int]:
    return {decision: decisions.count(decision) for decision in DECISIONS}
