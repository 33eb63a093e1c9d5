"""The places at which a site's plugins want to be told of verdicts, as their requests name them."""

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from yarl import URL

from service.checks import SiteRules
from service.places import PlaceError, require_host
from store import callbacks
from store.database import writing
from store.errors import describe
from store.identifiers import now
from store.seal import Seal

if TYPE_CHECKING:
    from sqlalchemy import Engine

URL_CHARACTERS: Final = 2_000
_REMEMBERED: Final = 10_000

_log = logging.getLogger(__name__)


class Callbacks:
    """Keeps where to tell verdicts; a place on another host than the site's is passed over, and the log says so."""

    def __init__(self, engine: "Engine", seal: Seal) -> None:
        self._engine = engine
        self._seal = seal
        self._known: dict[tuple[int, str, str], str] = {}

    async def note(self, site: SiteRules, url: str, key: str) -> None:
        """Keep the place, and the key that it knows us by; costs nothing where it is kept already. Never raises."""
        place = (site.site_id, url, site.host)
        if not url or len(url) > URL_CHARACTERS or self._known.get(place) == key:
            return
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        try:
            require_host(URL(url), site.host, exactly=True)
        except (PlaceError, ValueError) as refused:
            _log.warning("site %s is not told of verdicts at %r: %s", site.name, url[:200], refused)
            self._known[place] = key
            return
        try:
            await asyncio.to_thread(self._keep, site.site_id, url, key)
        except Exception as error:  # noqa: BLE001 - the next comment names it again
            _log.warning("where to tell verdicts of site %s could not be kept: %s", site.name, describe(error))
        else:
            self._known[place] = key

    def _keep(self, site_id: int, url: str, key: str) -> None:
        with writing(self._engine) as connection:
            callbacks.note(connection, callbacks.Callback(site_id, url, self._seal.close(key), now()))
