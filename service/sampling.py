"""Draws the audit sample of every site, and takes note of how long its queue is, beside the requests."""

from random import Random, SystemRandom
from typing import TYPE_CHECKING, Final

from service.sites import Sites
from store import insights, samples
from store.database import writing
from store.identifiers import now

if TYPE_CHECKING:
    from sqlalchemy import Engine

EVERY_SECONDS: Final = 60.0


class Sampling:
    """Works for all sites whose policy can be read. `random`: what decides, for a test to choose."""

    def __init__(self, engine: "Engine", sites: Sites, *, random: Random | None = None) -> None:
        self._engine = engine
        self._sites = sites
        self._random = random or SystemRandom()

    def work(self) -> None:
        """One round; blocks."""
        for site_id in self._sites.names():
            rules = self._sites.rules(site_id)
            if rules is not None:
                self._work_for(site_id, rules.policy.audit_share)

    def _work_for(self, site_id: int, share: float) -> None:
        # Counted and drawn first: while a transaction writes, SQLite lets no comment be stored.
        with self._engine.connect() as connection:
            drawn = samples.draw(connection, site_id, share, self._random, now=now())
            size = insights.size(connection, site_id, now=now())
        if drawn is None and size is None:
            return
        with writing(self._engine) as connection:
            if drawn is not None:
                samples.keep(connection, drawn, now=now())
            if size is not None:
                insights.note_size(connection, site_id, size)
