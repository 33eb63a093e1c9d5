"""Numbers found by key in memory that never grows."""

from mmap import MAP_ANONYMOUS, MAP_PRIVATE, mmap
from typing import Final

_BYTES: Final = 8


def integers(count: int) -> "memoryview[int]":
    """So many signed 64-bit integers, all 0; those never written take no memory.

    They are set in a third of the instructions that an array takes.
    """
    return memoryview(mmap(-1, count * _BYTES, MAP_PRIVATE | MAP_ANONYMOUS)).cast("q")


class HashChains:
    """Numbers by key, newest first: hash chains over a ring, as zlib's deflate finds earlier strings.

    Keys share chains, so that whoever walks one compares the key.
    """

    __slots__ = ("_capacity", "_heads", "_mask", "_next", "_previous")

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._mask = (1 << capacity.bit_length() >> 1) - 1
        # Greater by one than the numbers, for 0 is none.
        self._heads = integers(self._mask + 1)
        self._previous = integers(capacity)
        self._next = 0

    @property
    def held_bytes(self) -> int:
        """The memory it takes by now."""
        return (len(self._heads) + min(self._next, self._capacity)) * _BYTES

    def add(self, number: int, key: int) -> None:
        """Remember the number, one greater than the last, under the key."""
        place = key & self._mask
        self._next = number + 1
        self._previous[number % self._capacity] = self._heads[place]
        self._heads[place] = self._next

    def newest(self, key: int) -> int:
        """The newest number that may be under the key, -1 where there is none."""
        return self._heads[key & self._mask] - 1

    def before(self, number: int) -> int:
        """The next older one of the same chain; whatever is as old as the ring is long means nothing any more."""
        return self._previous[number % self._capacity] - 1
