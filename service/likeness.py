"""Texts that are nearly the same: MinHash signatures, and an index of the newest of them that never grows."""

from array import array
from collections.abc import Sequence
from operator import eq
from secrets import randbits
from typing import Final, NamedTuple

from rensa import RMinHash  # type: ignore[import-untyped]  # it has no stubs

ROWS: Final = 64
_BANDS: Final = 8
_ROWS_OF_A_BAND: Final = 4
ALIKE_FROM: Final = 0.75
"""From which estimated share of common words two texts are alike. 64 rows put the error (one sigma) at 0.05."""

_PLACES: Final = 1 << 15
_SLOTS: Final = 1 << 14
_FIRST_PLACES: Final = range(0, _BANDS * _PLACES, _PLACES)
_TAG: Final = 0xFFFF_FFFF ^ (_SLOTS - 1)
_PIECE: Final = 4
_FEW_WORDS: Final = 8
# Not a constant: nobody outside can make up texts that meet in the index.
_SEED: Final = randbits(32)


class Signature(NamedTuple):
    """The rows of a MinHash signature, and a hash of each of its bands of four."""

    rows: Sequence[int]
    bands: Sequence[int]


def sign(normalised: str) -> Signature:
    """The MinHash signature (Broder 1997) of the words; of pieces of four characters where a text has few spaces."""
    words = normalised.split()
    if len(words) < _FEW_WORDS:
        joined = " ".join(words)
        words = [joined[at : at + _PIECE] for at in range(max(1, len(joined) - _PIECE + 1))]
    minima = RMinHash(ROWS, _SEED)
    minima.update(words)
    rows: list[int] = minima.digest()
    banded = iter(rows[: _BANDS * _ROWS_OF_A_BAND])
    return Signature(rows, list(map(hash, zip(*[banded] * _ROWS_OF_A_BAND, strict=True))))


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """The estimated share (0..1) of words that two texts have in common (Jaccard), from their rows."""
    common: int = sum(map(eq, one, other))
    return common / ROWS


class LikenessIndex:
    """The newest 16,384 signatures, found by what they are like.

    Locality-sensitive hashing, 8 bands of 4 rows: a text that shares 0.8 of its words is found in 98 of 100 cases, one
    of 0.9 always. A place in the index is taken over by the newest text, so that nothing has to be cleared; whatever
    is found is compared row by row. Costs 1 MiB at once and 264 bytes a signature.
    """

    __slots__ = ("_heads", "_next", "_numbers", "_signatures")

    def __init__(self) -> None:
        self._heads = array("I", bytes(4 * _BANDS * _PLACES))
        self._signatures = array("I")
        self._numbers = array("q")
        self._next = 0

    @property
    def held_bytes(self) -> int:
        """The memory it takes."""
        return sum(len(one) * one.itemsize for one in (self._heads, self._signatures, self._numbers))

    def add(self, number: int, signature: Signature) -> None:
        """Remember the signature under the caller's number."""
        slot = self._next % _SLOTS
        if slot == len(self._numbers):
            self._numbers.append(number)
            self._signatures.extend(signature.rows)
        else:
            self._numbers[slot] = number
            self._signatures[slot * ROWS : (slot + 1) * ROWS] = array("I", signature.rows)
        self._next += 1
        heads = self._heads
        for band, first in zip(signature.bands, _FIRST_PLACES, strict=True):
            heads[first + (band & (_PLACES - 1))] = ((band >> 15) & _TAG) | slot

    def forget(self, number: int) -> None:
        """Let the text under the caller's number be like none."""
        if number in self._numbers:
            slot = self._numbers.index(number)
            self._signatures[slot * ROWS : (slot + 1) * ROWS] = array("I", bytes(4 * ROWS))

    def find(self, signature: Signature) -> list[tuple[int, float]]:
        """Numbers of remembered texts that are alike with their likeness, the newest first."""
        heads = self._heads
        slots = set()
        for band, first in zip(signature.bands, _FIRST_PLACES, strict=True):
            head = heads[first + (band & (_PLACES - 1))]
            # The upper bits tell texts of one place apart.
            if not (head ^ (band >> 15)) & _TAG:
                slots.add(head & (_SLOTS - 1))
        found = []
        for slot in slots:
            if slot < len(self._numbers):
                alike = likeness(signature.rows, self._signatures[slot * ROWS : (slot + 1) * ROWS])
                if alike >= ALIKE_FROM:
                    found.append((self._numbers[slot], alike))
        return sorted(found, reverse=True)
