"""What is kept of a decision is what was answered."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from math import isfinite
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic_core import from_json, to_json

from model.comment import Submission
from model.findings import Finding, Severity, Span
from model.kernel import compiled
from model.policy import Policy
from service import wording
from service.checks import Author, SiteRules
from service.decision import STORE_AWAY, Decision, degrade
from service.judge import Judged
from service.keeping import as_spooled, record_of
from store.identifiers import Identifiers, millisecond_of

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
    judged = Judged(decision, Author(), 0, millisecond_of(decision.id), is_kept=True)
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
    judged = Judged(decision, Author(), 0, millisecond_of(decision.id), is_kept=True)
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


@pytest.mark.skipif(compiled is None, reason="there is no compiled kernel to compare with")
@given(
    st.dictionaries(
        st.sampled_from(["spam", "a_b", 'q"', "back\\", "é", "\x00", "\x7f", ""]), st.floats(0, 1) | st.floats()
    ),
    st.lists(st.builds(Span, st.integers(), st.integers(0, 99), st.floats() | st.floats(-9, 9)), max_size=4),
)
def test_the_kernel_words_numbers_as_its_twin_does(scores: dict[str, float], found: list[Span]) -> None:
    assert compiled.scores_json(scores) in {None, to_json(wording.scores(scores)).decode()}
    assert compiled.spans_json(tuple(found)) in {None, to_json(wording.spans(found)).decode()}
    assert wording.scores_text(scores) == to_json(wording.scores(scores)).decode()
    assert wording.spans_text(tuple(found)) == to_json(wording.spans(found)).decode()


@pytest.mark.skipif(compiled is None, reason="as above")
def test_the_kernel_words_what_is_usual_and_nothing_strange() -> None:
    assert compiled.scores_json({"spam": 0.12344, "threat": 1.0}) == '{"spam":0.1234,"threat":1.0}'
    assert compiled.spans_json((Span(0, 12, -0.05), Span(13, 14, 2.5))) == (
        '[{"begin":0,"end":12,"weight":-0.05},{"begin":13,"end":14,"weight":2.5}]'
    )
    strange: tuple[Any, ...] = ([], {1: 0.5}, {"a": 1}, {"a": None})
    assert list(map(compiled.scores_json, strange)) == [None] * 4
    strange = ([], (1,), ((1, 2),), ((1.0, 2, 0.5),))
    assert list(map(compiled.spans_json, strange)) == [None] * 4


@given(st.datetimes(timezones=st.none() | st.timezones()))
def test_any_time_is_kept_in_milliseconds(moment: datetime) -> None:
    decision = Decision(Identifiers().new(), Severity.ACCEPT, False, (), {}, "en", "", "")
    record = record_of(
        Judged(decision, Author(), 0, millisecond_of(decision.id), is_kept=True),
        Submission(content="x", created_at=moment),
        SITE,
        "native",
    )
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    assert record.created_at is not None
    assert record.created_at == (aware - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


@pytest.mark.parametrize(("hours", "expected"), [(0, 0), (4, -14_400_000), (-4, 14_400_000)])
def test_a_zone_counts(hours: int, expected: int) -> None:
    moment = datetime(1970, 1, 1, tzinfo=timezone(timedelta(hours=hours)))
    decision = Decision(Identifiers().new(), Severity.ACCEPT, False, (), {}, "en", "", "")
    record = record_of(
        Judged(decision, Author(), 0, millisecond_of(decision.id), is_kept=True),
        Submission(content="x", created_at=moment),
        SITE,
        "native",
    )
    assert record.created_at == expected
