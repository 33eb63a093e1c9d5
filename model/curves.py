"""An attribute's thresholds as functions of the publisher's two promises, so that a site may state its own."""

from dataclasses import dataclass
from typing import Final

USUAL_WRONG_REJECTS: Final = 0.02
USUAL_MISSED: Final = 0.10
"""What a model is trained to keep unless somebody says otherwise."""


@dataclass(frozen=True, slots=True)
class Promised:
    """What a publisher asks for: at most so many fine among the rejected, and accepted among the unwanted; 0..1."""

    max_wrong_rejects: float = USUAL_WRONG_REJECTS
    max_missed: float = USUAL_MISSED


@dataclass(frozen=True, slots=True)
class Curve:
    """Thresholds by promise, the strictest promise (0..1) first; training finds them with the bounds of its own choice.

    `reject_at`: at most so many of the rejected may be fine, and from which score it is rejected then (None: never);
    it falls as the promise is loosened. `queue_at`: at most so much of the abuse and spam may be accepted, and from
    which score it is queued then (None: no positive was seen); it rises. `missed_from`: the strictest promise on misses
    that the rows could show; below it, `queue_at` is what the rows say and no bound. None where they showed none.
    """

    reject_at: tuple[tuple[float, float | None], ...]
    queue_at: tuple[tuple[float, float | None], ...]
    missed_from: float | None = None

    def rejects(self, max_wrong_rejects: float) -> float | None:
        """From which score to reject: that of the next stricter promise that is known; None, never, without one."""
        return _below(self.reject_at, max_wrong_rejects, None)

    def queues(self, max_missed: float) -> float | None:
        """From which score to queue: that of the next stricter promise that is known; without one, everything."""
        return _below(self.queue_at, max_missed, 0.0)


def _below(curve: tuple[tuple[float, float | None], ...], promise: float, otherwise: float | None) -> float | None:
    """The threshold of the loosest promise that is no looser than the one asked for."""
    return next((threshold for known, threshold in reversed(curve) if known <= promise), otherwise)
