"""Making the second reader's bundle: what both readers say together, from which score on, and what that is worth."""

import datetime as dt
import json
import tempfile
from collections.abc import Sequence
from importlib.metadata import version as installed
from pathlib import Path
from shutil import copyfile
from typing import Final

import numpy as np
from scipy.special import logit  # type: ignore[import-untyped]

from model.bundle import CARD, FORMAT, MANIFEST, Bundle, BundleError, place_for, read_sealed, save
from model.reader.bundle import ENCODER, HEADS, VOCABULARY, ReaderManifest
from model.reader.encoder import Encoder
from model.reader.reader import Beside, Reader
from model.scorer import ATTRIBUTES
from model.text import read as read_text
from training.evaluation import slice_scores
from training.heads import LinearHeads
from training.reader.bands import choose_bands
from training.reader.card import render
from training.reader.groups import alike
from training.reader.material import Asked, Floats, Material, ask, collect
from training.reader.measure import Measured, measure
from training.reader.pairing import Pair, calibrated, first_logits, pair
from training.reader.recipe import ReaderRecipe
from training.recipe import ENGLISH, Recipe
from training.rows import Tell
from training.splits import TEST
from training.thresholds import thresholds_of

ROWS: Final = "rows.json"
"""Beside a fine-tuned encoder: how many rows of each source it learned from."""
_LIBRARIES: Final = ("scikit-learn", "numpy", "onnxruntime")


def make_reader(  # noqa: PLR0913 - what it is made of, where it goes, and how
    corpora: Sequence[Path],
    encoder: Path,
    first: Bundle,
    out: Path,
    version: str,
    *,
    recipe: Recipe,
    reader: ReaderRecipe,
    tell: Tell = lambda _: None,
) -> tuple[Path, Measured]:
    """Make the reader `out/version` of the encoder in that folder, beside the `first` reader; and how good both are.

    Raises CorpusError and BundleError.
    """
    place_for(out, version)
    reads, heads = Encoder(encoder, reader.tokens, alike()), heads_of(encoder)
    with tempfile.TemporaryDirectory(prefix="copydesk-reader-") as folder:
        material = collect(corpora, Path(folder), recipe, tell=tell)
        stand_in = first_logits(material.rows, recipe, tell=tell)
        asked = ask(material, reads, recipe, reader, tell=tell)
    tell("choosing bands and thresholds, and measuring")
    said = said_first(material, asked, calibrated(asked, stand_in[asked.numbers]), first)
    second = heads.decision_function(asked.vectors)
    limits = sorted({*reader.other_limits, reader.read_at_most})
    bands = {limit: choose_bands(asked, said, second, recipe, limit).bands for limit in limits}
    pairs = {limit: pair(asked, said, second, recipe, bands[limit]) for limit in limits}
    measured = measure(asked, said, second, pairs, reader.read_at_most, first.thresholds)
    manifest = _manifest(version, first.version, _learned_from(encoder), pairs[reader.read_at_most], reader, measured)
    tell("naming groups of people")
    both = Beside(first, Reader(manifest, reads, np.load(encoder / HEADS, allow_pickle=False)))
    slices = slice_scores(lambda text: both.score(text, ENGLISH))
    return write_reader(encoder, out, manifest, render(manifest, reader, measured, slices)), measured


def said_first(material: Material, asked: Asked, stand_in: Floats, first: Bundle) -> Floats:
    """Calibrated logits (rows, attributes): of the first reader in use on the test fold, else of its stand-in."""
    said = stand_in.copy()
    for row in np.flatnonzero(asked.of(TEST)):
        scores = first.score(read_text(material.texts[asked.numbers[row]]), language=ENGLISH)
        said[row] = np.clip(logit([scores[name] for name in ATTRIBUTES]), -30, 30)
    return said


def heads_of(encoder: Path) -> LinearHeads:
    """The attributes' heads that were fine-tuned with the encoder; raises BundleError where there are none."""
    try:
        table = np.load(encoder / HEADS, allow_pickle=False)
    except (OSError, ValueError) as error:
        message = f"{encoder / HEADS} cannot be read ({error}): fine-tune the encoder anew"
        raise BundleError(message) from error
    heads = LinearHeads(len(ATTRIBUTES))
    heads.coef_, heads.intercept_ = table[:, :-1], table[:, -1]
    heads.n_features_in_ = table.shape[1] - 1
    return heads


def write_reader(encoder: Path, out: Path, manifest: ReaderManifest, card: str) -> Path:
    """Save the bundle of that encoder, the digests added to its manifest; raises BundleError."""

    def write(draft: Path) -> None:
        for name in (ENCODER, VOCABULARY, HEADS):
            copyfile(encoder / name, draft / name)
        (draft / CARD).write_text(card, encoding="utf-8")

    return save(out, manifest.version, write, lambda digests: manifest.model_copy(update={"digests": dict(digests)}))


def _manifest(  # noqa: PLR0913, PLR0917 - all that a bundle is of
    version: str, beside: str, rows: dict[str, int], pairs: Pair, reader: ReaderRecipe, measured: Measured
) -> ReaderManifest:
    return ReaderManifest(
        format=FORMAT,
        version=version,
        created=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        beside=beside,
        tokens=reader.tokens,
        groups=alike(),
        attributes=ATTRIBUTES,
        combinations=dict(pairs.combinations),
        bands=dict(pairs.bands),
        thresholds=thresholds_of(pairs.choices),
        threshold_curves=dict(pairs.curves),
        rows=rows,
        metrics=measured.summary(),
        libraries={name: installed(name) for name in _LIBRARIES},
        digests={},
    )


def _learned_from(encoder: Path) -> dict[str, int]:
    """How many rows of each source the encoder learned from, as far as its folder tells: a reader's tells it, too."""
    if (encoder / ROWS).is_file():
        counts: dict[str, int] = json.loads((encoder / ROWS).read_text("utf-8"))
        return counts
    return read_sealed(encoder, ReaderManifest).rows if (encoder / MANIFEST).is_file() else {}
