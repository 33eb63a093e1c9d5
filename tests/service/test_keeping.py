"""What is kept of a decision is what was answered."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from math import isfinite

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic_core import from_json, to_json

from model.comment import Submission
from model.policy import Finding, Policy, Severity, Span
from service import wording
from service.checks import Author, SiteRules
from service.decision import STORE_AWAY, Decision, degrade
from service.judge import Judged
from service.keeping import as_spooled, record_of
from store.identifiers import Identifiers

shares = st.floats() | st.none()
findings = st.builds(
    Finding,
    code=st.text(),
    severity=st.sampled_from(Severity),
    message=st.text(),
    score=shares,
    threshold=shares,
    spans=st.lists(st.builds(Span, st.integers(0, 9), st.integers(0, 9), st.floats()), max_size=2).map(tuple),
    fault=st.booleans(),
)
decisions = st.builds(
    Decision,
    id=st.builds(Identifiers().new),
    decision=st.sampled_from(Severity),
    degraded=st.booleans(),
    reasons=st.lists(findings, max_size=3).map(tuple),
    scores=st.dictionaries(st.text(), st.floats(), max_size=3),
    language=st.text(min_size=1),
    model=st.text(),
    policy=st.text(),
    explanation=st.none(),
)
quickly = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SITE = SiteRules.of(1, "default", Policy())


def kept(decision: Decision, submission: Submission | None = None) -> Decision:
    """The decision once it was a record."""
    judged = Judged(decision, Author(), 0)
    return wording.decision_of(record_of(judged, submission or Submission(content="x"), SITE, "native"))


@given(decisions)
@quickly
def test_a_decision_is_read_back_as_it_was_answered(decision: Decision) -> None:
    read = kept(decision)
    assert wording.members(read) == wording.members(decision)
    assert [finding.fault for finding in read.reasons] == [finding.fault for finding in decision.reasons]


@given(decisions)
@quickly
def test_a_spooled_decision_is_read_back_as_it_was_answered(decision: Decision) -> None:
    judged = Judged(decision, Author(), 0)
    record = as_spooled(record_of(judged, Submission(content="x"), SITE, "native"))
    assert wording.members(wording.decision_of(record)) == wording.members(degrade(decision, STORE_AWAY))


@given(decisions)
@quickly
def test_an_answer_is_json_that_anybody_can_read(decision: Decision) -> None:
    assert from_json(wording.reasons_json(decision), allow_inf_nan=False) is not None
    assert from_json(wording.scores_json(decision), allow_inf_nan=False) is not None


@given(decisions)
@quickly
def test_an_answer_is_made_of_what_is_kept(decision: Decision) -> None:
    decision = replace(decision, degraded=any(finding.fault for finding in decision.reasons))
    assert from_json(wording.answer(decision)) == from_json(to_json(wording.members(decision)))


@given(st.floats(0, 1), st.floats())
def test_numbers_are_told_to_four_decimals(score: float, weight: float) -> None:
    assert wording.scores({"spam": score})["spam"] == pytest.approx(score, abs=5.001e-5)
    (told,) = wording.spans([Span(0, 1, weight)])
    assert not isfinite(weight) or told["weight"] == pytest.approx(weight, rel=1e-15, abs=5.001e-5)


@given(st.datetimes(timezones=st.none() | st.timezones()))
def test_any_time_is_kept_in_milliseconds(moment: datetime) -> None:
    decision = Decision(Identifiers().new(), Severity.ACCEPT, False, (), {}, "en", "", "")
    record = record_of(Judged(decision, Author(), 0), Submission(content="x", created_at=moment), SITE, "native")
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    assert record.created_at is not None
    assert record.created_at == (aware - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


@pytest.mark.parametrize(("hours", "expected"), [(0, 0), (4, -14_400_000), (-4, 14_400_000)])
def test_a_zone_counts(hours: int, expected: int) -> None:
    moment = datetime(1970, 1, 1, tzinfo=timezone(timedelta(hours=hours)))
    decision = Decision(Identifiers().new(), Severity.ACCEPT, False, (), {}, "en", "", "")
    record = record_of(Judged(decision, Author(), 0), Submission(content="x", created_at=moment), SITE, "native")
    assert record.created_at == expected
