"""A column of few distinct words gives back the words that were put into it, and takes a byte a row."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from training.categorical import Categorical

words = st.lists(st.sampled_from(["talk", "mail", "talk:north", "", "žurnál"]))


@given(words)
def test_each_row_has_its_word(given_words: list[str]) -> None:
    column = Categorical.of(given_words)
    assert column.tolist() == given_words
    assert len(column) == len(given_words)
    assert column[:].tolist() == given_words
    assert set(column.names) == set(given_words)


@given(words, st.data())
def test_some_rows_have_the_words_of_those_rows(given_words: list[str], data: st.DataObject) -> None:
    column = Categorical.of(given_words)
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=len(column), max_size=len(column))), np.bool_)
    expected = [word for word, kept in zip(given_words, mask.tolist(), strict=True) if kept]
    assert column[mask].tolist() == column.part(mask).tolist() == expected


@given(st.lists(words))
def test_joined_columns_follow_each_other(parts: list[list[str]]) -> None:
    joined = Categorical.joined([Categorical.of(part) for part in parts])
    assert joined.tolist() == [word for part in parts for word in part]
    assert len(set(joined.names)) == len(joined.names)


@given(words)
def test_rows_are_chosen_by_their_words(given_words: list[str]) -> None:
    column = Categorical.of(given_words)
    assert column.are("talk", "mail").tolist() == [word in {"talk", "mail"} for word in given_words]
    assert not column.are().any()
    assert not column.are("unheard of").any()


@given(words)
def test_words_are_counted_in_the_order_in_which_they_first_stand(given_words: list[str]) -> None:
    counts = Categorical.of(given_words).counts()
    assert list(counts.items()) == list(Counter(given_words).items())
    assert not Categorical.of(given_words).part(np.arange(0)).counts()


@given(words)
def test_what_is_made_of_the_words_stands_in_their_rows(given_words: list[str]) -> None:
    column = Categorical.of(given_words).each(lambda word: word.partition(":")[0])
    assert column.tolist() == [word.partition(":")[0] for word in given_words]
    assert len(set(column.names)) == len(column.names)


def test_a_row_takes_a_byte_however_long_its_word_and_more_where_there_are_many() -> None:
    column = Categorical.of(["a source with quite a long name"] * 1_000)
    assert column.codes.nbytes == 1_000
    many = [str(number) for number in range(257)]
    joined = Categorical.joined([Categorical.of(many[:200]), Categorical.of(many[100:])])
    assert joined.tolist() == [*many[:200], *many[100:]]
    assert joined.codes.itemsize == Categorical.of(many).codes.itemsize == 2
