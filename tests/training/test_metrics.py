"""Measures of scores, and their uncertainty."""

import math
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest  # type: ignore[import-untyped]
from sklearn.metrics import average_precision_score, roc_auc_score  # type: ignore[import-untyped]

from model.shares import Share
from training import metrics
from training.metrics import Bin, Ranking

NAN = math.nan


def test_labels_are_cut_at_half_and_unasked_rows_left_out() -> None:
    labels = np.array([0.5, NAN, 0.49, 1.0])
    scores = np.array([0.4, 0.9, 0.6, 0.8])
    assert metrics.roc_auc(labels, scores) == 0.5
    assert metrics.average_precision(labels, scores) == pytest.approx((1 + 2 / 3) / 2)


@pytest.mark.parametrize("labels", [[0.0, 0.2], [1.0, NAN], [NAN, NAN], []])
def test_one_class_alone_has_no_ranking(labels: list[float]) -> None:
    scores = np.linspace(0, 1, len(labels))
    assert metrics.roc_auc(np.array(labels), scores) is None
    assert metrics.average_precision(np.array(labels), scores) is None


def test_a_comment_is_fine_if_every_label_asked_says_so() -> None:
    labels = np.array([[0.2, NAN], [0.2, 0.5], [NAN, NAN], [0.0, 0.0]])
    assert metrics.is_fine(labels).tolist() == [True, False, False, True]
    assert metrics.is_unwanted(labels).tolist() == [False, True, False, False]


def test_calibrated_scores_have_no_calibration_error() -> None:
    labels = np.array([0, 0, 0, 1, 1, 1, 1, 0])
    scores = np.array([0.25] * 4 + [0.75] * 4)
    assert metrics.reliability(labels, scores, bins=2) == (Bin(4, 0.25, 0.25), Bin(4, 0.75, 0.75))
    assert metrics.calibration_error(labels, scores, bins=2) == 0


def test_calibration_error_is_the_mean_distance_of_the_bins() -> None:
    labels = np.array([0.0, 0.0, 1.0, 1.0, NAN])
    assert metrics.calibration_error(labels, np.array([0.1, 0.1, 0.7, 0.7, 0.9]), bins=2) == pytest.approx(0.2)


def test_bins_are_of_equal_mass() -> None:
    random = np.random.default_rng(0)
    scores = random.beta(0.3, 3, 1_500)
    assert {one.rows for one in metrics.reliability(np.round(scores), scores)} == {100}


def test_equal_scores_share_a_bin() -> None:
    assert metrics.reliability(np.array([0.0, 1.0, 1.0, 1.0]), np.full(4, 0.5)) == (Bin(4, 0.5, 0.75),)
    assert metrics.reliability(np.array([NAN]), np.array([0.5])) == ()
    assert metrics.calibration_error(np.array([NAN]), np.array([0.5])) is None


@settings(max_examples=50)
@given(st.integers(0, 2**32), st.integers(2, 60), st.integers(2, 40))
def test_weighted_rankings_equal_scikit_learns(seed: int, rows: int, levels: int) -> None:
    random = np.random.default_rng(seed)
    labels = random.integers(0, 2, rows).astype(np.float64)
    labels[:2] = 0, 1
    scores = random.integers(0, levels, rows) / levels
    weights = random.integers(0, 4, rows).astype(np.float64)
    weights[:2] = 1
    assert metrics.roc_auc(labels, scores) == pytest.approx(roc_auc_score(labels, scores))
    assert metrics.average_precision(labels, scores) == pytest.approx(average_precision_score(labels, scores))
    ranking = Ranking(np.append(labels, NAN), np.append(scores, 0.5))
    heavy = np.append(weights, 9.0)
    assert ranking.roc_auc(heavy) == pytest.approx(roc_auc_score(labels, scores, sample_weight=weights))
    assert ranking.average_precision(heavy) == pytest.approx(
        average_precision_score(labels, scores, sample_weight=weights)
    )


def test_a_bootstrap_of_twenty_thousand_rows_takes_seconds_and_holds_the_truth() -> None:
    random = np.random.default_rng(0)
    scores = random.random(20_000)
    labels = (random.random(20_000) < scores).astype(np.float64)
    begin = time.perf_counter()
    interval = metrics.bootstrap(Ranking(labels, scores).roc_auc, labels.size)
    assert time.perf_counter() - begin < 10
    assert interval is not None
    truth = 5 / 6  # of scores spread evenly over 0..1 that are their own probability
    assert interval.low < truth < interval.high
    assert interval.high - interval.low < 0.02


def test_a_bootstrap_is_the_same_with_the_same_seed() -> None:
    ranking = Ranking(np.array([0.0, 1.0] * 20), np.arange(40.0))
    assert metrics.bootstrap(ranking.roc_auc, 40, seed=1) == metrics.bootstrap(ranking.roc_auc, 40, seed=1)
    assert metrics.bootstrap(ranking.roc_auc, 40, seed=1) != metrics.bootstrap(ranking.roc_auc, 40, seed=2)


@pytest.mark.parametrize("labels", [[], [NAN, 1.0], [1.0, 1.0]])
def test_a_bootstrap_without_both_classes_says_nothing(labels: list[float]) -> None:
    ranking = Ranking(np.array(labels), np.linspace(0, 1, len(labels)))
    assert metrics.bootstrap(ranking.roc_auc, len(labels)) is None
    assert metrics.bootstrap(ranking.average_precision, len(labels)) is None


@given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))), st.sampled_from([0.9, 0.95]))
def test_one_sided_bounds_equal_scipys_exact_test(seen: tuple[int, int], confidence: float) -> None:
    above = binomtest(*seen, alternative="less").proportion_ci(confidence, method="exact").high
    below = binomtest(*seen, alternative="greater").proportion_ci(confidence, method="exact").low
    assert metrics.upper_bound(*seen, confidence) == pytest.approx(above, abs=1e-9)
    assert metrics.lower_bound(*seen, confidence) == pytest.approx(below, abs=1e-9)


def test_nothing_seen_bounds_nothing() -> None:
    assert (metrics.lower_bound(0, 0), metrics.upper_bound(0, 0)) == (0, 1)


def test_rates_count_wrong_rejects_among_rejects_and_misses_among_positives() -> None:
    labels = np.array([[1.0], [1.0], [0.0], [0.0], [1.0]])
    scores = np.array([0.95, 0.6, 0.92, 0.1, 0.2])
    found = metrics.rates(
        metrics.reaches(scores, 0.5),
        metrics.reaches(scores, 0.9),
        fine=metrics.is_fine(labels),
        positive=metrics.is_positive(labels[:, 0]),
    )
    assert (found.accepted, found.queued, found.rejected) == (Share(2, 5), Share(1, 5), Share(2, 5))
    assert (found.wrong_rejects, found.missed) == (Share(1, 2), Share(1, 3))


def test_no_threshold_is_never_reached() -> None:
    assert not metrics.reaches(np.array([0.0, 1.0]), None).any()
