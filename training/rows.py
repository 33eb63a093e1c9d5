"""A corpus read once: features on the shelf, and beside them what else is known of each row."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Final

import numpy as np
import scipy.sparse as sp  # type: ignore[import-untyped]
from joblib import cpu_count  # type: ignore[import-untyped]
from numpy.typing import NDArray

from model.scorer import ATTRIBUTES
from training.categorical import Categorical
from training.corpora import Batch, CorpusError, estimate_rows, read
from training.features import HashedWords, columns, columns_apart, together
from training.lexicon import WordCounts, Words, words_of
from training.memory import give_back
from training.processes import Processes
from training.recipe import SYNTHETIC, Recipe, family_of
from training.shelf import Shelf, parts_for
from training.splits import CALIBRATION, TEST, fold_of
from training.synthetic import generate

_PROBES: Final = 2_000
_MANY_ROWS: Final = 30_000
"""Of fewer, no other process has begun by the time that they are read."""
_BESIDE: Final = 2 if cpu_count() > 1 else 0

Tell = Callable[[str], None]
"""Takes one line on how far the work is."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a corpus by number: `labels` (rows, 7) NaN where nobody was asked, `sources`, `languages`, `folds`.

    `frequencies`: in how many rows outside the test fold each feature occurs. `probes`: some texts of the test fold, to
    compare scorers on. `licences` by source. `lexicon`: the entries of that of the corpora, which they were read with.
    """

    shelf: Shelf
    labels: NDArray[np.float32]
    sources: Categorical
    languages: Categorical
    folds: NDArray[np.int8]
    frequencies: NDArray[np.int64]
    probes: list[str]
    licences: dict[str, str]
    lexicon: bytes = b""

    @property
    def learned(self) -> NDArray[np.bool_]:
        """Which rows may be learned from: all but those of the test fold."""
        return np.asarray(self.folds != TEST)


def gather(
    paths: Iterable[Path],
    folder: Path,
    recipe: Recipe,
    *,
    watch: Callable[[Batch], None] = lambda _: None,
    tell: Tell = lambda _: None,
) -> Rows:
    """Read all corpora into a shelf in `folder`, then what is generated; raises CorpusError where there is no row.

    `watch` sees every batch of the corpora. Generated rows are in no test fold: they teach, and nothing is measured on
    them.
    """
    rows = with_generated(read_rows(paths, folder, recipe, watch=watch, tell=tell), recipe)
    give_back()
    return rows


def read_rows(
    paths: Iterable[Path],
    folder: Path,
    recipe: Recipe,
    *,
    watch: Callable[[Batch], None] = lambda _: None,
    tell: Tell = lambda _: None,
) -> Rows:
    """Read all corpora into a shelf in `folder`; raises CorpusError where there is no row. `watch` sees every batch.

    They are read twice: first for the words that they use, against which the others are held.
    """
    paths = list(paths)
    estimate = sum(map(estimate_rows, paths))
    shelf = Shelf(folder, columns_apart(recipe.bits), parts=parts_for(estimate), seed=recipe.seed)
    skipped: Counter[str] = Counter()
    with Processes(_BESIDE if estimate >= _MANY_ROWS else 0) as processes:
        lexicon = _lexicon(paths, processes, tell)
        batches = chain.from_iterable(read(path, skipped=skipped) for path in paths)
        rows = _shelved(_watched(batches, watch), shelf, recipe, lexicon, processes, tell)
    if rows is None:
        passed = f", {skipped.total():,} rows without text" if skipped else ""
        message = f"the corpora hold no comments{passed}: name a file or folder that does"
        raise CorpusError(message)
    for path_name, count in skipped.items():
        tell(f"passed over {count:,} rows without text in {path_name}")
    return rows


def with_generated(rows: Rows, recipe: Recipe) -> Rows:
    """The rows, and as many that a generator wrote as the recipe says, put on the same shelf."""
    if not recipe.synthetic_rows:
        return rows
    written = generate(seed=recipe.seed, rows=recipe.synthetic_rows)
    more = _shelved(written, rows.shelf, recipe, rows.lexicon, Processes(0), lambda _: None)
    return rows if more is None else _joined(rows, more)


def _lexicon(paths: Iterable[Path], processes: Processes, tell: Tell) -> bytes:
    """The words of all corpora; what counting them took is free again before anything else is read."""
    known = WordCounts()
    for batch, found in processes.each(_words_of, chain.from_iterable(map(read, paths))):
        known.add(found, batch.languages, batch.labels)
        tell(f"read the words of {known.texts:,} comments")
    return known.entries()


def _words_of(batch: Batch) -> list[Words | None]:
    return words_of(batch.texts)


def _counted(words: HashedWords, batch: Batch) -> sp.csr_matrix:
    return words.count_apart(batch.texts, batch.comments)


def _shelved(  # noqa: PLR0913, PLR0917 - what is read, where to, and how
    batches: Iterable[Batch], shelf: Shelf, recipe: Recipe, lexicon: bytes, processes: Processes, tell: Tell
) -> Rows | None:
    """The rows of the batches, put on the shelf; None of none."""
    words = HashedWords(recipe.bits, lexicon).fit([])
    # These grow in place: of millions of rows, batches that are joined in the end would leave holes as large behind.
    labels, folds = array("f"), array("b")
    sources, languages = [], []
    probes: list[str] = []
    frequencies = np.zeros(columns(recipe.bits), np.int64)
    licences: dict[str, str] = {}
    for batch, apart in processes.each(partial(_counted, words), batches):
        shelf.put(apart)
        fold = fold_of(batch.texts)
        if family_of(batch.sources[0]) == SYNTHETIC:
            fold[fold == TEST] = CALIBRATION
        frequencies += np.bincount(together(apart[fold != TEST]).indices, minlength=len(frequencies))
        labels.frombytes(batch.labels.astype(np.float32).tobytes())
        sources.append(Categorical.of(batch.sources))
        languages.append(Categorical.of(batch.languages))
        folds.frombytes(fold.astype(np.int8).tobytes())
        licences.update(zip(batch.sources, batch.licences, strict=False))
        wanted = _PROBES - len(probes)
        probes += [text for text, one in zip(batch.texts, fold, strict=True) if one == TEST][:wanted]
        tell(f"read {shelf.rows:,} comments")
    if not labels:
        return None
    return Rows(
        shelf,
        np.frombuffer(labels, np.float32).reshape(-1, len(ATTRIBUTES)),
        Categorical.joined(sources),
        Categorical.joined(languages),
        np.frombuffer(folds, np.int8),
        frequencies,
        probes,
        licences,
        lexicon,
    )


def _joined(rows: Rows, more: Rows) -> Rows:
    return Rows(
        rows.shelf,
        np.concatenate([rows.labels, more.labels]),
        Categorical.joined([rows.sources, more.sources]),
        Categorical.joined([rows.languages, more.languages]),
        np.concatenate([rows.folds, more.folds]),
        rows.frequencies + more.frequencies,
        rows.probes + more.probes,
        {**rows.licences, **more.licences},
        rows.lexicon,
    )


def _watched(batches: Iterable[Batch], watch: Callable[[Batch], None]) -> Iterator[Batch]:
    for batch in batches:
        watch(batch)
        yield batch
