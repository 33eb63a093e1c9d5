"""Texts that are nearly the same: MinHash signatures, and an index of the newest of them that never grows."""

from array import array
from collections.abc import Iterator, Sequence
from operator import eq
from secrets import randbits
from typing import Final

from rensa import RMinHash  # type: ignore[import-untyped]  # it has no stubs

ROWS: Final = 64
_BANDS: Final = 8
_ROWS_OF_A_BAND: Final = 4
ALIKE_FROM: Final = 0.75
"""From which estimated share of common words two texts are alike. 64 rows put the error (one sigma) at 0.05."""

_PLACES: Final = 1 << 15
_SLOTS: Final = 1 << 14
_TAG: Final = 0xFFFF_FFFF ^ (_SLOTS - 1)
_PIECE: Final = 4
_FEW_WORDS: Final = 8
# Not a constant: nobody outside can make up texts that meet in the index.
_SEED: Final = randbits(32)

Signature = Sequence[int]


def sign(normalised: str) -> Signature:
    """The MinHash signature (Broder 1997) of the words; of pieces of four characters where a text has few spaces."""
    words = normalised.split()
    if len(words) < _FEW_WORDS:
        joined = " ".join(words)
        words = [joined[at : at + _PIECE] for at in range(max(1, len(joined) - _PIECE + 1))]
    minima = RMinHash(ROWS, _SEED)
    minima.update(words)
    rows: list[int] = minima.digest()
    return rows


def likeness(one: Signature, other: Signature) -> float:
    """The estimated share (0..1) of words that two texts have in common (Jaccard)."""
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
            self._signatures.extend(signature)
        else:
            self._numbers[slot] = number
            self._signatures[slot * ROWS : (slot + 1) * ROWS] = array("I", signature)
        self._next += 1
        for place, tag in _bands(signature):
            self._heads[place] = tag | slot

    def find(self, signature: Signature) -> list[tuple[int, float]]:
        """Numbers of remembered texts that are alike with their likeness, the newest first."""
        slots = {head & (_SLOTS - 1) for place, tag in _bands(signature) if (head := self._heads[place]) & _TAG == tag}
        found = [
            (self._numbers[slot], alike)
            for slot in slots
            if slot < len(self._numbers)
            and (alike := likeness(signature, self._signatures[slot * ROWS : (slot + 1) * ROWS])) >= ALIKE_FROM
        ]
        return sorted(found, reverse=True)


def _bands(signature: Signature) -> Iterator[tuple[int, int]]:
    """For each band its place in the heads, and the upper 18 bits that tell it from others of the same place."""
    for band in range(_BANDS):
        rows = hash(tuple(signature[band * _ROWS_OF_A_BAND : (band + 1) * _ROWS_OF_A_BAND]))
        yield band * _PLACES + (rows & (_PLACES - 1)), (rows >> 15) & _TAG
