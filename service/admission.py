"""Which requests are let in: a burst is worked off, a queue that stands is not let grow.

As in CoDel (Nichols and Jacobson, 2012) it is the wait that tells one from the other, not the length: whatever the
machine, comments that waited long among others for a while, and at once many more in work again, mean that more is
asked than can be judged; a short burst, or a disk that stalls, makes only the first of them wait. From then on, as in
TCP Vegas (Brakmo and Peterson, 1995), so many are in work at once that a comment takes about twice as long as it does
alone: enough to keep the disk and the processor busy, and no more. Those who came before that was known and still wait
are refused after all, as CoDel drops what waited too long, unless nobody else comes: then it was a burst. It ends when
nobody had to be refused for a while.
"""

from collections.abc import Callable
from time import monotonic
from typing import Final

MANY: Final = 160
"""So many may wait at once, however long it takes them."""
FEW, MOST = 8, 512
"""While more is asked than can be judged, the number in work is found between these.

More would wait longer, fewer would leave the processor to refusals.
"""
LONG_SECONDS: Final = 0.005
_LONG: Final = 4.0
"""Long is as long as that, and as so many times what a comment takes alone.

From a standing start at twice the capacity as many more wait each millisecond as can be judged in it: what is let in
until that is told waits longest of all.
"""
CALM_SECONDS: Final = 0.1
_AGAIN_SECONDS: Final = 0.05
_WHILE_SECONDS: Final = 0.005
"""For so long they must have taken long: less is a burst that has begun to be worked off."""
_PATIENCE_SECONDS: Final = 0.015
"""Who waited longer is refused after all, while others are."""
_STILL_SECONDS: Final = 0.005
"""Others are refused where somebody was in so many seconds: a turn begins with who came during the last one."""
_ALONE: Final = 6
"""With no more in work at once, a comment takes as long as it does alone."""
_FIRST_GUESS: Final = 0.002
_LEARNED_AFTER: Final = 16
"""By the quickest of so many it is known how long that is; until then an overload lets in no more at once."""
_SLOWER: Final = 2.0
_STEP: Final = 0.02


class Admission:
    """The requests in work of one process. Its event loop alone may use it."""

    __slots__ = (
        "_alone",
        "_calm_since",
        "_clock",
        "_crowded_at",
        "_inside",
        "_is_overloaded",
        "_learned_from",
        "_limit",
        "_long_at",
        "_long_since",
        "_refused_at",
    )

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._inside = 0
        self._is_overloaded = False
        self._crowded_at = self._long_at = self._long_since = self._refused_at = self._calm_since = float("-inf")
        self._alone = _FIRST_GUESS
        self._learned_from = 0
        self._limit = float(_ALONE)

    @property
    def inside(self) -> int:
        """How many requests are in work."""
        return self._inside

    @property
    def is_overloaded(self) -> bool:
        """Whether more is asked than can be judged, as far as is known."""
        return self._is_overloaded

    @property
    def is_full(self) -> bool:
        """Whether nobody is let in, as far as was known when the last one asked."""
        return self._is_overloaded and self._inside >= self._limit

    @property
    def limit(self) -> int:
        """How many may be in work at once while more is asked than can be judged."""
        return int(self._limit)

    def now(self) -> float:
        """The moment, in seconds of its clock."""
        return self._clock()

    def admits(self) -> bool:
        """Whether one more request may be let in now."""
        if self._inside < (self._limit if self._is_overloaded else MANY):
            return True
        now = self._clock()
        if self._is_overloaded:
            self._is_overloaded = now - self._calm_since <= CALM_SECONDS
        elif now - self._long_at <= _AGAIN_SECONDS:
            self._is_overloaded = now - self._long_since >= _WHILE_SECONDS
        if self._is_overloaded:
            self._refused_at = self._calm_since = now
        return not self._is_overloaded

    def gives_up(self, since: float) -> bool:
        """Whether who waits since then, and is not judged yet, is to be refused after all."""
        if not self._is_overloaded:
            return False
        now = self._clock()
        return now - since > _PATIENCE_SECONDS and now - self._refused_at <= _STILL_SECONDS

    def enter(self) -> float:
        """A request is let in; the time of it, for `leave`."""
        now = self._clock()
        self._inside += 1
        if self._inside > _ALONE:
            self._crowded_at = now
        return now

    def leave(self, entered: float) -> None:
        """A request that entered then is answered, or is gone."""
        self._inside -= 1
        now = self._clock()
        took = now - entered
        if self._crowded_at < entered:
            self._learn(took)
        elif took > LONG_SECONDS and took > _LONG * self._alone:
            if entered - self._long_at > _AGAIN_SECONDS:
                self._long_since = now
            self._long_at = now
        if self._is_overloaded and self._learned_from == _LEARNED_AFTER:
            self._adapt(entered, took)
        if self._refused_at >= entered:
            # However long that took: nobody could be refused meanwhile.
            self._calm_since = now

    def _learn(self, took: float) -> None:
        """How long a comment takes alone, by another one."""
        if self._learned_from == _LEARNED_AFTER:
            # The median, in small steps up and down: what now and then takes much longer moves it no more than others.
            self._alone *= 1 + _STEP if took > self._alone else 1 - _STEP
            return
        self._alone = min(self._alone, took) if self._learned_from else took
        self._learned_from += 1
        if self._learned_from == _LEARNED_AFTER:
            self._limit = float(FEW)

    def _adapt(self, entered: float, took: float) -> None:
        """One more or one less in work for every round of them; no more than are asked for."""
        if took > _SLOWER * self._alone:
            self._limit = max(self._limit - 1 / self._limit, FEW)
        elif self._refused_at >= entered:
            self._limit = min(self._limit + 1 / self._limit, MOST)
