"""The work beside the requests: whatever may be a little late, and any one process that has the database can do.

Run as a program it is that process (`service.companion`): it reads its settings in a line from the service that starts
it, and ends when there is nothing more to read.
"""

import asyncio
import logging
import signal
import sys
from contextlib import AsyncExitStack
from functools import partial
from typing import TYPE_CHECKING, Final

from model.registry import Registry
from service.entering import EVERY_SECONDS, Entering
from service.grouping import Grouping
from service.interpreter import settle
from service.live_model import REFRESH_SECONDS, LiveModel
from service.noticing import EVERY_SECONDS as NOTICING_SECONDS
from service.noticing import Noticing
from service.periodic import Work, every
from service.retraining import SCHEDULE_SECONDS, Retrainer, Schedule
from service.sampling import EVERY_SECONDS as SAMPLING_SECONDS
from service.sampling import Sampling
from service.settings import Settings
from service.shadow import EVERY_SECONDS as SHADOW_SECONDS
from service.shadow import Shadowing
from service.sites import Sites
from service.time_slices import give_way
from store import erasure, retention
from store.database import Database, writing
from store.identifiers import now
from store.pseudonyms import load_or_create_secret

if TYPE_CHECKING:
    from sqlalchemy import Engine

_PURGE_SECONDS: Final = 3600.0

_log = logging.getLogger(__name__)


def beside(
    database: Database, sites: Sites, registry: Registry, entering: Entering, retrainer: Retrainer
) -> tuple[Work, ...]:
    """All of it. Each piece blocks; several processes may do the same."""
    engine = database.late_engine
    return (
        (EVERY_SECONDS, entering.work, EVERY_SECONDS),
        (_PURGE_SECONDS, partial(_purge, engine, sites), _PURGE_SECONDS / 60),
        (NOTICING_SECONDS, Noticing(engine, registry, sites).work, NOTICING_SECONDS),
        (SHADOW_SECONDS, Shadowing(database, sites, registry).work, SHADOW_SECONDS),
        (SCHEDULE_SECONDS, Schedule(engine, sites, retrainer).work, SCHEDULE_SECONDS),
        (SAMPLING_SECONDS, Sampling(engine, sites).work, SAMPLING_SECONDS / 4),
    )


def _purge(engine: "Engine", sites: Sites) -> None:
    deleted = retention.purge_expired(engine, sites.retention_days(), now=now())
    with writing(engine) as connection:
        erasure.forget(connection, now() - erasure.KEEP_MS)
    if deleted:
        _log.info("%d comments were deleted, because their sites keep them no longer", deleted)


async def work(settings: Settings) -> None:
    """Do the work until the standard input ends."""
    database = Database(settings.database, create=False, flushes=False)
    sites, registry = Sites(database), Registry(settings.models)
    live = LiveModel(registry)
    engine = database.late_engine
    grouping = Grouping(load_or_create_secret(settings.secret_file))
    entering = Entering(engine, sites, live, grouping)
    retrainer = Retrainer(settings, engine)
    own: tuple[Work, ...] = ((REFRESH_SECONDS, live.refresh, 0.0), (REFRESH_SECONDS, sites.load, 0.0))
    async with AsyncExitStack() as background:
        background.callback(database.dispose)
        for seconds, call, first in own + beside(database, sites, registry, entering, retrainer):
            await background.enter_async_context(every(seconds, call, first=first))
        # While it holds SQLite's lock, no comment is stored.
        settle()
        await asyncio.to_thread(sys.stdin.buffer.read)


def main() -> None:
    """Work for the service that has started this process and tells its settings in a line."""
    # Who stops the service by the keyboard stops this by it, too, and then there is work to be finished.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The service answers in less than a slice, and would wait for one.
    give_way()
    line = sys.stdin.buffer.readline()
    if not line:
        return
    settings = Settings.model_validate_json(line)
    logging.basicConfig(level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    asyncio.run(work(settings))


if __name__ == "__main__":
    main()
