"""Adapting weights that are known to be good by a few rows: the most probable change to them.

Each head is a logistic regression whose weights have a Gaussian prior around those it starts from (Chelba and Acero,
2004, "Adaptation of maximum entropy capitalizer: little data can help a lot"). So a feature that the rows say nothing
about keeps its weight, and how far the others move depends on how often they were seen, not on a number of epochs.
"""

from collections import deque
from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
import scipy.sparse as sp  # type: ignore[import-untyped]
from numpy.typing import NDArray
from scipy.special import expit  # type: ignore[import-untyped]

Vector = NDArray[np.float32]
Point = NDArray[np.float32]

STEPS: Final = 25
_TOLERANCE: Final = 1e-7
_PASTS: Final = 8
_SHORTEST: Final = 1e-6
_ENOUGH: Final = 1e-4
_CONTRADICTION: Final = 1e-3


class Rows(NamedTuple):
    """Rows to learn from: features (rows, n); logits that the weights so far give (rows); labels 0..1; and weights.

    `shifts` (rows): 1 where the change of the intercept counts, 0 where the rows are of another origin.
    """

    features: sp.csr_matrix
    logits: Vector
    labels: Vector
    weights: Vector
    shifts: Vector


class Change(NamedTuple):
    """What is to be added to the weights (n) and to the intercept."""

    weights: Vector
    intercept: float


def adapt(rows: Rows, *, strength: float) -> Change:
    """The change that the rows make most probable; none where they say nothing.

    `strength` is the prior's precision: that many rows' worth of doubt in each weight, however many rows there are.
    """
    told = (rows.weights > 0) & ~np.isnan(rows.labels)
    width = rows.features.shape[1]
    if not told.any():
        return Change(np.zeros(width, np.float32), 0.0)
    # Only features of rows that contradict the weights so far: the others have no reason to move.
    contradicts = told & (np.abs(expit(rows.logits) - rows.labels) > _CONTRADICTION)
    columns = np.unique(rows.features[contradicts].indices)
    features = rows.features[told][:, columns]
    transposed = features.T.tocsr()
    logits, labels = rows.logits[told].astype(np.float64), rows.labels[told].astype(np.float64)
    weights, shifts = rows.weights[told].astype(np.float64), rows.shifts[told].astype(np.float64)

    def loss(point: Point) -> tuple[float, Point]:
        change, intercept = point[:-1], point[-1]
        found = logits + features @ change + shifts * intercept
        errors = weights * (expit(found) - labels)
        value = weights @ (np.logaddexp(0, found) - labels * found) + strength / 2 * float(change @ change)
        slope = np.append(transposed @ errors.astype(np.float32) + np.float32(strength) * change, errors @ shifts)
        return float(value), slope.astype(np.float32)

    found = lowest(loss, np.zeros(len(columns) + 1, np.float32))
    change = np.zeros(width, np.float32)
    change[columns] = found[:-1]
    return Change(change, float(found[-1]))


def lowest(loss: Callable[[Point], tuple[float, Point]], start: Point, steps: int = STEPS) -> Point:
    """Where a smooth convex function, given with its slope, is lowest, or near that after so many steps.

    L-BFGS (Nocedal and Wright, 2006, algorithm 7.4) without bounds and in 32 bits: with 100,000 weights scipy's own,
    which keeps bounds, takes four times as long, most of it not in the function.
    """
    point = start
    value, slope = loss(point)
    pasts: deque[tuple[Point, Point, float]] = deque(maxlen=_PASTS)
    for _ in range(steps):
        way = _way_down(slope, pasts)
        steepness = float(slope @ way)
        if steepness > -_TOLERANCE * max(1.0, value):
            break
        length = 1.0 if pasts else min(1.0, 1.0 / float(np.abs(slope).max()))
        ahead, ahead_slope = loss(point + np.float32(length) * way)
        while ahead > value + _ENOUGH * length * steepness:
            length /= 2
            if length < _SHORTEST:
                return point
            ahead, ahead_slope = loss(point + np.float32(length) * way)
        moved, turned = np.float32(length) * way, ahead_slope - slope
        if (bend := float(moved @ turned)) > 0:
            pasts.append((moved, turned, bend))
        point, value, slope = point + moved, ahead, ahead_slope
    return point


def _way_down(slope: Point, pasts: deque[tuple[Point, Point, float]]) -> Point:
    way = -slope
    shares = []
    for moved, turned, bend in reversed(pasts):
        shares.append(float(moved @ way) / bend)
        way -= np.float32(shares[-1]) * turned
    if pasts:
        _, turned, bend = pasts[-1]
        way *= np.float32(bend / float(turned @ turned))
    for moved, turned, bend in pasts:
        way += np.float32(shares.pop() - float(turned @ way) / bend) * moved
    return way
