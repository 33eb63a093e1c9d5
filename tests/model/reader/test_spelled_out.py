"""Emoji are told by their names."""

import pytest
from hypothesis import given

from model.reader.spelled_out import spelled_out
from tests.model.texts import ANY_TEXT


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a plain text", "a plain text"),
        ("you \N{PILE OF POO}", "you  pile of poo "),
        ("\N{RAISED FIST}\N{EMOJI MODIFIER FITZPATRICK TYPE-6}", " raised fist  dark skin tone "),
        ("\N{REGIONAL INDICATOR SYMBOL LETTER R}\N{REGIONAL INDICATOR SYMBOL LETTER O}", "ro"),
        ("grüße, привет, 你好", "grüße, привет, 你好"),
    ],
)
def test_pictures_become_words_and_words_stay(text: str, expected: str) -> None:
    assert spelled_out(text) == expected


@given(ANY_TEXT)
def test_what_is_spelled_out_has_nothing_left_to_spell_out(text: str) -> None:
    assert spelled_out(spelled_out(text)) == spelled_out(text)
