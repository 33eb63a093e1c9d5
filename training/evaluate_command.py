"""`copydesk-train evaluate`: how good a model is on comments, or how good its recipe is on sources it never saw."""

import json as json_module
import tempfile
from pathlib import Path
from typing import Annotated, Final

import typer

from model.reader.bundle import DEFAULT
from model.reader.reader import Beside
from model.reader.reader import load as load_reader
from model.scorer import ATTRIBUTES
from training import promises_abroad, report, slices, source_out_report
from training.corpora import SOURCE, CorpusError
from training.evaluation import evaluate_bundle, slice_scores
from training.feature_cache import read_once
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
from training.promises_abroad import Abroad, keep_promises
from training.recipe import ENGLISH, Recipe
from training.source_out import HEADS, leave_out, load, save, settings_of
from training.terminal import explained, progress, show

_BUNDLE: Final = "Of a bundle"
_SOURCES: Final = "Of sources left out"
EXAMPLES: Final = (
    "Examples:  copydesk-train evaluate default --on comments.jsonl"
    "  |  copydesk-train evaluate default --slices --reader default"
    "  |  copydesk-train evaluate default --on hatecheck.jsonl --by functionality"
    "  |  copydesk-train evaluate --leave-one-source-out --corpus corpus.parquet --synthetic 0 --against before.npz"
)


def evaluate_command(  # noqa: PLR0913 - one for each option
    bundle: Annotated[
        str | None, typer.Argument(help="Folder of a bundle, a version in --models, or `default`.", show_default=False)
    ] = None,
    *,
    corpora_on: Annotated[
        list[Path] | None,
        typer.Option("--on", help="Labelled comments; may be given again.", rich_help_panel=_BUNDLE),
    ] = None,
    held_out: Annotated[
        bool,
        typer.Option(
            "--held-out", help="Only the tenth of the corpus that training never sees.", rich_help_panel=_BUNDLE
        ),
    ] = False,
    by: Annotated[
        str,
        typer.Option(help="The column that tells rows apart, such as functionality.", rich_help_panel=_BUNDLE),
    ] = SOURCE,
    by_group: Annotated[
        bool,
        typer.Option(
            "--slices",
            help="Instead: is naming a group of people held against a comment? On sentences of our own.",
            rich_help_panel=_BUNDLE,
        ),
    ] = False,
    reader: Annotated[
        str | None,
        typer.Option(
            help="With --slices: as this second reader serves beside the bundle; its folder, or `default`.",
            rich_help_panel=_BUNDLE,
        ),
    ] = None,
    models: Models = MODELS,
    leave_one_source_out: Annotated[
        bool,
        typer.Option(
            "--leave-one-source-out",
            help="Fit the recipe without each source in turn, and score that source.",
            rich_help_panel=_SOURCES,
        ),
    ] = False,
    promises: Annotated[
        bool,
        typer.Option(
            "--promises",
            help="Instead: a whole model without each English source, held to its promises there; ten minutes.",
            rich_help_panel=_SOURCES,
        ),
    ] = False,
    corpora: Annotated[
        list[Path] | None,
        typer.Option(
            "--corpus", help="File or folder of several sources; may be given again.", rich_help_panel=_SOURCES
        ),
    ] = None,
    heads: Annotated[
        str, typer.Option(help="Attributes, with commas; `all` for all.", rich_help_panel=_SOURCES)
    ] = ",".join(HEADS),
    only: Annotated[
        str, typer.Option(help="Leave out only these sources, with commas.", rich_help_panel=_SOURCES)
    ] = "",
    save_to: Annotated[
        Path | None,
        typer.Option(
            "--save", help="File (.npz) to keep the scores in, to compare with later.", rich_help_panel=_SOURCES
        ),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(help="A file of --save: the difference to that run, with its interval.", rich_help_panel=_SOURCES),
    ] = None,
    cache: Annotated[
        Path,
        typer.Option(
            help="Folder where features stay for the next run.",
            envvar="COPYDESK_FEATURE_CACHE",
            rich_help_panel=_SOURCES,
        ),
    ] = Path("var/features"),
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
    json: Json = False,
) -> None:
    """Measure a model on labelled comments, by attribute and source; or its recipe on sources left out of training.

    With --leave-one-source-out the mean over the English sources is what features, weights and settings are chosen by.
    The features of a corpus are read once and kept: later runs with other weights or settings only fit.
    """
    with explained():
        if not leave_one_source_out:
            if promises:
                message = "--promises is of sources left out: add --leave-one-source-out and --corpus"
                raise CorpusError(message)
            if by_group:
                _slice_bundle(bundle, corpora_on, models, reader, json=json)
            elif reader is not None:
                message = "--reader goes with --slices, as in: evaluate default --slices --reader default"
                raise CorpusError(message)
            else:
                _evaluate_bundle(bundle, corpora_on, models, by, held_out=held_out, json=json)
            return
        if bundle is not None or corpora_on or by_group or not corpora:
            message = "--leave-one-source-out fits anew: give it --corpus, and neither a bundle nor --on nor --slices"
            raise CorpusError(message)
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
        )
        chosen, past = _heads(heads), None if against is None else load(against)
        tell = progress()
        with tempfile.TemporaryDirectory(prefix="copydesk-evaluate-") as folder:
            reading = read_once(corpora, cache, Path(folder), recipe, tell=tell)
            if promises:
                _show_promises(keep_promises(reading, recipe, only=_listed(only), tell=tell), recipe, json=json)
                return
            found = leave_out(reading, recipe, heads=chosen, only=_listed(only), tell=tell)
        if save_to is not None:
            save(save_to, found)
        tell("comparing")
        shown = source_out_report.compare(found, past)
    _show_sources(shown, recipe, json=json)


def _show_promises(found: list[Abroad], recipe: Recipe, *, json: bool) -> None:
    if json:
        typer.echo(json_module.dumps({"settings": settings_of(recipe), "promises": promises_abroad.as_json(found)}))
    else:
        show(promises_abroad.HEADINGS, promises_abroad.cells(found), names=promises_abroad.NAMES)


def _evaluate_bundle(  # noqa: PLR0913 - one for each option
    name: str | None, corpora: list[Path] | None, models: Path, by: str, *, held_out: bool, json: bool
) -> None:
    if name is None or not corpora:
        message = "name a bundle and, with --on, the labelled comments to measure it on: evaluate default --on FILE"
        raise CorpusError(message)
    bundle = bundle_of(name, models)
    found = evaluate_bundle(bundle, corpora, held_out=held_out, by=by, tell=progress())
    if json:
        typer.echo(json_module.dumps({"version": bundle.version, **report.as_json(found)}))
    else:
        show(report.HEADINGS, [report.cells(line) for line in found.lines], names=report.NAMES)
    taught = sorted({line.source for line in found.lines} & bundle.manifest.rows.keys())
    if taught and not held_out:
        note = f"{bundle.version} learned from {', '.join(taught)}: --held-out counts only the tenth that it never saw"
        typer.secho(note, fg="yellow", err=True)


def _slice_bundle(
    name: str | None, corpora: list[Path] | None, models: Path, reader: str | None, *, json: bool
) -> None:
    if name is None or corpora:
        message = "--slices brings its own sentences: name a bundle and no --on, as in: evaluate default --slices"
        raise CorpusError(message)
    bundle = bundle_of(name, models)
    told = {"version": bundle.version}
    if reader is None:
        found = slice_scores(bundle.score)
    else:
        both = Beside(bundle, load_reader(DEFAULT if reader == DEFAULT.name else Path(reader)))
        found = slice_scores(lambda text: both.score(text, ENGLISH))
        told["reader"] = both.reader.version
    if json:
        typer.echo(json_module.dumps({**told, "slices": slices.as_json(found)}))
    else:
        show(slices.HEADINGS, slices.cells(found), names=slices.NAMES)


def _show_sources(shown: source_out_report.SourceOutReport, recipe: Recipe, *, json: bool) -> None:
    if json:
        typer.echo(json_module.dumps({"settings": settings_of(recipe), **source_out_report.as_json(shown)}))
    else:
        show(source_out_report.headings(shown), source_out_report.cells(shown), names=source_out_report.NAMES)


def _heads(names: str) -> list[str]:
    chosen = list(ATTRIBUTES) if names == "all" else _listed(names)
    unknown = [name for name in chosen if name not in ATTRIBUTES]
    if unknown or not chosen:
        message = f"--heads {names!r}: there are {', '.join(ATTRIBUTES)}"
        raise CorpusError(message)
    return chosen


def _listed(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip()]
