"""Texts become the numbers of word pieces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.reader.wordpiece import WordPieces
from tests.model.reader.readers import PIECES
from tests.model.texts import ANY_TEXT


def pieces(text: str, limit: int = 16) -> list[str]:
    return [PIECES[number] for number in WordPieces(PIECES, limit, {}).read(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("kind", ["kind"]),
        ("unkind!", ["un", "##kind", "!"]),
        ("kind_foul", ["kind", "[UNK]", "foul"]),
        ("kindness", ["[UNK]"]),
        ("fóul  kínd", ["foul", "kind"]),
        ("kind" * 40, ["[UNK]"]),
        ("!!", ["!", "!"]),
    ],
)
def test_words_are_cut_into_the_longest_pieces_that_are_known(text: str, expected: list[str]) -> None:
    assert pieces(text) == ["[CLS]", *expected, "[SEP]"]


def test_words_that_are_alike_are_read_as_one_word_and_only_they() -> None:
    alike = {"kind": ("dane", "danes"), "foul": ("unkind",)}

    def read(text: str) -> list[int]:
        return WordPieces(PIECES, 16, alike).read(text)

    assert read("dane, danes") == read("kind, kind")
    assert read("unkind") == read("foul")
    assert read("da'ne") == read("da’ne’s") == read("kind"), "as people spell Bahá'ís, and what is theirs"
    assert read("kind'foul") == read("kind ' foul")
    assert read("dänes!") == read("kind!"), "without accents, as a vocabulary knows words"
    assert read("danesfoul") == WordPieces(PIECES, 16, {}).read("danesfoul"), "whole words"


def test_no_more_is_read_than_the_limit_and_the_end_is_always_marked() -> None:
    assert pieces("kind foul kind foul", 4) == ["[CLS]", "kind", "foul", "[SEP]"]
    assert pieces("kind unkind", 4) == ["[CLS]", "kind", "un", "[SEP]"]


@given(ANY_TEXT, st.integers(4, 40))
def test_whatever_the_text_there_are_at_most_so_many_numbers_of_the_vocabulary(text: str, limit: int) -> None:
    numbers = WordPieces(PIECES, limit, {}).read(text)
    assert 2 <= len(numbers) <= limit
    assert all(0 <= number < len(PIECES) for number in numbers)


def test_a_vocabulary_without_the_marks_is_refused() -> None:
    with pytest.raises(KeyError):
        WordPieces(["kind", "foul"], 16, {})
