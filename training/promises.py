"""What a publisher asks for, what can be promised, and the sentences that say so."""

from dataclasses import dataclass
from typing import Final

from model.curves import USUAL_MISSED, USUAL_WRONG_REJECTS
from model.shares import Share
from training.metrics import Rates, upper_bound


@dataclass(frozen=True, slots=True)
class Promise:
    """What the operator asks for: at most so many fine among the rejected, and accepted among the positives; 0..1."""

    max_wrong_rejects: float = USUAL_WRONG_REJECTS
    max_missed: float = USUAL_MISSED
    confidence: float = 0.95

    def __post_init__(self) -> None:
        """Raise ValueError for what no finite sample can show."""
        for name in ("max_wrong_rejects", "max_missed", "confidence"):
            if not 0 < getattr(self, name) < 1:
                message = f"{name} is {getattr(self, name)}; it must be more than 0 and less than 1"
                raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Bound:
    """A share as it was seen, and what it is at most with the promise's confidence."""

    seen: Share
    at_most: float


def bound(seen: Share, confidence: float) -> Bound:
    """The share with its one-sided bound by Clopper and Pearson."""
    return Bound(seen, upper_bound(seen.count, seen.of, confidence))


ON_NO_REJECTS: Final = "Does not auto-reject: it says how a comment is worded, not that anybody is attacked."
"""What is promised of the rejected where an attribute never rejects."""


def on_rejects(reject_at: float | None, wrong: Bound | None, promise: Promise) -> str:
    """What is promised of the rejected; `wrong` of the best that could be promised where nothing is rejected."""
    if reject_at is not None and wrong is not None:
        return (
            f"Rejects from {reject_at:.3f}: {_counted(wrong)} of the rejected were fine; "
            f"promised {promise.max_wrong_rejects:.1%}, kept."
        )
    if wrong is None:
        return "Does not auto-reject: too few rows of different scores to promise anything."
    return (
        f"Does not auto-reject: at most {promise.max_wrong_rejects:.1%} wrong rejects cannot be promised; the best "
        f"that could be is {wrong.at_most:.1%} ({wrong.seen.count:,} of {wrong.seen.of:,} were fine)."
    )


def on_misses(queue_at: float | None, missed: Bound | None, promise: Promise, family: str | None) -> str:
    """What is promised of the positives that are accepted: of one attribute's, or of a family's by all of it."""
    if queue_at is None:
        return "Does not queue: no positive was seen."
    if missed is None:
        return f"Queues from {queue_at:.3f}: no positive was seen, so nothing is promised of those missed."
    where = "the positives were below" if family is None else f"what is positive for {family} was below in all of it"
    start = f"Queues from {queue_at:.3f}: {_counted(missed)} of {where}"
    if missed.at_most <= promise.max_missed:
        return f"{start}; promised {promise.max_missed:.1%}, kept."
    return f"{start}; too few positives to promise {promise.max_missed:.1%}: the threshold is a point estimate."


def on_queue(rates: Rates, *, natural: bool) -> str:
    """How much is queued and rejected, and whether that was counted at the natural prior."""
    if rates.queued.value is None or rates.rejected.value is None:
        return "No rows were seen to count queue and rejects on."
    where = "At the natural prior" if natural else "Of the rows as they were given,"
    return f"{where} {rates.queued.value:.1%} are queued and {rates.rejected.value:.1%} rejected."


def on_both(wrong: Bound, missed: Bound, promise: Promise, *, rejects_kept: bool, missed_kept: bool) -> str:
    """What became of both promises under all attributes together."""
    return (
        "All attributes together, on rows that no threshold was chosen on: "
        f"{_counted(wrong)} of the rejected are fine "
        f"(promised {promise.max_wrong_rejects:.1%}: {_kept(rejects_kept)}); "
        f"{_counted(missed)} of the abusive or spam comments are accepted "
        f"(promised {promise.max_missed:.1%}: {_kept(missed_kept)})."
    )


def _counted(found: Bound) -> str:
    share = "none to count" if found.seen.value is None else f"{found.seen.value:.1%}, at most {found.at_most:.1%}"
    return f"{found.seen.count:,} of {found.seen.of:,} ({share})"


def _kept(kept: bool) -> str:  # noqa: FBT001 -- a word for a truth
    return "kept" if kept else "not kept"
