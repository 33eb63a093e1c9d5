"""The rows that the encoder learns from: a sample of the corpus by source, and of what is generated, as tokens."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from model.reader.encoder import as_read
from model.reader.wordpiece import WordPieces
from model.text import read as read_text
from training.corpora import Batch, CorpusError, read
from training.reader.recipe import ReaderRecipe
from training.recipe import ENGLISH, SYNTHETIC, family_of
from training.splits import LEARNING, fold_of
from training.synthetic import generate


class Examples(NamedTuple):
    """Tokens of each row, labels (rows, 7) NaN where nobody was asked, the source of each by number, their names."""

    tokens: list[list[int]]
    labels: NDArray[np.float32]
    sources: NDArray[np.int64]
    names: tuple[str, ...]

    def batches(self, size: int, random: np.random.Generator) -> Iterator[NDArray[np.int64]]:
        """Numbers of rows, batch by batch in random order; rows of a batch are about equally long."""
        lengths = np.fromiter(map(len, self.tokens), np.int64, len(self.tokens))
        near = np.argsort(lengths + random.uniform(0, 3, len(lengths)), kind="stable")
        parts = np.array_split(near, max(1, len(near) // size))
        for part in random.permutation(len(parts)):
            yield parts[part]

    def padded(self, rows: Sequence[int] | NDArray[np.int64]) -> NDArray[np.int64]:
        """Token numbers (rows, the longest's tokens), 0 where there is none."""
        chosen = [self.tokens[row] for row in rows]
        table = np.zeros((len(chosen), max(map(len, chosen), default=0)), np.int64)
        for row, tokens in zip(table, chosen, strict=True):
            row[: len(tokens)] = tokens
        return table


def gather(
    corpora: Iterable[Path], pieces: WordPieces, recipe: ReaderRecipe, without: frozenset[str] = frozenset()
) -> Examples:
    """A sample of the rows of the learning folds, but for those of the sources `without`; raises CorpusError.

    What is measured, calibrated or chosen afterwards is on rows that the encoder never saw.
    """
    texts: defaultdict[str, list[tuple[str, NDArray[np.float32]]]] = defaultdict(list)
    wanted = _wanted(recipe, without)
    for batch in chain(_corpora(corpora), generate(seed=recipe.seed, rows=wanted.get(SYNTHETIC, 0))):
        rows = zip(batch.texts, batch.labels, batch.sources, batch.languages, fold_of(batch.texts), strict=True)
        for text, labels, source, language, fold in rows:
            family = family_of(source)
            if family in wanted and language == ENGLISH and (fold in LEARNING or family == SYNTHETIC):
                texts[family].append((text, labels))
    random = np.random.default_rng(recipe.seed)
    chosen = [
        (family, *texts[family][row])
        for family in sorted(texts)
        for row in random.permutation(len(texts[family]))[: wanted[family]]
    ]
    if not chosen:
        message = f"the corpora hold no rows of {', '.join(sorted(wanted))} in English to learn from"
        raise CorpusError(message)
    names = tuple(sorted(texts))
    return Examples(
        [pieces.read(as_read(read_text(text))) for _, text, _ in chosen],
        np.stack([labels for _, _, labels in chosen]),
        np.fromiter((names.index(family) for family, _, _ in chosen), np.int64, len(chosen)),
        names,
    )


def _wanted(recipe: ReaderRecipe, without: frozenset[str]) -> dict[str, int]:
    shares = {family: share for family, share in recipe.shares.items() if family not in without}
    whole = sum(shares.values())
    return {family: round(recipe.rows * share / whole) for family, share in shares.items()}


def _corpora(paths: Iterable[Path]) -> Iterator[Batch]:
    skipped: Counter[str] = Counter()
    return chain.from_iterable(read(path, skipped=skipped) for path in paths)
