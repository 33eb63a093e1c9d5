"""In which order comments are worth a moderator's time."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.policy import Threshold
from store.urgency import AGE, FIRST, HOUR_MS, Priority, priority

THRESHOLDS = {"insult": Threshold(0.5, 0.9), "spam": Threshold(0.6, None), "threat": Threshold(None, None)}


def finding(code: str, score: float | None = None, threshold: float | None = None, severity: str = "queue") -> Any:  # noqa: ANN401
    """A finding as the store keeps it."""
    told = {"code": code, "severity": severity, "message": "It is."}
    return told if score is None else {**told, "score": score, "threshold": threshold}


def ranked(*findings: Any, since: int = 0, **scores: float | None) -> Priority:  # noqa: ANN401
    """The priority of a comment with these findings and scores."""
    return priority(json.dumps(findings), json.dumps(scores), since, THRESHOLDS)


def test_what_is_further_over_its_threshold_is_more_urgent() -> None:
    assert ranked(finding("insult", 0.55, 0.5), insult=0.55).urgency == pytest.approx(0.1)
    assert ranked(finding("insult", 0.95, 0.5), insult=0.95).urgency == pytest.approx(0.9)


def test_a_finding_without_a_score_counts_as_half() -> None:
    assert ranked(finding("flood")).urgency == pytest.approx(0.5)


def test_a_threat_comes_first() -> None:
    threat = ranked(finding("threat", 0.41, 0.4), threat=0.41).urgency
    assert threat > FIRST > ranked(finding("insult", 1.0, 0.5), insult=1.0).urgency


def test_trust_makes_nothing_urgent() -> None:
    assert ranked(finding("trusted_role", severity="accept")).urgency == 0
    assert ranked(finding("trusted_role", severity="accept")).codes == ()


def test_every_hour_of_waiting_counts_the_same() -> None:
    early, late = (ranked(finding("flood"), since=hours * HOUR_MS).urgency for hours in (480_000, 480_007))
    assert early - late == pytest.approx(7 * AGE)


def test_the_attribute_is_the_one_that_is_furthest_over_its_threshold() -> None:
    found = (finding("insult", 0.6, 0.5), finding("spam", 0.9, 0.6), finding("flood"))
    assert ranked(*found, insult=0.6, spam=0.9).attribute == "spam"
    assert ranked(finding("flood"), insult=0.1).attribute == ""


def test_codes_are_told_once_in_their_order() -> None:
    assert ranked(finding("links"), finding("flood"), finding("links")).codes == ("links", "flood")


@pytest.mark.parametrize("score", [0.5, 0.9])
def test_on_a_threshold_nothing_is_more_uncertain(score: float) -> None:
    assert ranked(insult=score).uncertainty == 1.0
    assert ranked(insult=score + 0.01).uncertainty < 1.0


def test_what_no_model_judged_teaches_nothing() -> None:
    assert ranked().uncertainty == 0
    assert ranked(insult=None, threat=0.4, other=0.5).uncertainty == 0


@given(
    st.dictionaries(st.sampled_from(["insult", "spam", "threat"]), st.none() | st.floats(0, 1)), st.integers(0, 2**45)
)
def test_whatever_the_scores_the_order_is_by_numbers(scores: dict[str, float | None], since: int) -> None:
    found = [finding(name, score, 0.5) for name, score in scores.items() if score is not None and score >= 0.5]
    told = ranked(*found, since=since, **scores)
    assert 0 <= told.uncertainty <= 1
    assert abs(told.urgency) < 2**30
