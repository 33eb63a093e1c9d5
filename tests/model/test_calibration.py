"""Scores in a language of its own calibration."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from model.calibration import Scaling, calibrated

slopes = st.floats(0.01, 20)
offsets = st.floats(-20, 20)
scores = st.floats(0, 1)


def test_a_score_is_scaled_on_its_logit() -> None:
    assert Scaling(0.5, 1.0).scaled(0.5) == pytest.approx(1 / (1 + math.exp(-1)))
    assert Scaling(2.0, 0.0).scaled(0.8) == pytest.approx(0.8**2 / (0.8**2 + 0.2**2))


@given(score=scores)
def test_one_and_nothing_change_nothing(score: float) -> None:
    assert Scaling(1.0, 0.0).scaled(score) == pytest.approx(score, abs=1e-12)


@given(slope=slopes, offset=offsets, one=scores, other=scores)
def test_no_order_changes_and_a_score_stays_one(slope: float, offset: float, one: float, other: float) -> None:
    scaling = Scaling(slope, offset)
    lower, higher = sorted((one, other))
    assert 0 <= scaling.scaled(one) <= 1
    if lower > 0 and higher < 1:
        assert scaling.scaled(lower) <= scaling.scaled(higher)


def test_no_number_stays_no_number_so_that_it_is_seen() -> None:
    assert math.isnan(Scaling(2.0, 1.0).scaled(math.nan))


def test_only_attributes_with_a_scaling_are_scaled() -> None:
    before = {"toxicity": 0.5, "spam": 0.25}
    after = calibrated(before, {"toxicity": Scaling(1.0, -2.0)})
    assert after == {"toxicity": pytest.approx(1 / (1 + math.exp(2))), "spam": 0.25}
    assert before == {"toxicity": 0.5, "spam": 0.25}


def test_a_language_without_scalings_keeps_its_scores() -> None:
    before = {"toxicity": 0.5}
    assert calibrated(before, None) is before
    assert calibrated(before, {}) is before


@pytest.mark.parametrize(("slope", "offset"), [(0.0, 0.0), (-1.0, 0.0), (math.inf, 0.0), (1.0, math.nan)])
def test_a_scaling_that_turns_or_breaks_scores_is_refused(slope: float, offset: float) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Scaling).validate_python({"slope": slope, "offset": offset})
