"""A corpus read once: features on the shelf, and beside them what else is known of each row."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from training.corpora import Batch, CorpusError, estimate_rows, read
from training.features import HashedWords
from training.recipe import SYNTHETIC, Recipe, family_of
from training.shelf import Shelf, parts_for
from training.splits import CALIBRATION, TEST, fold_of
from training.synthetic import generate

_PROBES: Final = 2_000

Tell = Callable[[str], None]
"""Takes one line on how far the work is."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a corpus by number: `labels` (rows, 7) NaN where nobody was asked, `sources`, `languages`, `folds`.

    `frequencies`: in how many rows outside the test fold each feature occurs. `probes`: some texts of the test fold, to
    compare scorers on. `licences` by source.
    """

    shelf: Shelf
    labels: NDArray[np.float32]
    sources: NDArray[np.str_]
    languages: NDArray[np.str_]
    folds: NDArray[np.int64]
    frequencies: NDArray[np.int64]
    probes: list[str]
    licences: dict[str, str]

    @property
    def learned(self) -> NDArray[np.bool_]:
        """Which rows may be learned from: all but those of the test fold."""
        return np.asarray(self.folds != TEST)


def gather(paths: Iterable[Path], folder: Path, recipe: Recipe, *, tell: Tell = lambda _: None) -> Rows:
    """Read all corpora into a shelf in `folder`, then what is generated; raises CorpusError where there is no row.

    Generated rows are in no test fold: they teach, and nothing is measured on them.
    """
    words = HashedWords(bits=recipe.bits).fit([])
    paths = list(paths)
    parts = parts_for(sum(map(estimate_rows, paths)) + recipe.synthetic_rows)
    shelf: Shelf | None = None
    labels, folds = [], []
    sources: list[str] = []
    languages: list[str] = []
    probes: list[str] = []
    frequencies = np.zeros(0, np.int64)
    licences: dict[str, str] = {}
    skipped: Counter[str] = Counter()
    for batch in chain(*(read(path, skipped=skipped) for path in paths), _generated(recipe)):
        counts = words.transform(batch.texts)
        shelf = shelf or Shelf(folder, counts.shape[1], parts=parts, seed=recipe.seed)
        shelf.put(counts)
        fold = fold_of(batch.texts)
        if family_of(batch.sources[0]) == SYNTHETIC:
            fold[fold == TEST] = CALIBRATION
        seen = np.bincount(counts[fold != TEST].indices, minlength=counts.shape[1])
        frequencies = seen if not len(frequencies) else frequencies + seen
        labels.append(batch.labels)
        sources += batch.sources
        languages += batch.languages
        folds.append(fold)
        licences.update(zip(batch.sources, batch.licences, strict=False))
        wanted = _PROBES - len(probes)
        probes += [text for text, one in zip(batch.texts, fold, strict=True) if one == TEST][:wanted]
        tell(f"read {shelf.rows:,} comments")
    if shelf is None or family_of(sources[0]) == SYNTHETIC:
        message = "the corpora hold no comments: name a file or folder that does"
        raise CorpusError(message)
    for path_name, rows in skipped.items():
        tell(f"passed over {rows:,} rows without text in {path_name}")
    return Rows(
        shelf,
        np.concatenate(labels),
        np.asarray(sources),
        np.asarray(languages),
        np.concatenate(folds),
        frequencies,
        probes,
        licences,
    )


def _generated(recipe: Recipe) -> Iterator[Batch]:
    return generate(seed=recipe.seed, rows=recipe.synthetic_rows) if recipe.synthetic_rows else iter(())
