"""What other thresholds would have decided is what the judge's own words make of them."""

import math

from hypothesis import given
from hypothesis import strategies as st

from model.findings import MODEL_UNAVAILABLE, Finding, Severity, decide, judge
from model.policy import Threshold
from service.what_if import DECISIONS, Change, Sampled
from service.wording import findings_text, scores_text
from store.insights import Scored

ATTRIBUTES = ("toxicity", "spam")
LEVELS = st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0])
LIMITS = st.builds(Threshold, st.none() | LEVELS, st.none() | LEVELS)
THRESHOLDS = st.fixed_dictionaries(dict.fromkeys(ATTRIBUTES, LIMITS))
OTHERS = st.lists(
    st.builds(
        Finding,
        code=st.sampled_from(["links", "check_failed", MODEL_UNAVAILABLE]),
        severity=st.sampled_from(Severity),
        message=st.just("A finding."),
        score=st.none(),
        threshold=st.none(),
        spans=st.just(()),
        fault=st.booleans(),
        earlier=st.just(()),
    ),
    max_size=3,
)
SCORES = st.dictionaries(st.sampled_from(ATTRIBUTES), LEVELS | st.just(math.nan))


def stored(number: int, found: list[Finding], scores: dict[str, float], model: str = "1") -> Scored:
    return Scored(str(number), findings_text(found), scores_text(scores), model)


@given(st.lists(st.tuples(OTHERS, SCORES), max_size=8), THRESHOLDS, THRESHOLDS, THRESHOLDS)
def test_it_decides_as_the_judge_would_whatever_was_decided_before(
    judged: list[tuple[list[Finding], dict[str, float]]],
    before: dict[str, Threshold],
    now: dict[str, Threshold],
    then: dict[str, Threshold],
) -> None:
    rows = [stored(number, [*others, *judge(scores, before)], scores) for number, (others, scores) in enumerate(judged)]
    effect = Sampled(rows).effect("1", now, then)
    decided = [[decide([*others, *judge(scores, limits)]).value for limits in (now, then)] for others, scores in judged]
    # A score that is no number was a fault of the comment's own when it was judged: it stays one.
    expected = [
        ["queue" if decision == "accept" and _is_faulty(scores, before) else decision for decision in pair]
        for pair, (_, scores) in zip(decided, judged, strict=True)
    ]
    assert effect.comments == len(judged)
    assert effect.now == {one: [pair[0] for pair in expected].count(one) for one in DECISIONS}
    assert effect.then == {one: [pair[1] for pair in expected].count(one) for one in DECISIONS}
    assert effect.changes == [Change(str(number), *pair) for number, pair in enumerate(expected) if pair[0] != pair[1]]
    assert sum(effect.moves.values()) == len(effect.changes)


def _is_faulty(scores: dict[str, float], thresholds: dict[str, Threshold]) -> bool:
    return any(finding.fault for finding in judge(scores, thresholds))


def test_comments_that_another_model_scored_are_counted() -> None:
    rows = [stored(1, [], {"spam": 0.5}), stored(2, [], {"spam": 0.5}, model="0"), stored(3, [], {}, model="")]
    effect = Sampled(rows).effect("1", {}, {"spam": Threshold(0.5, None)})
    assert (effect.earlier, effect.comments) == (2, 3)
    assert [one.comment for one in effect.changes] == ["1", "2"]
    assert effect.moves == {("accept", "queue"): 2}


def test_no_comments_change_nothing() -> None:
    effect = Sampled([]).effect("1", {}, {"spam": Threshold(0.5, None)})
    assert (effect.comments, effect.changes, effect.now) == (0, [], {"accept": 0, "queue": 0, "reject": 0})
