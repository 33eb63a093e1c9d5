"""`copydesk-train retrain`."""

import json as json_module
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.markdown import Markdown
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from model.registry import Registry
from store import audit, sites
from store.database import open_engine
from store.errors import StoreError, describe
from store.promotions import Scope
from store.records import Site
from store.schema import current_revision
from store.serving import HEAD
from training.gate_report import as_markdown
from training.lessons import Progress
from training.options import MODELS, Json, Models
from training.refused import KEPT
from training.retrain import retrain
from training.terminal import explained, progress

DATABASE: Final = "sqlite:///var/copydesk.db"
_NICE: Final = 10
_NOT_TRIED: Final = 2

Database = Annotated[
    str,
    typer.Option(help="sqlite:///path or postgresql://user:password@host:port/database.", envvar="COPYDESK_DATABASE"),
]


def retrain_command(  # noqa: PLR0913 - one for each option
    *,
    database: Database = DATABASE,
    models: Models = MODELS,
    site: Annotated[str, typer.Option(help="Name of the site whose verdicts are learned from.")] = "default",
    no_promote: Annotated[bool, typer.Option("--no-promote", help="Only write the challenger and its report.")] = False,
    keep_refused: Annotated[int, typer.Option(min=0, help="How many refused versions of the site stay.")] = KEPT,
    started_by: Annotated[str, typer.Option(help="Who is noted to have started it.")] = audit.COMMAND_LINE,
    json: Json = False,
) -> None:
    """Learn from a site's verdicts, and put the model to use for that site if it is measurably better.

    Ends with 0 whether it is or not, and with 2 where it could not be tried.
    """
    os.nice(max(0, _NICE - os.nice(0)))
    with explained(_NOT_TRIED), opened(database) as engine:
        done = retrain(
            engine,
            Registry(models),
            _named(engine, site),
            promote=not no_promote,
            keep_refused=keep_refused,
            started_by=started_by,
            progress=_progress(json=json),
        )
    if json:
        typer.echo(json_module.dumps({"state": done.state, "version": done.version, **done.report}))
        return
    _show(done.report)
    if done.is_promoted:
        typer.echo(f"{done.version} is in use for the site {site}.")
    elif done.state == "passed":
        typer.echo(f"Promote it with: copydesk-train promote {done.version} --site {site} --models {models}")


def scope_of(engine: Engine, site: str | None) -> Scope:
    """That of the site with that name, or of all sites; raises StoreError where there is none of that name."""
    return Scope() if site is None else Scope(_named(engine, site).id, site)


def _show(report: Mapping[str, Any]) -> None:
    if sys.stdout.isatty():
        Console().print(Markdown(as_markdown(report)))
    else:
        typer.echo(as_markdown(report))


def _named(engine: Engine, name: str) -> Site:
    with engine.connect() as connection:
        found = sites.find(connection, name)
        known = ", ".join(one.name for one in sites.list_sites(connection)) or "none yet"
    if found is None:
        message = f"there is no site named {name!r} (known: {known})"
        raise StoreError(message)
    return found


@contextmanager
def opened(database: str) -> Iterator[Engine]:
    """The engine of a database; raises StoreError where it cannot be used, or its schema is another."""
    engine = open_engine(database, create=False)
    try:
        if (revision := _revision_of(engine)) != HEAD:
            message = (
                f"the database's schema is {revision or 'empty'} and {HEAD} is needed: run `copydesk database upgrade`"
            )
            raise StoreError(message)
        yield engine
    finally:
        engine.dispose()


def _revision_of(engine: Engine) -> str | None:
    try:
        return current_revision(engine)
    except (DBAPIError, OSError) as error:
        message = f"the database cannot be used: {describe(error)}"
        raise StoreError(message) from error


def _progress(*, json: bool) -> Progress:
    """JSON lines on stderr where asked for, else what the other commands show."""
    if json:
        return lambda stage, done, of: typer.echo(json_module.dumps({"stage": stage, "done": done, "of": of}), err=True)
    tell = progress()
    return lambda stage, done, of: tell(f"{stage}: {done:,} of {of:,}")
