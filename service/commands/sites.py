"""`copydesk sites`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from pydantic_core import from_json
from rich.console import Console
from rich.table import Table

from model.policy import Policy
from service.audit import note_policy
from service.commands.options import JSON, with_settings
from service.commands.output import write_json
from service.commands.policies import changed, read_policy, validated
from service.commands.store import named, opened
from store import audit, keys, sites
from store.database import writing
from store.identifiers import now
from store.records import Site

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Sites and their policies.")

Name = Annotated[str, typer.Argument(help="The site's name.")]
PolicyFile = Annotated[Path | None, typer.Option("--policy", help="File with the policy, as JSON.")]
Changes = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="FIELD=VALUE", help="Set one field of the policy; may be given again."),
]


@app.command(epilog="Example:  copydesk sites add northern-news --set max_links=0 --set languages=az,en")
@with_settings("database")
def add(  # noqa: PLR0913 - one for each option
    name: Name,
    *,
    host: Annotated[str | None, typer.Option(help="Host name of the site's pages.")] = None,
    policy: PolicyFile = None,
    changes: Changes = None,
    json: JSON = False,
    given: Mapping[str, Any],
) -> None:
    """Add a site with a key of its own, and print that key, once."""
    chosen = changed(read_policy(policy), changes or ())
    with opened(given) as engine, writing(engine) as connection:
        site = sites.add(connection, name, _text(chosen), now=now(), host=host)
        note_policy(connection, site.id, name, Policy(), chosen, who=audit.COMMAND_LINE)
        key = keys.add(connection, site.id, "first key", now=now())
    if json:
        write_json({"site": name, "key": key})
    else:
        typer.echo(f"Site {name} is there.\nkey: {key}")


@app.command("list", epilog="Example:  copydesk sites list --json")
@with_settings("database")
def list_(*, json: JSON = False, given: Mapping[str, Any]) -> None:
    """Show all sites."""
    with opened(given) as engine, engine.connect() as connection:
        found = sites.list_sites(connection)
        valid = [key.site_id for key in keys.list_keys(connection) if key.revoked_at is None]
    rows = [{"site": site.name, "host": site.host or "", "keys": valid.count(site.id)} for site in found]
    if json:
        for row in rows:
            write_json(row)
        return
    table = Table("site", "host", "keys")
    for row in rows:
        table.add_row(*map(str, row.values()))
    Console().print(table)


@app.command(epilog="Example:  copydesk sites show default")
@with_settings("database")
def show(name: Name, *, json: JSON = False, given: Mapping[str, Any]) -> None:
    """Show a site's whole policy, defaults included."""
    with opened(given) as engine, engine.connect() as connection:
        site = named(connection, name)
    policy = _policy(site)
    if json:
        write_json({"site": site.name, "host": site.host or "", "policy": policy.model_dump(mode="json")})
        return
    table = Table("field", "value", "meaning", title=f"Policy of {site.name}")
    for field, value in policy.model_dump(mode="json").items():
        own = value != Policy.model_fields[field].get_default(call_default_factory=True)
        table.add_row(field, str(value), Policy.model_fields[field].description, style="bold" if own else None)
    Console().print(table)


@app.command(epilog="Examples:  copydesk sites update default --set max_links=0  ·  ... --policy policy.json")
@with_settings("database")
def update(  # noqa: PLR0913 - one for each option
    name: Name,
    *,
    host: Annotated[str | None, typer.Option(help="Host name of the site's pages; empty for none.")] = None,
    policy: PolicyFile = None,
    changes: Changes = None,
    json: JSON = False,
    given: Mapping[str, Any],
) -> None:
    """Change a site's policy: replace it by a file, or set single fields; a running service follows within seconds."""
    with opened(given) as engine, writing(engine) as connection:
        site = named(connection, name, lock=True)
        chosen = changed(_policy(site) if policy is None else read_policy(policy), changes or ())
        sites.update_policy(connection, site.id, _text(chosen), now=now())
        note_policy(connection, site.id, name, _before(site), chosen, who=audit.COMMAND_LINE)
        if host is not None:
            sites.update_host(connection, site.id, host or None, now=now())
    if json:
        write_json({"site": name, "policy": chosen.model_dump(mode="json")})
    else:
        typer.echo(f"The policy of {name} is changed.")


def _policy(site: Site) -> Policy:
    return validated(from_json(site.policy), f"the stored policy of {site.name}")


def _before(site: Site) -> Policy:
    """The stored policy; the default one where a file replaces one that cannot be read."""
    try:
        return Policy.model_validate_json(site.policy)
    except ValidationError:
        return Policy()


def _text(policy: Policy) -> str:
    return policy.model_dump_json(exclude_defaults=True)
