"""Identifiers are UUIDv7, unique, and in the order they were made."""

from uuid import RFC_4122, UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.kernel import compiled
from store.identifiers import MARK_DIGITS, Identifiers, first_at, millisecond_of, spell_in_python

milliseconds = st.integers(min_value=0, max_value=2**48 - 2)


@given(milliseconds)
def test_an_identifier_is_a_version_7_uuid_of_its_millisecond(millisecond: int) -> None:
    identifier = Identifiers(lambda: millisecond).new()
    parsed = UUID(identifier)
    assert (parsed.version, parsed.variant, str(parsed)) == (7, RFC_4122, identifier)
    assert millisecond_of(identifier) == millisecond
    assert first_at(millisecond) <= identifier < first_at(millisecond + 1)


@given(st.lists(st.tuples(milliseconds, st.integers(0, 4)), min_size=2, max_size=50))
def test_each_is_greater_than_the_one_before_whatever_the_clock_does(readings: list[tuple[int, int]]) -> None:
    clock = iter(readings)
    identifiers = Identifiers(lambda: next(clock)[0])
    stamped = [one for _, count in readings for one in identifiers.stamped(count)]
    made = [identifier for identifier, _ in stamped]
    assert len(made) == sum(count for _, count in readings)
    assert made == sorted(set(made))
    assert [millisecond_of(identifier) for identifier in made] == [millisecond for _, millisecond in stamped]


def test_all_of_one_maker_end_with_its_mark_and_those_of_another_do_not() -> None:
    one, other = Identifiers(lambda: 1), Identifiers(lambda: 1)
    assert len(one.mark) == MARK_DIGITS
    assert {one.new()[-MARK_DIGITS:] for _ in range(100)} == {one.mark}
    assert one.mark != other.mark


def test_many_of_one_millisecond_stay_in_order() -> None:
    identifiers = Identifiers(lambda: 1)
    made = [identifiers.new() for _ in range(10_000)]
    assert made == sorted(set(made))


@pytest.mark.skipif(compiled is None, reason="there is no compiled kernel to compare with")
@given(st.integers(0, 2**48 - 1), st.integers(0, 2**50 - 1), st.binary(min_size=3, max_size=3).map(bytes.hex))
def test_the_kernel_spells_as_its_twin_does(millisecond: int, random: int, mark: str) -> None:
    assert compiled.spell(millisecond, random, mark) == spell_in_python(millisecond, random, mark)


@pytest.mark.skipif(compiled is None, reason="there is no compiled kernel")
@pytest.mark.parametrize(
    "wrong", [(-1, 0, "abcdef"), (2**48, 0, "abcdef"), (0, 2**50, "abcdef"), (0, 0, "abcde"), (0, 0, "abcdeé")]
)
def test_the_kernel_spells_nothing_that_is_too_long(wrong: tuple[int, int, str]) -> None:
    with pytest.raises(ValueError, match="expected 48 and 50 bits, and a mark of 6 characters"):
        compiled.spell(*wrong)
    with pytest.raises(OverflowError):
        compiled.spell(2**63, *wrong[1:])
