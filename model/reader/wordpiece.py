"""Text into the numbers of word pieces, as BERT's uncased vocabulary has them (Schuster and Nakajima, 2012)."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*|\S")
_APOSTROPHE: Final = re.compile("(['\u2019])")
_PART: Final = "##"
_LONGEST: Final = 100
"""Characters of a word that is not taken for noise."""
_REMEMBERED: Final = 1 << 15
UNKNOWN: Final = "[UNK]"
OPENING: Final = "[CLS]"
CLOSING: Final = "[SEP]"


class WordPieces:
    """Reads with one vocabulary; remembers the words it met. A vocabulary without the marks above raises KeyError.

    `alike`: by the word that is read in their place, words that are all read as that one, apostrophes in them or not.
    """

    def __init__(self, vocabulary: Sequence[str], limit: int, alike: Mapping[str, Sequence[str]]) -> None:
        self._numbers = {piece: number for number, piece in enumerate(vocabulary)}
        self._unknown = [self._numbers[UNKNOWN]]
        self._opening, self._closing = self._numbers[OPENING], self._numbers[CLOSING]
        self._limit = limit
        self._read_as = {word: stand_in for stand_in, words in alike.items() for word in words}
        self._pieces = lru_cache(_REMEMBERED)(self._cut)

    def read(self, text: str) -> list[int]:
        """The numbers of the first pieces, at most `limit` with those that open and close a text."""
        numbers = [self._opening]
        for word in _WORD.finditer(_without_accents(text)):
            numbers += self._pieces(word[0])
            if len(numbers) >= self._limit:
                break
        return [*numbers[: self._limit - 1], self._closing]

    def _cut(self, word: str) -> list[int]:
        """The pieces of what it is read as, or else of each part of it that an apostrophe ends."""
        stand_in = self._read_as.get(_APOSTROPHE.sub("", word))
        parts = [stand_in] if stand_in else filter(None, _APOSTROPHE.split(word))
        return [number for part in parts for number in self._longest(part)]

    def _longest(self, word: str) -> list[int]:
        """A word as the longest pieces that are known, from its beginning; unknown where one is missing."""
        if len(word) > _LONGEST:
            return self._unknown
        pieces: list[int] = []
        begin, prefix = 0, ""
        while begin < len(word):
            for end in range(len(word), begin, -1):
                number = self._numbers.get(prefix + word[begin:end])
                if number is not None:
                    break
            else:
                return self._unknown
            pieces.append(number)
            begin, prefix = end, _PART
        return pieces


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    return "".join(one for one in unicodedata.normalize("NFD", text) if unicodedata.category(one) != "Mn")
