"""Thresholds for other promises than those a model was trained for, so that a site may state its own."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from model.curves import Curve
from training.metrics import Flags, Floats, is_asked, is_fine, is_unwanted, upper_bound
from training.promises import Promise
from training.thresholds import families_of, may_reject, queue_at, reject_at, tried

WRONG_REJECTS: Final = (0.005, 0.0075, 0.01, 0.015, 0.02, 0.025, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2)
MISSED: Final = (0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
"""Which promises a bundle knows thresholds for; those in between take the stricter one's."""


def curves_of(
    scores: Floats,
    labels: Floats,
    attributes: Sequence[str],
    promise: Promise | None = None,
    *,
    natural: Flags | None = None,
) -> dict[str, Curve]:
    """By attribute, the thresholds that `thresholds.choose_all` finds on these rows for each promise of the grid.

    Takes what that takes; the grid also has the promise's own shares, so that they lead to what was chosen. `queue_at`
    is made to rise with the promise: where the rows are too few to show one, what a looser one allows is not exceeded.
    """
    promise = promise or Promise()
    kept = is_asked(labels).any(axis=1) if natural is None else natural
    fine = is_fine(labels)
    curves: dict[str, Curve] = {}
    for columns in families_of(attributes).values():
        levels, missed_from = _levels(scores[:, columns], labels[:, columns], promise)
        aimed = may_reject([attributes[column] for column in columns], labels[:, columns])
        for column, rejecting in zip(columns, aimed, strict=True):
            part = kept & is_asked(labels[:, column])
            found = tried(scores[part, column], fine[part], promise.confidence) if rejecting else []
            rejects = tuple(
                (share, reject_at(found, replace(promise, max_wrong_rejects=share))[0])
                for share in _with(WRONG_REJECTS, promise.max_wrong_rejects)
            )
            curves[attributes[column]] = Curve(rejects, levels, missed_from)
    return {name: curves[name] for name in attributes}


def _levels(
    scores: Floats, labels: Floats, promise: Promise
) -> tuple[tuple[tuple[float, float | None], ...], float | None]:
    """A family's level by promise, and the strictest promise that its rows can show."""
    asked = is_asked(labels).any(axis=1)
    highest, positive = scores.max(axis=1)[asked], is_unwanted(labels)[asked]
    positives = int(positive.sum())
    shares = _with(MISSED, promise.max_missed)
    levels: list[tuple[float, float | None]] = []
    ceiling: float | None = None
    for share in reversed(shares):
        level, _ = queue_at(highest, positive, replace(promise, max_missed=share))
        ceiling = level if ceiling is None or level is None else min(level, ceiling)
        levels.append((share, ceiling))
    shown = (share for share in shares if positives and upper_bound(0, positives, promise.confidence) <= share)
    return tuple(reversed(levels)), next(shown, None)


def _with(grid: Sequence[float], share: float) -> list[float]:
    return sorted({*grid, share})
