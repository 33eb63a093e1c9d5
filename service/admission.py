"""Which requests are let in: a burst is worked off, a queue that stands is not let grow.

As in CoDel (Nichols and Jacobson, 2012) it is the wait that tells one from the other, not the length: whatever the
machine, comments that wait long among many, and those that come after them again, mean that more is asked than can be
judged; a disk that stalls makes only the first of them wait. From then on, as in TCP Vegas (Brakmo and Peterson, 1995),
so many are in work at once that a comment takes about twice as long as it does alone: enough to keep the disk and the
processor busy, and no more. That ends when nobody had to be refused for a while.
"""

from collections.abc import Callable
from time import monotonic
from typing import Final

MANY: Final = 64
"""So many may wait at once, however long it takes them."""
FEW, MOST = 24, 512
"""While more is asked than can be judged, the number in work is found between these."""
LONG_SECONDS: Final = 0.01
_LONG: Final = 4.0
"""Long is as long as that, and as so many times what a comment takes alone."""
CALM_SECONDS: Final = 0.1
_AGAIN_SECONDS: Final = 0.05
_ALONE: Final = 6
"""With so few others in work, a comment takes as long as it does alone."""
_FIRST_GUESS: Final = 0.002
_SLOWER: Final = 2.0
_STEP: Final = 0.02


class Admission:
    """The requests in work of one process. Its event loop alone may use it."""

    __slots__ = ("_alone", "_clock", "_crowded_at", "_inside", "_is_overloaded", "_limit", "_long_at", "_refused_at")

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._inside = 0
        self._is_overloaded = False
        self._crowded_at = self._refused_at = self._long_at = float("-inf")
        self._alone = _FIRST_GUESS
        self._limit = float(FEW)

    @property
    def inside(self) -> int:
        """How many requests are in work."""
        return self._inside

    @property
    def is_overloaded(self) -> bool:
        """Whether more is asked than can be judged, as far as is known."""
        return self._is_overloaded

    @property
    def limit(self) -> int:
        """How many may be in work at once while more is asked than can be judged."""
        return int(self._limit)

    def admits(self) -> bool:
        """Whether one more request may be let in now."""
        if not self._is_overloaded or self._inside < self._limit:
            return True
        now = self._clock()
        if now - self._refused_at > CALM_SECONDS:
            self._is_overloaded = False
            return True
        self._refused_at = now
        return False

    def enter(self) -> float:
        """A request is let in; the time of it, for `leave`."""
        now = self._clock()
        self._inside += 1
        if self._inside > MANY:
            self._crowded_at = now
        return now

    def leave(self, entered: float) -> None:
        """A request that entered then is answered, or is gone."""
        self._inside -= 1
        now = self._clock()
        took = now - entered
        if self._is_overloaded:
            self._adapt(took)
        elif self._crowded_at >= entered and took > LONG_SECONDS and took > _LONG * self._alone:
            self._waited_long(entered, now)
        elif self._inside < _ALONE:
            # Its median, in small steps up and down: what now and then takes much longer moves it no more than others.
            self._alone *= 1 + _STEP if took > self._alone else 1 - _STEP

    def _waited_long(self, entered: float, now: float) -> None:
        if 0 <= entered - self._long_at <= _AGAIN_SECONDS:
            self._is_overloaded = True
            self._refused_at = now
        elif entered > self._long_at:
            # The first; those that came in before this moment tell nothing new.
            self._long_at = now

    def _adapt(self, took: float) -> None:
        """One more or one less in work for every round of them."""
        if took > _SLOWER * self._alone:
            self._limit = max(self._limit - 1 / self._limit, FEW)
        else:
            self._limit = min(self._limit + 1 / self._limit, MOST)
