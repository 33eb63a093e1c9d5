"""The newest comments as numbers: found by what they have in common, by the kernel as by its twin."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.kernel import compiled
from service.recent import AUTHOR, SITE, TEXT, Recent, RecentInPython

MAKERS: list[Callable[[int], Recent]] = [RecentInPython] + ([] if compiled is None else [compiled.Recent])
# Few keys, some of which share a chain, so that much is found.
KEYS = st.sampled_from([0, 1, 2, 9, 17, -1, 2**63 - 1, -(2**63)])
TIMES = st.integers(0, 12)
ROWS = st.tuples(st.integers(0, 2), KEYS, TIMES, KEYS, KEYS, KEYS, KEYS, st.integers(0, 30))
ASKED = st.tuples(KEYS, KEYS, KEYS, KEYS, KEYS, TIMES, TIMES, st.integers(0, 9), st.integers(0, 5))


@pytest.fixture(params=MAKERS, ids=lambda make: make.__name__)
def make(request: pytest.FixtureRequest) -> Callable[[int], Recent]:
    made: Callable[[int], Recent] = request.param
    return made


def test_rows_are_found_by_text_and_by_author(make: Callable[[int], Recent]) -> None:
    recent = make(100)
    for number in range(6):
        assert recent.add(1, 100 + number, 1_000 + number, 7, 20 + number % 2, 30 + number, 0, number) == number
    assert recent.others(TEXT, 0, 7, 0, 0, 0, 1_002, 0, 64, 64) == [5, 4, 3, 2]
    assert recent.others(TEXT, 105, 7, 0, 0, 0, 1_000, 0, 64, 2) == [4, 3]
    assert recent.others(AUTHOR, 0, 0, 21, 0, 0, 1_000, 0, 64, 64) == [5, 3, 1]
    assert recent.others(AUTHOR, 0, 0, 21, 0, 0, 1_000, 1_002, 64, 64) == [5, 3]
    assert recent.others(AUTHOR, 0, 0, 21, 0, 0, 1_000, 0, 1, 64) == [5]
    assert recent.find(104) == 4
    assert recent.find(99) == -1


def test_the_newest_take_the_place_of_the_oldest(make: Callable[[int], Recent]) -> None:
    recent = make(4)
    empty = recent.held_bytes
    for number in range(10):
        recent.add(1, number, number, 7, 0, 0, 0, number)
    assert (recent.next, recent.oldest, recent.held_bytes - empty) == (10, 6, 4 * 88)
    assert [recent.at(number)[1] for number in range(6, 10)] == [6, 7, 8, 9]
    assert recent.others(TEXT, -1, 7, 0, 0, 0, 0, 0, 64, 64) == [9, 8, 7, 6]
    assert recent.find(5) == -1


def test_what_is_forgotten_is_found_by_its_identifier_alone(make: Callable[[int], Recent]) -> None:
    recent = make(4)
    recent.add(1, 2, 3, 4, 5, 6, 7, 8)
    recent.forget(0)
    assert recent.at(0) == (0, 2, 3, 0, 0, 0, 0, 8)
    assert recent.find(2) == 0
    assert recent.others(TEXT, 9, 4, 0, 0, 0, 0, 0, 64, 64) == []


def test_others_are_found_by_nothing_else(make: Callable[[int], Recent]) -> None:
    with pytest.raises(ValueError, match="others are found by text or author"):
        make(4).others(SITE, 1, 2, 3, 4, 5, 6, 7, 8, 9)


def test_a_number_that_was_not_given_yet_is_refused(make: Callable[[int], Recent]) -> None:
    recent = make(4)
    recent.add(1, 2, 3, 4, 5, 6, 7, 8)
    for number in (-1, 1):
        with pytest.raises(IndexError, match="no comment has this number"):
            recent.at(number)
        with pytest.raises(IndexError, match="no comment has this number"):
            recent.forget(number)


@pytest.mark.usefixtures("eager_threads")
def test_others_may_read_while_one_adds(make: Callable[[int], Recent]) -> None:
    recent = make(50)

    def add() -> None:
        for number in range(2_000):
            recent.add(1, number, number, number % 3, number % 5, 0, 0, number)

    def look() -> None:
        for number in range(2_000):
            found = recent.others(TEXT, -1, 1, 0, 0, 0, 0, 0, 64, 64)
            assert found == sorted(found, reverse=True)
            assert len(recent.others(AUTHOR, -1, 0, 2, 0, 0, 0, 0, 64, 3)) <= 3
            assert recent.find(number) < 2_000

    with ThreadPoolExecutor(3) as pool:
        for done in [pool.submit(add), pool.submit(look), pool.submit(look)]:
            done.result()
    assert len(recent.others(TEXT, -1, 1, 0, 0, 0, 0, 0, 64, 64)) in (16, 17)


@pytest.mark.skipif(compiled is None, reason="there is no compiled kernel to compare with")
@settings(max_examples=300)
@given(st.integers(1, 20), st.lists(ROWS | ASKED | KEYS, max_size=60))
def test_the_kernel_finds_what_its_twin_finds(capacity: int, steps: list[Any]) -> None:
    own, twin = compiled.Recent(capacity), RecentInPython(capacity)
    for step in steps:
        if isinstance(step, int):
            assert own.find(step) == twin.find(step)
            if (number := own.find(step)) >= 0:
                own.forget(number)
                twin.forget(number)
        elif len(step) == 8:
            assert own.add(*step) == twin.add(*step)
        else:
            assert own.others(TEXT, *step) == twin.others(TEXT, *step)
            assert own.others(AUTHOR, *step) == twin.others(AUTHOR, *step)
    assert [own.at(number) for number in range(own.next)] == [twin.at(number) for number in range(twin.next)]
    assert (own.oldest, own.held_bytes) == (twin.oldest, twin.held_bytes)


@pytest.mark.parametrize("capacity", [0, -1])
def test_a_ring_has_room_for_some(make: Callable[[int], Recent], capacity: int) -> None:
    with pytest.raises(ValueError, match="the capacity must be 1"):
        make(capacity)


@pytest.mark.skipif(compiled is None, reason="there is no compiled kernel")
def test_numbers_have_64_bits() -> None:
    recent = compiled.Recent(4)
    with pytest.raises(OverflowError):
        recent.add(1, 2**63, 3, 4, 5, 6, 7, 8)
    with pytest.raises(TypeError, match="expected 8 arguments, not 1"):
        recent.add(1)
    assert recent.next == 0
