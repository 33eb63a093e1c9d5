"""Emoji that matter stand for words, and for no group of people by the looks of somebody."""

import unicodedata

from model.emoji import WORDS_OF
from model.text import normalise
from model.words import find_words, spellings


def test_every_emoji_is_a_word_by_itself_that_stands_for_plain_words_and_for_itself() -> None:
    for emoji, words in WORDS_OF.items():
        assert find_words(normalise(f"so{emoji} {emoji}")) == ["so", emoji, emoji]
        assert spellings(emoji) == (*words, emoji)
        assert words
        assert all(spellings(word) == (word,) for word in words)


def test_no_skin_tone_garment_or_flag_stands_for_a_word() -> None:
    named = " ".join(map(unicodedata.name, WORDS_OF))
    assert not [part for part in ("FITZPATRICK", "TURBAN", "HEADSCARF", "INDICATOR") if part in named]
