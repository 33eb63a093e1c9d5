"""The newest comments as numbers, found by what they have in common: in memory that never grows."""

from array import array
from collections.abc import Iterator
from typing import Final, Protocol

from model.kernel import compiled
from service.traces import Trace

Row = tuple[int, int, int, int, int, int, int, int]
"""Site, identifier, time (ms), text, author, article, comment, and the number of the text that it is a variant of."""

SITE: Final = 0
IDENTIFIER: Final = 1
AT: Final = 2
TEXT: Final = 3
AUTHOR: Final = 4
ARTICLE: Final = 5
COMMENT: Final = 6
FIRST: Final = 7
"""Where they stand in a row."""
STEPS: Final = 64
"""So many comments at most are looked at for an identifier."""
OVERLAP_MS: Final = 5_000
"""How long after its id was given a comment of another process may become visible in the store."""
_CHAINED: Final = (IDENTIFIER, TEXT, AUTHOR)
_FIELDS: Final = 8
_WIDTH: Final = _FIELDS + len(_CHAINED)
_NUMBER_BYTES: Final = 8


class Recent(Protocol):
    """At most `capacity` rows of signed 64-bit numbers, numbered from 0 on; the newest takes the place of the oldest.

    Nothing is searched and nothing is cleared: rows hang together in hash chains over a ring, as zlib's deflate finds
    earlier strings, by identifier, text and author. Chains are shared, so that whoever walks one compares. A row takes
    88 bytes.
    """

    @property
    def next(self) -> int:
        """The number that the next row gets."""

    @property
    def oldest(self) -> int:
        """The number of the oldest row that is held."""

    @property
    def held_bytes(self) -> int:
        """The memory it takes by now."""

    def add(self, trace: Trace, first: int, /) -> int:
        """Remember a comment; its number. `first`: of the text that it is a variant of, -1 where there is none."""

    def at(self, number: int, /) -> Row:
        """The row of that number, or a newer one in its place; raises IndexError where none was there yet."""

    def forget(self, number: int, /) -> None:
        """Leave only the identifier, the time and the first text of the row at that number; raises as `at` does."""

    def find(self, identifier: int, /) -> int:
        """The newest number with that identifier, -1 where it is not known."""

    def others(self, trace: Trace, column: int, since: int, steps: int, most: int, /) -> list[int]:
        """Numbers of other comments from `since` (ms) on of the same text, or author, the newest first.

        `column`: TEXT or AUTHOR; raises ValueError for any other. Where that is absent nothing is found. The walk ends
        at a comment from `OVERLAP_MS` before `since`, after so many steps, or when so many are found.
        """


class RecentInPython:
    """A `Recent`: the twin that says what the compiled one has to do, and does it where that is missing."""

    def __init__(self, capacity: int) -> None:
        if capacity < 1:
            message = "the capacity must be 1 or more"
            raise ValueError(message)
        self._capacity = capacity
        self._mask = (1 << capacity.bit_length() >> 1) - 1
        # A row, and by chain, greater by one than it, the number of the one before it.
        self._rows = array("q")
        self._heads = tuple(array("q", bytes((self._mask + 1) * _NUMBER_BYTES)) for _ in _CHAINED)
        self._next = 0

    @property
    def next(self) -> int:
        """The number that the next row gets."""
        return self._next

    @property
    def oldest(self) -> int:
        """The number of the oldest row that is held."""
        return max(0, self._next - self._capacity)

    @property
    def held_bytes(self) -> int:
        """The memory it takes by now."""
        return sum(len(one) * one.itemsize for one in (self._rows, *self._heads))

    def add(self, trace: Trace, first: int, /) -> int:
        """Remember a comment; its number. `first`: of the text that it is a variant of, -1 where there is none."""
        number = self._next
        site, identifier, at, text = trace.site, trace.identifier, trace.at, trace.text
        variant_of = first if first >= 0 else number
        row = site, identifier, at, text, trace.author, trace.article, trace.comment, variant_of
        places = [(heads, row[column] & self._mask) for heads, column in zip(self._heads, _CHAINED, strict=True)]
        added = array("q", (*row, *(heads[place] for heads, place in places)))
        # Whoever reads in another thread finds what hangs together at each of these steps.
        begin = number % self._capacity * _WIDTH
        self._rows[begin : begin + _WIDTH] = added
        for heads, place in places:
            heads[place] = number + 1
        self._next = number + 1
        return number

    def at(self, number: int, /) -> Row:
        """The row of that number, or a newer one in its place; raises IndexError where none was there yet."""
        if not 0 <= number < self._next:
            message = "no comment has this number"
            raise IndexError(message)
        return self._row(number)

    def forget(self, number: int, /) -> None:
        """Leave only the identifier, the time and the first text of the row at that number; raises as `at` does."""
        # The time is what ends a walk.
        row = self.at(number)
        begin = number % self._capacity * _WIDTH
        self._rows[begin : begin + FIRST] = array("q", (0, row[IDENTIFIER], row[AT], 0, 0, 0, 0))

    def find(self, identifier: int, /) -> int:
        """The newest number with that identifier, -1 where it is not known."""
        for number in self._walk(0, identifier, STEPS):
            if self._row(number)[IDENTIFIER] == identifier:
                return number
        return -1

    def others(self, trace: Trace, column: int, since: int, steps: int, most: int, /) -> list[int]:
        """As of `Recent`."""
        if column not in (TEXT, AUTHOR):
            message = "others are found by text or author"
            raise ValueError(message)
        key = trace.text if column == TEXT else trace.author
        if not key:
            return []
        found: list[int] = []
        for number in self._walk(_CHAINED.index(column), key, steps):
            row = self._row(number)
            # What other processes submitted comes late: the order is that of arrival.
            if row[AT] < since - OVERLAP_MS or len(found) >= most:
                break
            if row[column] == key and row[AT] >= since and is_other(row, trace):
                found.append(number)
        return found

    def _row(self, number: int) -> Row:
        begin = number % self._capacity * _WIDTH
        site, identifier, at, text, author, article, comment, first = self._rows[begin : begin + _FIELDS]
        return site, identifier, at, text, author, article, comment, first

    def _walk(self, chain: int, key: int, steps: int) -> Iterator[int]:
        """The numbers of a chain, the newest first."""
        number, oldest = self._heads[chain][key & self._mask] - 1, self.oldest
        while number >= oldest and steps > 0:
            yield number
            before = self._rows[number % self._capacity * _WIDTH + _FIELDS + chain] - 1
            # Another thread may have put a newer row there meanwhile.
            number = before if before < number else -1
            steps -= 1


def is_other(earlier: Row, trace: Trace) -> bool:
    """Whether a row is of another comment than the trace, and of no revision of it.

    The store does not tell the publisher's id: without it, what one author writes twice under one article is taken for
    an edit.
    """
    if earlier[IDENTIFIER] == trace.identifier:
        return False
    if not trace.comment:
        return True
    if earlier[COMMENT]:
        return earlier[COMMENT] != trace.comment
    return not (trace.author and earlier[AUTHOR] == trace.author and earlier[ARTICLE] == trace.article)


def make_recent(capacity: int) -> Recent:
    """One of that capacity, by the kernel where there is one."""
    if compiled is None:
        return RecentInPython(capacity)
    recent: Recent = compiled.Recent(capacity)
    return recent
