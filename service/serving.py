"""One process that serves, from start to stop."""

import asyncio
import logging
import signal
from collections.abc import Callable
from contextlib import AsyncExitStack

import uvloop
from aiohttp import web

from model.registry import Registry
from service.access_log import access_log
from service.app import create_app
from service.companion import Companion
from service.entrance import Entrance
from service.first_start import Announce
from service.handled import handled
from service.interpreter import settle
from service.parts import ADMISSION, DOCUMENTED, METRICS
from service.periodic import every
from service.protocols.native.direct import direct
from service.settings import Settings
from service.worker import Worker

_BACKLOG = 1024


def serve(
    settings: Settings,
    *,
    announce: Announce,
    started: Callable[[str], None],
    worker: Worker | None = None,
    registry: Registry | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT; requests in progress are finished. `registry`: that of the settings, if at hand.

    `announce` is given what the first start makes, `started` the address. Raises OSError where the address
    cannot be listened on, and what `create_app` raises for settings that cannot be used.
    """
    logging.basicConfig(level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # A migration's own steps are of no use to whoever runs the service.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    uvloop.run(_serve(settings, announce, started, worker, registry))


async def _serve(
    settings: Settings,
    announce: Announce,
    started: Callable[[str], None],
    worker: Worker | None,
    registry: Registry | None,
) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    app = create_app(
        settings,
        announce=announce,
        create=worker is None or not worker.replaces_another,
        metrics_folder=None if worker is None else worker.metrics_folder,
        registry=registry,
        has_companion=True,
    )
    log = access_log() if settings.access_log else None
    runner = web.AppRunner(app, access_log=log, shutdown_timeout=settings.stop_seconds)
    try:
        await runner.setup()
        site = Entrance(
            runner,
            settings.host,
            settings.port,
            admission=app[ADMISSION],
            metrics=app[METRICS],
            endpoints=app[DOCUMENTED],
            direct={**handled(app[DOCUMENTED], settings.max_body, app[METRICS]), **direct(app)},
            backlog=_BACKLOG,
            reuse_port=True if worker else None,
            access_log=log,
        )
        await site.start()
        settle()
        started(settings.url(runner.addresses[0][1]))
        async with AsyncExitStack() as background:
            if worker is None:
                companion = Companion(settings)
                background.push_async_callback(asyncio.to_thread, companion.close)
                await background.enter_async_context(every(1.0, companion.tend))
            else:
                await background.enter_async_context(
                    every(1.0, lambda: worker.is_orphan() and loop.call_soon_threadsafe(stop.set))
                )
            await stop.wait()
    finally:
        await runner.cleanup()
