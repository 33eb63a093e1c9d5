"""Numbers found by key in memory that never grows."""

from array import array


class HashChains:
    """Numbers by key, newest first: hash chains over a ring, as zlib's deflate finds earlier strings.

    Keys share chains, so that whoever walks one compares the key.
    """

    __slots__ = ("_capacity", "_heads", "_mask", "_previous")

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._mask = (1 << capacity.bit_length() >> 1) - 1
        self._heads = array("q", [-1]) * (self._mask + 1)
        self._previous = array("q")

    @property
    def held_bytes(self) -> int:
        """The memory it takes."""
        return (len(self._heads) + len(self._previous)) * self._heads.itemsize

    def add(self, number: int, key: int) -> None:
        """Remember the number, one greater than the last, under the key."""
        place = key & self._mask
        if number < self._capacity:
            self._previous.append(self._heads[place])
        else:
            self._previous[number % self._capacity] = self._heads[place]
        self._heads[place] = number

    def newest(self, key: int) -> int:
        """The newest number that may be under the key, -1 where there is none."""
        return self._heads[key & self._mask]

    def before(self, number: int) -> int:
        """The next older one of the same chain; whatever is as old as the ring is long means nothing any more."""
        return self._previous[number % self._capacity]
