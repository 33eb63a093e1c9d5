"""The `copydesk-train` command."""

import datetime as dt
import json as json_module
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table
from rich.text import Text
from sqlalchemy.exc import DBAPIError

from model.bundle import CARD, Bundle, BundleError, load
from model.registry import DEFAULT, Registry
from store.errors import StoreError, describe
from training.compile import ParityError
from training.corpora import CorpusError
from training.evaluation import evaluate_bundle
from training.make import make, next_version
from training.promises import Promise
from training.recipe import SOURCE_WEIGHTS, Recipe
from training.report import Report, as_json, as_text, table
from training.retraining_command import log_change, retrain_command
from training.rows import Tell

_DEFAULTS: Final = Recipe()
_EVERY: Final = 5.0

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode="rich", pretty_exceptions_enable=False)

Json = Annotated[bool, typer.Option("--json", help="Write JSON for machines.")]
Models = Annotated[Path, typer.Option(help="Folder of the models.", envvar="COPYDESK_MODELS")]
Corpora = Annotated[list[Path], typer.Option("--corpus", help="File or folder to learn from; may be given again.")]
Weights = Annotated[
    list[str] | None, typer.Option("--weight", metavar="SOURCE=NUMBER", help="How much a source's rows weigh.")
]
Logged = Annotated[
    str | None,
    typer.Option("--database", help="Database whose audit log is told of it.", envvar="COPYDESK_DATABASE"),
]
SiteName = Annotated[str | None, typer.Option("--site", help="Only for this site.")]
_MODELS: Final = Path("var/models")


@app.callback()
def train() -> None:
    """Train, measure and promote the models that Copydesk judges with."""


@app.command(epilog="Example:  copydesk-train fit --corpus jigsaw/train.csv --corpus comments.jsonl --out var/models")
def fit(  # noqa: PLR0913 - one for each option
    corpora: Corpora,
    out: Annotated[Path, typer.Option(help="Folder to write the version's folder into.")],
    *,
    version: Annotated[str | None, typer.Option(help="Name of the version; by default the day and a number.")] = None,
    seed: Annotated[int, typer.Option(help="The same seed and corpus make the same model.")] = _DEFAULTS.seed,
    bits: Annotated[int, typer.Option(help="2**BITS rows in the table.", min=10, max=22)] = _DEFAULTS.bits,
    epochs: Annotated[int, typer.Option(help="How often to go over the corpus.", min=1)] = _DEFAULTS.epochs,
    weights: Weights = None,
    synthetic: Annotated[
        int, typer.Option(help="Rows that a generator adds of what corpora lack; 0: none.", min=0)
    ] = _DEFAULTS.synthetic_rows,
    max_wrong_rejects: Annotated[float, typer.Option(help="Share of rejected comments that may be fine.")] = 0.02,
    max_missed: Annotated[float, typer.Option(help="Share of abuse and spam that may be accepted.")] = 0.10,
    json: Json = False,
) -> None:
    """Train a model from labelled comments: Parquet, JSON lines, or the csv of Jigsaw, Civil Comments and TubeSpam."""
    with _explained():
        recipe = Recipe(
            bits=bits,
            epochs=epochs,
            seed=seed,
            synthetic_rows=synthetic,
            source_weights={**SOURCE_WEIGHTS, **dict(map(_weight, weights or ()))},
            promise=Promise(max_wrong_rejects, max_missed),
        )
        name = version or next_version(out, dt.datetime.now(dt.UTC).date())
        bundle, report = make(corpora, out, name, recipe=recipe, tell=_progress())
    _show_report(bundle, report, json=json)
    if not json:
        typer.secho(bundle.folder, fg="green", err=True, nl=False)
        typer.echo(f"  promote it with: copydesk-train promote {name} --models {out}", err=True)


@app.command(epilog="Example:  copydesk-train evaluate default --on comments.jsonl")
def evaluate(
    bundle: Annotated[str, typer.Argument(help="Folder of a bundle, a version in --models, or `default`.")],
    corpora: Annotated[list[Path], typer.Option("--on", help="Labelled comments; may be given again.")],
    *,
    held_out: Annotated[
        bool, typer.Option("--held-out", help="Only the tenth of the corpus that training never sees.")
    ] = False,
    models: Models = _MODELS,
    json: Json = False,
) -> None:
    """Measure a model on labelled comments, by attribute and source."""
    with _explained():
        found = _bundle(bundle, models)
        report = evaluate_bundle(found, corpora, held_out=held_out, tell=_progress())
    _show_report(found, report, json=json)


app.command("retrain", epilog="Example:  copydesk-train retrain --database sqlite:///var/copydesk.db --site default")(
    retrain_command
)


@app.command("list", epilog="Example:  copydesk-train list --models var/models")
def list_(*, models: Models = _MODELS, json: Json = False) -> None:
    """List the versions; those in use are marked, with the sites that use one of their own."""
    registry = Registry(models)
    with _explained():
        champion = registry.champion
        shipped = registry.load() if champion is None else None
        own = {site: version for site in registry.sites() if (version := registry.own_champion(site)) is not None}
    rows: list[dict[str, Any]] = [
        {"version": version, "champion": version == champion, "sites": [site for site in own if own[site] == version]}
        for version in registry.versions()
    ]
    if shipped is not None:
        rows.insert(0, {"version": f"{shipped.version} (shipped)", "champion": True, "sites": []})
    if json:
        for row in rows:
            typer.echo(json_module.dumps(row))
        return
    shown = Table("version", "in use", "sites with a model of their own")
    for row in rows:
        shown.add_row(Text(row["version"]), "yes" if row["champion"] else "", Text(", ".join(row["sites"])))
    Console().print(shown)


@app.command(epilog="Example:  copydesk-train show default")
def show(
    version: Annotated[str, typer.Argument(help="Folder of a bundle, a version in --models, or `default`.")],
    *,
    models: Models = _MODELS,
    json: Json = False,
) -> None:
    """Show a version's model card."""
    with _explained():
        bundle = _bundle(version, models)
    card = bundle.folder / CARD
    if json:
        typer.echo(bundle.manifest.model_dump_json())
    elif not card.is_file():
        typer.echo(f"{bundle.version} has no card.")
    elif sys.stdout.isatty():
        Console().print(Markdown(card.read_text(encoding="utf-8")))
    else:
        typer.echo(card.read_text(encoding="utf-8"))


@app.command(epilog="Example:  copydesk-train promote 2026.11.24-1")
def promote(
    version: Annotated[str, typer.Argument(help="The version to use from now on.")],
    *,
    site: SiteName = None,
    models: Models = _MODELS,
    database: Logged = None,
) -> None:
    """Make a version the one in use, for all sites or for one; a running service follows by itself.

    A version that was made from a site's verdicts is promoted for that site, unless another is named.
    """
    with _explained():
        registry = Registry(models)
        chosen = site or registry.load(version).manifest.site
        # Before it is done: a model that judges is never without its line in the log.
        if database is not None:
            log_change(database, "promotion", version, chosen, registry.champion_of(chosen))
        registry.promote(version, chosen)
        own = [name for name in registry.sites() if registry.own_champion(name)] if chosen is None else []
    typer.echo(f"{version} is in use{_for(chosen)}.")
    if own:
        typer.echo(f"With a model of their own stay: {', '.join(own)}; roll those back with --site.", err=True)


@app.command(epilog="Example:  copydesk-train rollback --site default")
def rollback(
    *,
    site: SiteName = None,
    all_sites: Annotated[bool, typer.Option("--all-sites", help="The version that all sites use.")] = False,
    models: Models = _MODELS,
    database: Logged = None,
) -> None:
    """Return to the version that was in use before: where a version was promoted last, unless it is said where."""
    with _explained():
        registry = Registry(models)
        chosen = site if site is not None or all_sites else registry.last_promoted()
        past = registry.history(chosen)
        if database is not None and past:
            usual = "that which ships" if chosen is None else "that of all sites"
            log_change(database, "rollback", past[-1] or usual, chosen, registry.champion_of(chosen))
        before = registry.rollback(chosen)
    default = "The version that ships" if chosen is None else "The version of all sites"
    typer.echo(f"{before or default} is in use{_for(chosen)}.")


def _for(site: str | None) -> str:
    return "" if site is None else f" for the site {site}"


def _bundle(name: str, models: Path) -> Bundle:
    if name == "default":
        return load(DEFAULT)
    return load(Path(name)) if Path(name).is_dir() else Registry(models).load(name)


def _weight(given: str) -> tuple[str, float]:
    name, _, number = given.rpartition("=")
    try:
        weight = float(number)
    except ValueError:
        weight = -1.0
    if not name or not 0 <= weight <= 1_000:  # noqa: PLR2004 - said in the message
        message = f"--weight {given!r} is no SOURCE=NUMBER with a number of 0 to 1000, such as davidson=0.3"
        raise CorpusError(message)
    return name, weight


def _show_report(bundle: Bundle, report: Report, *, json: bool) -> None:
    if json:
        typer.echo(json_module.dumps({"version": bundle.version, **as_json(report)}))
    else:
        Console().print(table(report)) if sys.stdout.isatty() else typer.echo(as_text(report))


def _progress() -> Tell:
    """Writes progress to stderr: over itself on a terminal, elsewhere a line every five seconds."""
    start = last = time.monotonic()
    on_terminal = sys.stderr.isatty()

    def tell(line: str) -> None:
        nonlocal last
        now = time.monotonic()
        if on_terminal:
            sys.stderr.write(f"\r\033[K{now - start:6.0f} s  {line}")
            sys.stderr.flush()
        elif now - last >= _EVERY or last == start:
            last = now
            sys.stderr.write(f"{now - start:6.0f} s  {line}\n")

    return tell


@contextmanager
def _explained() -> Iterator[None]:
    """Errors that a person can mend, as one line."""
    try:
        yield
    except (BundleError, CorpusError, ParityError, StoreError, DBAPIError, OSError, ValueError) as error:
        if sys.stderr.isatty():
            sys.stderr.write("\n")
        Console(stderr=True, highlight=False).print("[bold red]error:[/] ", end="")
        told = describe(error) if isinstance(error, DBAPIError) else str(error)
        Console(stderr=True, highlight=False, markup=False, soft_wrap=True).print(told)
        raise SystemExit(1) from None
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
