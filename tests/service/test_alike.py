"""Which of the newest texts are alike, and how far they have spread."""

import random

from hypothesis import given
from hypothesis import strategies as st

from model.likeness import SLOTS, sign
from service.alike import MOST, AlikeTexts, Wave, Waves
from store.identifiers import Identifiers

WORDS = [f"word{number}" for number in range(2_000)]
identifiers = Identifiers()


def text(seed: int) -> str:
    """Forty words of that seed."""
    return " ".join(random.Random(seed).sample(WORDS, 40))  # noqa: S311 - no secret


def test_a_text_leads_to_its_id() -> None:
    alike = AlikeTexts()
    names = [identifiers.new() for _ in range(6)]
    for number, name in enumerate(names):
        alike.add(number, sign(text(number // 2)), name)
    assert [alike.identifier(number) for number in range(6)] == names
    assert [number for number, _ in alike.find(sign(text(2)))] == [5]


def test_an_id_makes_room_for_that_of_a_later_text() -> None:
    alike = AlikeTexts()
    names = [identifiers.new() for _ in range(2)]
    for number, name in zip((0, SLOTS), names, strict=True):
        alike.add(number, sign(text(1)), name)
    assert alike.identifier(0) == names[1]


def test_who_wrote_again_stays_the_longer() -> None:
    wave = Wave()
    for author, article, at in ((1, 7, 10), (2, 7, 20), (1, 8, 30)):
        wave.add(author, article, at, "")
    wave.leave(25)
    assert wave.authors == {1: 30}
    assert wave.articles == {8: 30}
    wave.leave(31)
    assert wave.size == 0


def test_no_more_than_so_many_are_counted() -> None:
    wave = Wave()
    for number in range(MOST + 10):
        wave.add(number, number, number, str(number))
    assert (len(wave.authors), len(wave.articles)) == (MOST, MOST)
    assert list(wave.ids) == [str(number) for number in range(MOST + 5, MOST + 10)]


def test_the_wave_that_has_been_still_for_longest_makes_room() -> None:
    waves = Waves()
    for number in range(100):
        for first in (1, 2):
            waves.add(first, waves.of(first) or Wave(), number, number, number, "")
    for number in range(12_000):
        waves.add(3 + number // 500, waves.of(3 + number // 500) or Wave(), number, number, number, "")
        waves.add(2, waves.of(2) or Wave(), 1, 1, number, "")
    assert waves.of(1) is None
    assert waves.of(2) is not None
    assert waves.held_bytes <= 20_000 * 130


def test_what_is_erased_is_left_out_and_where_it_stood_is_not() -> None:
    waves, wave = Waves(), Wave()
    waves.add(1, wave, 10, 20, 1, "a")
    waves.add(1, wave, 11, 21, 1, "b")
    waves.leave_out(1, 10, "a")
    waves.leave_out(2, 10, "a")
    assert wave.authors.keys() == {11}
    assert wave.articles.keys() == {20, 21}
    assert list(wave.ids) == ["b"]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9), st.integers(0, 9), st.integers(0, 50)), max_size=80))
def test_what_is_held_is_what_is_there(steps: list[tuple[int, int, int, int]]) -> None:
    waves, at = Waves(), 0
    for first, author, article, later in steps:
        at += later
        waves.add(first, waves.of(first) or Wave(), author, article, at, "x")
        if later % 3 == 0 and (wave := waves.of(first)) is not None:
            waves.leave(wave, at - 40)
        if later % 7 == 0:
            waves.leave_out(first, author, "x")
    held = sum(wave.size for first in range(6) if (wave := waves.of(first)) is not None)
    assert waves.held_bytes == held * 130
