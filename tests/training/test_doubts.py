"""Verdicts to look at once more."""

import numpy as np

from tests.training.house import judged
from training.doubts import DOUBTED, doubts_of, weights_of
from training.lessons import Lessons, lessons_of


def scores(*values: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return np.asarray(values, np.float32)


def ten(*first: object) -> Lessons:
    """These comments and others after them, so that the first are learned from."""
    others = [judged(f"word{at} thing{at} other{at} more{at}", at=100 + at) for at in range(10 - len(first))]
    return lessons_of([*first, *others], 10)  # type: ignore[list-item]


def test_a_verdict_is_in_doubt_where_the_model_and_the_other_verdicts_contradict_it() -> None:
    lessons = ten(
        judged("first words of a slip", is_rejected=True, at=0),
        judged("second one is a house rule", is_rejected=True, at=1),
        judged("third is approved against all", at=2),
        judged("fourth is what the model minds", at=3),
    )
    champion = scores(0.01, 0.01, 0.99, 0.99, *[0.02] * 6)
    others = scores(0.01, 0.90, 0.97, 0.30, *[0.02] * 6)
    found = doubts_of(lessons, champion, others)
    assert [(one.comment, one.why, one.score) for one in found] == [
        (lessons.comments[0].comment, "model", 1),
        (lessons.comments[2].comment, "model", 99),
    ]


def test_twins_with_opposite_verdicts_are_in_doubt_both() -> None:
    text = "come to the market on monday and buy fresh fish from the harbour"
    lessons = ten(
        judged(text, at=0), judged(f"{text} !", is_rejected=True, at=1), judged(f"{text}.", is_rejected=False, at=2)
    )
    found = {one.comment: one.other for one in doubts_of(lessons, scores(*[0.5] * 10), scores(*[0.5] * 10))}
    first, second, third = (lessons.comments[row].comment for row in range(3))
    assert set(found) == {first, second, third}
    assert found[first] == second
    assert found[third] == second


def test_what_is_held_out_is_not_looked_at() -> None:
    lessons = lessons_of([judged(f"word{at}", is_rejected=True, at=at) for at in range(10)], 10)
    found = doubts_of(lessons, scores(*[0.0] * 10), scores(*[0.0] * 7, *[np.nan] * 3))
    assert len(found) == 7


def test_doubt_weighs_less_until_a_moderator_stands_by_it() -> None:
    lessons = ten(judged("a b c d", is_rejected=True, at=0), judged("e f g h", is_rejected=True, at=1))
    found = doubts_of(lessons, scores(*[0.0] * 10), scores(*[0.0] * 10))
    confirmed = {lessons.comments[1].verdict}
    assert weights_of(lessons, found, confirmed).tolist() == [DOUBTED, *[1.0] * 9]
