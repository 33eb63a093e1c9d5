"""One step ahead: the same things in the same order, made in another thread."""

import threading
from collections.abc import Iterator

import pytest

from training.ahead import ahead


def test_all_come_in_their_order() -> None:
    assert list(ahead(iter(range(5)))) == [0, 1, 2, 3, 4]
    assert list(ahead(iter(()))) == []


def test_the_next_is_made_while_one_is_used() -> None:
    second_is_made = threading.Event()

    def made() -> Iterator[str]:
        yield threading.current_thread().name
        second_is_made.set()
        yield threading.current_thread().name

    names = ahead(made())
    first = next(names)
    assert second_is_made.wait(timeout=30)
    assert threading.current_thread().name not in {first, next(names)}


def test_what_making_raises_is_raised_in_its_place() -> None:
    def made() -> Iterator[int]:
        yield 1
        message = "no second one"
        raise ValueError(message)

    numbers = ahead(made())
    assert next(numbers) == 1
    with pytest.raises(ValueError, match="no second one"):
        next(numbers)


def test_who_stops_half_way_leaves_no_thread_behind() -> None:
    before = threading.active_count()
    for one in ahead(iter(range(100))):
        if one == 2:
            break
    assert threading.active_count() == before
