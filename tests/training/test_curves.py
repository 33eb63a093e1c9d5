"""Thresholds for every promise of the grid: those that would be chosen for it, and never the wrong way round."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.policy import Policy, Threshold
from tests.training.test_thresholds import NAMES, family, simulated
from training.curves import MISSED, WRONG_REJECTS, curves_of
from training.metrics import upper_bound
from training.promises import Promise
from training.thresholds import choose_all, thin, thresholds_of


def test_each_promise_leads_to_what_would_be_chosen_for_it() -> None:
    scores, labels = family(np.random.default_rng(3), 20_000)
    curves = curves_of(scores, labels, NAMES)
    trained = thresholds_of(choose_all(scores, labels, NAMES))
    for wrong in WRONG_REJECTS:
        for missed in MISSED:
            promised = Policy(max_wrong_rejects=wrong, max_missed=missed).thresholds(trained, curves)
            assert promised == thresholds_of(choose_all(scores, labels, NAMES, Promise(wrong, missed)))


def test_the_promise_of_the_training_is_on_the_curve_also_where_the_grid_has_it_not() -> None:
    scores, labels = family(np.random.default_rng(4), 20_000)
    promise = Promise(0.033, 0.07)
    curves = curves_of(scores, labels, NAMES, promise)
    asked = Policy(max_wrong_rejects=0.033, max_missed=0.07)
    trained = thresholds_of(choose_all(scores, labels, NAMES, promise))
    assert asked.thresholds(dict.fromkeys(NAMES, Threshold()), curves) == trained


def test_rows_are_counted_at_their_natural_prior_as_the_choice_does() -> None:
    scores, labels = simulated(np.random.default_rng(5), 8_000)
    kept = thin(labels > 0, 0.05)
    columns = scores[:, np.newaxis], labels[:, np.newaxis], ["unwanted"]
    curve = curves_of(*columns, natural=kept)["unwanted"]
    chosen = choose_all(*columns, natural=kept)["unwanted"].threshold
    assert (curve.rejects(0.02), curve.queues(0.10)) == (chosen.reject_at, chosen.queue_at)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 1_500), st.sampled_from([2, 9, 99]))
def test_a_stricter_promise_never_accepts_or_rejects_more(seed: int, rows: int, levels: int) -> None:
    random = np.random.default_rng(seed)
    scores = np.round(random.random((rows, 2)) * levels) / levels
    labels = (random.random((rows, 2)) < scores).astype(np.float64)
    for curve in curves_of(scores, labels, ["toxicity", "spam"]).values():
        rejects = [2.0 if limit is None else limit for _, limit in curve.reject_at]
        queues = [2.0 if limit is None else limit for _, limit in curve.queue_at]
        assert all(strict >= loose for strict, loose in pairwise(rejects))
        assert all(strict <= loose for strict, loose in pairwise(queues))
        assert [share for share, _ in curve.queue_at] == sorted(MISSED)


@pytest.mark.parametrize(("positives", "shown"), [(0, None), (5, 0.5), (28, 0.12), (29, 0.1), (400, 0.01)])
def test_which_promise_on_misses_the_rows_can_show_is_told(positives: int, shown: float | None) -> None:
    scores = np.linspace(0, 1, positives + 500)[:, np.newaxis]
    labels = np.append(np.zeros(500), np.ones(positives))[:, np.newaxis]
    curve = curves_of(scores, labels, ["spam"])["spam"]
    assert curve.missed_from == shown
    assert shown is None or upper_bound(0, positives) <= shown
    assert (curve.queues(0.1) is None) is (positives == 0)


def test_confidence_is_the_promises_own() -> None:
    scores, labels = simulated(np.random.default_rng(6), 20_000)
    columns = scores[:, np.newaxis], labels[:, np.newaxis], ["spam"]
    sure = curves_of(*columns, replace(Promise(), confidence=0.999))["spam"]
    unsure = curves_of(*columns, replace(Promise(), confidence=0.6))["spam"]
    assert (sure.queues(0.1) or 0) < (unsure.queues(0.1) or 0)
