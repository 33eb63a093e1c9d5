"""Verdicts to look at once more."""

import random
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.house import judged
from training import doubts
from training.doubts import ALIKE, DOUBTED, STANDS, doubts_of, weights_of
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


TEXT = "come to the market on monday and buy fresh fish from the harbour"


def doubted(lessons: Lessons) -> dict[str, str | None]:
    """The comments whose verdict is in doubt though no model minds it, each with the one that contradicts it."""
    unsure = scores(*[0.5] * len(lessons.comments))
    return {one.comment: one.other for one in doubts_of(lessons, unsure, unsure)}


def test_twins_with_opposite_verdicts_are_in_doubt_both() -> None:
    lessons = ten(judged(TEXT, at=0), judged(f"{TEXT} !", is_rejected=True, at=1))
    first, second = (lessons.comments[row].comment for row in range(2))
    assert doubted(lessons) == {first: second, second: first}


@pytest.mark.parametrize("at", [0, 1, 5])
@pytest.mark.parametrize("is_rejected", [False, True])
def test_of_many_like_verdicts_and_a_slip_among_them_only_the_slip_is_in_doubt(at: int, *, is_rejected: bool) -> None:
    copies = [judged(f"{TEXT}{'!' * row}", is_rejected=is_rejected != (row == at), at=row) for row in range(6)]
    lessons = ten(*copies)
    assert set(doubted(lessons)) == {copies[at].comment}
    assert doubted(lessons)[copies[at].comment] in {one.comment for one in copies} - {copies[at].comment}


def test_where_moderators_are_at_odds_every_verdict_is_in_doubt() -> None:
    copies = [judged(f"{TEXT} stall {row}", is_rejected=row % 5 < 2, at=row) for row in range(10)]
    lessons = ten(*copies, *(judged(f"word{at} thing{at} other{at}", at=100 + at) for at in range(10)))
    assert set(doubted(lessons)) == {one.comment for one in copies}


def test_a_slip_is_found_however_late_it_comes_among_copies() -> None:
    copies = [judged(f"{TEXT} stall {row}", is_rejected=row != 170, at=row) for row in range(300)]
    assert set(doubted(lessons_of(copies, 10))) == {copies[170].comment}


@given(st.lists(st.tuples(st.frozensets(st.sampled_from("abcdefgh"), min_size=1), st.booleans()), max_size=12))
def test_what_is_in_doubt_is_what_comparing_all_with_all_finds(said: list[tuple[frozenset[str], bool]]) -> None:
    comments = [
        judged(" ".join(sorted(words)), is_rejected=is_rejected, at=at) for at, (words, is_rejected) in enumerate(said)
    ]
    lessons = ten(*comments, *(judged(f"word{at} thing{at}", at=100 + at) for at in range(10)))
    expected = set()
    for comment, (words, verdict) in zip(comments, said, strict=True):
        like = [other for text, other in said if len(words & text) / len(words | text) >= ALIKE]
        if like.count(verdict) < STANDS * like.count(not verdict):
            expected.add(comment.comment)
    assert set(doubted(lessons)) == expected


def test_a_pair_of_long_texts_is_compared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: Counter[frozenset[frozenset[str]]] = Counter()

    def counted(one: frozenset[str], other: frozenset[str]) -> bool:
        compared[frozenset((one, other))] += 1
        return are_alike(one, other)

    are_alike = doubts._are_alike  # noqa: SLF001 - what is counted
    monkeypatch.setattr(doubts, "_are_alike", counted)
    chance = random.Random(3)  # noqa: S311 - no secret
    words = [f"word{at}" for at in range(130)]
    texts = [" ".join(chance.sample(words, 100)) for _ in range(10)]
    assert not doubted(lessons_of([judged(text, is_rejected=at % 2 > 0, at=at) for at, text in enumerate(texts)], 10))
    assert len(compared) == 7 * 6 / 2
    assert set(compared.values()) == {1}


def test_comments_without_a_word_are_nobodys_twins() -> None:
    lessons = ten(judged("?!", at=0), judged("...", is_rejected=True, at=1), judged("\N{THUMBS UP SIGN}", at=2))
    assert not doubted(lessons)


def test_what_is_held_out_is_not_looked_at() -> None:
    lessons = lessons_of([judged(f"word{at}", is_rejected=True, at=at) for at in range(10)], 10)
    found = doubts_of(lessons, scores(*[0.0] * 10), scores(*[0.0] * 7, *[np.nan] * 3))
    assert len(found) == 7


def test_doubt_weighs_less_until_a_moderator_stands_by_it() -> None:
    lessons = ten(judged("a b c d", is_rejected=True, at=0), judged("e f g h", is_rejected=True, at=1))
    found = doubts_of(lessons, scores(*[0.0] * 10), scores(*[0.0] * 10))
    confirmed = {lessons.comments[1].verdict}
    assert weights_of(lessons, found, confirmed).tolist() == [DOUBTED, *[1.0] * 9]
