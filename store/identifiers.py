"""Time-ordered identifiers: UUID version 7."""

import os
import time
from collections.abc import Callable
from struct import unpack
from threading import Lock
from typing import Final

from model.kernel import compiled

MARK_DIGITS: Final = 6
"""So many digits at the end are the same for all that one maker makes."""
_MARK_BITS: Final = 4 * MARK_DIGITS
_RANDOM_BITS: Final = 74 - _MARK_BITS
_OVERFLOW: Final = 1 << _RANDOM_BITS
_LOW_BITS: Final = _RANDOM_BITS - 12
_LOW_MASK: Final = (1 << _LOW_BITS) - 1
_HIGH_AT: Final = _LOW_BITS + 2
_VARIANT: Final = 0b10 << _LOW_BITS
_TIME_BYTES, _REST_BYTES = 6, 7
_DRAWN_BITS: Final = 32
_DRAWN_AT_ONCE: Final = 1_024


def now() -> int:
    """Milliseconds since the epoch, UTC."""
    return time.time_ns() // 1_000_000


class Identifiers:
    """Makes UUIDv7 texts, each greater than the one before it in this process, whatever the clock does.

    They end with `mark`, which is drawn once. Within one millisecond the 50 random bits before it grow by a random step
    (RFC 9562, section 6.2, method 2). Thread-safe.
    """

    __slots__ = ("_clock", "_drawn", "_lock", "_millisecond", "_random", "mark")

    def __init__(self, clock: Callable[[], int] = now) -> None:
        self.mark = os.urandom(MARK_DIGITS // 2).hex()
        self._clock = clock
        self._lock = Lock()
        self._drawn: list[int] = []
        self._millisecond = -1
        self._random = 0

    def new(self) -> str:
        """A new identifier in canonical form: 36 characters, lower case."""
        return self.stamped(1)[0][0]

    def stamped(self, count: int) -> list[tuple[str, int]]:
        """So many new identifiers, in their order, each with the millisecond that it carries."""
        clock = self._clock()
        with self._lock:
            return [self._next(clock) for _ in range(count)]

    def _next(self, clock: int) -> tuple[str, int]:
        if clock <= self._millisecond:
            self._random += self._draw() + 1
            clock = self._millisecond if self._random < _OVERFLOW else self._millisecond + 1
        if clock > self._millisecond:
            self._millisecond = clock
            # The top bit stays free, so that the steps of one millisecond have room to grow.
            self._random = (self._draw() << _DRAWN_BITS | self._draw()) >> 2 * _DRAWN_BITS - _RANDOM_BITS + 1
        return spell(clock, self._random, self.mark), clock

    def _draw(self) -> int:
        """32 random bits: the system is asked for many at once, each call would let another thread in."""
        if not self._drawn:
            self._drawn = list(unpack(f"{_DRAWN_AT_ONCE}I", os.urandom(_DRAWN_AT_ONCE * _DRAWN_BITS // 8)))
        return self._drawn.pop()


def spell_in_python(millisecond: int, random: int, mark: str) -> str:
    """The identifier of a millisecond and 50 random bits, with that mark."""
    time = millisecond.to_bytes(_TIME_BYTES).hex()
    rest = (random >> _LOW_BITS << _HIGH_AT | _VARIANT | random & _LOW_MASK).to_bytes(_REST_BYTES).hex()
    return f"{time[:8]}-{time[8:]}-7{rest[1:4]}-{rest[4:8]}-{rest[8:]}{mark}"


spell: Final[Callable[[int, int, str], str]] = spell_in_python if compiled is None else compiled.spell


def after(identifier: str) -> str:
    """A new identifier that is greater than that one, also where the clock has been put back since."""
    earliest = millisecond_of(identifier) + 1
    return Identifiers(lambda: max(now(), earliest)).new()


def first_at(millisecond: int) -> str:
    """The smallest identifier of that millisecond: what is older sorts before it."""
    return spell(max(0, millisecond), 0, "0" * MARK_DIGITS)


def millisecond_of(identifier: str) -> int:
    """The milliseconds since the epoch that a UUIDv7 carries."""
    return int(identifier[:8] + identifier[9:13], 16)


def hexadecimal(identifier: str) -> str:
    """The 32 hexadecimal digits of an identifier, as Akismet's clients know it."""
    return identifier.replace("-", "")
