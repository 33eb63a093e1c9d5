"""`copydesk serve`, as the command line tells of it; `service.starting` does it."""

from collections.abc import Mapping
from typing import Any

import typer

from service.commands.options import JSON, read_settings, with_settings
from service.starting import start

app = typer.Typer(add_completion=False)


@app.command(
    epilog="Examples:  copydesk serve  ·  copydesk serve --port 9000 --workers 2  ·  "
    "COPYDESK_DATABASE=postgresql://desk@db/copydesk copydesk serve --host 0.0.0.0"
)
@with_settings()
def serve(*, json: JSON = False, given: Mapping[str, Any]) -> None:
    """Answer comments over HTTP until told to stop.

    The first start on an empty database makes its tables and the site `default`, and prints, once, that site's key and
    a link to the desk, by which its admin chooses a password.
    """
    start(read_settings(given), json=json)
