"""Nearly the same texts of different sources are found, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.twins import Shingles

LONG = "the council met today and my neighbour said that the new park opens in spring, which is good news for us all"


def near(*texts: tuple[str, str]) -> dict[str, list[bool]]:
    """By owner, which texts of others are nearly its own; `texts`: owner and text."""
    shingles = Shingles()
    for _, text in texts:
        shingles.add([text])
    return {name: found.tolist() for name, found in shingles.near([owner for owner, _ in texts]).items()}


def test_a_text_is_a_copy_whatever_its_case_and_punctuation() -> None:
    assert near(("a", LONG), ("b", LONG.upper().replace(",", " --")), ("b", "something else altogether, I say")) == {
        "a": [False, True, False],
        "b": [True, False, False],
    }


def test_a_sentence_taken_out_of_a_longer_text_is_a_copy_but_not_the_other_way_round() -> None:
    assert near(("forum", LONG), ("pairs", "my neighbour said that the new park opens")) == {
        "forum": [False, True],
        "pairs": [False, False],
    }


def test_less_than_half_in_common_is_no_copy() -> None:
    other = "the council met today and nobody else came, as it rained the whole day long in our town again"
    assert near(("a", LONG), ("b", other)) == {"a": [False, False], "b": [False, False]}


@pytest.mark.parametrize(("text", "is_copy"), [("thank you", True), ("thank", False), ("...", False), ("", False)])
def test_a_short_text_is_a_copy_only_of_the_same_words(text: str, *, is_copy: bool) -> None:
    assert near(("a", "Thank you!"), ("b", text))["a"] == [False, is_copy]


def test_texts_without_a_word_are_near_nothing() -> None:
    assert near(("a", "!!!"), ("b", "!!!")) == {"a": [False, False], "b": [False, False]}


@given(st.lists(st.tuples(st.sampled_from("abc"), st.text(max_size=60)), min_size=1, max_size=8))
def test_nobodys_own_text_is_a_copy(texts: list[tuple[str, str]]) -> None:
    for owner, found in near(*texts).items():
        assert not any(is_copy for is_copy, (other, _) in zip(found, texts, strict=True) if other == owner)
