"""`copydesk-train retrain`."""

import json as json_module
import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.markdown import Markdown
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from model.bundle import BundleError
from model.registry import Registry
from store import audit, sites
from store.database import open_engine
from store.errors import StoreError, describe
from store.promotions import Scope
from store.records import Site
from store.schema import current_revision
from store.serving import HEAD
from training.compile import ParityError
from training.gate_report import as_markdown
from training.lessons import Progress as Tell
from training.refused import KEPT
from training.retrain import retrain

DATABASE: Final = "sqlite:///var/copydesk.db"
_NICE: Final = 10
_EVERY: Final = 5.0

Database = Annotated[
    str,
    typer.Option(help="sqlite:///path or postgresql://user:password@host:port/database.", envvar="COPYDESK_DATABASE"),
]
Models = Annotated[Path, typer.Option(help="Folder of the models.", envvar="COPYDESK_MODELS")]


def retrain_command(  # noqa: PLR0913 - one for each option
    *,
    database: Database = DATABASE,
    models: Models = Path("var/models"),
    site: Annotated[str, typer.Option(help="Name of the site whose verdicts are learned from.")] = "default",
    no_promote: Annotated[bool, typer.Option("--no-promote", help="Only write the challenger and its report.")] = False,
    keep_refused: Annotated[int, typer.Option(min=0, help="How many refused versions of the site stay.")] = KEPT,
    started_by: Annotated[str, typer.Option(help="Who is noted to have started it.")] = audit.COMMAND_LINE,
    json: Annotated[bool, typer.Option("--json", help="Write JSON for machines.")] = False,
) -> None:
    """Learn from a site's verdicts, and put the model to use for that site if it is measurably better.

    Ends with 0 whether it is or not, and with 2 where it could not be tried.
    """
    os.nice(max(0, _NICE - os.nice(0)))
    with _explained(), opened(database) as engine:
        found = _named(engine, site)
        with _shown(json=json) as tell:
            done = retrain(
                engine,
                Registry(models),
                found,
                promote=not no_promote,
                keep_refused=keep_refused,
                started_by=started_by,
                progress=tell,
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
    """The engine of a database; raises StoreError where its schema is another, and the driver's errors."""
    engine = open_engine(database, create=False)
    try:
        if (revision := current_revision(engine)) != HEAD:
            message = (
                f"the database's schema is {revision or 'empty'} and {HEAD} is needed: run `copydesk database upgrade`"
            )
            raise StoreError(message)
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _shown(*, json: bool) -> Iterator[Tell]:
    """Progress on stderr: a bar a stage on a terminal, JSON lines where asked for, else a line now and then."""
    if json:
        yield lambda stage, done, of: _write(json_module.dumps({"stage": stage, "done": done, "of": of}))
    elif sys.stderr.isatty():
        columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
        with Progress(*columns, console=Console(stderr=True)) as bars:
            tasks: dict[str, Any] = {}

            def tell(stage: str, done: int, of: int) -> None:
                task = tasks.setdefault(stage, None) or bars.add_task(stage, total=of)
                tasks[stage] = task
                bars.update(task, completed=done, total=of)

            yield tell
    else:
        last = 0.0

        def tell_now_and_then(stage: str, done: int, of: int) -> None:
            nonlocal last
            if time.monotonic() - last >= _EVERY:
                last = time.monotonic()
                _write(f"{stage}: {done:,} of {of:,}")

        yield tell_now_and_then


def _write(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


@contextmanager
def _explained() -> Iterator[None]:
    """What a person can mend, in one line; ends the command with 2."""
    try:
        yield
    except (StoreError, BundleError, ParityError, ValueError) as error:
        told = str(error)
    except (DBAPIError, OSError) as error:
        told = f"the database or the folder of the models cannot be used: {describe(error)}"
    else:
        return
    Console(stderr=True, highlight=False).print("[bold red]error:[/] ", end="")
    Console(stderr=True, highlight=False, markup=False, soft_wrap=True).print(told)
    raise SystemExit(2)
