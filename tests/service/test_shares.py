"""Intervals of shares are those of scipy, which serving does without."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.shares import Share
from training.metrics import clopper_pearson


@given(st.data())
def test_an_interval_is_clopper_and_pearsons(data: st.DataObject) -> None:
    of = data.draw(st.integers(0, 3_000))
    count = data.draw(st.integers(0, of))
    confidence = data.draw(st.sampled_from([0.5, 0.9, 0.95, 0.999]))
    low, high = Share(count, of).interval(confidence)
    expected = clopper_pearson(count, of, confidence)
    assert low == pytest.approx(expected.low, abs=1e-9)
    assert high == pytest.approx(expected.high, abs=1e-9)


@pytest.mark.parametrize(
    ("count", "of"), [(0, 0), (0, 1), (1, 1), (0, 200), (200, 200), (1, 1_000_000), (50_000, 100_000)]
)
def test_the_ends_and_large_numbers_are_no_exception(count: int, of: int) -> None:
    low, high = Share(count, of).interval()
    expected = clopper_pearson(count, of)
    assert low == pytest.approx(expected.low, abs=1e-9)
    assert high == pytest.approx(expected.high, abs=1e-9)
    assert Share(count, of).value == (count / of if of else None)


def test_nothing_of_nothing_may_be_anything() -> None:
    assert Share(0, 0).interval() == (0.0, 1.0)
    assert Share(0, 0).value is None
