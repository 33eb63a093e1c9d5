"""Deletes comments that are older than their site keeps them."""

import time
from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy import Engine

from store import comments
from store.database import writing

DAY_MS = 86_400_000
_PAGE: Final = 500


def purge_expired(
    engine: Engine,
    retention_days: Mapping[int, int | None],
    *,
    now: int,
    bite: int = 20,
    rest: Callable[[], None] = lambda: time.sleep(0.01),
) -> int:
    """Delete what is older than its site's days (None: kept for ever); how many comments that were.

    `retention_days` by site id. Works in transactions of `bite` comments, a millisecond or two each, and rests after
    each, so that the service keeps its turn. Blocks: call it in a thread.
    """
    deleted = 0
    for site_id, days in retention_days.items():
        if days is not None:
            deleted += _purge_site(engine, site_id, now - days * DAY_MS, bite, rest)
    return deleted


def _purge_site(engine: Engine, site_id: int, before_ms: int, bite: int, rest: Callable[[], None]) -> int:
    deleted = 0
    while True:
        # Looked for first, so that nobody is kept from writing meanwhile.
        with engine.connect() as connection:
            found = comments.older(connection, site_id, before_ms, _PAGE)
        for begin in range(0, len(found), bite):
            with writing(engine) as connection:
                deleted += len(comments.remove(connection, site_id, found[begin : begin + bite]))
            rest()
        if len(found) < _PAGE:
            return deleted
