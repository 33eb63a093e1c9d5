"""The `copydesk-train` command."""

import datetime as dt
import json as json_module
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table
from rich.text import Text

from model.bundle import CARD
from model.registry import Registry
from store import audit, promotions
from training.corpora import CorpusError
from training.evaluate_command import EXAMPLES, evaluate_command
from training.evaluation import LabelledSet
from training.make import make, next_version
from training.options import (
    MODELS,
    USUAL,
    Alpha,
    Bits,
    Epochs,
    EqualWeights,
    EvenTerms,
    Json,
    LabelsAsGiven,
    Models,
    Seed,
    SourceIntercepts,
    Synthetic,
    Untold,
    Weights,
    bundle_of,
    recipe_of,
)
from training.promises import Promise
from training.reader.command import app as reader_app
from training.refused import is_passed
from training.report import HEADINGS, NAMES, as_json, cells
from training.retraining_command import opened, retrain_command, scope_of
from training.terminal import explained, progress
from training.terminal import show as show_table

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode="rich", pretty_exceptions_enable=False)

Corpora = Annotated[list[Path], typer.Option("--corpus", help="File or folder to learn from; may be given again.")]
Logged = Annotated[
    str | None,
    typer.Option("--database", help="Database whose audit log is told of it.", envvar="COPYDESK_DATABASE"),
]
SiteName = Annotated[str | None, typer.Option("--site", help="Only for this site.")]


@app.callback()
def train() -> None:
    """Train, measure and promote the models that Copydesk judges with."""


@app.command(epilog="Example:  copydesk-train fit --corpus jigsaw/train.csv --corpus comments.jsonl --out var/models")
def fit(  # noqa: PLR0913 - one for each option
    corpora: Corpora,
    out: Annotated[Path, typer.Option(help="Folder to write the version's folder into.")],
    *,
    version: Annotated[str | None, typer.Option(help="Name of the version; by default the day and a number.")] = None,
    seed: Seed = USUAL.seed,
    bits: Bits = USUAL.bits,
    alpha: Alpha = USUAL.alpha,
    epochs: Epochs = USUAL.epochs,
    weights: Weights = None,
    equal_weights: EqualWeights = False,
    synthetic: Synthetic = USUAL.synthetic_rows,
    source_intercepts: SourceIntercepts = True,
    even_terms: EvenTerms = USUAL.even_terms,
    untold: Untold = USUAL.untold,
    labels_as_given: LabelsAsGiven = False,
    left_out: Annotated[
        bool,
        typer.Option("--left-out", help="The card also tells of each source when it is left out; takes 15 minutes."),
    ] = False,
    measured_on: Annotated[
        list[str] | None,
        typer.Option(
            "--on",
            metavar="FILE[:COLUMN]",
            help="Labelled comments that the card tells of as well, part by part of that column; may be given again.",
        ),
    ] = None,
    max_wrong_rejects: Annotated[float, typer.Option(help="Share of rejected comments that may be fine.")] = 0.02,
    max_missed: Annotated[float, typer.Option(help="Share of abuse and spam that may be accepted.")] = 0.10,
    json: Json = False,
) -> None:
    """Train a model from labelled comments: Parquet, JSON lines, or the csv of Jigsaw, Civil Comments and TubeSpam."""
    with explained():
        recipe = recipe_of(
            seed=seed,
            bits=bits,
            alpha=alpha,
            epochs=epochs,
            weights=weights,
            equal_weights=equal_weights,
            synthetic=synthetic,
            source_intercepts=source_intercepts,
            even_terms=even_terms,
            untold=untold,
            labels_as_given=labels_as_given,
            promise=Promise(max_wrong_rejects, max_missed),
        )
        sets = [_set_of(one) for one in measured_on or ()]
        name = version or next_version(out, dt.datetime.now(dt.UTC).date())
        bundle, report = make(corpora, out, name, recipe=recipe, left_out=left_out, measured_on=sets, tell=progress())
    if json:
        typer.echo(json_module.dumps({"version": bundle.version, **as_json(report)}))
    else:
        show_table(HEADINGS, [cells(line) for line in report.lines], names=NAMES)
        typer.secho(bundle.folder, fg="green", err=True, nl=False)
        typer.echo(f"  promote it with: copydesk-train promote {name} --models {out}", err=True)


app.add_typer(reader_app, name="reader")
app.command("evaluate", epilog=EXAMPLES)(evaluate_command)
app.command("retrain", epilog="Example:  copydesk-train retrain --database sqlite:///var/copydesk.db --site default")(
    retrain_command
)


@app.command("list", epilog="Example:  copydesk-train list --models var/models")
def list_(*, models: Models = MODELS, json: Json = False) -> None:
    """List the versions; those in use are marked, with the sites that use one of their own and what the gate said."""
    registry = Registry(models)
    with explained():
        champion = registry.champion
        shipped = registry.load() if champion is None else None
        own = {site: version for site in registry.sites() if (version := registry.own_champion(site)) is not None}
    rows: list[dict[str, Any]] = [
        {
            "version": version,
            "champion": version == champion,
            "sites": [site for site in own if own[site] == version],
            "gate": {True: "passed", False: "refused", None: ""}[is_passed(registry, version)],
        }
        for version in registry.versions()
    ]
    if shipped is not None:
        rows.insert(0, {"version": f"{shipped.version} (shipped)", "champion": True, "sites": [], "gate": ""})
    if json:
        for row in rows:
            typer.echo(json_module.dumps(row))
        return
    shown = Table("version", "in use", "sites with a model of their own", "gate")
    for row in rows:
        in_use, sites = "yes" if row["champion"] else "", Text(", ".join(row["sites"]))
        shown.add_row(Text(row["version"]), in_use, sites, row["gate"])
    Console().print(shown)


@app.command(epilog="Example:  copydesk-train show default")
def show(
    version: Annotated[str, typer.Argument(help="Folder of a bundle, a version in --models, or `default`.")],
    *,
    models: Models = MODELS,
    json: Json = False,
) -> None:
    """Show a version's model card."""
    with explained():
        bundle = bundle_of(version, models)
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
    models: Models = MODELS,
    database: Logged = None,
) -> None:
    """Make a version the one in use, for all sites or for one; a running service follows by itself.

    A version that was made from a site's verdicts is promoted for that site, unless another is named.
    """
    with explained():
        registry = Registry(models)
        chosen = site or registry.load(version).manifest.site
        if database is None:
            registry.promote(version, chosen)
        else:
            with opened(database) as engine:
                scope = scope_of(engine, chosen)
                promotions.promote(engine, registry, version, scope, who=audit.COMMAND_LINE)
        own = [name for name in registry.sites() if registry.own_champion(name)] if chosen is None else []
    typer.echo(f"{version} is in use{_for(chosen)}.")
    if own:
        typer.echo(f"With a model of their own stay: {', '.join(own)}; roll those back with --site.", err=True)


@app.command(epilog="Example:  copydesk-train rollback --site default")
def rollback(
    *,
    site: SiteName = None,
    all_sites: Annotated[bool, typer.Option("--all-sites", help="The version that all sites use.")] = False,
    models: Models = MODELS,
    database: Logged = None,
) -> None:
    """Return to the version that was in use before: where a version was promoted last, unless it is said where."""
    with explained():
        registry = Registry(models)
        chosen = site if site is not None or all_sites else registry.last_promoted()
        if database is None:
            before = registry.rollback(chosen)
        else:
            with opened(database) as engine:
                before = promotions.roll_back(engine, registry, scope_of(engine, chosen), who=audit.COMMAND_LINE)
    default = "The version that ships" if chosen is None else "The version of all sites"
    typer.echo(f"{before or default} is in use{_for(chosen)}.")


def _set_of(given: str) -> LabelledSet:
    """The set that an option names; raises CorpusError where there is no such file."""
    file, _, column = (given, "", "") if Path(given).is_file() else given.rpartition(":")
    if not Path(file).is_file():
        message = f"--on {given!r} names no file: FILE or FILE:COLUMN, such as hatecheck.parquet:functionality"
        raise CorpusError(message)
    return LabelledSet(Path(file), column) if column else LabelledSet(Path(file))


def _for(site: str | None) -> str:
    return "" if site is None else f" for the site {site}"


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
