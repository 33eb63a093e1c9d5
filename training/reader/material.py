"""Rows for finding how two readers go together, and for measuring them: the encoder has learned from none of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from model.text import Text
from model.text import read as read_text
from training.corpora import Batch
from training.fit import natural
from training.metrics import Flags
from training.reader.recipe import ReaderRecipe
from training.recipe import ENGLISH, SYNTHETIC, Recipe, family_of
from training.rows import Rows, Tell, read_rows, with_generated
from training.splits import LEARNING, TEST
from training.synthetic import generate
from training.thresholds import FAMILIES

Floats = NDArray[np.float32]


class Encodes(Protocol):
    """Makes a vector of a text."""

    def vector(self, text: Text) -> Floats:
        """The text's vector (width)."""
        ...


@dataclass(frozen=True, slots=True)
class Material:
    """The rows of corpora and what is generated, with their texts in the same order."""

    rows: Rows
    texts: list[str]

    @property
    def families(self) -> NDArray[np.str_]:
        """The source of each row, without its part."""
        return np.asarray(self.rows.sources.each(family_of).tolist())


@dataclass(frozen=True, slots=True)
class Asked:
    """Rows that the encoder has read: `numbers` among all rows, `vectors` (rows, width), and what is known of each.

    `references` by attribute: rows that stand for a site's comments. `natural`: those to keep so that there is no more
    abuse than in nature.
    """

    numbers: NDArray[np.intp]
    vectors: Floats
    labels: Floats
    families: NDArray[np.str_]
    folds: NDArray[np.int8]
    references: Mapping[str, Flags]
    natural: Flags

    @property
    def stands(self) -> Flags:
        """The rows that stand for a site's comments."""
        return np.asarray(np.logical_or.reduce(list(self.references.values())))

    def of(self, *folds: int) -> Flags:
        """The rows of those folds."""
        return np.asarray(np.isin(self.folds, folds))


def collect(corpora: Sequence[Path], folder: Path, recipe: Recipe, *, tell: Tell) -> Material:
    """All rows, their features on a shelf in `folder`; raises CorpusError."""
    texts: list[str] = []

    def watch(batch: Batch) -> None:
        texts.extend(batch.texts)

    rows = with_generated(read_rows(corpora, folder, recipe, watch=watch, tell=tell), recipe)
    for batch in generate(seed=recipe.seed, rows=recipe.synthetic_rows) if recipe.synthetic_rows else ():
        texts += batch.texts
    return Material(rows, texts)


def ask(material: Material, encoder: Encodes, recipe: Recipe, reader: ReaderRecipe, *, tell: Tell) -> Asked:
    """Have the encoder read all that stands for a site's comments, and some others to measure.

    Each text by itself, as in the service: what eight bits make of it depends on its company.
    """
    rows, families = material.rows, material.families
    sources = rows.sources.tolist()
    stands = {family: recipe.stands_for(family, sources) for family in FAMILIES}
    stands_for_any = np.logical_or.reduce(list(stands.values()))
    numbers = _chosen(rows, families, stands_for_any, reader)
    at_prior = natural(rows, recipe)
    return Asked(
        numbers,
        vectors_of(encoder, [material.texts[number] for number in numbers], tell=tell),
        rows.labels[numbers],
        families[numbers],
        rows.folds[numbers],
        {name: stands[family][numbers] for family, members in FAMILIES.items() for name in members},
        at_prior[numbers],
    )


def vectors_of(encoder: Encodes, texts: Sequence[str], *, tell: Callable[[str], None] = lambda _: None) -> Floats:
    """The vectors (texts, width)."""
    found = []
    for number, text in enumerate(texts, 1):
        found.append(encoder.vector(read_text(text)))
        if number % 200 == 0:
            tell(f"the encoder has read {number:,} of {len(texts):,} comments")
    return np.stack(found)


def _chosen(rows: Rows, families: NDArray[np.str_], stands: Flags, reader: ReaderRecipe) -> NDArray[np.intp]:
    """All rows that stand for a site's comments in the folds that the encoder never saw, and some of other sources."""
    random = np.random.default_rng(reader.seed)
    unseen = rows.languages.are(ENGLISH) & (families != SYNTHETIC) & ~np.isin(rows.folds, LEARNING)
    chosen = unseen & stands
    others = unseen & ~stands & (rows.folds == TEST)
    for family in np.unique(families[others]).tolist():
        chosen[random.permutation(np.flatnonzero(others & (families == family)))[: reader.tested_rows]] = True
    return np.flatnonzero(chosen)
