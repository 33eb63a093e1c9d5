"""Texts that are nearly the same, and the index that finds them."""

import random
from collections.abc import Callable
from operator import eq

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.kernel import compiled
from model.likeness import (
    KEY_BYTES,
    ROWS,
    LikenessIndex,
    LikenessIndexInPython,
    make_index,
    sign,
    sign_in_python,
)
from model.likeness import likeness as likeness_of
from tests.model.texts import ANY_TEXT

VOCABULARY = [f"word{number}" for number in range(5_000)]
KEYS = random.Random(1).randbytes(KEY_BYTES)  # noqa: S311 - no secret
MAKERS = [LikenessIndexInPython] + ([] if compiled is None else [compiled.LikenessIndex])
Make = Callable[..., LikenessIndex]

needs_kernel = pytest.mark.skipif(compiled is None, reason="there is no compiled kernel to compare with")


@pytest.fixture(params=MAKERS)
def make(request: pytest.FixtureRequest) -> Make:
    made: Make = request.param
    return made


def likeness(one: str, other: str) -> float:
    return likeness_of(sign(one), sign(other))


def text(seed: int, words: int = 50, changed: int = 0) -> str:
    chance = random.Random(seed)  # noqa: S311 - no secret
    chosen = chance.sample(VOCABULARY, words)
    for at in range(changed):
        chosen[at * words // changed] = f"changed{seed}-{at}"
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
    assert likeness_of(one, other) == expected


@pytest.mark.parametrize("changed", [5, 15, 30])
def test_the_estimate_is_near_the_true_share_of_common_words(changed: int) -> None:
    true = (50 - changed) / (50 + changed)
    estimates = [likeness(text(seed), text(seed, changed=changed)) for seed in range(50)]
    assert sum(estimates) / 50 == pytest.approx(true, abs=0.04)


def test_almost_all_near_duplicates_are_found_and_no_others(make: Make) -> None:
    index = make()
    for seed in range(2_000):
        index.add(seed, sign(text(seed)))
    found = [[number for number, _ in index.find(sign(text(seed, changed=3)))] for seed in range(200)]
    assert sum(numbers == [seed] for seed, numbers in enumerate(found)) >= 195
    assert not any(index.find(sign(text(seed))) for seed in range(10_000, 10_200))


def test_the_newest_comes_first(make: Make) -> None:
    index = make()
    for number in range(5):
        index.add(number, sign(text(1, changed=number)))
    found = index.find(sign(text(1)))
    assert [number for number, _ in found] == sorted((number for number, _ in found), reverse=True)
    assert found[-1] == (0, 1.0)


def test_the_oldest_make_room(make: Make) -> None:
    index = make(16)
    for number in range(40):
        index.add(number, sign(text(number)))
    kept = [number for number in range(40) if index.find(sign(text(number)))]
    assert kept == list(range(24, 40))
    assert index.held_bytes < 1_100_000


def test_what_is_forgotten_is_like_nothing(make: Make) -> None:
    index = make()
    for number in (1, 2):
        index.add(number, sign(text(number)))
    index.forget(1)
    index.forget(99)
    assert index.find(sign(text(1))) == []
    assert [number for number, _ in index.find(sign(text(2)))] == [2]


@needs_kernel
@settings(max_examples=300)
@given(
    ANY_TEXT | st.text(st.characters()) | st.text("ab \n漢", max_size=90),
    st.binary(min_size=KEY_BYTES, max_size=KEY_BYTES),
)
def test_the_kernel_signs_as_its_twin_does(text: str, keys: bytes) -> None:
    assert compiled.sign(text, keys) == sign_in_python(text, keys)


@needs_kernel
def test_the_kernel_finds_what_its_twin_finds() -> None:
    chance = random.Random(5)  # noqa: S311 - no secret
    own, twin = compiled.LikenessIndex(40), LikenessIndexInPython(40)
    for number in range(300):
        one = sign(text(chance.randrange(20), 30, changed=chance.randrange(4)))
        assert own.find(one) == twin.find(one)
        if number % 7 == 0:
            forgotten = number - chance.randrange(50)
            own.forget(forgotten)
            twin.forget(forgotten)
        own.add(number, one)
        twin.add(number, one)
        assert own.held_bytes == twin.held_bytes


@needs_kernel
def test_the_kernel_refuses_what_is_no_signature() -> None:
    index = make_index()
    for wrong in (b"", bytes(127), "a" * 128, None):
        with pytest.raises(ValueError, match="signature"):
            index.add(1, wrong)  # type: ignore[arg-type]  # that is the point
        with pytest.raises(ValueError, match="signature"):
            index.find(wrong)  # type: ignore[arg-type]  # as above
    with pytest.raises(ValueError, match="keys"):
        compiled.sign("a", b"short")
    with pytest.raises(TypeError):
        compiled.sign(1, KEYS)
    with pytest.raises(OverflowError):
        index.add(1 << 64, sign("a"))
    for slots in (0, (1 << 14) + 1):
        with pytest.raises(ValueError, match="slots"):
            compiled.LikenessIndex(slots)
