"""Heads learn what was asked and nothing else: masked and soft labels, sources' own intercepts, Platt's scaling."""

from collections.abc import Callable

import numpy as np
import pytest
import scipy.sparse as sp  # type: ignore[import-untyped]
from numpy.typing import NDArray

from tests.training.contract import contract
from training.heads import LinearHeads, Part, platt

ROWS, COLUMNS = 400, 12
NOBODY_ASKED = np.nan


@pytest.fixture
def features() -> sp.csr_matrix:
    """Two columns that tell, and others that say nothing."""
    return sp.csr_matrix(np.random.default_rng(1).integers(0, 2, (ROWS, COLUMNS)).astype(np.float32))


@pytest.fixture
def labels(features: sp.csr_matrix) -> NDArray[np.float32]:
    """What the first two columns say, each a head's."""
    return np.asarray(features[:, :2].toarray(), np.float32)


def part(features: sp.csr_matrix, labels: NDArray[np.float32], groups: NDArray[np.intp] | None = None) -> Part:
    """All rows of the same weight."""
    return Part(features, labels, np.ones_like(labels), np.zeros(len(labels), np.intp) if groups is None else groups)


# It has `predict_proba` and is no classifier of classes: an attribute does not exclude the others.
TAKE_IT_FOR_A_CLASSIFIER = ("check_estimator_sparse_array", "check_estimator_sparse_matrix")


@pytest.mark.parametrize(("estimator", "check"), contract(LinearHeads(heads=1), without=TAKE_IT_FOR_A_CLASSIFIER))
def test_the_heads_keep_the_contract(estimator: object, check: Callable[[object], None]) -> None:
    check(estimator)


@pytest.mark.parametrize("form", [sp.csr_matrix, sp.csr_array, sp.csc_array, sp.coo_array, np.asarray])
def test_features_may_be_sparse_or_dense(
    features: sp.csr_matrix, labels: NDArray[np.float32], form: Callable[[object], object]
) -> None:
    given = form(features.toarray())
    heads = LinearHeads(2).fit(given, labels)
    found = heads.predict_proba(given)
    assert found.shape == (ROWS, 2)
    assert ((found > 0.5) == (labels > 0.5)).all()
    assert (found == LinearHeads(2).fit(features, labels).predict_proba(features)).all()


def test_learning_is_repeatable_whatever_the_number_of_threads(
    features: sp.csr_matrix, labels: NDArray[np.float32]
) -> None:
    one, other = (LinearHeads(2).learn(part(features, labels), seed=3, jobs=jobs).finish() for jobs in (1, 2))
    assert (one.coef_ == other.coef_).all()
    assert (one.intercept_ == other.intercept_).all()


def test_a_row_that_nobody_was_asked_about_teaches_nothing(
    features: sp.csr_matrix, labels: NDArray[np.float32]
) -> None:
    masked = labels.copy()
    masked[::3, 0] = NOBODY_ASKED
    kept = np.arange(ROWS) % 3 != 0
    with_them = LinearHeads(2).fit(features, masked)
    without = LinearHeads(2).fit(features[kept], labels[kept])
    assert (with_them.coef_[0] == without.coef_[0]).all()
    assert with_them.intercept_[0] == without.intercept_[0]
    assert (with_them.coef_[1] == LinearHeads(2).fit(features, labels).coef_[1]).all()


def test_a_row_of_no_weight_teaches_nothing(features: sp.csr_matrix, labels: NDArray[np.float32]) -> None:
    kept = np.arange(ROWS) % 4 != 0
    weights = np.repeat(kept[:, None], 2, axis=1).astype(np.float32)
    groups = np.zeros(ROWS, np.intp)
    weighed = LinearHeads(2).learn(Part(features, labels, weights, groups)).finish()
    without = LinearHeads(2).learn(part(features[kept], labels[kept])).finish()
    assert (weighed.coef_ == without.coef_).all()


def test_a_share_of_raters_is_that_share_of_rows(features: sp.csr_matrix) -> None:
    share = np.full((ROWS, 1), 0.3, np.float32)
    found = LinearHeads(1, alpha=1e-3).fit(features, share, epochs=20).predict_proba(features)
    assert found.mean() == pytest.approx(0.3, abs=0.03)


def test_a_label_between_yes_and_no_counts_as_both(features: sp.csr_matrix, labels: NDArray[np.float32]) -> None:
    unsure = LinearHeads(1, alpha=1e-3).fit(features, 0.2 + 0.6 * labels[:, :1], epochs=20).predict_proba(features)
    assert unsure[labels[:, 0] == 1].mean() == pytest.approx(0.8, abs=0.04)
    assert unsure[labels[:, 0] == 0].mean() == pytest.approx(0.2, abs=0.04)


def test_what_a_source_looks_like_is_learned_by_its_own_intercept(features: sp.csr_matrix) -> None:
    random = np.random.default_rng(2)
    groups = (np.arange(ROWS) % 2).astype(np.intp)
    rows = features.toarray()
    rows[:, 5] = groups  # a word of the second source, which has more positives but no other reason
    answers = (random.random(ROWS) < np.where(groups == 1, 0.8, 0.2)).astype(np.float32)[:, None]
    marked = part(sp.csr_matrix(rows), answers, groups)
    apart, together = LinearHeads(1, groups=2, group_scale=3.0), LinearHeads(1)
    for epoch in range(20):
        apart.learn(marked, seed=epoch)
        together.learn(marked, seed=epoch)
    apart.finish()
    together.finish()
    assert apart.coef_.shape == together.coef_.shape == (1, COLUMNS)
    assert together.coef_[0, 5] > 1.5
    assert abs(apart.coef_[0, 5]) < together.coef_[0, 5] / 2


def test_a_head_that_is_not_grouped_learns_as_if_all_rows_were_of_one_group(
    features: sp.csr_matrix, labels: NDArray[np.float32]
) -> None:
    groups = (np.arange(ROWS) % 2).astype(np.intp)
    alone = LinearHeads(1, groups=2).learn(part(features, labels[:, :1], np.zeros_like(groups))).finish()
    mixed = LinearHeads(2, groups=2, grouped=[False, True])
    mixed.learn(part(features, labels[:, [0, 0]], groups)).finish()
    assert np.array_equal(mixed.coef_[0], alone.coef_[0])
    assert mixed.intercept_[0] == alone.intercept_[0]
    assert not np.array_equal(mixed.coef_[1], alone.coef_[0])


def test_models_that_learn_together_and_are_split_are_as_each_alone(
    features: sp.csr_matrix, labels: NDArray[np.float32]
) -> None:
    groups = (np.arange(ROWS) % 2).astype(np.intp)
    weights = np.stack([np.ones(ROWS), np.ones(ROWS), groups, groups], axis=1).astype(np.float32)
    together = LinearHeads(4, groups=2, grouped=[True, False, True, False])
    together.learn(Part(features, np.tile(labels, 2), weights, groups), seed=5, jobs=2)
    for share, found in enumerate(together.split(2)):
        alone = LinearHeads(2, groups=2, grouped=[True, False])
        alone.learn(Part(features, labels, weights[:, 2 * share :][:, :2], groups), seed=5).finish()
        assert np.array_equal(found.finish().coef_, alone.coef_)
        assert np.array_equal(found.intercept_, alone.intercept_)
        assert found.get_params() == alone.get_params()


def test_a_head_that_nobody_taught_says_no(features: sp.csr_matrix, labels: NDArray[np.float32]) -> None:
    labels[:, 1] = NOBODY_ASKED
    found = LinearHeads(2).fit(features, labels).predict_proba(features)[:, 1]
    assert (found < 0.01).all()


def test_heads_of_which_none_was_taught_are_refused(features: sp.csr_matrix, labels: NDArray[np.float32]) -> None:
    with pytest.raises(ValueError, match="no head was taught anything"):
        LinearHeads(2).fit(features, np.full_like(labels, NOBODY_ASKED))


def test_labels_for_other_heads_are_refused(features: sp.csr_matrix, labels: NDArray[np.float32]) -> None:
    with pytest.raises(ValueError, match="do not fit 3 heads"):
        LinearHeads(3).fit(features, labels)
    with pytest.raises(ValueError, match="do not fit 2 heads"):
        LinearHeads(2).learn(Part(features, labels, np.ones((ROWS, 1), np.float32), np.zeros(ROWS, np.intp)))


def test_calibration_is_folded_into_the_weights(features: sp.csr_matrix, labels: NDArray[np.float32]) -> None:
    heads = LinearHeads(2).fit(features, labels)
    before = heads.decision_function(features)
    after = heads.calibrate([0.5, 2.0], [1.0, -1.0]).decision_function(features)
    assert after == pytest.approx(before * [0.5, 2.0] + [1.0, -1.0], abs=1e-3)


@pytest.mark.parametrize(("slope", "offset"), [(1.0, 0.0), (0.3, -2.0), (4.0, 1.0)])
def test_platt_finds_how_the_logits_were_distorted(slope: float, offset: float) -> None:
    true = np.random.default_rng(3).normal(-1, 2, 4_000).astype(np.float32)
    soft = (1 / (1 + np.exp(-true))).astype(np.float32)
    found = platt(((true - offset) / slope).astype(np.float32), soft)
    assert found == pytest.approx((slope, offset), abs=0.05)


def test_platt_leaves_out_what_nobody_was_asked() -> None:
    random = np.random.default_rng(4)
    logits = random.normal(0, 2, 500).astype(np.float32)
    labels = (random.random(500) < 1 / (1 + np.exp(-logits))).astype(np.float32)
    some = labels.copy()
    some[::2] = NOBODY_ASKED
    assert platt(logits, some) == pytest.approx(platt(logits[1::2], labels[1::2]))


@pytest.mark.parametrize(
    "labels",
    [[0.0, 0.0, 0.0], [1.0, 1.0, 1.0], [np.nan, np.nan, np.nan], [np.nan, 1.0, np.nan], [1.0, 0.0, 0.0]],
)
def test_platt_changes_nothing_where_there_is_nothing_to_learn_from_or_the_order_would_turn(
    labels: list[float],
) -> None:
    assert platt(np.array([-1, 0, 1], np.float32), np.array(labels, np.float32)) == (1.0, 0.0)
