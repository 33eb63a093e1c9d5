"""Nearly the same texts in different sources: what one source took from another would give a left-out source away."""

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

_WORD: Final = re.compile(r"\w+")
_WORDS: Final = 5
"""Words of a shingle; a shorter text is one shingle."""
_SHARE: Final = 0.5
"""Of a text's shingles that must stand in another source to be taken for a copy of something there."""
# Odd numbers of 64 bits with no pattern: Knuth's multiplicative hashing.
_POWERS: Final = np.cumprod(np.full(_WORDS, 0x9E3779B97F4A7C15, np.uint64))


class Shingles:
    """The runs of five words of texts, added in the order of their rows (Broder, 1997)."""

    def __init__(self) -> None:
        self._hashes: list[NDArray[np.uint64]] = []

    def add(self, texts: Sequence[str]) -> None:
        """Take in the next rows."""
        self._hashes += map(_shingles, texts)

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._hashes)

    def near(self, owners: Sequence[str]) -> dict[str, NDArray[np.bool_]]:
        """By owner, which rows of others (rows) are nearly its own: half of their shingles or more stand there.

        `owners`: whose each row is. A text without a word is near nothing.
        """
        column = np.asarray(owners)
        lengths = np.fromiter(map(len, self._hashes), np.intp, len(self._hashes))
        names = np.unique(column).tolist()
        if not lengths.sum():
            return {name: np.zeros(len(column), np.bool_) for name in names}
        distinct, shingles = np.unique(np.concatenate(self._hashes), return_inverse=True)
        rows = np.repeat(np.arange(len(lengths)), lengths)
        found: dict[str, NDArray[np.bool_]] = {}
        for name in names:
            own = np.zeros(len(distinct), np.bool_)
            own[shingles[(column == name)[rows]]] = True
            shared = np.bincount(rows, own[shingles], minlength=len(lengths))
            found[name] = (column != name) & (lengths > 0) & (shared >= _SHARE * lengths)
        return found


def _shingles(text: str) -> NDArray[np.uint64]:
    words = _WORD.findall(text.casefold())
    if not words:
        return np.empty(0, np.uint64)
    # Python's own hash differs from process to process, and so nothing of it is kept.
    hashes = np.fromiter(map(hash, words), np.int64, len(words)).view(np.uint64)
    if len(words) < _WORDS:
        hashes = np.append(hashes, np.zeros(_WORDS - len(words), np.uint64))
    return np.asarray(np.lib.stride_tricks.sliding_window_view(hashes, _WORDS) @ _POWERS)
