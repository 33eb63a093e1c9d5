"""Which requests are let in: a burst is worked off, a queue that stands is not let grow.

As in CoDel (Nichols and Jacobson, 2012) it is the wait that tells one from the other, not the length: whatever the
machine, a comment that waited long while many others did means that more is asked than can be judged. From then on few
are in work at once, so that those few are answered quickly, until nobody had to be refused for a while.
"""

from collections.abc import Callable
from time import monotonic
from typing import Final

MANY: Final = 64
"""So many may wait at once, however long it takes them."""
FEW: Final = 24
"""So many are in work at once while more is asked than can be judged."""
LONG_SECONDS: Final = 0.025
CALM_SECONDS: Final = 0.1


class Admission:
    """The requests in work of one process. Its event loop alone may use it."""

    __slots__ = ("_clock", "_crowded_at", "_inside", "_is_overloaded", "_refused_at")

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._inside = 0
        self._is_overloaded = False
        self._crowded_at = self._refused_at = float("-inf")

    @property
    def inside(self) -> int:
        """How many requests are in work."""
        return self._inside

    @property
    def is_overloaded(self) -> bool:
        """Whether more is asked than can be judged, as far as is known."""
        return self._is_overloaded

    def admits(self) -> bool:
        """Whether one more request may be let in now."""
        if self._inside < FEW or not self._is_overloaded:
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
        if self._crowded_at >= entered and not self._is_overloaded:
            now = self._clock()
            if now - entered > LONG_SECONDS:
                self._is_overloaded = True
                self._refused_at = now
