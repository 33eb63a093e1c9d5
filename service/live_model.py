"""The models in use, swapped for the champions while serving: the one of all sites, and those of single sites."""

import logging
import math
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Final

from model.bundle import BundleError
from model.kernel import compiled
from model.registry import Registry
from model.text import read

if TYPE_CHECKING:
    from model.bundle import Bundle

REFRESH_SECONDS: Final = 1.0
_LONGEST_WAIT: Final = 60.0
_TRIALS: Final = (
    "",
    "Thank you for this article, I had not known that the old bridge is to be closed in spring.",
    "You are an idiot and nobody wants to read that!!! Look at https://example.org/win for 500 $ a day.",
    "مرحبا Привет 你好 \N{GRINNING FACE} a.b.c 12345",
)
"""What a bundle must be able to score before a comment is left to it."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Place:
    """What is known of one pointer to a champion: all sites', or one site's."""

    seen: str | None = None
    error: str = ""
    wait: float = 0.0
    next_attempt: float = 0.0
    bundle: "Bundle | None" = field(default=None)


class LiveModel:
    """Holds the bundles that comments are judged by; any failure to load another one keeps the one in use.

    `bundle` is that of all sites, None only where none could ever be loaded; `error` says why the champion is not the
    one in use, and is empty where it is. `errors` says so of the sites that have a champion of their own, by name.
    """

    def __init__(self, registry: Registry, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._registry = registry
        self._clock = clock
        self._refreshing = Lock()
        self._shared = _Place(error="no model has been loaded yet")
        self._sites: dict[str, _Place] = {}
        self._own: Mapping[str, Bundle] = {}
        self.bundle: Bundle | None = None
        self.errors: Mapping[str, str] = {}
        if compiled is None:
            _log.warning("the kernel is not compiled: numpy scores comments, several times more slowly")

    @property
    def version(self) -> str:
        """Version of the bundle that all sites use, empty where there is none."""
        return "" if self.bundle is None else self.bundle.version

    @property
    def kernel(self) -> str:
        """What scores comments: `compiled`, or `numpy`, several times more slowly."""
        return "numpy" if compiled is None else "compiled"

    @property
    def error(self) -> str:
        """Why the champion of all sites is not the bundle in use."""
        return self._shared.error

    @property
    def faults(self) -> int:
        """How many champions are not in use, because they cannot be."""
        return len(self.errors) + bool(self.error)

    def of(self, site: str) -> "Bundle | None":
        """The bundle that judges the site's comments: its own, or that of all sites; None where none was loaded."""
        return self._own.get(site) or self.bundle

    def refresh(self) -> None:
        """Load the champions that are not the bundles in use; blocks, never raises.

        After a failure the same champion is tried again with growing waits: checking its digests is work.
        """
        # A promotion from the desk is followed at once, beside the round of every second.
        with self._refreshing:
            self._refresh()

    def _refresh(self) -> None:
        self._follow(self._shared, None)
        # One assignment each: whoever judges takes the bundle once and stays with it.
        self.bundle = self._shared.bundle
        try:
            sites = self._registry.sites()
        except Exception as error:  # noqa: BLE001 - the models in use stay
            self.errors = {"": f"{type(error).__name__}: {error}"}
            return
        known = self._sites = {site: self._sites.get(site) or _Place() for site in sites}
        for site, place in known.items():
            self._follow(place, site)
        self._own = {site: place.bundle for site, place in known.items() if place.bundle is not None}
        self.errors = {site: place.error for site, place in known.items() if place.error}

    def _follow(self, place: _Place, site: str | None) -> None:
        try:
            champion = self._registry.champion if site is None else self._registry.own_champion(site)
            if champion != place.seen:
                place.wait, place.next_attempt = 0.0, 0.0
            elif not place.error or self._clock() < place.next_attempt:
                return
            place.seen = champion
            if champion is None and site is not None:
                place.bundle, place.error = None, ""
                return
            bundle = self._known(champion) or self._registry.load(champion)
            _try_out(bundle)
        except Exception as error:  # noqa: BLE001 - whatever a bundle does, the one in use stays
            self._fail(place, site, error)
            return
        if place.error and place.wait:
            _log.warning("the model %s%s can be loaded again", bundle.version, _of(site))
        place.bundle, place.error = bundle, ""

    def _known(self, version: str | None) -> "Bundle | None":
        """The bundle of that version where it is in use already: sites that share it share its memory."""
        if version is None:
            return None
        # By its folder: the one that ships may have the name of one that was made here.
        folder = self._registry.folder / version
        places: Iterable[_Place] = (self._shared, *self._sites.values())
        return next((one.bundle for one in places if one.bundle is not None and one.bundle.folder == folder), None)

    def _fail(self, place: _Place, site: str | None, error: Exception) -> None:
        told = f"{type(error).__name__}: {error}"
        if told != place.error:
            kept = place.bundle or self.bundle
            stays = f"{'none' if kept is None else kept.version} stays in use"
            _log.error("the model%s cannot be loaded, %s: %s", _of(site), stays, told)
        place.error = told
        place.wait = min(max(2 * place.wait, REFRESH_SECONDS), _LONGEST_WAIT)
        place.next_attempt = self._clock() + place.wait


def _of(site: str | None) -> str:
    return "" if site is None else f" of the site {site!r}"


def _try_out(bundle: "Bundle") -> None:
    """Let the bundle score what it must be able to, which also warms it up; raises BundleError where it cannot."""
    for trial in _TRIALS:
        scores = bundle.scorer.score(read(trial))
        if not all(math.isfinite(score) for score in scores.values()):
            message = f"{bundle.folder} gives scores that are no numbers: train it anew"
            raise BundleError(message)
