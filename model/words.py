"""Words of a normalised text, and the spellings that each of them stands for."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

WORD_CHARACTERS: Final = 48
"""Longer words are read in pieces of this length, so that no text costs more than its length."""

# What can stand within a word: letters, digits, and the signs that hide them. Other signs part words.
_WORD: Final = re.compile("[\\w@$*!'’]+|[\u2190-\u2bff\U0001f000-\U0001faff]")
_PARTS: Final = {code: " " for code in range(128) if not _WORD.match(chr(code))}
_OUTER: Final = "!'’"
_SPACED: Final = re.compile(r"(?<![\w'’])[^\W\d_](?=([ .\-_*~|,/]{1,2})[^\W\d_]\1)(?:\1[^\W\d_]){2,24}(?!\w)")
_LETTERS_APART: Final = 3
_SEPARATORS: Final = re.compile(r"[ .\-_*~|,/]+")
_ORNAMENT: Final = re.compile(r"['’_]+")
_STARS: Final = re.compile(r"\*+")
_RUN: Final = re.compile(r"(.)\1{2,}", re.DOTALL)
_DIGIT: Final = re.compile(r"\d")
_LEET: Final = str.maketrans("013457@$!", "oleastasi")
_LEET_I: Final = str.maketrans("1", "i")


def find_words(normalised: str) -> list[str]:
    """The words in their order; letters written apart (`f u c k`) are also read as the word they make."""
    words = normalised.translate(_PARTS).split() if normalised.isascii() else _WORD.findall(normalised)
    if "!" in normalised or "'" in normalised or "’" in normalised:
        words = [bare for word in words if (bare := word.strip(_OUTER))]
    if list(map(len, words)).count(1) >= _LETTERS_APART:
        words += [_SEPARATORS.sub("", spaced[0]) for spaced in _SPACED.finditer(normalised)]
    return words


def find_places(normalised: str) -> list[tuple[str, int, int]]:
    """The words of `find_words` in the same order, each with where it begins and ends in the text."""
    found = []
    for match in _WORD.finditer(normalised):
        if bare := match[0].strip(_OUTER):
            begin = match.start() + match[0].index(bare)
            found.append((bare, begin, begin + len(bare)))
    if sum(end - begin == 1 for _, begin, end in found) >= _LETTERS_APART:
        found += [(_SEPARATORS.sub("", spaced[0]), *spaced.span()) for spaced in _SPACED.finditer(normalised)]
    return found


def spellings(word: str) -> tuple[str, ...]:
    """What the word may stand for: itself, then without stars, leetspeak, stretched letters and accents.

    A number is read by its shape (`0` for every digit), so that no telephone number is a word of its own.
    """
    if word.isalpha() and word.isascii() and len(word) <= WORD_CHARACTERS and not _RUN.search(word):
        return (word,)
    plain = _STARS.sub("*", _ORNAMENT.sub("", word)) or word
    found = [_DIGIT.sub("0", plain) if not any(map(str.isalpha, plain)) else plain]
    if "*" in plain[1:]:
        found.append(plain.replace("*", ""))
    if any(map(str.isalpha, plain)) and not plain.isalpha():
        found += [plain.translate(_LEET).replace("*", ""), plain.translate(_LEET_I).translate(_LEET).replace("*", "")]
    if _RUN.search(plain):
        found += [_RUN.sub(r"\1", spelling) for spelling in found] + [_RUN.sub(r"\1\1", plain)]
    if not plain.isascii():
        found += [_without_accents(spelling) for spelling in found]
    pieces = (
        spelling[at : at + WORD_CHARACTERS] for spelling in found for at in range(0, len(spelling), WORD_CHARACTERS)
    )
    return tuple(dict.fromkeys(filter(None, pieces)))


@lru_cache(maxsize=1024)
def _base(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0] if "\u00c0" <= letter <= "\u024f" else letter


def _without_accents(word: str) -> str:
    return "".join(map(_base, word))
