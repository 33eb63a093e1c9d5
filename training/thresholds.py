"""Thresholds from a publisher's promises, chosen so that they hold beyond the comments they were chosen on.

Both choices are made on rows that neither the model nor its calibration has seen. How the bounds are honest:

- `reject_at` is searched for: a grid of numbers of highest scores, fixed before any label is seen, is tried, each with
  a one-sided Clopper-Pearson bound at the confidence that is left after Bonferroni's correction for the grid's length.
  Given the highest score that is not rejected, the rows above it are independent draws from what would be rejected, so
  the count of fine ones among them is binomial.
- `queue_at` is not searched for: which of the positives' ordered scores is the highest that keeps the promise follows
  from their number alone (a distribution-free tolerance bound: Wilks, 1941), so no correction is due.

Each attribute's promise holds at its own confidence; `confirm` says on further rows what becomes of all together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.stats import binom  # type: ignore[import-untyped]

from model.policy import Threshold
from training.metrics import Flags, Floats, Rates, Share, is_asked, is_fine, is_positive, is_unwanted, rates, reaches
from training.metrics import upper_bound as exact_upper_bound

NATURAL_PRIOR: Final = 0.10
"""The share of toxic comments in nature, as far as one number can say."""
GRID_FROM: Final = 20
GRID_RATIO: Final = 1.25


@dataclass(frozen=True, slots=True)
class Promise:
    """What the operator asks for: at most so many fine among the rejected, and accepted among the positives; 0..1."""

    max_wrong_rejects: float = 0.02
    max_missed: float = 0.10
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


@dataclass(frozen=True, slots=True)
class Choice:
    """One attribute's thresholds, what they were chosen on, and which promises they keep.

    `rates` are of the rows at their natural prior. `wrong_rejects` is of `reject_at`, or where there is none the best
    that could have been promised; `missed` is of `queue_at`. Either is None where there is nothing to count.
    """

    threshold: Threshold
    rows: int
    positives: int
    rates: Rates
    wrong_rejects: Bound | None
    missed: Bound | None
    rejects_kept: bool
    missed_kept: bool
    text: str


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What all thresholds together do to rows they were not chosen on."""

    rates: Rates
    wrong_rejects: Bound
    missed: Bound
    rejects_kept: bool
    missed_kept: bool
    text: str


def thin(unwanted: Flags, prior: float = NATURAL_PRIOR, *, seed: int = 0, groups: Sequence[str] | None = None) -> Flags:
    """Which rows to keep so that unwanted ones are no more than `prior` of them; negatives are all kept.

    Rows are dropped, not weighted, so that counts stay counts. `groups`, one a row, are thinned each by itself: a
    source at or below the prior loses nothing. The same seed drops the same rows.
    """
    random = np.random.default_rng(seed)
    group = np.zeros(unwanted.size, np.int64) if groups is None else np.unique(groups, return_inverse=True)[1]
    kept = np.ones(unwanted.size, dtype=np.bool_)
    for one in range(int(group.max(initial=-1)) + 1):
        positives = np.flatnonzero(unwanted & (group == one))
        negatives = int((~unwanted & (group == one)).sum())
        surplus = positives.size - int(negatives * prior / (1 - prior))
        if surplus > 0:
            kept[random.choice(positives, surplus, replace=False)] = False
    return kept


def grid(rows: int) -> tuple[int, ...]:
    """How many of the highest scores are tried as the ones to reject: a geometric series known before any label."""
    counts: list[int] = []
    size = float(GRID_FROM)
    while size < rows:
        counts.append(round(size))
        size *= GRID_RATIO
    return tuple(counts)


def choose(
    scores: Floats, labels: Floats, fine: Flags, promise: Promise | None = None, *, natural: Flags | None = None
) -> Choice:
    """One attribute's thresholds from calibrated scores, labels (NaN: not asked) and whether each row is fine.

    A wrong reject is a row that is fine in every label asked (`metrics.is_fine`), a miss a positive of this attribute
    below `queue_at`. `natural` marks the rows that are left at the natural prior (see `thin`): rejects and rates are
    counted on them, misses on all, as they do not depend on the prior. Raises ValueError where a score is no number.
    """
    promise = promise or Promise()
    asked = is_asked(labels)
    if np.isnan(scores[asked]).any():
        message = "a score is no number: thresholds cannot be chosen"
        raise ValueError(message)
    at_prior = asked if natural is None else asked & natural
    positive = is_positive(labels)
    reject_at, wrong = _reject_at(scores[at_prior], fine[at_prior], promise)
    queue_at, order = _queue_at(scores[asked], positive[asked], promise)
    if reject_at is not None and (queue_at is None or queue_at > reject_at):
        queue_at = reject_at  # fewer are missed than the bound says; a higher reject_at was not what was tested
    missed = None
    if order is not None:
        of = int(positive.sum())
        seen = Share(int((positive & ~reaches(scores, queue_at)).sum()), of)
        missed = Bound(seen, exact_upper_bound(max(order, seen.count), of, promise.confidence))
    counted = rates(
        reaches(scores, queue_at)[at_prior],
        reaches(scores, reject_at)[at_prior],
        fine=fine[at_prior],
        positive=positive[at_prior],
    )
    missed_kept = missed is not None and missed.at_most <= promise.max_missed
    sentences = (
        _on_rejects(reject_at, wrong, promise),
        _on_misses(queue_at, missed, promise, kept=missed_kept),
        _on_queue(counted, natural=natural is not None),
    )
    return Choice(
        threshold=Threshold(queue_at, reject_at),
        rows=int(asked.sum()),
        positives=int(positive.sum()),
        rates=counted,
        wrong_rejects=wrong,
        missed=missed,
        rejects_kept=reject_at is not None,
        missed_kept=missed_kept,
        text=" ".join(sentences),
    )


def confirm(
    scores: Floats,
    labels: Floats,
    thresholds: Sequence[Threshold],
    promise: Promise | None = None,
    *,
    natural: Flags | None = None,
) -> Confirmation:
    """What becomes of comments under all thresholds together, on rows that no threshold was chosen on.

    `scores` (rows, attributes) and `thresholds` in the same order; `labels` (rows, any attributes). Any attribute
    rejects, all must accept; a miss is a comment that is positive in any label and accepted. Nothing is searched for,
    so the bounds need no correction. Rows of which nothing was asked are left out; `natural` as in `choose`.
    """
    promise = promise or Promise()
    asked = np.asarray(is_asked(labels).any(axis=1))
    at_prior = asked if natural is None else asked & natural
    queued, rejected = united(scores, thresholds)
    fine, unwanted = is_fine(labels), is_unwanted(labels)
    counted = rates(queued[at_prior], rejected[at_prior], fine=fine[at_prior], positive=unwanted[at_prior])
    among_all = rates(queued[asked], rejected[asked], fine=fine[asked], positive=unwanted[asked])
    wrong = _bound(counted.wrong_rejects, promise.confidence)
    missed = _bound(among_all.missed, promise.confidence)
    wrong_kept = wrong.at_most <= promise.max_wrong_rejects or counted.rejected.count == 0
    missed_kept = missed.at_most <= promise.max_missed
    text = (
        "All attributes together, on rows that no threshold was chosen on: "
        f"{_says(wrong)} of the rejected are fine (promised {promise.max_wrong_rejects:.1%}: {_kept(kept=wrong_kept)}); "
        f"{_says(missed)} of the abusive or spam comments are accepted (promised {promise.max_missed:.1%}: "
        f"{_kept(kept=missed_kept)}). {_on_queue(counted, natural=natural is not None)}"
    )
    return Confirmation(counted, wrong, missed, wrong_kept, missed_kept, text)


def united(scores: Floats, thresholds: Sequence[Threshold]) -> tuple[Flags, Flags]:
    """Which rows any attribute queues, and which any attribute rejects; `scores` (rows, attributes)."""
    columns = list(zip(scores.T, thresholds, strict=True))
    none = np.zeros(scores.shape[0], dtype=np.bool_)
    queued = np.logical_or.reduce([none, *(reaches(column, threshold.queue_at) for column, threshold in columns)])
    rejected = np.logical_or.reduce([none, *(reaches(column, threshold.reject_at) for column, threshold in columns)])
    return np.asarray(queued & ~rejected), np.asarray(rejected)


def thresholds_of(choices: Mapping[str, Choice]) -> dict[str, Threshold]:
    """The thresholds alone, by attribute, as a bundle holds them."""
    return {attribute: choice.threshold for attribute, choice in choices.items()}


def _reject_at(scores: Floats, fine: Flags, promise: Promise) -> tuple[float | None, Bound | None]:
    """The lowest threshold that keeps the promise with its bound; or None and the best bound there is."""
    counts = grid(scores.size)
    if not counts:
        return None, None
    confidence = 1 - (1 - promise.confidence) / len(counts)
    order = np.argsort(-scores, kind="stable")
    ranked = scores[order].astype(np.float64)
    wrong = np.cumsum(fine[order])
    found: float | None = None
    best: Bound | None = None
    for count in counts:
        below = ranked[count]
        above = int(np.searchsorted(-ranked, -below, side="left"))  # equal scores are rejected together or not at all
        if above == 0:
            continue
        bound = _bound(Share(int(wrong[above - 1]), above), confidence)
        if bound.at_most <= promise.max_wrong_rejects:
            found, best = _between(below, ranked[above - 1]), bound
        elif found is None and (best is None or bound.at_most < best.at_most):
            best = bound
    return found, best


def _queue_at(scores: Floats, positive: Flags, promise: Promise) -> tuple[float | None, int | None]:
    """The highest threshold that keeps the promise, or else its point estimate; and how many positives it may miss."""
    ranked = np.sort(scores[positive]).astype(np.float64)
    if not ranked.size:
        return None, None
    order = int(binom.ppf(1 - promise.confidence, ranked.size, promise.max_missed))
    while order >= 0 and exact_upper_bound(order, ranked.size, promise.confidence) > promise.max_missed:
        order -= 1
    if order < 0:
        order = int(promise.max_missed * ranked.size)
    lowest = ranked[order]
    lower = scores[scores < lowest].astype(np.float64)
    return _between(float(lower.max(initial=0.0)), lowest), order


def _between(low: float, high: float) -> float:
    """Half-way between two scores, so that a difference in the last digit moves no comment across; above `low`."""
    middle = float((low + high) / 2)
    return middle if middle > low else float(high)


def _bound(seen: Share, confidence: float) -> Bound:
    return Bound(seen, exact_upper_bound(seen.count, seen.of, confidence))


def _says(bound: Bound) -> str:
    share = "none to count" if bound.seen.value is None else f"{bound.seen.value:.1%}, at most {bound.at_most:.1%}"
    return f"{bound.seen.count:,} of {bound.seen.of:,} ({share})"


def _kept(*, kept: bool) -> str:
    return "kept" if kept else "not kept"


def _on_rejects(reject_at: float | None, wrong: Bound | None, promise: Promise) -> str:
    if reject_at is not None and wrong is not None:
        return (
            f"Rejects from {reject_at:.3f}: {_says(wrong)} of the rejected were fine; "
            f"promised {promise.max_wrong_rejects:.1%}, kept."
        )
    if wrong is None:
        return "Does not auto-reject: too few rows of different scores to promise anything."
    return (
        f"Does not auto-reject: at most {promise.max_wrong_rejects:.1%} wrong rejects cannot be promised; the best "
        f"that could be is {wrong.at_most:.1%} ({wrong.seen.count:,} of {wrong.seen.of:,} were fine)."
    )


def _on_misses(queue_at: float | None, missed: Bound | None, promise: Promise, *, kept: bool) -> str:
    if queue_at is None:
        return "Does not queue: no positive was seen."
    if missed is None:
        return f"Queues from {queue_at:.3f}: no positive was seen, so nothing is promised of those missed."
    start = f"Queues from {queue_at:.3f}: {_says(missed)} of the positives were below"
    if kept:
        return f"{start}; promised {promise.max_missed:.1%}, kept."
    return f"{start}; too few positives to promise {promise.max_missed:.1%}: the threshold is a point estimate."


def _on_queue(counted: Rates, *, natural: bool) -> str:
    if counted.queued.value is None or counted.rejected.value is None:
        return "No rows were seen to count queue and rejects on."
    where = "At the natural prior" if natural else "Of the rows as they were given,"
    return f"{where} {counted.queued.value:.1%} are queued and {counted.rejected.value:.1%} rejected."
