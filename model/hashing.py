"""Hashed features: from the spellings of words to rows of the table, in numpy.

Training counts by it, and so does scoring where there is no compiled kernel; the kernel hashes alike.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from model.words import WORD_CHARACTERS

Hashes = NDArray[np.uint64]

NGRAMS: Final = (2, 3, 4, 5)
REACH: Final = 6
"""So many words before and after one that names a group are said of the group."""
# Odd numbers of 64 bits with no pattern: Knuth's multiplicative hashing, and the finaliser of MurmurHash3.
_BASE: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX: Final = np.uint64(0xFF51AFD7ED558CCD)
_PAIR: Final = np.uint64(0xC4CEB9FE1A85EC53)
# Whoever is named, in what is said of a group; as an array, whose products may overflow.
_GROUP: Final = np.array([0xD6E8FEB86659FD93], np.uint64)
_POWERS: Final = np.cumprod(np.full(WORD_CHARACTERS + 3, _BASE, np.uint64))
_HALF: Final = np.uint64(32)
# No position is so far from its word's end that it begins a whole word there: those are marked by themselves.
_COLUMNS: Final = np.array([WORD_CHARACTERS + 3, *NGRAMS])


class WordHashes(NamedTuple):
    """Hashes of some words: `words` (n), one each; `features`, all of one word's and then the next's; `counts` (n)."""

    words: Hashes
    features: Hashes
    counts: NDArray[np.intp]


def hash_spellings(words: Sequence[str]) -> WordHashes:
    """Hashes of words as `spellings` gives them: none empty, none longer than `WORD_CHARACTERS`.

    A word's first feature is the word itself; its n-grams follow by where they begin.
    """
    joined = "\3\2".join(words)
    codes = np.frombuffer(f"\2{joined}\3".encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    lengths = np.fromiter(map(len, words), np.intp, len(words)) + 2
    ends = lengths.cumsum()
    starts = ends - lengths
    remaining = ends.repeat(lengths) - np.arange(len(codes))
    whole = np.add.reduceat(codes * _POWERS.take(lengths.repeat(lengths) - remaining), starts)
    # A column for the whole word, then one for each length of n-gram, so that a word's features stand together.
    hashes = np.zeros((len(codes), 1 + len(NGRAMS)), np.uint64)
    exists = remaining[:, None] >= _COLUMNS
    exists[starts, 0] = True
    hashes[starts, 0] = whole * _PAIR
    rolling = codes
    for column, n in enumerate(NGRAMS, 1):
        rolling = rolling[:-1] * _BASE + codes[n - 1 :]
        hashes[: len(rolling), column] = rolling + np.uint64(n)
    return WordHashes(whole, _mixed(hashes[exists]), np.add.reduceat(exists.sum(axis=1), starts))


def hash_pairs(words: Hashes) -> Hashes:
    """Hashes of the pairs of neighbours, from the words' hashes in their order."""
    return _mixed(words[:-1] * _PAIR + _mixed(words[1:]))


def near_groups(named: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which words stand at most `REACH` after, and which before, one that names a group, and name none themselves.

    `named` (n): which of a comment's words, in their order, name one.
    """
    after, before = np.zeros_like(named), np.zeros_like(named)
    for step in range(1, min(REACH + 1, len(named))):
        after[step:] |= named[:-step]
        before[:-step] |= named[step:]
    return after & ~named, before & ~named


def hash_said(after: Hashes, before: Hashes) -> Hashes:
    """Hashes of what is said of a group: of words that stand after its name, and then of words before it."""
    return _mixed(np.concatenate([_GROUP * _PAIR + _mixed(after), before * _PAIR + _mixed(_GROUP)]))


def distinct(hashes: Hashes) -> Hashes:
    """Each hash once, in rising order."""
    ordered = np.sort(hashes)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) > 1 else ordered


def rows_of(hashes: Hashes, bits: int) -> NDArray[np.intp]:
    """The rows of a table of 2**bits rows where these features are."""
    return (hashes >> np.uint64(64 - bits)).astype(np.intp)


def _mixed(hashes: Hashes) -> Hashes:
    folded = (hashes ^ (hashes >> _HALF)) * _MIX
    return (folded ^ (folded >> _HALF)) * _PAIR
