"""`copydesk webhooks`."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from service.commands.options import JSON, with_settings
from service.commands.output import give_up, write_json
from service.commands.store import opened
from store import deliveries, sites
from store.database import writing
from store.identifiers import now

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Verdicts that sites are still to be told of.")

Identifiers = Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Ids of deliveries; all, if none.")]


@app.command("list", epilog="Example:  copydesk webhooks list --dead --json")
@with_settings("database")
def list_(
    *,
    dead: Annotated[bool, typer.Option("--dead", help="Only those that were given up.")] = False,
    json: JSON = False,
    given: Mapping[str, Any],
) -> None:
    """Show what is still to be told, and what was given up, with the reason of the last failure."""
    with opened(given) as engine, engine.connect() as connection:
        found = deliveries.listed(connection, dead=dead)
        names = {site.id: site.name for site in sites.list_sites(connection)}
    rows = [
        {
            "id": one.id,
            "site": names.get(one.site_id, ""),
            "kind": one.kind,
            "url": one.url,
            "state": "dead" if one.due_at is None else "waiting",
            "attempts": one.attempts,
            "error": one.error,
        }
        for one in found
    ]
    if json:
        for row in rows:
            write_json(row)
        return
    table = Table("id", "site", "kind", "url", "state", "attempts", "error")
    for row in rows:
        table.add_row(*map(str, row.values()))
    Console().print(table)


@app.command(epilog="Example:  copydesk webhooks retry")
@with_settings("database")
def retry(identifiers: Identifiers = None, *, json: JSON = False, given: Mapping[str, Any]) -> None:
    """Try again what was given up; a running service does within seconds."""
    with opened(given) as engine, writing(engine) as connection:
        count = deliveries.retry(connection, identifiers or None, now=now())
    if identifiers and not count:
        give_up("none of these was given up: see `copydesk webhooks list --dead`")
    if json:
        write_json({"retried": count})
    else:
        typer.echo(f"{count} to be tried again.")


@app.command(epilog="Example:  copydesk webhooks drop")
@with_settings("database")
def drop(*, json: JSON = False, given: Mapping[str, Any]) -> None:
    """Forget what was given up."""
    with opened(given) as engine, writing(engine) as connection:
        count = deliveries.drop_dead(connection)
    if json:
        write_json({"dropped": count})
    else:
        typer.echo(f"{count} forgotten.")
