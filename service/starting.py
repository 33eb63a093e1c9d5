"""`copydesk serve`: the flags that are plainly given, one process or several, and what is told of it."""

import gc
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

from pydantic import ValidationError

from service.commands.output import give_up, write_json
from service.settings import Settings, flag
from service.worker import CANNOT_START, Worker
from store.errors import StoreError

_BY_FLAG: Final = {flag(name): name for name in Settings.model_fields}


def plainly_given(words: Sequence[str]) -> tuple[Settings, bool] | None:
    """The settings after `serve`, and whether JSON is wanted; None where there is anything that needs explaining.

    Typer, which explains, takes as long to import as half of an aiohttp server does to start.
    """
    given: dict[str, Any] = {}
    rest = iter(words)
    for word in rest:
        name, is_joined, value = word.partition("=")
        if word == "--json":
            given["json"] = True
        elif name not in _BY_FLAG:
            return None
        elif Settings.model_fields[_BY_FLAG[name]].annotation is not bool:
            given[_BY_FLAG[name]] = value if is_joined else next(rest, "")
        elif is_joined:
            return None
        else:
            given[_BY_FLAG[name]] = True
    json = given.pop("json", False)
    try:
        return Settings(**given), json
    except ValidationError:
        return None


def start(settings: Settings, *, json: bool) -> None:
    """Serve until told to stop; ends the process where that cannot be."""
    tell = partial(_tell, json=json)
    try:
        if settings.workers == 1:
            _serve(settings, tell)
            return
        from service.supervisor import Supervisor  # noqa: PLC0415 - one process needs none

        gc.enable()

        status = Supervisor(settings, partial(_work, tell), started=partial(tell, "address")).run()
    except (StoreError, OSError) as error:
        give_up(_remedy(error, settings), CANNOT_START)
    sys.exit(status)


def _serve(settings: Settings, tell: Callable[[str, str], None], worker: Worker | None = None) -> None:
    # The parent of several needs none of it.
    from model.registry import Registry  # noqa: PLC0415

    registry = Registry(settings.models)
    with suppress(Exception):
        registry.load_ahead()
    from service.certificates import unread  # noqa: PLC0415 - as above

    with unread():
        from service.serving import serve as serve_here  # noqa: PLC0415 - takes its time, in which the model is loaded

    telling = _Telling(settings, tell, worker)
    serve_here(settings, announce=telling.announce, started=telling.started, worker=worker, registry=registry)


class _Telling:
    """Tells what the first start makes; a link of the desk only when its address is known."""

    def __init__(self, settings: Settings, tell: Callable[[str, str], None], worker: Worker | None) -> None:
        self._settings = settings
        self._tell = tell
        self._worker = worker
        self._address = ""
        self._held: list[str] = []

    def announce(self, name: str, value: str) -> None:
        """As `service.first_start.Announce`."""
        if name != "desk":
            self._tell(name, value)
        elif self._address:
            self._tell(name, f"{self._address}{value}")
        else:
            self._held.append(value)

    def started(self, address: str) -> None:
        """Tell whoever waits that the service listens there."""
        port = urlsplit(address).port or self._settings.port
        self._address = self._settings.url(port, reachable=True)
        for path in self._held:
            self._tell("desk", f"{self._address}{path}")
        if self._worker is None:
            self._tell("address", address)
        else:
            self._worker.report_ready()


def _work(tell: Callable[[str, str], None], settings: Settings, worker: Worker) -> None:
    try:
        _serve(settings, tell, worker)
    except (StoreError, OSError) as error:
        give_up(_remedy(error, settings), CANNOT_START)


def _tell(name: str, value: str, *, json: bool) -> None:
    if json:
        write_json({name: value})
    elif name == "address":
        sys.stdout.write(f"Copydesk listens on {value}\n")
    else:
        sys.stdout.write(f"{name}: {value}\n")
    sys.stdout.flush()


def _remedy(error: Exception, settings: Settings) -> str:
    if isinstance(error, OSError) and not isinstance(error, StoreError):
        if error.filename is None:
            return f"cannot listen on {settings.url(settings.port)}: {error.strerror}; choose another {flag('port')}"
        return f"{error.filename}: {error.strerror}"
    return str(error)
