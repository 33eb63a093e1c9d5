"""Identifiers are UUIDv7, unique, and in the order they were made."""

from uuid import RFC_4122, UUID

from hypothesis import given
from hypothesis import strategies as st

from store.identifiers import MARK_DIGITS, Identifiers, first_at, millisecond_of

milliseconds = st.integers(min_value=0, max_value=2**48 - 2)


@given(milliseconds)
def test_an_identifier_is_a_version_7_uuid_of_its_millisecond(millisecond: int) -> None:
    identifier = Identifiers(lambda: millisecond).new()
    parsed = UUID(identifier)
    assert (parsed.version, parsed.variant, str(parsed)) == (7, RFC_4122, identifier)
    assert millisecond_of(identifier) == millisecond
    assert first_at(millisecond) <= identifier < first_at(millisecond + 1)


@given(st.lists(milliseconds, min_size=2, max_size=50))
def test_each_is_greater_than_the_one_before_whatever_the_clock_does(readings: list[int]) -> None:
    clock = iter(readings)
    identifiers = Identifiers(lambda: next(clock))
    made = [identifiers.new() for _ in readings]
    assert made == sorted(set(made))


def test_all_of_one_maker_end_with_its_mark_and_those_of_another_do_not() -> None:
    one, other = Identifiers(lambda: 1), Identifiers(lambda: 1)
    assert len(one.mark) == MARK_DIGITS
    assert {one.new()[-MARK_DIGITS:] for _ in range(100)} == {one.mark}
    assert one.mark != other.mark


def test_many_of_one_millisecond_stay_in_order() -> None:
    identifiers = Identifiers(lambda: 1)
    made = [identifiers.new() for _ in range(10_000)]
    assert made == sorted(set(made))
