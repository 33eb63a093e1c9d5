"""The words that many comments use, and what a word that none uses was meant to be.

A lexicon keeps no words: for each it has 56 bits of the hash of its feature, and how common it is. A level is four
times the binary logarithm of in how many of a million comments the word occurs, 1 to 255; 0 is a word that is not
known. A word that is known is read as it stands; only what nobody writes is held against its neighbours (Damerau 1964,
https://doi.org/10.1145/363958.363994): letters swapped, doubled, left out or added, hidden by a sign, words written
together or apart. The commonest neighbour is what was meant, if it is common enough.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, pairwise, product
from typing import Final, Protocol

from model.kernel import compiled

ENTRY_BYTES: Final = 8
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_VOWELS: Final = "aeiouy"
_BASE, _MIX, _PAIR = 0x9E3779B97F4A7C15, 0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53
_64_BITS: Final = (1 << 64) - 1
_LEVEL: Final = 0xFF

COMMON: Final = 26
"""The level of a word that others may be read as: of a million comments 91 use it."""
_PARTS: Final = (255, 255, 60, 48, 44, 38)
"""The level of each of the words that were written together, by its length, the last one of all that are longer.

The shorter, the commoner: names are full of short words.
"""
_ADDED, _LEFT_OUT, _CONSONANT, _SHORT = 4, 4, 4, 12
"""By how much commoner a word must be to be meant: a letter was added, left out, hidden; it has four letters."""
_UNKNOWN, _SPACE, _SIGN = 8, 27, 45
"""The level that a piece nobody knows counts for, and how much commoner both pieces may be than what they make.

Two words are neighbours by chance as often as the product of their shares; a word is torn, say, once in ten thousand.
"""
_LEAST, _LONGEST_SLIP, _LEAST_TOGETHER, _LONGEST_PART, _MOST_PARTS = 4, 20, 6, 16, 8
_MANY_SIGNS, _MOST_SIGNS = 3, 4


class Lexicon(Protocol):
    """Words by hash; made by `make_lexicon`."""

    def level(self, word: str, /) -> int:
        """How common the word is; 0 where it is not known, or is longer than `WORD_CHARACTERS`."""

    def restore(self, bases: tuple[str, ...], pattern: str, /) -> tuple[str, ...]:
        """The word that was meant by one that is not known, or the words written together; none where there is none.

        `bases`: what it may be without its disguise, each of 1 to `WORD_CHARACTERS` characters. `pattern`: the word
        with a `*` for each sign that hides a letter, or nothing.
        """

    def join(self, first: str, second: str, sign: str, /) -> str:
        """The word that two pieces make with a sign between them, if they are seldom neighbours; else nothing."""


class LexiconInPython:
    """What the compiled lexicon is held to, and what does its work where there is none."""

    def __init__(self, entries: bytes) -> None:
        if len(entries) % ENTRY_BYTES:
            message = f"a lexicon has {ENTRY_BYTES} bytes a word"
            raise ValueError(message)
        numbers = [
            int.from_bytes(entries[at : at + ENTRY_BYTES], "little") for at in range(0, len(entries), ENTRY_BYTES)
        ]
        self._levels = {number & ~_LEVEL: number & _LEVEL for number in numbers}
        if any(one | _LEVEL >= other for one, other in pairwise(numbers)):
            message = "the entries of a lexicon stand in rising order, each hash once"
            raise ValueError(message)

    def level(self, word: str, /) -> int:
        """See `Lexicon`."""
        return self._levels.get(hash_of(word) & ~_LEVEL, 0)

    def restore(self, bases: tuple[str, ...], pattern: str, /) -> tuple[str, ...]:
        """See `Lexicon`."""
        if not self._levels:
            return ()
        simply = ((word, 0) for base in bases for word in (base, *_fewer(base)))
        found = self._best(chain(simply, _filled(pattern)))
        found = found or self._best(neighbour for base in bases for neighbour in _neighbours(base))
        if found:
            return (found,)
        return next((parts for base in bases if (parts := self._parted(base))), ())

    def join(self, first: str, second: str, sign: str, /) -> str:
        """See `Lexicon`."""
        if len(first) + len(second) < _LEAST:
            return ""
        together = [(first + second, 0)]
        if sign != " ":
            together += [(first + vowel + second, 0) for vowel in _VOWELS]
        word = self._best(together)
        apart = (self.level(first) or _UNKNOWN) + (self.level(second) or _UNKNOWN)
        return word if apart <= self.level(word) + (_SPACE if sign == " " else _SIGN) else ""

    def _best(self, candidates: Iterable[tuple[str, int]]) -> str:
        """The candidate that is commonest after its cost, the first of equals; nothing where none is common enough."""
        best, most = "", COMMON - 1
        for word, cost in candidates:
            level = self.level(word) - cost
            if level > most:
                best, most = word, level
        return best

    def _parted(self, word: str) -> tuple[str, ...]:
        """The fewest words that make it together; of as few, those whose least common one is commonest."""
        if len(word) < _LEAST_TOGETHER:
            return ()
        # For each end: how many parts lead there, by how much the least common one is common enough, and where the last
        # part begins.
        ways: list[tuple[int, int, int] | None] = [(0, _LEVEL, 0)] + [None] * len(word)
        for end in range(1, len(word) + 1):
            for begin in range(max(0, end - _LONGEST_PART), end):
                before = ways[begin]
                if before is None or before[0] == _MOST_PARTS or end - begin == len(word):
                    continue
                more = self.level(word[begin:end]) - _PARTS[min(end - begin, len(_PARTS) - 1)]
                if more < 0:
                    continue
                least, known = min(before[1], more), ways[end]
                if known is None or (-before[0] - 1, least) > (-known[0], known[1]):
                    ways[end] = before[0] + 1, least, begin
        parts: list[str] = []
        end = len(word)
        while end and (way := ways[end]):
            parts.append(word[way[2] : end])
            end = way[2]
        return tuple(reversed(parts))


def hash_of(word: str) -> int:
    """The hash of the feature that a word is, as `model.hashing.hash_spellings` works it out."""
    whole, power = 0, 1
    for code in (2, *map(ord, word), 3):
        power = power * _BASE & _64_BITS
        whole += code * power
    return _mixed(whole * _PAIR & _64_BITS)


def _mixed(number: int) -> int:
    folded = (number ^ number >> 32) * _MIX & _64_BITS
    return (folded ^ folded >> 32) * _PAIR & _64_BITS


def _fewer(word: str) -> Iterator[str]:
    """Without repeated letters: one for each run, one for each of three or more, two for each of three or more."""
    runs: list[str] = []
    for letter in word:
        if runs and runs[-1][0] == letter:
            runs[-1] += letter
        else:
            runs.append(letter)
    if len(runs) < len(word):
        yield "".join(run[0] for run in runs)
        yield "".join(run[0] if len(run) > 2 else run for run in runs)  # noqa: PLR2004
        yield "".join(run[:2] for run in runs)


def _filled(pattern: str) -> Iterator[tuple[str, int]]:
    """The pattern with letters for its signs: any for one, with a vowel among two, vowels for more."""
    signs = pattern.count("*")
    if not 0 < signs <= _MOST_SIGNS:
        return
    first, *rest = pattern.split("*")
    among = _LETTERS if signs < _MANY_SIGNS else _VOWELS if signs < _MOST_SIGNS else _VOWELS[:-1]
    for letters in product(among, repeat=signs):
        consonants = sum(letter not in _VOWELS for letter in letters)
        if consonants < 2:  # noqa: PLR2004
            word = first + "".join(letter + part for letter, part in zip(letters, rest, strict=True))
            yield word, consonants * _CONSONANT


def _neighbours(word: str) -> Iterator[tuple[str, int]]:
    """What is one slip away: its first letter stays, and its last one but for a doubled one."""
    places = range(1, len(word))
    if len(word) > _LONGEST_SLIP:
        return
    if len(word) >= _LEAST:
        for at in places[:-2]:
            if word[at] != word[at + 1]:
                yield f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}", 0
        yield from ((word[:at] + word[at + 1 :], 0) for at in places if word[at] == word[at - 1])
    if len(word) > _LEAST:
        yield from ((word[:at] + word[at + 1 :], _ADDED) for at in places[:-1])
    if len(word) >= _LEAST - 1 and word.isascii():
        cost = _LEFT_OUT if len(word) >= _LEAST else _LEFT_OUT + _SHORT
        yield from ((word[:at] + letter + word[at:], cost) for at in places for letter in _LETTERS)


def make_lexicon(entries: bytes) -> Lexicon:
    """A lexicon of these entries: little-endian numbers of 64 bits, rising, the level in the lowest eight of each.

    Raises ValueError for anything else.
    """
    if compiled is None:
        return LexiconInPython(entries)
    lexicon: Lexicon = compiled.Lexicon(entries)
    return lexicon


EMPTY: Final = make_lexicon(b"")
"""Without a lexicon every word is read as it stands."""
