"""The places at which a site's plugins want to be told of verdicts, as their requests name them."""

import asyncio
import logging
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Final

from yarl import URL

from service.checks import SiteRules
from service.periodic import in_thread
from service.places import PlaceError, require_host
from store import callbacks
from store.database import writing
from store.errors import describe
from store.identifiers import now
from store.seal import Seal

if TYPE_CHECKING:
    from sqlalchemy import Engine

URL_CHARACTERS: Final = 2_000
PAUSE_SECONDS: Final = 30.0
"""After a failure, a place is passed over for so long."""
_REMEMBERED: Final = 10_000
_WAITING: Final = 100
_LAST_SECONDS: Final = 2.0

_log = logging.getLogger(__name__)

_Place = tuple[int, str, str]
"""A site's id, the URL, and the site's host."""


class Callbacks:
    """Keeps where to tell verdicts; a place on another host than the site's is passed over, and the log says so."""

    def __init__(self, engine: "Engine", seal: Seal, clock: Callable[[], float] = monotonic) -> None:
        self._engine = engine
        self._seal = seal
        self._clock = clock
        self._known: dict[_Place, str] = {}
        self._failed: dict[_Place, float] = {}
        """When each failed last."""
        self._noting: dict[_Place, asyncio.Task[None]] = {}
        self._turn = asyncio.Lock()

    def note(self, site: SiteRules, url: str, key: str) -> None:
        """Have the place kept, and the key that it knows us by, beside the requests; nothing where it is kept already.

        While the database is away, this takes long, and no comment waits for it. Never raises.
        """
        place = (site.site_id, url, site.host)
        if not url or len(url) > URL_CHARACTERS or self._known.get(place) == key or self._is_put_off(place):
            return
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        try:
            require_host(URL(url), site.host, exactly=True)
        except (PlaceError, ValueError) as refused:
            _log.warning("site %s is not told of verdicts at %r: %s", site.name, url[:200], refused)
            self._known[place] = key
            return
        self._noting[place] = noting = asyncio.create_task(self._note(site.name, place, key))
        noting.add_done_callback(lambda _: self._noting.pop(place))

    async def close(self) -> None:
        """Return when all that waits is kept, or after some seconds: the next comment names it again."""
        if not self._noting:
            return
        _, late = await asyncio.wait(self._noting.values(), timeout=_LAST_SECONDS)
        for noting in late:
            noting.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def _is_put_off(self, place: _Place) -> bool:
        if place in self._noting or len(self._noting) >= _WAITING:
            return True
        failed = self._failed.get(place)
        return failed is not None and self._clock() < failed + PAUSE_SECONDS

    async def _note(self, name: str, place: _Place, key: str) -> None:
        try:
            # One after the other: others need the threads, too.
            async with self._turn:
                await in_thread(lambda: self._keep(*place[:2], key))
        except Exception as error:  # noqa: BLE001 - a later comment names it again
            _log.warning("where to tell verdicts of site %s could not be kept: %s", name, describe(error))
            if len(self._failed) >= _REMEMBERED:
                self._failed.clear()
            self._failed[place] = self._clock()
        else:
            self._known[place] = key
            self._failed.pop(place, None)

    def _keep(self, site_id: int, url: str, key: str) -> None:
        with writing(self._engine) as connection:
            callbacks.note(connection, callbacks.Callback(site_id, url, self._seal.close(key), now()))
