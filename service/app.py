"""The composition root: every part of the service is made and put together here, and nowhere else."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import hdrs, web

from model.registry import Registry
from service import desk, documentation, health
from service.admission import Admission
from service.audit import note_verdict
from service.callbacks import Callbacks
from service.endpoints import Endpoint
from service.entering import Entering
from service.erasing import Erasing
from service.finding import Finder
from service.first_start import Announce, make_folder, prepare
from service.grouping import Grouping
from service.history import History
from service.judge import Judge
from service.keeping import as_spooled
from service.live_model import REFRESH_SECONDS, LiveModel
from service.metrics import Metrics
from service.middleware import as_problems, expect, nowhere
from service.moderator import Moderator
from service.once import Once
from service.parts import (
    ADMISSION,
    CALLBACKS,
    DOCUMENTED,
    ENGINE,
    ENTERING,
    ERASING,
    FINDER,
    METRICS,
    MODEL,
    MODERATOR,
    READER,
    REGISTRY,
    RETRAINER,
    SESSIONS,
    SETTINGS,
    SITES,
    VERDICTS,
    WRITER,
)
from service.periodic import Work, again, beside, every
from service.protocols import akismet, coral, native, perspective
from service.protocols.native import verdict
from service.push import Push
from service.recalling import Recalling
from service.retraining import Retrainer
from service.second_reader import second_reader
from service.settings import Settings
from service.sites import Sites
from service.verdicts import Verdicts
from store.database import Database
from store.errors import StoreError, describe
from store.outcomes import Limits
from store.pseudonyms import Pseudonyms, load_or_create_secret
from store.seal import Seal
from store.spool import Spool
from store.writer import Writer

ENDPOINTS: tuple[Endpoint, ...] = (
    *native.ENDPOINTS,
    *verdict.ENDPOINTS,
    *akismet.ENDPOINTS,
    *perspective.ENDPOINTS,
    *coral.ENDPOINTS,
    *health.ENDPOINTS,
    *documentation.ENDPOINTS,
    *desk.ENDPOINTS,
)

_SHARED_SECONDS = 1.0
_ALONE_SECONDS = 15.0
_READY_SECONDS = 60.0

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from service.sessions import Sessions

_log = logging.getLogger(__name__)


def create_app(  # noqa: PLR0913 - whoever serves decides on each
    settings: Settings,
    *,
    announce: Announce = print,
    create: bool = True,
    metrics_folder: Path | None = None,
    registry: Registry | None = None,
    has_companion: bool = False,
) -> web.Application:
    """The service. It starts without its model and without its database, and says so at `/readyz`.

    `announce` is given what the first start makes and nobody can read again. `create`: whether a database that is
    missing is made, not so for a worker that takes the place of another. `metrics_folder`: where the workers leave
    their counts for each other. `registry`: that of the settings, where it has begun to load. `has_companion`: whether
    another process does the work beside the requests.
    """
    app = web.Application(client_max_size=settings.max_body)
    app[SETTINGS] = settings
    app[METRICS] = Metrics(metrics_folder)
    app[ADMISSION] = Admission()
    registry = app[REGISTRY] = registry or Registry(settings.models)
    app[MODEL] = LiveModel(registry)
    deadline = settings.reader_deadline_ms / 1_000
    app[READER] = second_reader(settings.reader, settings.reader_folder, app[METRICS], deadline=deadline)
    app[DOCUMENTED] = ENDPOINTS
    for endpoint in ENDPOINTS:
        handler = as_problems(endpoint.handler)
        for method in endpoint.methods:
            app.router.add_route(method, endpoint.path, handler, expect_handler=expect)
    app.router.add_route(hdrs.METH_ANY, "/{anywhere:(?s:.*)}", as_problems(nowhere), expect_handler=expect)
    app.cleanup_ctx.append(partial(_running, announce=announce, create=create, has_companion=has_companion))
    return app


@asynccontextmanager
async def _running(
    app: web.Application, *, announce: Announce, create: bool, has_companion: bool
) -> AsyncIterator[None]:
    settings = app[SETTINGS]
    app[MODEL].refresh()
    if create:
        make_folder(settings.database)
    database = Database(settings.database, create=False)
    engine = app[ENGINE] = database.late_engine
    sites = app[SITES] = Sites(database, workers=settings.workers)
    start = _Start(settings.database, sites, announce, prepared=not create)
    start.try_again()
    settings.secret_file.parent.mkdir(parents=True, exist_ok=True)
    secret = load_or_create_secret(settings.secret_file)
    pseudonyms, seal = Pseudonyms(secret), Seal(secret)
    history = History()
    spool = Spool(settings.spool_folder, database.identity)
    writer = app[WRITER] = _open_writer(database, spool, settings)
    erasing = app[ERASING] = Erasing(engine, spool, history, pseudonyms)
    second = app[READER]
    judge = Judge(app[MODEL], pseudonyms, history, second=second)
    moderator = app[MODERATOR] = Moderator(
        judge, writer, app[METRICS], app[ADMISSION], max_pending=settings.max_pending
    )
    app[FINDER] = Finder(engine, moderator, pseudonyms)
    verdicts = app[VERDICTS] = Verdicts(engine, writer)
    sessions = app[SESSIONS] = Once(partial(_open_sessions, engine, settings))
    app[CALLBACKS] = Callbacks(engine, seal)
    push = Push(engine, sites, seal, app[METRICS], private=settings.allow_private_callbacks)
    entering = app[ENTERING] = Entering(engine, sites, app[MODEL], Grouping(secret))
    retrainer = app[RETRAINER] = Retrainer(settings, engine)
    verdicts.along(push.add)
    verdicts.along(note_verdict)
    verdicts.along(entering.bring_back)
    verdicts.on_verdict(push.wake)
    async with AsyncExitStack() as background:
        # A thread, because what was admitted is still written while the loop runs.
        background.callback(database.dispose)
        background.push_async_callback(app[CALLBACKS].close)
        background.push_async_callback(asyncio.to_thread, writer.close)
        background.push_async_callback(asyncio.to_thread, _close_sessions, sessions)
        background.push_async_callback(asyncio.to_thread, entering.close)
        await background.enter_async_context(push.running())
        background.push_async_callback(verdicts.close)
        background.callback(moderator.close)
        if second is not None:
            second.start()
            background.callback(second.close)
        # A process alone reads back little but what it wrote itself.
        pause = _SHARED_SECONDS if settings.workers > 1 else _ALONE_SECONDS
        own: tuple[Work, ...] = (
            (REFRESH_SECONDS, app[MODEL].refresh, REFRESH_SECONDS),
            (REFRESH_SECONDS, start.try_again, REFRESH_SECONDS),
            (pause, erasing.refresh, pause),
            (_SHARED_SECONDS, partial(_share_metrics, app), 0.0),
            (_READY_SECONDS, partial(_make_coral_ready, sites), _SHARED_SECONDS),
        )
        await background.enter_async_context(
            beside(again(pause, Recalling(database, history, judge.mark).refresh, first=0.0))
        )
        if not has_companion:
            from service import beside as companion  # noqa: PLC0415 - most processes have one

            own += companion.beside(database, sites, app[REGISTRY], entering, retrainer)
        for seconds, work, first in own:
            await background.enter_async_context(every(seconds, work, first=first))
        yield


class _Start:
    """Prepares the database until that goes well once, and reads the sites every time."""

    def __init__(self, url: str, sites: Sites, announce: Announce, *, prepared: bool) -> None:
        self._url = url
        self._sites = sites
        self._announce = announce
        self._prepared = prepared
        self._told = ""

    def try_again(self) -> None:
        """Blocks. Raises what only a person can put right; a database that is away is told once in the log."""
        try:
            if not self._prepared:
                prepare(self._url, self._announce)
                self._prepared = True
            self._sites.load()
        except StoreError as error:
            if not isinstance(error, ConnectionError):
                raise
            self._tell(error)
        except Exception as error:  # noqa: BLE001 - the database may answer the next time
            self._tell(error)
        else:
            self._told = ""

    def _tell(self, error: Exception) -> None:
        told = describe(error)
        if told != self._told:
            self._told = told
            _log.error("the sites cannot be read, what is known of them goes on: %s", told)


def _open_sessions(engine: "Engine", settings: Settings) -> "Sessions":
    from service.sessions import Sessions  # noqa: PLC0415 - most starts see no moderator

    return Sessions(
        engine,
        absolute_hours=settings.session_hours,
        idle_hours=settings.session_idle_hours,
        workers=settings.workers,
    )


def _close_sessions(sessions: "Once[Sessions]") -> None:
    if sessions.made is not None:
        sessions.made.close()


def _open_writer(database: Database, spool: Spool, settings: Settings) -> Writer:
    return Writer(
        database,
        spool,
        limits=Limits(max_pending=settings.max_pending + 1000),
        survives_power_loss=settings.durability == "power",
        on_spool=as_spooled,
    )


def _make_coral_ready(sites: Sites) -> None:
    coral.make_ready(filter(None, map(sites.rules, sites.names())))


def _share_metrics(app: web.Application) -> None:
    app[METRICS].observe(app[WRITER].health(), app[MODEL].version, app[MODEL].faults)
    app[METRICS].share()
