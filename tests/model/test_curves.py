"""A site's own promises moved along a bundle's curves."""

from pathlib import Path

import pytest

from model.bundle import load
from model.curves import Curve
from model.policy import Policy, Threshold
from tests.model.bundles import make_bundle

CURVE = Curve(reject_at=((0.01, None), (0.02, 0.9), (0.1, 0.6)), queue_at=((0.05, 0.1), (0.1, 0.4), (0.5, 0.8)))
TRAINED = {"spam": Threshold(0.4, 0.9)}


@pytest.mark.parametrize(
    ("wrong", "missed", "expected"),
    [
        (None, None, Threshold(0.4, 0.9)),
        (0.02, 0.1, Threshold(0.4, 0.9)),
        (0.019, None, Threshold(0.4, None)),
        (0.005, None, Threshold(0.4, None)),
        (0.3, None, Threshold(0.4, 0.6)),
        (None, 0.07, Threshold(0.1, 0.9)),
        (None, 0.01, Threshold(0.0, 0.9)),
        (None, 0.5, Threshold(0.8, 0.9)),
        (0.1, 0.5, Threshold(0.6, 0.6)),
    ],
)
def test_between_two_promises_the_stricter_one_holds(
    wrong: float | None, missed: float | None, expected: Threshold
) -> None:
    policy = Policy(max_wrong_rejects=wrong, max_missed=missed)
    assert policy.thresholds(TRAINED, {"spam": CURVE}) == {"spam": expected}


def test_without_a_curve_the_thresholds_stay_as_they_were_trained() -> None:
    policy = Policy(max_wrong_rejects=0.1, max_missed=0.5)
    assert policy.thresholds(TRAINED) == policy.thresholds(TRAINED, {"threat": CURVE}) == TRAINED


def test_a_threshold_of_the_sites_own_outweighs_its_promise() -> None:
    policy = Policy(max_wrong_rejects=0.1, reject_at={"spam": None}, queue_at={"spam": 0.2})
    assert policy.thresholds(TRAINED, {"spam": CURVE}) == {"spam": Threshold(0.2, None)}


def test_a_bundle_keeps_its_curves(tmp_path: Path) -> None:
    make_bundle(tmp_path, version="with", words={}, curves={"spam": CURVE})
    make_bundle(tmp_path, version="without", words={})
    assert load(tmp_path / "with").curves == {"spam": CURVE}
    assert load(tmp_path / "without").curves == {}
