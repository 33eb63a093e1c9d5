"""A bundle held against labelled comments: its compiled scorer on whole corpora, or on the tenth it never saw."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from model.bundle import Bundle
from model.scorer import ATTRIBUTES
from model.text import read as read_text
from training.corpora import Batch, CorpusError, read
from training.report import Report, Sample, evaluate
from training.rows import Tell
from training.splits import TEST, fold_of


def evaluate_bundle(
    bundle: Bundle, corpora: Iterable[Path], *, held_out: bool = False, seed: int = 0, tell: Tell = lambda _: None
) -> Report:
    """Score the corpora with the bundle; `held_out`: only the texts that training leaves out of every corpus.

    Raises CorpusError, also where there is nothing to score.
    """
    scores: list[list[float]] = []
    labels, sources = [], []
    for batch in _batches(corpora, held_out=held_out):
        scores += [list(bundle.scorer.score(read_text(text)).values()) for text in batch.texts]
        labels.append(batch.labels)
        sources += batch.sources
        tell(f"scored {len(scores):,} comments")
    if not scores:
        message = "there are no comments to score in the corpora named"
        raise CorpusError(message)
    columns = [bundle.scorer.attributes.index(attribute) for attribute in ATTRIBUTES]
    sample = Sample(np.asarray(scores, np.float32)[:, columns], np.concatenate(labels), sources, ATTRIBUTES)
    return evaluate(sample, bundle.thresholds, seed=seed)


def _batches(corpora: Iterable[Path], *, held_out: bool) -> Iterator[Batch]:
    for path in corpora:
        for batch in read(path):
            yield _only(batch, np.flatnonzero(fold_of(batch.texts) == TEST).tolist()) if held_out else batch


def _only(batch: Batch, rows: list[int]) -> Batch:
    return Batch(
        [batch.texts[row] for row in rows],
        [batch.languages[row] for row in rows],
        [batch.sources[row] for row in rows],
        batch.labels[rows],
    )
