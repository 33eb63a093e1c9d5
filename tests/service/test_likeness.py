"""Texts that are nearly the same, and the index that finds them."""

import random
from operator import eq

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.likeness import ROWS, LikenessIndex, sign
from service.likeness import likeness as likeness_of

VOCABULARY = [f"word{number}" for number in range(5_000)]


@pytest.fixture(autouse=True)
def one_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The seed is secret and new at every start; what is counted here is counted with one."""
    monkeypatch.setattr("service.likeness._SEED", 1)


def likeness(one: str, other: str) -> float:
    return likeness_of(sign(one).rows, sign(other).rows)


def text(seed: int, words: int = 50, changed: int = 0) -> str:
    chance = random.Random(seed)  # noqa: S311 - no secret
    chosen = chance.sample(VOCABULARY, words)
    for at in range(changed):
        chosen[at * words // changed] = f"changed{at}"
    return " ".join(chosen)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(), st.text())
def test_any_text_can_be_signed(one: str, other: str) -> None:
    assert likeness(one, one) == 1.0
    assert 0.0 <= likeness(one, other) <= 1.0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(min_size=ROWS, max_size=ROWS), st.binary(min_size=ROWS, max_size=ROWS), st.integers(0, ROWS))
def test_texts_are_alike_in_the_rows_that_are_the_same(one: bytes, other: bytes, same: int) -> None:
    other = one[:same] + other[same:]
    expected = sum(map(eq, one, other)) / ROWS
    assert likeness_of(int.from_bytes(one), int.from_bytes(other)) == expected


@pytest.mark.parametrize("changed", [5, 15, 30])
def test_the_estimate_is_near_the_true_share_of_common_words(changed: int) -> None:
    true = (50 - changed) / (50 + changed)
    estimates = [likeness(text(seed), text(seed, changed=changed)) for seed in range(50)]
    assert sum(estimates) / 50 == pytest.approx(true, abs=0.04)


def test_almost_all_near_duplicates_are_found_and_no_others() -> None:
    index = LikenessIndex()
    for seed in range(2_000):
        index.add(seed, sign(text(seed)))
    found = [[number for number, _ in index.find(sign(text(seed, changed=3)))] for seed in range(200)]
    assert sum(numbers == [seed] for seed, numbers in enumerate(found)) >= 195
    assert not any(index.find(sign(text(seed))) for seed in range(10_000, 10_200))


def test_the_newest_comes_first() -> None:
    index = LikenessIndex()
    for number in range(5):
        index.add(number, sign(text(1, changed=number)))
    found = index.find(sign(text(1)))
    assert [number for number, _ in found] == sorted((number for number, _ in found), reverse=True)
    assert found[-1] == (0, 1.0)


def test_the_oldest_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.likeness._SLOTS", 16)
    index = LikenessIndex()
    for number in range(40):
        index.add(number, sign(text(number)))
    kept = [number for number in range(40) if index.find(sign(text(number)))]
    assert kept == list(range(24, 40))
    assert index.held_bytes < 1_100_000


def test_what_is_forgotten_is_like_nothing() -> None:
    index = LikenessIndex()
    for number in (1, 2):
        index.add(number, sign(text(number)))
    index.forget(1)
    index.forget(99)
    assert index.find(sign(text(1))) == []
    assert [number for number, _ in index.find(sign(text(2)))] == [2]
