"""A bundle held against labelled comments: its compiled scorer on whole corpora, or on the tenth it never saw."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import repeat
from pathlib import Path
from typing import NamedTuple

import numpy as np

from model.bundle import Bundle
from model.comment import Comment
from model.policy import Threshold
from model.scorer import ATTRIBUTES
from model.text import Text
from model.text import read as read_text
from training.corpora import SOURCE, Batch, CorpusError, read
from training.metrics import is_asked
from training.report import ALL, TOGETHER, Report, Sample, evaluate
from training.rows import Tell
from training.slices import Slices, mentions, slice_by_term
from training.splits import TEST, fold_of
from training.thresholds import FAMILIES

Score = Callable[[Text, Comment | None, str], Mapping[str, float]]
"""The score of each attribute, 0..1, of a text in a comment, where more than the text is known, in a language."""


class LabelledSet(NamedTuple):
    """A file of labelled comments to measure a model on, and the column `by` which its rows are told apart."""

    path: Path
    by: str = SOURCE

    @property
    def name(self) -> str:
        """What a report on it is called."""
        return f"{self.path.name}, by {self.by}"


def evaluate_bundle(  # noqa: PLR0913 - what to score, and how to sort it
    bundle: Bundle,
    corpora: Iterable[Path],
    *,
    held_out: bool = False,
    by: str = SOURCE,
    seed: int = 0,
    tell: Tell = lambda _: None,
) -> Report:
    """Score the corpora with the bundle; `held_out`: only the texts that training leaves out of every corpus.

    `by`: the column that tells rows apart, such as the functionality of HateCheck. Raises CorpusError, also where there
    is nothing to score.
    """
    batches = _batches(corpora, held_out=held_out, by=by)
    return _evaluate(bundle.score, bundle.thresholds, batches, seed=seed, tell=tell)


def evaluate_sets(
    score: Score, thresholds: Mapping[str, Threshold], sets: Iterable[LabelledSet], *, seed: int = 0, tell: Tell
) -> dict[str, Report]:
    """How a model does on sets of comments that it has nothing to do with, by what is measured; raises CorpusError.

    In brief: each attribute on the whole set, and all together on each part of it.
    """
    reports = {}
    for one in sets:
        batches = _batches([one.path], held_out=False, by=one.by)
        report = _evaluate(score, thresholds, batches, seed=seed, tell=tell)
        kept = (line for line in report.lines if line.source == ALL or line.attribute == TOGETHER)
        reports[one.name] = Report(tuple(kept))
    return reports


def _evaluate(
    score: Score, thresholds: Mapping[str, Threshold], batches: Iterable[Batch], *, seed: int, tell: Tell
) -> Report:
    scores: list[list[float]] = []
    labels, sources = [], []
    for batch in batches:
        comments = batch.comments or repeat(None, len(batch.texts))
        for text, comment, language in zip(batch.texts, comments, batch.languages, strict=True):
            said = score(read_text(text), comment, language)
            scores.append([said[attribute] for attribute in ATTRIBUTES])
        labels.append(batch.labels)
        sources += batch.sources
        tell(f"scored {len(scores):,} comments")
    if not scores:
        message = "there are no comments to score in the corpora named: the words of a comment are read from `text`"
        raise CorpusError(message)
    told = np.concatenate(labels)
    if not is_asked(told).any():
        names = ", ".join(ATTRIBUTES)
        message = f"none of {len(scores):,} comments has a label to hold scores against: labels are named {names}"
        raise CorpusError(message)
    sample = Sample(np.asarray(scores, np.float32), told, sources, ATTRIBUTES)
    return evaluate(sample, thresholds, seed=seed)


def slice_scores(score: Callable[[Text], Mapping[str, float]]) -> list[Slices]:
    """The bias slices of a scorer: of toxicity, of attacks on a group, and of the highest score of abuse."""
    said = mentions()
    scores = [score(read_text(one.text)) for one in said]
    judged = {name: [one[name] for one in scores] for name in ("toxicity", "identity_attack")}
    judged["highest of abuse"] = [max(one[name] for name in FAMILIES["abuse"]) for one in scores]
    return slice_by_term({name: np.asarray(values, np.float32) for name, values in judged.items()}, said)


def _batches(corpora: Iterable[Path], *, held_out: bool, by: str) -> Iterator[Batch]:
    for path in corpora:
        for batch in read(path, by=by):
            yield _only(batch, np.flatnonzero(fold_of(batch.texts) == TEST).tolist()) if held_out else batch


def _only(batch: Batch, rows: list[int]) -> Batch:
    return Batch(
        [batch.texts[row] for row in rows],
        [batch.languages[row] for row in rows],
        [batch.sources[row] for row in rows],
        batch.labels[rows],
        comments=[batch.comments[row] for row in rows] if batch.comments else (),
    )
