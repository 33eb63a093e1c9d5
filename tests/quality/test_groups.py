"""The bundle in `model/default`: naming a group of people is neither held against a comment nor does it hide abuse."""

import pytest

from model.bundle import Bundle, load
from model.registry import DEFAULT
from training.evaluation import slice_scores
from training.slices import Slices


@pytest.fixture(scope="module")
def shipped() -> Bundle:
    """The bundle that ships, verified."""
    return load(DEFAULT)


@pytest.fixture(name="slices", scope="module")
def sliced(shipped: Bundle) -> dict[str, Slices]:
    return {one.score: one for one in slice_scores(shipped.score)}


@pytest.mark.parametrize("score", ["toxicity", "identity_attack", "highest of abuse"])
def test_no_group_is_farther_from_all_than_the_margin(slices: dict[str, Slices], score: str) -> None:
    assert [one.term for one in slices[score].outside if one.taught] == []
