"""Leave-one-source-out: each source is scored by heads that learned from all others and never saw a text of it.

How good a model is on its own sources says little about the next newspaper. This is the figure by which features,
weights and settings are chosen.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from model.scorer import ATTRIBUTES
from training.corpora import CorpusError
from training.epochs import heads_for, once, portions, taught, weigh
from training.evenness import even_out
from training.feature_cache import Reading
from training.features import HashedWords, InverseDocumentFrequency
from training.heads import LinearHeads, Part
from training.metrics import is_asked, is_positive
from training.recipe import Recipe
from training.review import trust
from training.rows import Rows, Tell
from training.splits import SiteOut, leave_one_source_out
from training.thresholds import FAMILIES

ENOUGH: Final = 50
"""Positives and negatives that a source must have for its ranking to be measured."""
HEADS: Final = ("toxicity", "identity_attack", "spam")


@dataclass(frozen=True, slots=True)
class Outside:
    """What one attribute's head said of a source that it never saw: `labels` and `logits` (rows)."""

    attribute: str
    source: str
    language: str
    labels: NDArray[np.float32]
    logits: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Task:
    """One head to fit: `column` of the labels, the site that it never sees, and which rows it learns from."""

    column: int
    site: SiteOut
    learned: NDArray[np.bool_]


def leave_out(
    reading: Reading,
    recipe: Recipe,
    *,
    heads: Iterable[str] = HEADS,
    only: Sequence[str] = (),
    tell: Tell = lambda _: None,
) -> list[Outside]:
    """Score every source that was asked about an attribute, by heads fitted without it and without what repeats it.

    `only`: of these sources alone. The test fold is neither learned from nor scored, so that choosing by this figure
    spoils no other. Frequencies are those of all sources, as they need no labels. Raises CorpusError where nothing can
    be left out.
    """
    rows = reading.rows
    tasks = _tasks(reading, [ATTRIBUTES.index(name) for name in heads], only)
    if not tasks:
        message = (
            "no source can be left out: it takes two or more that were asked about the same attribute, each with "
            f"{ENOUGH} rows of either answer" + (f", and {', '.join(only)} is none of them" if only else "")
        )
        raise CorpusError(message)
    frequency = InverseDocumentFrequency().set_frequencies(rows.frequencies, int(rows.learned.sum()))
    fitted = fit_heads(rows, recipe, frequency, [task.column for task in tasks], [task.learned for task in tasks], tell)
    tell("scoring what was left out")
    return _scored(rows, frequency, tasks, fitted)


def save(path: Path, outside: Iterable[Outside]) -> None:
    """Write what was said of each source, without any text, to compare another run with it."""
    columns: dict[str, Any] = {
        f"{one.attribute} {one.language} {one.source}": np.stack([one.labels, one.logits]) for one in outside
    }
    with path.open("wb") as file:
        np.savez_compressed(file, **columns)


def load(path: Path) -> list[Outside]:
    """What `save` wrote; raises CorpusError where the file is none of that kind."""
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            return [Outside(*_named(name), labels=file[name][0], logits=file[name][1]) for name in file.files]
    except (OSError, ValueError, IndexError, TypeError, EOFError, BadZipFile) as error:
        message = f"{path} is no run to compare with: write one with --save ({error})"
        raise CorpusError(message) from error


def _named(name: str) -> tuple[str, str, str]:
    attribute, language, source = name.split(" ", 2)
    return attribute, source, language


def _tasks(reading: Reading, columns: Sequence[int], only: Sequence[str]) -> list[_Task]:
    rows = reading.rows
    return [
        _Task(column, site, site.learned & rows.learned & ~reading.copies[site.site])
        for site in leave_one_source_out(rows.sources.tolist())
        for column in columns
        if (not only or site.site in only)
        and _is_measured(rows.labels[site.held_out & rows.learned, column])
        and is_asked(rows.labels[site.learned, column]).any()
    ]


def _is_measured(labels: NDArray[np.float32]) -> bool:
    positive = int(is_positive(labels).sum())
    return min(positive, int(is_asked(labels).sum()) - positive) >= ENOUGH


def fit_heads(  # noqa: PLR0913, PLR0917 - what to learn from, and how
    rows: Rows,
    recipe: Recipe,
    frequency: InverseDocumentFrequency,
    columns: Sequence[int],
    learned: Sequence[NDArray[np.bool_]],
    tell: Tell,
) -> LinearHeads:
    """One head for each of the labels' `columns`, from the rows that are its own in `learned` (rows).

    All at once, as they read the same features.
    """
    heads = heads_for(columns, rows, recipe)
    labels = taught(rows, recipe)
    believed = trust(rows, recipe, frequency, columns, learned)
    for numbers, features, groups, seed in portions(rows, recipe, frequency, tell):
        weights = weigh(rows, recipe, believed, numbers) * np.stack([mine[numbers] for mine in learned], axis=1)
        part = Part(features, labels[numbers][:, columns], weights, groups)
        heads.learn(part, seed=seed, jobs=2)
    heads.finish()
    abuse = [head for head, column in enumerate(columns) if ATTRIBUTES[column] in FAMILIES["abuse"]]
    words = HashedWords(recipe.bits, rows.lexicon)
    return even_out(heads, frequency, words, abuse) if recipe.even_terms else heads


def _scored(
    rows: Rows, frequency: InverseDocumentFrequency, tasks: Sequence[_Task], heads: LinearHeads
) -> list[Outside]:
    logits = np.zeros((len(tasks), rows.shelf.rows), np.float32)
    asked = [task.site.held_out & rows.learned & is_asked(rows.labels[:, task.column]) for task in tasks]
    for numbers, features in once(rows, frequency):
        for head in range(len(tasks)):
            mine = np.flatnonzero(asked[head][numbers])
            if len(mine):
                logits[head, numbers[mine]] = features[mine] @ heads.coef_[head] + heads.intercept_[head]
    return [
        Outside(
            ATTRIBUTES[task.column],
            task.site.site,
            language_of(rows.languages[chosen]),
            rows.labels[chosen, task.column],
            logits[head, chosen],
        )
        for head, (task, chosen) in enumerate(zip(tasks, asked, strict=True))
    ]


def language_of(languages: NDArray[np.str_]) -> str:
    """The language of most of these rows."""
    names, counts = np.unique(languages, return_counts=True)
    return str(names[counts.argmax()])


def settings_of(recipe: Recipe) -> Mapping[str, Any]:
    """What shaped the heads, to stand beside the figures."""
    return {
        "bits": recipe.bits,
        "alpha": recipe.alpha,
        "epochs": recipe.epochs,
        "seed": recipe.seed,
        "synthetic_rows": recipe.synthetic_rows,
        "source_intercepts": list(recipe.source_intercepts),
        "even_terms": recipe.even_terms,
        "untold": recipe.untold,
        "not_toxic": list(recipe.not_toxic),
        "not_spam": list(recipe.not_spam),
        "reviewed": list(recipe.reviewed),
        "source_weights": dict(recipe.source_weights),
    }
