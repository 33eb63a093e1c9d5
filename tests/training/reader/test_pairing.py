"""What both readers say together, and what becomes of comments by it."""

import numpy as np
import pytest
from scipy.special import expit, logit  # type: ignore[import-untyped]

from model.policy import Threshold
from model.reader.bundle import Band, Combination
from model.scorer import ATTRIBUTES
from training.reader.material import Asked
from training.reader.pairing import combinations_of, decided, is_unsure, outcomes, together
from training.splits import CALIBRATION, TEST

TOXICITY = ATTRIBUTES.index("toxicity")


def scored(*toxicity: float) -> np.ndarray:
    """Logits of rows that differ in toxicity alone."""
    found = np.full((len(toxicity), len(ATTRIBUTES)), -9.0, np.float32)
    found[:, TOXICITY] = logit(np.asarray(toxicity))
    return found


def test_the_first_is_unsure_within_its_bands_both_ends_included() -> None:
    scores = np.asarray(expit(scored(0.1, 0.25, 0.5, 0.75, 0.9)), np.float32)
    scores[1, TOXICITY], scores[3, TOXICITY] = 0.25, 0.75
    assert is_unsure(scores, {"toxicity": Band(0.25, 0.75)}).tolist() == [False, True, True, True, False]
    assert not is_unsure(scores, {}).any()


def test_where_it_is_unsure_both_decide_and_an_attribute_without_a_combination_stays() -> None:
    first, second = scored(0.5, 0.9), scored(0.9, 0.1)
    combinations = {"toxicity": Combination(1.0, 1.0, 0.0)}
    found = decided(first, second, combinations, {"toxicity": Band(0.4, 0.6)})
    assert found[:, TOXICITY] == pytest.approx([0.9, 0.9], abs=1e-4)
    spam = ATTRIBUTES.index("spam")
    assert together(first, second, combinations)[:, spam] == pytest.approx(expit(first[:, spam]), abs=1e-6)


def test_to_reject_takes_both_where_both_were_asked_and_the_first_where_it_was_not() -> None:
    first = scored(0.95, 0.95, 0.5, 0.99, 0.1)
    scores = np.asarray(expit(scored(0.95, 0.3, 0.95, 0.99, 0.1)), np.float32)
    limits = dict.fromkeys(ATTRIBUTES, Threshold(0.2, 0.9))
    queued, rejected = outcomes(first, scores, {"toxicity": Band(0.4, 0.97)}, limits, limits)
    assert rejected.tolist() == [True, False, False, True, False]
    assert queued.tolist() == [False, True, True, False, False]


def test_where_no_level_of_both_rejects_it_is_the_firsts_own_unless_a_group_is_in_question() -> None:
    first = scored(0.95, 0.95, 0.5, 0.99)
    scores = np.asarray(expit(scored(0.95, 0.3, 0.95, 0.99)), np.float32)
    alone = dict.fromkeys(ATTRIBUTES, Threshold(0.2, 0.9))
    limits = {name: limit.without_reject() for name, limit in alone.items()}
    for bands, expected in (
        ({"toxicity": Band(0.4, 0.97)}, [True, False, False, True]),
        ({"toxicity": Band(0.4, 0.97), "identity_attack": Band(0.0, 1.0)}, [False, False, False, False]),
    ):
        _, rejected = outcomes(first, scores, bands, limits, alone)
        assert rejected.tolist() == expected


def test_two_readers_that_err_apart_are_better_together_and_calibrated() -> None:
    chance = np.random.default_rng(3)
    rows = 6_000
    truth = chance.normal(-1.5, 2, rows)
    labels = np.full((rows, len(ATTRIBUTES)), np.nan, np.float32)
    labels[:, TOXICITY] = chance.random(rows) < expit(truth)
    first, second = (np.tile((truth + chance.normal(0, 1.5, rows))[:, None], 7).astype(np.float32) for _ in range(2))
    everything = np.ones(rows, np.bool_)
    asked = Asked(
        np.arange(rows),
        np.zeros((rows, 1), np.float32),
        labels,
        np.full(rows, "talk"),
        np.where(np.arange(rows) % 2, CALIBRATION, TEST),
        dict.fromkeys(ATTRIBUTES, everything),
        everything,
    )
    found = combinations_of(asked, first, 3 * second, ["toxicity"])
    assert list(found) == ["toxicity"]
    both = together(first, 3 * second, found)[::2, TOXICITY]
    told = labels[::2, TOXICITY]
    assert abs(float(both.mean() - told.mean())) < 0.03
    alone = np.asarray(expit(first[::2, TOXICITY]))
    assert float(((both - told) ** 2).mean()) < float(((alone - told) ** 2).mean()) - 0.005
