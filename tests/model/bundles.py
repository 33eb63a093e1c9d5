"""Tiny real bundles for tests: words with weights that the test chooses."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np

from model.bundle import FORMAT, TABLE, FeatureSettings, Manifest, save
from model.calibration import Calibration
from model.curves import Curve, Promised
from model.features import SHAPES
from model.hashing import hash_spellings, rows_of
from model.policy import Threshold
from model.scorer import ATTRIBUTES

BITS: Final = 14
_BIAS: Final = -4.0


def make_bundle(  # noqa: PLR0913 - what a test may choose of a bundle
    folder: Path,
    *,
    version: str = "test-1",
    words: Mapping[str, Mapping[str, float]],
    thresholds: Mapping[str, Threshold] | None = None,
    curves: Mapping[str, Curve] | None = None,
    attributes: tuple[str, ...] = ATTRIBUTES,
    site: str | None = None,
    parent: str | None = None,
    files: Mapping[str, str] | None = None,
    shapes: Mapping[str, Mapping[str, float]] | None = None,
    languages: tuple[str, ...] = ("en",),
    calibration: Calibration | None = None,
    promised: Promised | None = None,
) -> Path:
    """A bundle `folder/version` that gives a comment with one of the words about that many logits of the attribute.

    All words weigh alike in the norm, so that the word stands out also from among others; -4 is the score of nothing.
    With a `site` it learned from verdicts; `files`: texts to put beside the table, by name;
    `shapes`: what else gives so many logits.
    """
    table = np.zeros(((1 << BITS) + len(SHAPES), len(attributes) + 1), np.float16)
    for word, weights in words.items():
        row = rows_of(hash_spellings([word]).features[:1], BITS)[0]
        table[row, -1] = 1.0
        for attribute, weight in weights.items():
            table[row, attributes.index(attribute)] = weight - _BIAS
    for shape, weights in (shapes or {}).items():
        for attribute, weight in weights.items():
            table[(1 << BITS) + SHAPES.index(shape), attributes.index(attribute)] = weight

    def manifest(digests: Mapping[str, str]) -> Manifest:
        return Manifest(
            format=FORMAT,
            version=version,
            created="2026-11-24T00:00:00Z",
            parent=parent,
            base=parent,
            site=site,
            rows={} if site is None else {"corpus": 1_000, "verdicts": 500},
            attributes=attributes,
            features=FeatureSettings(bits=BITS, shapes=SHAPES),
            biases=(_BIAS,) * len(attributes),
            thresholds=dict(thresholds or {attribute: Threshold(0.5, 0.9) for attribute in attributes}),
            threshold_curves=dict(curves or {}),
            promised=promised or Promised(),
            languages=languages,
            calibration={language: dict(scalings) for language, scalings in (calibration or {}).items()},
            digests=dict(digests),
        )

    def write(draft: Path) -> None:
        np.save(draft / TABLE, table)
        for name, text in (files or {}).items():
            (draft / name).write_text(text, encoding="utf-8")

    return save(folder, version, write, manifest)
