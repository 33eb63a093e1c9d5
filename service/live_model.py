"""The model in use, swapped for the champion while serving."""

import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from model.registry import Registry

if TYPE_CHECKING:
    from model.bundle import Bundle

REFRESH_SECONDS: Final = 1.0
_LONGEST_WAIT: Final = 60.0

_log = logging.getLogger(__name__)


class LiveModel:
    """Holds the bundle that comments are judged by; any failure to load another one keeps it.

    `bundle` is None only where none could ever be loaded; `error` says why the champion is not the one in use, and is
    empty where it is.
    """

    def __init__(self, registry: Registry, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._registry = registry
        self._clock = clock
        self._seen: str | None = None
        self._wait = 0.0
        self._next_attempt = 0.0
        self.bundle: Bundle | None = None
        self.error = "no model has been loaded yet"

    @property
    def version(self) -> str:
        """Version of the bundle in use, empty where there is none."""
        return "" if self.bundle is None else self.bundle.version

    def refresh(self) -> None:
        """Load the champion if it is not the bundle in use; blocks, never raises.

        After a failure the same champion is tried again with growing waits: checking its digests is work.
        """
        try:
            champion = self._registry.champion
            if champion != self._seen:
                self._wait, self._next_attempt = 0.0, 0.0
            elif not self.error or self._clock() < self._next_attempt:
                return
            self._seen = champion
            bundle = self._registry.load()
        except Exception as error:  # noqa: BLE001 - whatever a bundle does, the one in use stays
            self._fail(error)
            return
        if self.error and self._wait:
            _log.warning("the model %s can be loaded again", bundle.version)
        # One assignment: whoever judges takes the bundle once and stays with it.
        self.bundle, self.error = bundle, ""

    def _fail(self, error: Exception) -> None:
        told = f"{type(error).__name__}: {error}"
        if told != self.error:
            _log.error("the model cannot be loaded, %s: %s", f"{self.version or 'none'} stays in use", told)
        self.error = told
        self._wait = min(max(2 * self._wait, REFRESH_SECONDS), _LONGEST_WAIT)
        self._next_attempt = self._clock() + self._wait
