"""The newest comments as numbers: found by what they have in common, by the kernel as by its twin."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.kernel import compiled
from service.recent import AUTHOR, OVERLAP_MS, SITE, TEXT, Recent, RecentInPython
from service.traces import Trace, TraceInPython


class Making(NamedTuple):
    """What makes a ring, and what makes the traces that it remembers."""

    recent: Callable[[int], Recent]
    trace: Callable[..., Trace]


IN_PYTHON = Making(RecentInPython, TraceInPython)
MAKERS = [IN_PYTHON] if compiled is None else [IN_PYTHON, Making(compiled.Recent, compiled.Trace)]
# Few keys, some of which share a chain, so that much is found.
KEYS = st.sampled_from([0, 1, 2, 9, 17, -1, 2**63 - 1, -(2**63)])
TIMES = st.integers(0, 12).map(lambda seconds: seconds * 1_000)
TRACES = st.tuples(st.integers(0, 2), KEYS, TIMES, KEYS, KEYS, KEYS, KEYS)
ADDED = st.tuples(TRACES, st.integers(-1, 30))
ASKED = st.tuples(TRACES, st.sampled_from([TEXT, AUTHOR]), TIMES, st.integers(0, 9), st.integers(0, 5))


@pytest.fixture(params=MAKERS, ids=lambda making: making.recent.__name__)
def make(request: pytest.FixtureRequest) -> Making:
    making: Making = request.param
    return making


def test_rows_are_found_by_text_and_by_author(make: Making) -> None:
    recent = make.recent(100)
    for number in range(6):
        one = make.trace(1, 100 + number, 1_000 + number, 7, 20 + number % 2, 30 + number, 0)
        assert recent.add(one, number) == number
    assert recent.others(make.trace(1, 0, 0, 7, 0, 0, 0), TEXT, 1_002, 64, 64) == [5, 4, 3, 2]
    assert recent.others(make.trace(1, 105, 0, 7, 0, 0, 0), TEXT, 1_000, 64, 2) == [4, 3]
    by_one = make.trace(1, 0, 0, 0, 21, 0, 0)
    assert recent.others(by_one, AUTHOR, 1_000, 64, 64) == [5, 3, 1]
    assert recent.others(by_one, AUTHOR, 1_000, 1, 64) == [5]
    assert recent.others(by_one, TEXT, 0, 64, 64) == []
    assert recent.find(104) == 4
    assert recent.find(99) == -1


def test_a_walk_ends_at_what_came_too_early_to_have_been_late(make: Making) -> None:
    recent = make.recent(100)
    for at in (9_000, 9_000 - OVERLAP_MS - 1, 9_000, 9_000 - OVERLAP_MS, 9_000):
        recent.add(make.trace(1, 100, at, 7, 0, 0, 0), -1)
    asked = make.trace(1, 0, 0, 7, 0, 0, 0)
    assert recent.others(asked, TEXT, 9_000, 64, 64) == [4, 2]
    assert recent.others(asked, TEXT, -(2**63), 64, 64) == [4, 3, 2, 1, 0]


def test_the_newest_take_the_place_of_the_oldest(make: Making) -> None:
    recent = make.recent(4)
    empty = recent.held_bytes
    for number in range(10):
        recent.add(make.trace(1, number, number, 7, 0, 0, 0), -1)
    assert (recent.next, recent.oldest, recent.held_bytes - empty) == (10, 6, 4 * 88)
    assert [recent.at(number)[1] for number in range(6, 10)] == [6, 7, 8, 9]
    assert [recent.at(number)[7] for number in range(6, 10)] == [6, 7, 8, 9]
    assert recent.others(make.trace(1, -1, 0, 7, 0, 0, 0), TEXT, 0, 64, 64) == [9, 8, 7, 6]
    assert recent.find(5) == -1


def test_what_is_forgotten_is_found_by_its_identifier_alone(make: Making) -> None:
    recent = make.recent(4)
    recent.add(make.trace(1, 2, 3, 4, 5, 6, 7), 8)
    recent.forget(0)
    assert recent.at(0) == (0, 2, 3, 0, 0, 0, 0, 8)
    assert recent.find(2) == 0
    assert recent.others(make.trace(1, 9, 0, 4, 0, 0, 0), TEXT, 0, 64, 64) == []


def test_others_are_found_by_nothing_else(make: Making) -> None:
    with pytest.raises(ValueError, match="others are found by text or author"):
        make.recent(4).others(make.trace(1, 2, 3, 4, 5, 6, 7), SITE, 1, 2, 3)


def test_a_number_that_was_not_given_yet_is_refused(make: Making) -> None:
    recent = make.recent(4)
    recent.add(make.trace(1, 2, 3, 4, 5, 6, 7), -1)
    for number in (-1, 1):
        with pytest.raises(IndexError, match="no comment has this number"):
            recent.at(number)
        with pytest.raises(IndexError, match="no comment has this number"):
            recent.forget(number)


@pytest.mark.usefixtures("eager_threads")
def test_others_may_read_while_one_adds(make: Making) -> None:
    recent = make.recent(50)
    asked = make.trace(1, -1, 0, 1, 2, 0, 0)

    def add() -> None:
        for number in range(2_000):
            recent.add(make.trace(1, number, number, number % 3 + 1, number % 5 + 1, 0, 0), -1)

    def look() -> None:
        for number in range(2_000):
            found = recent.others(asked, TEXT, 0, 64, 64)
            assert found == sorted(found, reverse=True)
            assert len(recent.others(asked, AUTHOR, 0, 64, 3)) <= 3
            assert recent.find(number) < 2_000

    with ThreadPoolExecutor(3) as pool:
        for done in [pool.submit(add), pool.submit(look), pool.submit(look)]:
            done.result()
    assert len(recent.others(asked, TEXT, 0, 64, 64)) in (16, 17)


@pytest.mark.skipif(compiled is None, reason="there is no compiled kernel to compare with")
@settings(max_examples=300)
@given(st.integers(1, 20), st.lists(ADDED | ASKED | KEYS, max_size=60))
def test_the_kernel_finds_what_its_twin_finds(capacity: int, steps: list[Any]) -> None:
    own, twin = compiled.Recent(capacity), RecentInPython(capacity)
    for step in steps:
        if isinstance(step, int):
            assert own.find(step) == twin.find(step)
            if (number := own.find(step)) >= 0:
                own.forget(number)
                twin.forget(number)
        else:
            numbers, *rest = step
            one, same = compiled.Trace(*numbers), TraceInPython(*numbers)
            if len(rest) == 1:
                assert own.add(one, *rest) == twin.add(same, *rest)
            else:
                assert own.others(one, *rest) == twin.others(same, *rest)
    assert [own.at(number) for number in range(own.next)] == [twin.at(number) for number in range(twin.next)]
    assert (own.oldest, own.held_bytes) == (twin.oldest, twin.held_bytes)


@pytest.mark.parametrize("capacity", [0, -1])
def test_a_ring_has_room_for_some(make: Making, capacity: int) -> None:
    with pytest.raises(ValueError, match="the capacity must be 1"):
        make.recent(capacity)


@pytest.mark.skipif(compiled is None, reason="there is no compiled kernel")
def test_numbers_have_64_bits() -> None:
    recent = compiled.Recent(4)
    with pytest.raises(OverflowError):
        compiled.Trace(1, 2**63, 3, 4, 5, 6, 7)
    with pytest.raises(OverflowError):
        recent.add(compiled.Trace(1, 2, 3, 4, 5, 6, 7), 2**63)
    assert recent.next == 0


@pytest.mark.skipif(compiled is None, reason="there is no compiled kernel")
def test_what_is_no_trace_is_refused() -> None:
    recent, trace = compiled.Recent(4), TraceInPython(1, 2, 3, 4, 5, 6, 7)
    for use in (recent.add, recent.others):
        with pytest.raises(TypeError, match=r"expected [25] arguments, not 1"):
            use(trace)
    with pytest.raises(TypeError, match="expected a trace, not TraceInPython"):
        recent.add(trace, -1)
    with pytest.raises(TypeError, match="expected a trace, not TraceInPython"):
        recent.others(trace, TEXT, 0, 1, 1)
    assert recent.next == 0
