"""`copydesk serve`."""

import sys
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import typer

from service.commands.options import JSON, read_settings, with_settings
from service.commands.output import give_up, write_json
from service.settings import Settings, flag
from service.worker import CANNOT_START, Worker
from store.errors import StoreError

app = typer.Typer(add_completion=False)


@app.command(
    epilog="Examples:  copydesk serve  ·  copydesk serve --port 9000 --workers 2  ·  "
    "COPYDESK_DATABASE=postgresql://desk@db/copydesk copydesk serve --host 0.0.0.0"
)
@with_settings()
def serve(*, json: JSON = False, given: Mapping[str, Any]) -> None:
    """Answer comments over HTTP until told to stop.

    The first start on an empty database makes its tables and the site `default`, and prints that site's key, once.
    """
    settings = read_settings(given)
    tell = partial(_tell, json=json)
    try:
        if settings.workers == 1:
            _serve(settings, tell)
            return
        from service.supervisor import Supervisor  # noqa: PLC0415 - one process needs none

        status = Supervisor(settings, partial(_work, tell), started=partial(tell, "address")).run()
    except (StoreError, OSError) as error:
        give_up(_remedy(error, settings), CANNOT_START)
    sys.exit(status)


def _serve(settings: Settings, tell: Callable[[str, str], None], worker: Worker | None = None) -> None:
    from service.serving import serve as serve_here  # noqa: PLC0415 - the parent of several needs none of it

    serve_here(
        settings,
        announce=partial(tell, "key"),
        started=partial(tell, "address") if worker is None else lambda _address: worker.report_ready(),
        worker=worker,
    )


def _work(tell: Callable[[str, str], None], settings: Settings, worker: Worker) -> None:
    try:
        _serve(settings, tell, worker)
    except (StoreError, OSError) as error:
        give_up(_remedy(error, settings), CANNOT_START)


def _tell(name: str, value: str, *, json: bool) -> None:
    if json:
        write_json({name: value})
    elif name == "key":
        sys.stdout.write(f"key: {value}\n")
    else:
        sys.stdout.write(f"Copydesk listens on {value}\n")
    sys.stdout.flush()


def _remedy(error: Exception, settings: Settings) -> str:
    if isinstance(error, OSError) and not isinstance(error, StoreError):
        if error.filename is None:
            return f"cannot listen on {settings.url(settings.port)}: {error.strerror}; choose another {flag('port')}"
        return f"{error.filename}: {error.strerror}"
    return str(error)
