"""How good scores are: ranking, calibration and the rates a publisher feels, each with its uncertainty.

Labels are shares of raters; wherever a yes or no is needed they are cut at 0.5. NaN means that nobody was asked: such
rows are left out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta  # type: ignore[import-untyped]

from model.shares import Interval, Share

Floats = NDArray[np.floating[Any]]
Flags = NDArray[np.bool_]

YES: Final = 0.5
BINS: Final = 15
RESAMPLES: Final = 200


def is_asked(labels: Floats) -> Flags:
    """Whether anyone was asked, label by label."""
    return ~np.isnan(labels)


def is_positive(labels: Floats) -> Flags:
    """Whether half of the raters or more said yes, label by label; False where nobody was asked."""
    return np.asarray(labels >= YES)


def is_unwanted(labels: Floats) -> Flags:
    """Whether a comment is abusive or spam: positive in any label; `labels` (rows, attributes)."""
    return np.asarray(is_positive(labels).any(axis=1))


def is_fine(labels: Floats) -> Flags:
    """Whether a comment is negative in every label asked, and at least one was; `labels` (rows, attributes)."""
    return np.asarray(is_asked(labels).any(axis=1)) & ~is_unwanted(labels)


def roc_auc(labels: Floats, scores: Floats) -> float | None:
    """Area under the ROC curve; None where the labels asked are of one class only."""
    return _of_all(Ranking(labels, scores).roc_auc, labels)


def average_precision(labels: Floats, scores: Floats) -> float | None:
    """Average precision, the step-wise area under the precision-recall curve; None where one class is missing."""
    return _of_all(Ranking(labels, scores).average_precision, labels)


class Bin(NamedTuple):
    """Rows of similar score: how many, their mean score, and the share of them that is positive."""

    rows: int
    score: float
    positive: float


def reliability(labels: Floats, scores: Floats, bins: int = BINS) -> tuple[Bin, ...]:
    """What became of the rows by score, in at most `bins` bins of as equal mass as equal scores allow, lowest first."""
    positive, scores = _binary(labels, scores)
    if not scores.size:
        return ()
    edges = np.unique(np.quantile(scores, np.arange(1, bins) / bins, method="higher"))
    place = np.searchsorted(edges, scores, side="right")
    rows = np.bincount(place)
    used = rows > 0
    rows = rows[used]
    means = np.bincount(place, scores)[used] / rows
    shares = np.bincount(place, positive)[used] / rows
    return tuple(map(Bin, rows.tolist(), means.tolist(), shares.tolist()))


def calibration_error(labels: Floats, scores: Floats, bins: int = BINS) -> float | None:
    """Expected calibration error over `bins` equal-mass bins, 15 unless told; None without rows.

    The mean, over rows, of how far their bin's mean score is from its share of positives (Naeini et al., 2015; equal
    mass as in Nixon et al., 2019).
    """
    found = reliability(labels, scores, bins)
    rows = sum(one.rows for one in found)
    return sum(one.rows * abs(one.score - one.positive) for one in found) / rows if rows else None


class Ranking:
    """Rows sorted by score once, so that ranking measures under many row weights are quick.

    And those of few rows: scikit-learn's own look at their arguments for milliseconds, and a report has thousands.
    `weights`, one a row in the rows' own order, say how often each row counts; rows whose label is NaN never do. Both
    measures equal scikit-learn's with `sample_weight`, and are NaN where the weights leave one class only.
    """

    def __init__(self, labels: Floats, scores: Floats) -> None:
        kept = np.flatnonzero(is_asked(labels))
        self._order = kept[np.argsort(-scores[kept], kind="stable")]
        ranked = scores[self._order]
        self._positive = is_positive(labels[self._order])
        self._ends = np.flatnonzero(np.append(ranked[1:] != ranked[:-1], np.True_)) if ranked.size else kept

    def _counts(self, weights: Floats) -> tuple[Floats, Floats]:
        """Weights of positives and of negatives at or above each distinct score, the highest score first."""
        ranked = weights[self._order]
        positive = np.cumsum(np.where(self._positive, ranked, 0.0))
        negative = np.cumsum(np.where(self._positive, 0.0, ranked))
        return positive[self._ends], negative[self._ends]

    def roc_auc(self, weights: Floats) -> float:
        """Weighted area under the ROC curve; a tie counts half."""
        hits, alarms = self._counts(weights)
        if not (hits.size and hits[-1] and alarms[-1]):
            return float("nan")
        # Of the rectangles under the curve, half the last step's height is above it.
        area = np.sum(_steps(alarms) * (hits - _steps(hits) / 2))
        return float(area / (hits[-1] * alarms[-1]))

    def average_precision(self, weights: Floats) -> float:
        """Weighted average precision."""
        hits, alarms = self._counts(weights)
        if not (hits.size and hits[-1] and alarms[-1]):
            return float("nan")
        precision = hits / np.maximum(hits + alarms, np.finfo(np.float64).tiny)
        return float(np.sum(_steps(hits) * precision) / hits[-1])


def bootstrap(
    measure: Callable[[NDArray[np.float64]], float],
    rows: int,
    *,
    resamples: int = RESAMPLES,
    confidence: float = 0.95,
    seed: int = 0,
) -> Interval | None:
    """The percentile bootstrap interval of a measure of row weights, such as `Ranking.roc_auc` or a difference of two.

    None where the measure is NaN for most draws; see `drawn`.
    """
    return interval_of(drawn(measure, rows, resamples=resamples, seed=seed), confidence)


def drawn(
    measure: Callable[[NDArray[np.float64]], float], rows: int, *, resamples: int = RESAMPLES, seed: int = 0
) -> NDArray[np.float64]:
    """What a measure of row weights comes to (resamples) when rows are drawn with replacement; it gets how often each.

    The same seed and number of rows draw the same rows.
    """
    random = np.random.default_rng(seed)
    draws = (np.bincount(random.integers(0, rows, rows), minlength=rows) for _ in range(resamples if rows else 0))
    return np.asarray([measure(draw.astype(np.float64)) for draw in draws])


def interval_of(values: NDArray[np.float64], confidence: float = 0.95) -> Interval | None:
    """The middle of what was drawn; draws that are NaN are left out, None where most are."""
    known = values[~np.isnan(values)]
    if known.size <= values.size / 2:
        return None
    low, high = np.quantile(known, ((1 - confidence) / 2, (1 + confidence) / 2))
    return Interval(float(low), float(high))


def lower_bound(count: int, of: int, confidence: float = 0.95) -> float:
    """The exact one-sided lower bound of a share; 0 where nothing was seen."""
    return float(beta.ppf(1 - confidence, count, of - count + 1)) if count > 0 else 0.0


def upper_bound(count: int, of: int, confidence: float = 0.95) -> float:
    """The exact one-sided upper bound of a share; 1 where all or nothing was seen."""
    return float(beta.ppf(confidence, count + 1, of - count)) if count < of else 1.0


@dataclass(frozen=True, slots=True)
class Rates:
    """What was decided: of all rows, of the rejected those that are fine, of the positives those that are accepted."""

    accepted: Share
    queued: Share
    rejected: Share
    wrong_rejects: Share
    missed: Share


def rates(queued: Flags, rejected: Flags, *, fine: Flags, positive: Flags) -> Rates:
    """The rates of decisions, row by row; a row that is both queued and rejected counts as rejected."""
    queued = queued & ~rejected
    accepted = ~queued & ~rejected
    rows = int(rejected.size)
    return Rates(
        accepted=Share(int(accepted.sum()), rows),
        queued=Share(int(queued.sum()), rows),
        rejected=Share(int(rejected.sum()), rows),
        wrong_rejects=Share(int((rejected & fine).sum()), int(rejected.sum())),
        missed=Share(int((accepted & positive).sum()), int(positive.sum())),
    )


def reaches(scores: Floats, threshold: float | None) -> Flags:
    """Whether each score reaches a threshold as `model.findings.judge` sees it; no threshold is never reached."""
    if threshold is None:
        return np.zeros(scores.shape, dtype=np.bool_)
    return np.asarray(scores.astype(np.float64) >= threshold)


def _steps(totals: Floats) -> Floats:
    """What each total adds to the one before: as `np.diff` with 0 prepended, in a fourth of the time for few rows."""
    steps = totals.copy()
    steps[1:] -= totals[:-1]
    return steps


def _of_all(measure: Callable[[Floats], float], labels: Floats) -> float | None:
    """A measure of row weights where each row counts once; None where it is NaN."""
    found = measure(np.ones(labels.size))
    return None if np.isnan(found) else found


def _binary(labels: Floats, scores: Floats) -> tuple[Flags, Floats]:
    kept = is_asked(labels)
    return is_positive(labels[kept]), scores[kept]
