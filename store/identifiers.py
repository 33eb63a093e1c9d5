"""Time-ordered identifiers: UUID version 7."""

import os
import time
from collections.abc import Callable
from threading import Lock

_RANDOM_BITS = 74
_OVERFLOW = 1 << _RANDOM_BITS
_LOW_BITS = 62
_LOW_MASK = (1 << _LOW_BITS) - 1
_VERSION_AND_VARIANT = (7 << 76) | (0b10 << 62)


def now() -> int:
    """Milliseconds since the epoch, UTC."""
    return time.time_ns() // 1_000_000


class Identifiers:
    """Makes UUIDv7 texts, each greater than the one before it in this process, whatever the clock does.

    Within one millisecond the 74 random bits grow by a random step (RFC 9562, section 6.2, method 2). Thread-safe.
    """

    __slots__ = ("_clock", "_lock", "_millisecond", "_random")

    def __init__(self, clock: Callable[[], int] = now) -> None:
        self._clock = clock
        self._lock = Lock()
        self._millisecond = -1
        self._random = 0

    def new(self) -> str:
        """A new identifier in canonical form: 36 characters, lower case."""
        clock = self._clock()
        with self._lock:
            if clock > self._millisecond:
                self._millisecond = clock
                # The top bit stays free, so that the steps of one millisecond have room to grow.
                self._random = int.from_bytes(os.urandom(10)) >> 7
            else:
                self._random += int.from_bytes(os.urandom(4)) + 1
                if self._random >= _OVERFLOW:
                    self._millisecond += 1
                    self._random = int.from_bytes(os.urandom(10)) >> 7
            return _text(self._millisecond, self._random)


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


def _text(millisecond: int, random: int) -> str:
    high, low = random >> _LOW_BITS, random & _LOW_MASK
    digits = f"{millisecond << 80 | high << 64 | low | _VERSION_AND_VARIANT:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
