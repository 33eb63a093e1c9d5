"""A corpus read once: features on the shelf, and beside them what else is known of each row."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from training.corpora import CorpusError, read
from training.features import HashedWords
from training.shelf import Shelf
from training.splits import TEST, fold_of

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


def gather(paths: Iterable[Path], folder: Path, *, bits: int, seed: int, tell: Tell = lambda _: None) -> Rows:
    """Read all corpora into a shelf in `folder`; raises CorpusError, also where they hold no row."""
    words = HashedWords(bits=bits).fit([])
    shelf: Shelf | None = None
    labels, folds = [], []
    sources: list[str] = []
    languages: list[str] = []
    probes: list[str] = []
    frequencies = np.zeros(0, np.int64)
    licences: dict[str, str] = {}
    skipped: Counter[str] = Counter()
    for path in paths:
        for batch in read(path, skipped=skipped):
            counts = words.transform(batch.texts)
            shelf = shelf or Shelf(folder, counts.shape[1], seed=seed)
            shelf.put(counts)
            fold = fold_of(batch.texts)
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
    if shelf is None:
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
