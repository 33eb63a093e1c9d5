"""Records are made storable in one place."""

from hypothesis import given
from hypothesis import strategies as st

from store.records import REPLACEMENT, Author, CommentRecord, clean, degraded, storable
from tests.store.records import record
from tests.store.strategies import any_records, any_text


@given(st.lists(any_records, max_size=4))
def test_every_record_becomes_storable_once(records: list[CommentRecord]) -> None:
    made = storable(records)
    assert storable(made) is made
    for changed in made:
        for value in changed:
            if isinstance(value, str):
                assert "\0" not in value.encode().decode()
            if isinstance(value, int):
                assert -(2**63) <= value < 2**63


@given(any_text)
def test_only_what_cannot_be_stored_is_replaced(text: str) -> None:
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    assert clean(text) == joined.replace("\0", REPLACEMENT)
    if text.isprintable():
        assert clean(text) == text


def test_what_is_storable_already_is_not_touched() -> None:
    records = [record(content="Ədalət ✓ \U0001f600 \ufffd"), record()]
    assert storable(records) is records


def test_numbers_beyond_64_bits_are_brought_into_range() -> None:
    (made,) = storable([record()._replace(fingerprint=2**64 - 1, submitted_at=2**80, created_at=-(2**80))])
    assert (made.fingerprint, made.submitted_at, made.created_at) == (-1, 2**63 - 1, -(2**63))


def test_a_degraded_decision_is_at_least_queue() -> None:
    decisions = {"accept": "queue", "queue": "queue", "reject": "reject"}
    for decision, answered in decisions.items():
        made = degraded(record()._replace(decision=decision))
        assert (made.decision, made.degraded) == (answered, True)


def test_an_author_is_known_by_the_best_there_is() -> None:
    assert Author("1", "2", "3").known_by == ("id", "1")
    assert Author(None, "2", "3").known_by == ("email", "2")
    assert Author("", "", "3").known_by == ("ip", "3")
    assert Author().known_by is None
