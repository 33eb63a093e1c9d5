"""Texts that are nearly the same: MinHash signatures, and an index of the newest of them that never grows."""

from array import array
from collections.abc import Sequence
from secrets import randbits
from struct import Struct
from sys import getsizeof
from typing import Final, NamedTuple

from rensa import RMinHash  # type: ignore[import-untyped]  # it has no stubs

ROWS: Final = 64
_BANDS: Final = 8
ALIKE_FROM: Final = 0.75
"""From which estimated share of common words two texts are alike. 64 rows put the error (one sigma) at 0.05."""

_PLACE_BITS: Final = 15
_PLACE: Final = (1 << _PLACE_BITS) - 1
_SLOTS: Final = 1 << 14
_TAG: Final = 0xFFFF_FFFF ^ (_SLOTS - 1)
_pack: Final = Struct(f"<{ROWS}I").pack
_bands_of: Final = Struct(_BANDS * "16s").unpack_from
_UPPER_BITS: Final = int.from_bytes(b"\x80" * ROWS)
_LOWER_BITS: Final = int.from_bytes(b"\x7f" * ROWS)
_POINTER_BYTES: Final = 8
_PIECE: Final = 4
_FEW_WORDS: Final = 8
# Not a constant: nobody outside can make up texts that meet in the index.
_SEED: Final = randbits(32)


class Signature(NamedTuple):
    """The lowest eight bits of each row of a MinHash signature in one number, and a hash of each band of four rows.

    Eight bits tell rows apart in 255 of 256 cases (Li and König 2010), and bands are told apart by the whole rows.
    """

    rows: int
    bands: Sequence[int]


def sign(normalised: str) -> Signature:
    """The MinHash signature (Broder 1997) of the words; of pieces of four characters where a text has few spaces."""
    words = normalised.split()
    if len(words) < _FEW_WORDS:
        joined = " ".join(words)
        words = [joined[at : at + _PIECE] for at in range(max(1, len(joined) - _PIECE + 1))]
    minima = RMinHash(ROWS, _SEED)
    minima.update(words)
    rows = _pack(*minima.digest())
    return Signature(int.from_bytes(rows[::4]), list(map(hash, _bands_of(rows))))


def likeness(one: int, other: int) -> float:
    """The estimated share (0..1) of words that two texts have in common (Jaccard), from their rows."""
    unlike = one ^ other
    # All rows at once: adding the greatest number of seven bits carries into the eighth where any of the seven is set.
    marks = ((unlike & _LOWER_BITS) + _LOWER_BITS | unlike) & _UPPER_BITS
    return 1 - marks.bit_count() / ROWS


class LikenessIndex:
    """The newest 16,384 signatures, found by what they are like.

    Locality-sensitive hashing, 8 bands of 4 rows: a text that shares 0.8 of its words is found in 98 of 100 cases, one
    of 0.9 always. A place in the index is taken over by the newest text, so that nothing has to be cleared; whatever
    is found is compared row by row. Costs 1 MiB at once and 112 bytes a signature.
    """

    __slots__ = ("_heads", "_next", "_numbers", "_signatures")

    def __init__(self) -> None:
        self._heads = array("I", bytes(4 * _BANDS << _PLACE_BITS))
        self._signatures: list[int] = []
        self._numbers = array("q")
        self._next = 0

    @property
    def held_bytes(self) -> int:
        """The memory it takes."""
        signatures = len(self._signatures) * (getsizeof(_UPPER_BITS) + _POINTER_BYTES)
        return sum(len(one) * one.itemsize for one in (self._heads, self._numbers)) + signatures

    def add(self, number: int, signature: Signature) -> None:
        """Remember the signature under the caller's number."""
        slot = self._next % _SLOTS
        if slot == len(self._numbers):
            self._numbers.append(number)
            self._signatures.append(signature.rows)
        else:
            self._numbers[slot] = number
            self._signatures[slot] = signature.rows
        self._next += 1
        heads = self._heads
        for at, band in enumerate(signature.bands):
            heads[at << _PLACE_BITS | band & _PLACE] = band >> _PLACE_BITS & _TAG | slot

    def forget(self, number: int) -> None:
        """Let the text under the caller's number be like none."""
        if number in self._numbers:
            self._signatures[self._numbers.index(number)] = 0

    def find(self, signature: Signature) -> list[tuple[int, float]]:
        """Numbers of remembered texts that are alike with their likeness, the newest first."""
        heads = self._heads
        slots = []
        for at, band in enumerate(signature.bands):
            head = heads[at << _PLACE_BITS | band & _PLACE]
            # The upper bits tell texts of one place apart.
            if not (head ^ band >> _PLACE_BITS) & _TAG:
                slots.append(head & (_SLOTS - 1))
        found = []
        for slot in set(slots):
            if slot < len(self._numbers):
                alike = likeness(signature.rows, self._signatures[slot])
                if alike >= ALIKE_FROM:
                    found.append((self._numbers[slot], alike))
        return sorted(found, reverse=True)
