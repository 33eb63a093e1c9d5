"""Adapting known weights: what the rows speak of moves, and nothing else."""

from typing import Any

import numpy as np
import scipy.sparse as sp  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from training.adapt import Rows, adapt, lowest

Floats = NDArray[np.floating[Any]]


def rows(features: Floats, labels: Floats, *, logits: Floats | None = None, weights: Floats | None = None) -> Rows:
    count = len(labels)
    return Rows(
        sp.csr_matrix(features.astype(np.float32)),
        np.zeros(count, np.float32) if logits is None else logits.astype(np.float32),
        labels.astype(np.float32),
        np.ones(count, np.float32) if weights is None else weights.astype(np.float32),
        np.ones(count, np.float32),
    )


@given(st.integers(0, 10_000), st.integers(1, 30))
@settings(max_examples=30, deadline=None)
def test_the_lowest_point_of_a_bowl_is_found(seed: int, size: int) -> None:
    random = np.random.default_rng(seed)
    centre = random.normal(size=size).astype(np.float32)
    width = random.uniform(0.1, 10, size).astype(np.float32)

    def bowl(point: NDArray[np.float32]) -> tuple[float, NDArray[np.float32]]:
        return float(width @ (point - centre) ** 2), 2 * width * (point - centre)

    found = lowest(bowl, np.zeros(size, np.float32), steps=200)
    assert np.abs(found - centre).max() < 0.02


def test_a_feature_learns_what_its_rows_say_and_the_others_stay() -> None:
    features = np.zeros((40, 5), np.float32)
    features[:20, 1] = 1
    features[20:, 2] = 1
    labels = np.repeat([1.0, 0.0], 20)
    change = adapt(rows(features, labels), strength=0.1)
    assert change.weights[1] > 1
    assert change.weights[2] < -1
    assert change.weights[[0, 3, 4]].tolist() == [0, 0, 0]


def test_the_stronger_the_prior_the_smaller_the_change() -> None:
    features, labels = np.eye(4, dtype=np.float32)[[0, 0, 1, 1]], np.array([1.0, 1.0, 0.0, 0.0])
    sizes = [float(np.abs(adapt(rows(features, labels), strength=one).weights).sum()) for one in (0.01, 1.0, 100.0)]
    assert sizes[0] > sizes[1] > sizes[2] > 0


def test_rows_that_say_what_the_weights_say_change_nothing() -> None:
    logits = np.array([2.0, -1.0, 0.5])
    labels = 1 / (1 + np.exp(-logits))
    change = adapt(rows(np.eye(3, dtype=np.float32), labels, logits=logits), strength=0.1)
    assert np.abs(change.weights).max() < 1e-3
    assert abs(change.intercept) < 1e-3


def test_rows_without_label_or_weight_say_nothing() -> None:
    features = np.eye(2, dtype=np.float32)
    unsaid = adapt(rows(features, np.array([np.nan, 1.0]), weights=np.array([1.0, 0.0])), strength=0.1)
    assert unsaid.weights.tolist() == [0, 0]
    assert unsaid.intercept == 0


def test_only_rows_that_shift_move_the_intercept() -> None:
    one = rows(np.zeros((10, 1), np.float32), np.ones(10))
    assert adapt(one, strength=1.0).intercept > 1
    assert adapt(one._replace(shifts=np.zeros(10, np.float32)), strength=1.0).intercept == 0
