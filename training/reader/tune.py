"""Fine-tuning from beginning to end: several runs from one start, averaged and written as what serves."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import Tensor

from training.corpora import CorpusError
from training.reader.encoder import Encoder, Shape
from training.reader.examples import gather
from training.reader.export import average, encoder_of, export
from training.reader.fine_tune import fine_tune
from training.reader.make import ROWS
from training.reader.pretrained import ATTENTION_HEADS, pretrained_folder, read_weights, word_pieces
from training.reader.recipe import ReaderRecipe

LEARNED: Final = "learned.pt"


def tune(  # noqa: PLR0913 - what to learn from, where it begins, and how
    corpora: Sequence[Path],
    out: Path,
    recipe: ReaderRecipe,
    *,
    runs: int = 2,
    start: Path | None = None,
    pretrained: Path | None = None,
    without: frozenset[str] = frozenset(),
    tell: Callable[[str], None] = lambda _: None,
) -> None:
    """Write the encoder, its vocabulary and what fine-tuning may go on from (`start` of another) into the folder `out`.

    Each run has a sample of its own, by its seed. Sources `without` are not learned from. Raises CorpusError.
    """
    folder = pretrained_folder(pretrained)
    weights, pieces = read_weights(folder), word_pieces(folder, recipe.tokens)
    begun = None if start is None else _read(start)
    rows: Counter[str] = Counter(None if start is None else json.loads((start / ROWS).read_text("utf-8")))
    out.mkdir(parents=True, exist_ok=True)
    learned = []
    for run in range(runs):
        one = replace(recipe, seed=recipe.seed + run)
        width = weights["embeddings.LayerNorm.bias"].numel()
        encoder = Encoder(weights, Shape(one.layers, ATTENTION_HEADS, width), dropout=one.dropout, frozen=one.frozen)
        if begun is not None:
            encoder.load_state_dict(encoder_of(begun))
        examples = gather(corpora, pieces, one, without)

        def told(line: str, run: int = run) -> None:
            tell(f"run {run + 1} of {runs}: {line}")

        learned.append(fine_tune(encoder, examples, one, out / f"run-{run + 1}.pt", tell=told).state_dict())
        for name, count in zip(examples.names, np.bincount(examples.sources).tolist(), strict=True):
            rows[name] += count
    both = average(learned)
    (out / ROWS).write_text(json.dumps(dict(sorted(rows.items())), indent=1) + "\n", "utf-8")
    torch.save(both, out / LEARNED)
    export(both, folder, out, recipe.tokens)


def _read(start: Path) -> dict[str, Tensor]:
    path = start / LEARNED
    try:
        found: dict[str, Tensor] = torch.load(path, weights_only=True)
    except (OSError, RuntimeError, ValueError) as error:
        message = f"{path} cannot be gone on from ({error}): name a folder that fine-tuning has written"
        raise CorpusError(message) from error
    return found
