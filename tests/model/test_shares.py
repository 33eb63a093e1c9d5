"""Intervals of shares are those published, and those of scipy, which serving does without."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest  # type: ignore[import-untyped]

from model.shares import Interval, Share


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(81, 263, 0.2527, 0.3676), (15, 148, 0.0578, 0.1617), (0, 20, 0.0, 0.1684), (1, 29, 0.0009, 0.1776)],
)
def test_intervals_equal_the_published_ones(count: int, of: int, low: float, high: float) -> None:
    """Newcombe (1998), Two-sided confidence intervals for the single proportion, table I, method 5."""
    assert Share(count, of).interval() == pytest.approx((low, high), abs=5e-5)


def expected(count: int, of: int, confidence: float) -> tuple[float, float]:
    """The interval by scipy's exact test."""
    found = binomtest(count, of).proportion_ci(confidence, method="exact")
    return float(found.low), float(found.high)


@given(st.data())
def test_an_interval_is_that_of_scipys_exact_test(data: st.DataObject) -> None:
    of = data.draw(st.integers(1, 3_000))
    count = data.draw(st.integers(0, of))
    confidence = data.draw(st.sampled_from([0.5, 0.9, 0.95, 0.999]))
    assert Share(count, of).interval(confidence) == pytest.approx(expected(count, of, confidence), abs=1e-9)


@pytest.mark.parametrize(("count", "of"), [(0, 1), (1, 1), (0, 200), (200, 200), (1, 1_000_000), (50_000, 100_000)])
def test_the_ends_and_large_numbers_are_no_exception(count: int, of: int) -> None:
    assert Share(count, of).interval() == pytest.approx(expected(count, of, 0.95), abs=1e-9)
    assert Share(count, of).value == count / of


def test_nothing_of_nothing_may_be_anything() -> None:
    assert Share(0, 0).interval() == Interval(0.0, 1.0)
    assert Share(0, 0).value is None
