"""The parts of the running service, by the keys under which the application holds them."""

from typing import TYPE_CHECKING, Final

from aiohttp import web

from model.registry import Registry
from service.admission import Admission
from service.callbacks import Callbacks
from service.endpoints import Endpoint
from service.entering import Entering
from service.erasing import Erasing
from service.finding import Finder
from service.live_model import LiveModel
from service.metrics import Metrics
from service.moderator import Moderator
from service.once import Once
from service.retraining import Retrainer
from service.second_reader import SecondReader
from service.settings import Settings
from service.sites import Sites
from service.verdicts import Verdicts
from store.writer import Writer

if TYPE_CHECKING:
    from sqlalchemy import Engine

    # Most starts see no moderator.
    from service.sessions import Sessions

ADMISSION: Final = web.AppKey("admission", Admission)
SETTINGS: Final = web.AppKey("settings", Settings)
ENGINE: "Final[web.AppKey[Engine]]" = web.AppKey("engine")
SITES: Final = web.AppKey("sites", Sites)
WRITER: Final = web.AppKey("writer", Writer)
MODEL: Final = web.AppKey("model", LiveModel)
REGISTRY: Final = web.AppKey("registry", Registry)
READER: Final[web.AppKey[SecondReader | None]] = web.AppKey("reader")
RETRAINER: Final = web.AppKey("retrainer", Retrainer)
MODERATOR: Final = web.AppKey("moderator", Moderator)
ERASING: Final = web.AppKey("erasing", Erasing)
ENTERING: Final = web.AppKey("entering", Entering)
FINDER: Final = web.AppKey("finder", Finder)
VERDICTS: Final = web.AppKey("verdicts", Verdicts)
SESSIONS: Final[web.AppKey[Once["Sessions"]]] = web.AppKey("sessions", Once)
CALLBACKS: Final = web.AppKey("callbacks", Callbacks)
METRICS: Final = web.AppKey("metrics", Metrics)
DOCUMENTED: Final = web.AppKey("documented", tuple[Endpoint, ...])
