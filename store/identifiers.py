"""Time-ordered identifiers: UUID version 7."""

import os
import time
from collections.abc import Callable
from threading import Lock
from typing import Final

MARK_DIGITS: Final = 6
"""So many digits at the end are the same for all that one maker makes."""
_RANDOM_BITS = 74 - 4 * MARK_DIGITS
_OVERFLOW = 1 << _RANDOM_BITS
_LOW_BITS = _RANDOM_BITS - 12
_LOW_MASK = (1 << _LOW_BITS) - 1
_VARIANT = 0b10 << _LOW_BITS
_SEED_BYTES, _STEP_BYTES = 7, 4
_POOL_BYTES = 4096


def now() -> int:
    """Milliseconds since the epoch, UTC."""
    return time.time_ns() // 1_000_000


class Identifiers:
    """Makes UUIDv7 texts, each greater than the one before it in this process, whatever the clock does.

    They end with `mark`, which is drawn once. Within one millisecond the 50 random bits before it grow by a random step
    (RFC 9562, section 6.2, method 2). Thread-safe.
    """

    __slots__ = ("_clock", "_high", "_lock", "_millisecond", "_pool", "_prefix", "_random", "_used", "mark")

    def __init__(self, clock: Callable[[], int] = now) -> None:
        self.mark = os.urandom(MARK_DIGITS // 2).hex()
        self._clock = clock
        self._lock = Lock()
        self._millisecond = self._high = -1
        self._random = 0
        self._prefix = ""
        self._pool = b""
        self._used = 0

    def new(self) -> str:
        """A new identifier in canonical form: 36 characters, lower case."""
        clock = self._clock()
        with self._lock:
            if clock > self._millisecond:
                self._begin(clock)
            else:
                self._random += self._draw(_STEP_BYTES) + 1
                if self._random >= _OVERFLOW:
                    self._begin(self._millisecond + 1)
            high = self._random >> _LOW_BITS
            if high != self._high:
                # The first half is the same for nearly all of a millisecond.
                self._high = high
                self._prefix = _first_half(self._millisecond, high)
            return self._prefix + _second_half(self._random) + self.mark

    def _begin(self, millisecond: int) -> None:
        self._millisecond, self._high = millisecond, -1
        # The top bit stays free, so that the steps of one millisecond have room to grow.
        self._random = self._draw(_SEED_BYTES) >> 7

    def _draw(self, size: int) -> int:
        """Random bytes as a number: the system is asked for many at once, each call would let another thread in."""
        begin, end = self._used, self._used + size
        if end > len(self._pool):
            self._pool = os.urandom(_POOL_BYTES)
            begin, end = 0, size
        self._used = end
        return int.from_bytes(self._pool[begin:end])


def after(identifier: str) -> str:
    """A new identifier that is greater than that one, also where the clock has been put back since."""
    earliest = millisecond_of(identifier) + 1
    return Identifiers(lambda: max(now(), earliest)).new()


def first_at(millisecond: int) -> str:
    """The smallest identifier of that millisecond: what is older sorts before it."""
    return _text(max(0, millisecond), 0)


def millisecond_of(identifier: str) -> int:
    """The milliseconds since the epoch that a UUIDv7 carries."""
    return int(identifier[:8] + identifier[9:13], 16)


def hexadecimal(identifier: str) -> str:
    """The 32 hexadecimal digits of an identifier, as Akismet's clients know it."""
    return identifier.replace("-", "")


def _text(millisecond: int, random: int) -> str:
    return _first_half(millisecond, random >> _LOW_BITS) + _second_half(random) + "0" * MARK_DIGITS


def _first_half(millisecond: int, high: int) -> str:
    digits = f"{millisecond:012x}"
    return f"{digits[:8]}-{digits[8:]}-7{high:03x}-"


def _second_half(random: int) -> str:
    digits = f"{random & _LOW_MASK | _VARIANT:x}"
    return f"{digits[:4]}-{digits[4:]}"
