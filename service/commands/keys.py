"""`copydesk keys`."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from service.commands.options import JSON, with_settings
from service.commands.output import give_up, write_json
from service.commands.store import named, opened
from store import keys, serving, sites
from store.database import writing
from store.identifiers import now

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Keys that open a site.")

SiteName = Annotated[str, typer.Option("--site", help="The site's name.")]


@app.command(epilog="Example:  copydesk keys add --site default --json")
@with_settings("database")
def add(
    *,
    site: SiteName,
    label: Annotated[str, typer.Option(help="What the key is for.")] = "",
    json: JSON = False,
    given: Mapping[str, Any],
) -> None:
    """Make a key and print it, once: only its hash is kept."""
    with opened(given) as engine, writing(engine) as connection:
        key = keys.add(connection, named(connection, site).id, label, now=now())
    if json:
        write_json({"key": key})
    else:
        typer.echo(f"key: {key}")


@app.command("list", epilog="Example:  copydesk keys list --site default")
@with_settings("database")
def list_(
    *,
    site: Annotated[str | None, typer.Option("--site", help="Only this site's keys.")] = None,
    json: JSON = False,
    given: Mapping[str, Any],
) -> None:
    """Show all keys; of each only the first characters are known."""
    with opened(given) as engine, engine.connect() as connection:
        names = {one.id: one.name for one in sites.list_sites(connection)}
        found = keys.list_keys(connection, None if site is None else named(connection, site).id)
    rows = [
        {
            "id": key.id,
            "site": names.get(key.site_id, ""),
            "key": f"{key.hint}…",
            "label": key.label,
            "created": _day(key.created_at),
            "revoked": None if key.revoked_at is None else _day(key.revoked_at),
        }
        for key in found
    ]
    if json:
        for row in rows:
            write_json(row)
        return
    table = Table("id", "site", "key", "label", "created", "revoked")
    for row in rows:
        table.add_row(*(str(value or "") for value in row.values()), style="dim" if row["revoked"] else None)
    Console().print(table)


@app.command(epilog="Examples:  copydesk keys revoke 3  ·  copydesk keys revoke abcdefgh1234")
@with_settings("database")
def revoke(
    key: Annotated[str, typer.Argument(help="The key, or its id as `copydesk keys list` shows it.")],
    *,
    json: JSON = False,
    given: Mapping[str, Any],
) -> None:
    """Revoke a key; a running service stops to take it within two seconds."""
    with opened(given) as engine, writing(engine) as connection:
        if key.isdecimal() and len(key) < serving.KEY_LENGTH:
            number: int | None = int(key)
        else:
            found = keys.find(connection, serving.digest_of(key))
            number = None if found is None else found.id
        if number is None or not keys.revoke(connection, number, now=now()):
            give_up("there is no such key that is still valid; `copydesk keys list` shows them all")
    if json:
        write_json({"revoked": number})
    else:
        typer.echo(f"Key {number} is revoked.")


def _day(millisecond: int) -> str:
    return datetime.fromtimestamp(millisecond / 1000, UTC).isoformat(timespec="seconds")
