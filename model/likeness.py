"""Texts that are nearly the same: MinHash signatures, and an index of the newest of them that never grows."""

import struct
from array import array
from collections.abc import Iterable
from secrets import token_bytes
from typing import Final, Protocol

from model.kernel import compiled

ROWS: Final = 64
_BANDS: Final = 8
_ROWS_A_BAND: Final = 4
ALIKE_FROM: Final = 0.75
"""From which estimated share of common words two texts are alike. 64 rows put the error (one sigma) at 0.05."""

SLOTS: Final = 1 << 14
_PLACE_BITS: Final = 15
_PLACE: Final = (1 << _PLACE_BITS) - 1
_TAG: Final = 0xFFFF_FFFF ^ (SLOTS - 1)
_bands_of: Final = struct.Struct(f"<{_BANDS}Q").unpack_from
_UPPER_BITS: Final = int.from_bytes(b"\x80" * ROWS)
_LOWER_BITS: Final = int.from_bytes(b"\x7f" * ROWS)
_WHOLE: Final = (1 << 64) - 1
_PIECE: Final = 4
_FEW_WORDS: Final = 8
_SHORT_CHARACTERS: Final = 40
_LONG_CHARACTERS: Final = 80
# One number of eight bytes, then a factor and a term of four for each row.
KEY_BYTES: Final = 8 + 2 * 4 * ROWS
# Not a constant: nobody outside can make up texts that meet in the index. Nor Final: where modules are compiled, too,
# tests have others.
_KEYS = token_bytes(KEY_BYTES)

Signature = bytes
"""The lowest eight bits of each row of a MinHash signature, and then 64 bits of hash of each band of four rows.

Eight bits tell rows apart in 255 of 256 cases (Li and König 2010), and bands are told apart by the whole rows.
"""


def sign(normalised: str, keys: bytes | None = None) -> Signature:
    """The MinHash signature (Broder 1997) of the words; of pieces of four characters where a text has few spaces.

    `keys`: `KEY_BYTES` of a secret; without them those of this process, which are new at every start.
    """
    signature: Signature = _sign(normalised, keys or _KEYS)
    return signature


def is_short(normalised: str) -> bool:
    """Whether it is what many say of themselves (`I agree.`): like others it is no sign of anything."""
    if len(normalised) < _SHORT_CHARACTERS:
        return True
    # Without spaces, as in Chinese, words cannot be counted: there, length decides.
    return len(normalised) < _LONG_CHARACTERS and len(normalised.split(None, _FEW_WORDS)) < _FEW_WORDS


def sign_in_python(normalised: str, keys: bytes) -> Signature:
    """The same with other keys: each row is the least that any word's hash comes to by the row's factor and term."""
    import numpy as np  # noqa: PLC0415 - where there is a kernel, the service does without it

    words = normalised.split()
    if len(words) < _FEW_WORDS:
        joined = " ".join(words)
        words = [joined[at : at + _PIECE] for at in range(max(1, len(joined) - _PIECE + 1))]
    base = int.from_bytes(keys[:8], "little") | 1
    factors, terms = np.frombuffer(keys, "<u4", offset=8).reshape(2, ROWS)
    marks = [(_stir(map(ord, word), base) + 1) * base >> 32 & 0xFFFF_FFFF for word in dict.fromkeys(words)]
    minima = (np.array(marks, np.uint32)[:, None] * (factors | 1) + terms).view(np.int32).min(axis=0).view(np.uint32)
    rows = minima.tolist()
    bands = [_stir(rows[at : at + _ROWS_A_BAND], base) for at in range(0, _BANDS * _ROWS_A_BAND, _ROWS_A_BAND)]
    return bytes(row & 0xFF for row in rows) + struct.pack(f"<{_BANDS}Q", *bands)


def _stir(numbers: Iterable[int], base: int) -> int:
    """A hash of 64 bits, which nobody can foresee who does not know the base."""
    stirred = 0
    for number in numbers:
        stirred = (stirred + number) * base & _WHOLE
        stirred ^= stirred >> 32
    return stirred


_sign: Final = sign_in_python if compiled is None else compiled.sign


def likeness(one: Signature, other: Signature) -> float:
    """The estimated share (0..1) of words that two texts have in common (Jaccard)."""
    unlike = int.from_bytes(one[:ROWS]) ^ int.from_bytes(other[:ROWS])
    # All rows at once: adding the greatest number of seven bits carries into the eighth where any of the seven is set.
    marks = ((unlike & _LOWER_BITS) + _LOWER_BITS | unlike) & _UPPER_BITS
    return 1 - marks.bit_count() / ROWS


class LikenessIndex(Protocol):
    """The newest signatures, 16,384 unless told otherwise, found by what they are like.

    Locality-sensitive hashing, 8 bands of 4 rows: a text that shares 0.8 of its words is found in 98 of 100 cases, one
    of 0.9 always. A place in the index is taken over by the newest text, so that nothing has to be cleared; whatever
    is found is compared row by row. Costs 1 MiB at once and 72 bytes a signature.
    """

    @property
    def held_bytes(self) -> int:
        """The memory it takes."""

    def add(self, number: int, signature: Signature, /) -> None:
        """Remember the signature under the caller's number."""

    def forget(self, number: int, /) -> None:
        """Let the text under the caller's number be like none."""

    def find(self, signature: Signature, /) -> list[tuple[int, float]]:
        """Numbers of remembered texts that are alike with their likeness, the newest first."""


class LikenessIndexInPython:
    """A `LikenessIndex`: the twin that says what the compiled one has to do, and does it where that is missing."""

    __slots__ = ("_heads", "_next", "_numbers", "_signatures", "_slots")

    def __init__(self, slots: int = SLOTS) -> None:
        self._slots = slots
        self._heads = array("I", bytes(4 * _BANDS << _PLACE_BITS))
        self._signatures: list[bytes] = []
        self._numbers = array("q")
        self._next = 0

    @property
    def held_bytes(self) -> int:
        """The memory it takes, but for Python's own of each signature."""
        signatures = len(self._signatures) * ROWS
        return sum(len(one) * one.itemsize for one in (self._heads, self._numbers)) + signatures

    def add(self, number: int, signature: Signature, /) -> None:
        """Remember the signature under the caller's number."""
        slot = self._next % self._slots
        if slot == len(self._numbers):
            self._numbers.append(number)
            self._signatures.append(signature[:ROWS])
        else:
            self._numbers[slot] = number
            self._signatures[slot] = signature[:ROWS]
        self._next += 1
        for at, band in enumerate(_bands_of(signature, ROWS)):
            self._heads[at << _PLACE_BITS | band & _PLACE] = band >> _PLACE_BITS & _TAG | slot

    def forget(self, number: int, /) -> None:
        """Let the text under the caller's number be like none."""
        if number in self._numbers:
            self._signatures[self._numbers.index(number)] = bytes(ROWS)

    def find(self, signature: Signature, /) -> list[tuple[int, float]]:
        """Numbers of remembered texts that are alike with their likeness, the newest first."""
        slots = set()
        for at, band in enumerate(_bands_of(signature, ROWS)):
            head = self._heads[at << _PLACE_BITS | band & _PLACE]
            # The upper bits tell texts of one place apart.
            if not (head ^ band >> _PLACE_BITS) & _TAG:
                slots.add(head & (SLOTS - 1))
        found = [
            (self._numbers[slot], likeness(signature, self._signatures[slot]))
            for slot in slots
            if slot < len(self._numbers)
        ]
        return sorted((one for one in found if one[1] >= ALIKE_FROM), reverse=True)


def make_index() -> LikenessIndex:
    """An index of the newest 16,384 signatures, by the kernel where there is one."""
    if compiled is None:
        return LikenessIndexInPython()
    index: LikenessIndex = compiled.LikenessIndex()
    return index
