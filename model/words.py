"""Words of a normalised text, and the spellings that each of them stands for."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from model.lexicon import EMPTY, Lexicon
from model.text import TO_LATIN

WORD_CHARACTERS: Final = 48
"""Longer words are read in pieces of this length, so that no text costs more than its length."""

# What can stand within a word: letters, digits, and the signs that hide them. Other signs part words.
# Vowel signs of the scripts from India to Cambodia are no letters to `\\w`, but words are not parted by them.
_WORD: Final = re.compile(
    "[\\w@$*!'’‘ʼ′\u0900-\u0963\u0966-\u0dff\u0e31\u0e34-\u0e4e\u0eb1-\u0ece\u0f71-\u0fbc\u102b-\u109d\u17b4-\u17d3]+"
    "|[\u2190-\u2bff\U0001f000-\U0001faff]"
)
_PARTS: Final = {code: " " for code in range(128) if not _WORD.match(chr(code))}
_OUTER: Final = "!'’‘ʼ′"
# Letters parted by any one sign are taken for a word from four on, by the same one or two signs from three on.
_SPACED: Final = re.compile(
    r"(?<![\w'’])[^\W\d_](?:(?:[ .\-_*~|,/][^\W\d_]){3,24}(?!\w)"
    r"|(?=([ .\-_*~|,/]{1,2})[^\W\d_]\1)(?:\1[^\W\d_]){2,24}(?!\w))"
)
_LETTERS_APART: Final = 3
_SEPARATORS: Final = re.compile(r"[ .\-_*~|,/]+")
_ORNAMENT: Final = re.compile(r"['’‘ʼ′_]+")
_OWNER: Final = re.compile(r"['’]s$")
_STARS: Final = re.compile(r"\*+")
_RUN: Final = re.compile(r"(.)\1{2,}", re.DOTALL)
_DIGIT: Final = re.compile(r"\d")
_LEET: Final = str.maketrans("013457@$!", "oleastasi")
_LEET_I: Final = str.maketrans("1", "i")
_MORE_LEET: Final = str.maketrans("689|", "gbgl")
_HIDING: Final = str.maketrans("@$!", "***")
_NO_SIGNS: Final = str.maketrans("", "", "*@$!")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_LEET_LETTERS, _LEET_LENGTH = 2, 4
"""What a word has at least that may be leetspeak: `mp3`, `4th` and `1990s` are not."""


def find_words(normalised: str, lexicon: Lexicon = EMPTY) -> list[str]:
    """The words in their order, then those that letters written apart make (`f u c k`), then those of two pieces.

    Pieces are joined where the lexicon does not know one of them, and knows what they make.
    """
    if lexicon is not EMPTY:
        return [word for word, _, _ in find_places(normalised, lexicon)]
    words = normalised.translate(_PARTS).split() if normalised.isascii() else _WORD.findall(normalised)
    if not normalised.isascii() or "!" in normalised or "'" in normalised:
        words = [bare for word in words if (bare := word.strip(_OUTER))]
    lengths = list(map(len, words))
    if lengths and max(lengths) > WORD_CHARACTERS:
        words = [word[at : at + WORD_CHARACTERS] for word in words for at in range(0, len(word), WORD_CHARACTERS)]
    if lengths.count(1) >= _LETTERS_APART:
        words += [_SEPARATORS.sub("", spaced[0]) for spaced in _SPACED.finditer(normalised)]
    return words


def find_places(normalised: str, lexicon: Lexicon = EMPTY) -> list[tuple[str, int, int]]:
    """The words of `find_words` in the same order, each with where it begins and ends in the text."""
    words = ((match[0].strip(_OUTER), match) for match in _WORD.finditer(normalised))
    found = [(word, match.start() + match[0].index(word)) for word, match in words if word]
    pieces = [
        (word[at : at + WORD_CHARACTERS], begin + at)
        for word, begin in found
        for at in range(0, len(word), WORD_CHARACTERS)
    ]
    whole = [(piece, begin, begin + len(piece)) for piece, begin in pieces]
    joined = list(_joined(normalised, whole, lexicon)) if lexicon is not EMPTY else []
    if sum(len(word) == 1 for word, _ in found) >= _LETTERS_APART:
        whole += [(_SEPARATORS.sub("", spaced[0]), *spaced.span()) for spaced in _SPACED.finditer(normalised)]
    return whole + joined


def _joined(
    normalised: str, places: Sequence[tuple[str, int, int]], lexicon: Lexicon
) -> Iterator[tuple[str, int, int]]:
    """The words of two neighbours with one sign or space between them."""
    for (first, begin, at), (second, after, end) in pairwise(places):
        if after - at != 1 or normalised[at] == "\n" or len(first) + len(second) >= WORD_CHARACTERS:
            continue
        if _LETTERS.fullmatch(first) and _LETTERS.fullmatch(second):
            word = lexicon.join(first, second, normalised[at])
            if word:
                yield word, begin, end


def spellings(word: str, lexicon: Lexicon = EMPTY) -> tuple[str, ...]:
    """What the word stands for: itself, if it is known or nothing is; else the word or words that were meant.

    What no lexicon can tell may stand for itself without accents, and besides without stars, leetspeak and stretched
    letters. A number is read by its shape (`0` for every digit), so that no telephone number is a word of its own.
    """
    if word.isalpha() and word.isascii() and len(word) <= WORD_CHARACTERS and not _RUN.search(word):
        return (word,) if lexicon.level(word) else lexicon.restore((word,), "") or (word,)
    plain = _ORNAMENT.sub("", word) or word
    if not any(map(str.isalpha, plain)):
        return _possible(_STARS.sub("*", plain))
    flat = plain if plain.isascii() else _without_accents(plain)
    if len(flat) <= WORD_CHARACTERS:
        if lexicon.level(flat):
            return (flat,)
        if (owner := _OWNER.search(word)) and lexicon.level(stem := word[: owner.start()]):
            return (stem,)
        if found := lexicon.restore(*_disguised(flat)):
            return found
    return _possible(_STARS.sub("*", flat))


def known_form(word: str) -> str:
    """The word as a lexicon knows it, without accents; empty for what no lexicon holds: numbers, and what has signs."""
    plain = _ORNAMENT.sub("", word)
    if not plain.isalnum() or not any(map(str.isalpha, plain)):
        return ""
    flat = plain if plain.isascii() else _without_accents(plain)
    return flat if len(flat) <= WORD_CHARACTERS else ""


def _possible(plain: str) -> tuple[str, ...]:
    """All that a word may stand for, by the rules alone."""
    found = [_DIGIT.sub("0", plain) if not any(map(str.isalpha, plain)) else plain]
    if "*" in plain[1:]:
        found.append(found[0].replace("*", ""))
    if any(map(str.isalpha, plain)) and not plain.isalpha():
        found += [plain.translate(_LEET).replace("*", ""), plain.translate(_LEET_I).translate(_LEET).replace("*", "")]
    if _RUN.search(plain):
        found += [_RUN.sub(r"\1", spelling) for spelling in found] + [_RUN.sub(r"\1\1", found[0])]
    pieces = (
        spelling[at : at + WORD_CHARACTERS] for spelling in found for at in range(0, len(spelling), WORD_CHARACTERS)
    )
    return tuple(dict.fromkeys(filter(None, pieces)))


def _disguised(flat: str) -> tuple[tuple[str, ...], str]:
    """What a word of several kinds of characters may be without its disguise, and its pattern, as `restore` asks."""
    bare = flat.replace("*", "")
    found = [bare, flat.translate(_NO_SIGNS)]
    if len(bare) >= _LEET_LENGTH and sum(map(str.isalpha, bare)) >= _LEET_LETTERS:
        found += [bare.translate(_LEET), bare.translate(_LEET_I).translate(_LEET)]
        found.append(bare.translate(_MORE_LEET).translate(_LEET_I).translate(_LEET))
    if not flat.isascii():
        found.append(bare.translate(TO_LATIN))
    pattern = flat.translate(_HIDING)
    bases = tuple(dict.fromkeys(base for base in found if base.isalpha()))
    return bases, pattern if "*" in pattern and bare.translate(_NO_SIGNS).isalpha() else ""


# Letters that are typed plain on keyboards that lack them, and have no accent to be taken off.
_TYPED_PLAIN: Final = dict(zip("ıøłđðəё", "iolddeе", strict=True))


@lru_cache(maxsize=2048)
def _base(letter: str) -> str:
    if letter in _TYPED_PLAIN:
        return _TYPED_PLAIN[letter]
    has_accent = "\u00c0" <= letter <= "\u03ff" or "\u0622" <= letter <= "\u0626" or "\u1e00" <= letter <= "\u1fff"
    return unicodedata.normalize("NFD", letter)[0] if has_accent else letter


def _without_accents(word: str) -> str:
    return "".join(map(_base, word))
