"""`copydesk moderators`."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection

from service.audit import note_moderator
from service.commands.options import JSON, read_settings, with_settings
from service.commands.output import give_up, write_json
from service.commands.store import named, opened
from service.first_start import welcome_path
from service.wording import moment
from store import audit, moderators, sites
from store.database import writing
from store.identifiers import now
from store.moderators import Moderator

app = typer.Typer(add_completion=False, no_args_is_help=True, help="People who use the desk.")

Name = Annotated[str, typer.Argument(help="By what they sign in.")]
Address = Annotated[
    str | None,
    typer.Option(help="Where people reach the service, as https://comments.example; by default host and port."),
]


@app.command(epilog="Examples:  copydesk moderators add Ada --role lead  ·  copydesk moderators add Eve --all-sites")
@with_settings("database", "host", "port")
def add(  # noqa: PLR0913 - one for each option
    name: Name,
    *,
    site: Annotated[str | None, typer.Option("--site", help="The site they look after.")] = None,
    all_sites: Annotated[bool, typer.Option("--all-sites", help="They look after every site.")] = False,
    role: Annotated[str, typer.Option(help="moderator, lead or admin; each may do what those before it may.")] = (
        "moderator"
    ),
    address: Address = None,
    json: JSON = False,
    given: Mapping[str, Any],
) -> None:
    """Add somebody, and print the link by which they choose a password: once, within a week."""
    with opened(given) as engine, writing(engine) as connection:
        site_id = None if all_sites else _site(connection, site)
        added = moderators.add(connection, name, role=moderators.as_role(role), site_id=site_id, now=now())
        note_moderator(connection, added, {"change": "added", "role": added.role}, who=audit.COMMAND_LINE)
        token = moderators.invite(connection, added.id, now=now())
    link = f"{_address(given, address)}{welcome_path(token)}"
    if json:
        write_json({"name": added.name, "role": added.role, "link": link})
    else:
        typer.echo(f"{added.name} may enter as {added.role}.\ndesk: {link}")


@app.command("list", epilog="Example:  copydesk moderators list --json")
@with_settings("database")
def list_(*, json: JSON = False, given: Mapping[str, Any]) -> None:
    """Show everybody, the revoked ones too."""
    with opened(given) as engine, engine.connect() as connection:
        names = {one.id: one.name for one in sites.list_sites(connection)}
        found = moderators.list_moderators(connection)
    rows = [
        {
            "name": one.name,
            "site": None if one.site_id is None else names.get(one.site_id, ""),
            "role": one.role,
            "password": one.password_hash is not None,
            "created": moment(one.created_at),
            "revoked": moment(one.revoked_at),
        }
        for one in found
    ]
    if json:
        for row in rows:
            write_json(row)
        return
    table = Table("name", "site", "role", "password", "created", "revoked")
    for row in rows:
        shown = {**row, "site": row["site"] or "every site", "password": "chosen" if row["password"] else "not yet"}
        table.add_row(*(str(value or "") for value in shown.values()), style="dim" if row["revoked"] else None)
    Console().print(table)


@app.command(epilog="Example:  copydesk moderators revoke Ada")
@with_settings("database")
def revoke(name: Name, *, json: JSON = False, given: Mapping[str, Any]) -> None:
    """Shut somebody out, for good; where they are signed in, their next request is refused."""
    with opened(given) as engine, writing(engine) as connection:
        chosen = _find(connection, name)
        moderators.revoke(connection, chosen.id, now=now())
        note_moderator(connection, chosen, {"change": "revoked"}, who=audit.COMMAND_LINE)
    if json:
        write_json({"revoked": chosen.name})
    else:
        typer.echo(f"{chosen.name} is shut out.")


@app.command(epilog="Example:  copydesk moderators invite Ada --address https://comments.example")
@with_settings("database", "host", "port")
def invite(name: Name, *, address: Address = None, json: JSON = False, given: Mapping[str, Any]) -> None:
    """Print a new link by which somebody chooses a password anew; earlier links are of no use any more."""
    with opened(given) as engine, writing(engine) as connection:
        chosen = _find(connection, name)
        note_moderator(connection, chosen, {"change": "new link"}, who=audit.COMMAND_LINE)
        token = moderators.invite(connection, chosen.id, now=now())
    link = f"{_address(given, address)}{welcome_path(token)}"
    if json:
        write_json({"name": chosen.name, "link": link})
    else:
        typer.echo(f"desk: {link}")


def _find(connection: Connection, name: str) -> Moderator:
    found = moderators.find(connection, name)
    if found is None or found.revoked_at is not None:
        known = [one.name for one in moderators.list_moderators(connection) if one.revoked_at is None]
        give_up(f"nobody named {name!r} may enter (known: {', '.join(known) or 'nobody yet'})")
    return found


def _site(connection: Connection, name: str | None) -> int:
    if name is not None:
        return named(connection, name).id
    found = sites.list_sites(connection)
    if len(found) != 1:
        give_up("say which site they look after: --site NAME, or --all-sites", 2)
    return found[0].id


def _address(given: Mapping[str, Any], address: str | None) -> str:
    if address is not None:
        return address.rstrip("/")
    settings = read_settings(given)
    return settings.url(settings.port, reachable=True)
