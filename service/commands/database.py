"""`copydesk database`."""

from collections.abc import Mapping
from typing import Any

import typer
from rich.console import Console

from service.commands.options import JSON, with_settings
from service.commands.output import write_json
from service.commands.store import opened
from store.schema import current_revision
from store.serving import HEAD

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Look after the database.")


@app.callback()
def database() -> None:
    """Look after the database."""


@app.command(epilog="Example:  copydesk database upgrade --database sqlite:///var/copydesk.db")
@with_settings("database")
def upgrade(*, json: JSON = False, given: Mapping[str, Any]) -> None:
    """Bring the database's tables to this version's; `copydesk serve` does so by itself."""
    with opened(given, migrate=False) as engine:
        before = current_revision(engine)
    with opened(given):
        pass
    if json:
        write_json({"before": before, "after": HEAD})
    elif before == HEAD:
        Console().print(f"The database is at revision {HEAD} already.")
    else:
        Console().print(f"The database is now at revision [bold]{HEAD}[/] (before: {before or 'empty'}).")
