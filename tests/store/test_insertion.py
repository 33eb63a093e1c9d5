"""One bad record spoils no other."""

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.insertion import insert_divided
from store.records import CommentRecord
from tests.store.records import record


class Shelf:
    """A database that takes batches whole, refuses some comments, and may go away."""

    def __init__(self, bad: frozenset[str], survives: int = 10_000) -> None:
        self.stored: list[CommentRecord] = []
        self.attempts = 0
        self._bad = bad
        self._survives = survives

    def insert(self, records: Sequence[CommentRecord]) -> None:
        """Store all or none."""
        self.attempts += 1
        if self.attempts > self._survives:
            raise ConnectionResetError
        if any(given.content in self._bad for given in records):
            raise ValueError
        self.stored += records


@given(st.sets(st.integers(0, 30)))
def test_good_records_are_stored_once_and_in_order(bad: set[int]) -> None:
    records = [record(content=str(number)) for number in range(31)]
    shelf = Shelf(frozenset(map(str, bad)))
    faults = insert_divided(shelf.insert, records)
    assert [number for number, fault in enumerate(faults) if fault is not None] == sorted(bad)
    assert shelf.stored == [records[number] for number in range(31) if number not in bad]


def test_one_bad_record_costs_few_commits() -> None:
    shelf = Shelf(frozenset({"500"}))
    insert_divided(shelf.insert, [record(content=str(number)) for number in range(512)])
    assert shelf.attempts < 30


def test_an_outage_is_not_blamed_on_the_records() -> None:
    shelf = Shelf(frozenset({"3"}), survives=2)
    with pytest.raises(ConnectionResetError):
        insert_divided(shelf.insert, [record(content=str(number)) for number in range(8)])


def test_a_collision_is_tried_again() -> None:
    collisions: Iterator[Exception | None] = iter([ValueError(), ValueError(), None])

    def insert(_: Sequence[CommentRecord]) -> None:
        if (error := next(collisions)) is not None:
            raise error

    assert insert_divided(insert, [record()]) == [None]
