"""From scores to findings, and from findings to a decision."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.findings import Finding, Severity, decide, judge
from model.policy import Threshold

findings = st.lists(
    st.builds(
        Finding, code=st.just("check"), severity=st.sampled_from(Severity), message=st.just(""), fault=st.booleans()
    )
)
LIMITS = {"toxicity": Threshold(queue_at=0.5, reject_at=0.9), "spam": Threshold(queue_at=0.4)}


def finding(severity: Severity, *, fault: bool = False) -> Finding:
    return Finding("check", severity, "A finding.", fault=fault)


def test_nothing_found_is_accepted() -> None:
    assert decide(()) is Severity.ACCEPT


@pytest.mark.parametrize(
    ("score", "expected"),
    [(0.49, None), (0.5, ("queue", 0.5)), (0.89, ("queue", 0.5)), (0.9, ("reject", 0.9)), (1.0, ("reject", 0.9))],
)
def test_a_score_is_held_against_its_thresholds(score: float, expected: tuple[str, float] | None) -> None:
    found = judge({"toxicity": score}, LIMITS)
    assert [(one.severity, one.threshold) for one in found] == ([] if expected is None else [expected])


def test_an_attribute_without_a_promise_is_never_rejected() -> None:
    assert decide(judge({"spam": 1.0}, LIMITS)) is Severity.QUEUE


def test_the_most_severe_finding_stands_first() -> None:
    assert [one.code for one in judge({"spam": 0.99, "toxicity": 0.91}, LIMITS)] == ["toxicity", "spam"]


def test_a_score_that_is_no_number_is_seen_by_a_person() -> None:
    found = judge({"toxicity": math.nan}, LIMITS)
    assert [one.code for one in found] == ["model_unavailable"]
    assert decide([*found, finding(Severity.ACCEPT)]) is Severity.QUEUE


def test_trust_outweighs_doubt() -> None:
    assert decide([finding(Severity.REJECT), finding(Severity.ACCEPT)]) is Severity.ACCEPT


@given(findings)
def test_a_fault_is_never_accepted(found: list[Finding]) -> None:
    assert decide([*found, finding(Severity.QUEUE, fault=True)]) is not Severity.ACCEPT


@given(findings)
def test_the_order_of_findings_does_not_matter(found: list[Finding]) -> None:
    assert decide(found) is decide(found[::-1])


@given(findings)
def test_without_trust_one_more_finding_never_softens_the_decision(found: list[Finding]) -> None:
    ranks = list(Severity)
    doubts = [one for one in found if one.severity is not Severity.ACCEPT]
    for severity in (Severity.QUEUE, Severity.REJECT):
        assert ranks.index(decide([*doubts, finding(severity)])) >= ranks.index(decide(doubts))


@pytest.mark.parametrize(
    ("score", "said"), [(0.1, "May be read as a threat."), (0.5, "Likely to be read as a threat.")]
)
def test_only_what_is_likelier_than_not_is_called_likely(score: float, said: str) -> None:
    assert judge({"threat": score}, {"threat": Threshold(0.07)})[0].message == said
