"""The words that many comments use, and what a word that none uses was meant to be.

A lexicon keeps no words: for each it has 56 bits of the hash of its feature, and how common it is. A level is four
times the binary logarithm of in how many of a million comments the word occurs, 1 to 127; 0 is a word that is not
known. The bit above it marks grave words, which unwanted comments use far more often than others, and neighbours one of
which would be grave with a letter more: only so they are often seen. A word that is known is read as it stands; only
what nobody writes is held against its neighbours (Damerau 1964, https://doi.org/10.1145/363958.363994): letters
swapped, doubled, left out or added, hidden by a sign, words written together or apart. The commonest neighbour is what
was meant, if it is common enough.
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
_NOTE, _LEVEL = 0xFF, 0x7F
MARKED: Final = 0x80
"""The bit of a grave word, and of two neighbours one of which is read as such a word as well."""

COMMON: Final = 26
"""The level of a word that others may be read as: of a million comments 91 use it."""
_RARE, _FAR_COMMONER = 32, 25
"""The level up to which a known word may be a slip, and by how much the word that was meant is then commoner."""
_ADDED, _LEFT_OUT, _CONSONANT, _SHORT = 4, 4, 16, 12
"""By how much commoner a word must be to be meant: a letter was added, left out, hidden; it has four letters."""
_GRAVE: Final = 16
"""The level of a grave word that is meant besides, where a letter was left out: who hides a word hides such a one.

With a letter less than others have to have it may as well be a name: `Homs`.
"""
_MEANT, _NEARLY = 3, 28
"""How many words one may be read as, and by how much less common than the commonest of them the others may be."""
_HIGHEST, _JOINT, _LETTER = 80, 4, 8
"""Of words written together each costs by how much it is below the first, and a joint; a letter is worth the last.

Names are full of short words: the longer they are, and the commoner, the likelier they are meant.
"""
_UNKNOWN, _TORN = 8, 45
"""The level that a piece nobody knows counts for, and that of how seldom a word is torn.

Two words are neighbours by chance as often as the product of their shares. Of those that make a word the lexicon knows
how often they are, as the level of both with a space between.
"""
LEAST_TOGETHER: Final = 6
"""Letters of words written together."""
_LEAST, _LONGEST_SLIP, _LONGEST_PART, _LONGEST_PAIR = 4, 20, 16, 48
_MANY_SIGNS, _MOST_SIGNS = 3, 5
_PUNCTUATION: Final = ".,:-/"
_LEAST_BY_SIGN, _LEAST_BY_PUNCTUATION = 2, 3
"""Letters of two pieces with a sign for a vowel between them."""


class Lexicon(Protocol):
    """Words by hash; made by `make_lexicon`."""

    def level(self, word: str, /) -> int:
        """How common the word is; 0 where it is not known, or is longer than `WORD_CHARACTERS`."""

    def read_as(self, word: str, /) -> tuple[str, ...]:
        """A known word itself, and beside a rare one the far commoner word that it leaves a letter out of.

        What is not known is read as `restore` reads it; nothing where that does not help.
        """

    def restore(self, bases: tuple[str, ...], pattern: str, /) -> tuple[str, ...]:
        """What may be meant by a word that is not known: the commonest words, or those written together; else nothing.

        `bases`: what it may be without its disguise, each of 1 to `WORD_CHARACTERS` characters. `pattern`: the word
        with a `*` for each sign that hides a letter, or nothing.
        """

    def join(self, first: str, second: str, sign: str, /) -> tuple[str, ...]:
        """The words that two pieces make with a sign between them, if they are seldom neighbours; else nothing."""

    def slip(self, first: str, second: str, /) -> tuple[str, ...]:
        """The grave word that one of two neighbours leaves a letter out of, where only so they are often seen."""


class LexiconInPython:
    """What the compiled lexicon is held to, and what does its work where there is none."""

    def __init__(self, entries: bytes) -> None:
        if len(entries) % ENTRY_BYTES:
            message = f"a lexicon has {ENTRY_BYTES} bytes a word"
            raise ValueError(message)
        numbers = [
            int.from_bytes(entries[at : at + ENTRY_BYTES], "little") for at in range(0, len(entries), ENTRY_BYTES)
        ]
        self._entries = {number & ~_NOTE: number & _NOTE for number in numbers}
        if any(one | _NOTE >= other for one, other in pairwise(numbers)):
            message = "the entries of a lexicon stand in rising order, each hash once"
            raise ValueError(message)

    def level(self, word: str, /) -> int:
        """See `Lexicon`."""
        return self._note(word) & _LEVEL

    def read_as(self, word: str, /) -> tuple[str, ...]:
        """See `Lexicon`."""
        level = self.level(word)
        if not level:
            return self.restore((word,), "")
        if level > _RARE or len(word) > _LONGEST_SLIP:
            return (word,)
        far_commoner = self._commonest(((other, 0) for other in _fuller(word)), level + _FAR_COMMONER, 1)
        return (word, *far_commoner)

    def restore(self, bases: tuple[str, ...], pattern: str, /) -> tuple[str, ...]:
        """See `Lexicon`."""
        if not self._entries:
            return ()
        themselves = ((base, 0) for base in bases)
        slips = (slip for base in bases if self.level(base) < COMMON for slip in _slips(base))
        found = self._commonest(chain(themselves, _filled(pattern), slips))
        found = found or next((parts for base in bases if (parts := self._parted(base))), ())
        fuller = (slip for base in bases if self.level(base) < COMMON for slip in _left_out(base, _LEAST + 1))
        return (*found, *(word for word in self._gravest(fuller, _GRAVE) if word not in found))

    def join(self, first: str, second: str, sign: str, /) -> tuple[str, ...]:
        """See `Lexicon`."""
        least = _LEAST if sign == " " else _LEAST_BY_PUNCTUATION if sign in _PUNCTUATION else _LEAST_BY_SIGN
        if len(first) + len(second) < least:
            return ()
        together = [(first + second, 0)]
        if sign != " ":
            together += [(first + vowel + second, 0) for vowel in _VOWELS]
        apart = (self.level(first) or _UNKNOWN) + (self.level(second) or _UNKNOWN)
        neighbours = self.level(f"{first} {second}") if sign == " " else 0
        rarest = max(apart - _TORN, neighbours and neighbours + _TORN)
        return tuple(word for word in self._commonest(together) if self.level(word) >= rarest)

    def slip(self, first: str, second: str, /) -> tuple[str, ...]:
        """See `Lexicon`."""
        if len(first) + len(second) >= _LONGEST_PAIR or not self._note(f"{first} {second}") & MARKED:
            return ()
        return self._gravest((word, 0) for word in chain(_fuller(first), _fuller(second)))

    def _note(self, word: str) -> int:
        return self._entries.get(hash_of(word) & ~_NOTE, 0)

    def _gravest(self, candidates: Iterable[tuple[str, int]], least: int = 1) -> tuple[str, ...]:
        """The grave candidate that is commonest after its cost; none that is rarer than that."""
        return self._commonest(((word, cost) for word, cost in candidates if self._note(word) & MARKED), least, 1)

    def _commonest(
        self, candidates: Iterable[tuple[str, int]], least: int = COMMON, most: int = _MEANT
    ) -> tuple[str, ...]:
        """The candidates that are commonest after their cost, the first of equals first; none that is not common."""
        best: list[tuple[int, str]] = []
        for word, cost in candidates:
            level = self.level(word) - cost
            if level < least or any(word == other and level <= known for known, other in best):
                continue
            best = [(known, other) for known, other in best if other != word]
            best.insert(sum(known >= level for known, _ in best), (level, word))
            del best[most:]
        return tuple(word for level, word in best if level >= best[0][0] - _NEARLY)

    def _parted(self, word: str) -> tuple[str, ...]:
        """The words that make it together and cost least; none where they cost more than its letters may."""
        if len(word) < LEAST_TOGETHER:
            return ()
        most = _LETTER * len(word)
        # For each end: what the words up to there cost, and where the last of them begins.
        ways = [(0, 0)]
        for end in range(1, len(word) + 1):
            way = (most + 1, 0)
            for begin in range(max(0, end - _LONGEST_PART), end):
                if end - begin < len(word) and (level := self.level(word[begin:end])):
                    way = min(way, (ways[begin][0] + max(0, _HIGHEST - level) + _JOINT, begin))
            ways.append(way)
        if ways[-1][0] > most:
            return ()
        parts: list[str] = []
        end = len(word)
        while end:
            begin = ways[end][1]
            parts.append(word[begin:end])
            end = begin
        return tuple(reversed(parts))


def names_group(lexicon: Lexicon, word: str) -> bool:
    """Whether the word names a group of people: it stands in the lexicon a second time, by `as_group`."""
    return lexicon.level(as_group(word)) > 0


def as_group(word: str) -> str:
    """The entry that says of a word that it names a group of people: the word after a space."""
    return f" {word}"


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
    among = _LETTERS if signs < _MANY_SIGNS else _VOWELS if signs == _MANY_SIGNS else _VOWELS[:-1]
    for letters in product(among, repeat=signs):
        consonants = sum(letter not in _VOWELS for letter in letters)
        if consonants < 2:  # noqa: PLR2004
            word = first + "".join(letter + part for letter, part in zip(letters, rest, strict=True))
            yield word, consonants * _CONSONANT


def _slips(word: str) -> Iterator[tuple[str, int]]:
    """The word without repeated letters, and what is one slip away.

    Its first letter stays, and its last one but for a doubled one.
    """
    yield from ((fewer, 0) for fewer in _fewer(word))
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
    yield from _left_out(word)


def _left_out(word: str, enough: int = _LEAST) -> Iterator[tuple[str, int]]:
    """What the word is, if a letter was left out of it; `enough`: with so many letters it may well be."""
    cost = _LEFT_OUT if len(word) >= enough else _LEFT_OUT + _SHORT
    if len(word) <= _LONGEST_SLIP:
        yield from ((fuller, cost) for fuller in _fuller(word))


def _fuller(word: str) -> Iterator[str]:
    """The word with a letter more within it; of three letters at least, and plain ones."""
    if len(word) >= _LEAST - 1 and word.isascii():
        yield from (word[:at] + letter + word[at:] for at in range(1, len(word)) for letter in _LETTERS)


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
