"""What becomes of the two promises on a source that nothing was taken from: no heads, calibration or thresholds.

For each source a model is made as the one that ships, but for it: one third of the rows that stand for a site's
comments is not learned from, and calibration and thresholds are chosen on that third.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from model.scorer import ATTRIBUTES
from training.corpora import CorpusError
from training.epochs import once
from training.feature_cache import Reading
from training.features import InverseDocumentFrequency
from training.fit import natural
from training.heads import LinearHeads, platt
from training.metrics import Flags, Floats, calibration_error, is_asked, is_fine, is_unwanted, roc_auc
from training.recipe import ENGLISH, Recipe
from training.report import json_share, percent, percent_within, rounded
from training.rows import Rows, Tell
from training.source_out import ENOUGH, fit_heads, language_of
from training.splits import SiteOut, leave_one_source_out
from training.thresholds import FAMILIES, Confirmation, asked_about, choose_all, confirm, thresholds_of

_THIRD: Final = 3


@dataclass(frozen=True, slots=True)
class Abroad:
    """What was decided about a source that neither the model nor its calibration and thresholds ever saw.

    `family`: of what its rows were asked about, abuse or spam. `roc_auc`: of the highest score of the family against
    any label of it. `calibration_error`: of its first attribute that was asked about, at the natural prior.
    """

    source: str
    family: str
    rows: int
    positives: int
    roc_auc: float | None
    calibration_error: float | None
    confirmation: Confirmation


@dataclass(frozen=True, slots=True)
class _Without:
    """A model without one site: the rows it learned from, and by family those that it was calibrated on."""

    site: SiteOut
    learned: Flags
    references: dict[str, Flags]


def keep_promises(
    reading: Reading, recipe: Recipe, *, only: Sequence[str] = (), tell: Tell = lambda _: None
) -> list[Abroad]:
    """Make a model without each English source, and hold it to the recipe's promise there; `only`: of these sources.

    Raises CorpusError where no source can be left out.
    """
    rows = reading.rows
    models = [_without(rows, recipe, site, reading.copies[site.site]) for site in _sites(rows, only)]
    if not models:
        message = f"no {ENGLISH} source can be left out: it takes two or more, with {ENOUGH} rows of either answer"
        raise CorpusError(message)
    frequency = InverseDocumentFrequency().set_frequencies(rows.frequencies, int(rows.learned.sum()))
    columns = list(range(len(ATTRIBUTES))) * len(models)
    learned = [model.learned for model in models for _ in ATTRIBUTES]
    heads = fit_heads(rows, recipe, frequency, columns, learned, tell)
    tell("scoring what was left out")
    logits = _logits(rows, frequency, models, heads)
    at_prior = natural(rows, recipe)
    return [_judged(rows, recipe, model, logits[number], at_prior) for number, model in enumerate(models)]


def _sites(rows: Rows, only: Sequence[str]) -> list[SiteOut]:
    found = []
    for site in leave_one_source_out(rows.sources.tolist()):
        mine = site.held_out & rows.learned
        unwanted, fine = is_unwanted(rows.labels[mine]).sum(), is_fine(rows.labels[mine]).sum()
        named = (not only or site.site in only) and min(unwanted, fine) >= ENOUGH
        # Comments in other languages are queued, or calibrated by themselves.
        if named and language_of(rows.languages[mine]) == ENGLISH:
            found.append(site)
    return found


def _without(rows: Rows, recipe: Recipe, site: SiteOut, copies: Flags) -> _Without:
    learned = site.learned & rows.learned & ~copies
    references = {family: _references(rows, recipe, family, learned) for family in FAMILIES}
    apart = np.logical_or.reduce(list(references.values()))
    return _Without(site, learned & ~apart, references)


def _references(rows: Rows, recipe: Recipe, family: str, learned: Flags) -> Flags:
    """A third of the rows that stand for a site's comments, or of all where the site left out was to stand for them."""
    columns = [ATTRIBUTES.index(name) for name in FAMILIES[family]]
    asked = learned & is_asked(rows.labels[:, columns]).any(axis=1) & rows.languages.are(ENGLISH)
    stands = asked & recipe.stands_for(family, rows.sources.tolist())
    return np.asarray((stands if stands.any() else asked) & (rows.folds % _THIRD == 0))


def _logits(
    rows: Rows, frequency: InverseDocumentFrequency, models: Sequence[_Without], heads: LinearHeads
) -> NDArray[np.float32]:
    """By model, row and attribute; 0 for rows that the model is not held against."""
    width = len(ATTRIBUTES)
    logits = np.zeros((len(models), rows.shelf.rows, width), np.float32)
    for numbers, features in once(rows, frequency):
        for number, model in enumerate(models):
            wanted = np.logical_or.reduce([model.site.held_out & rows.learned, *model.references.values()])
            mine = np.flatnonzero(wanted[numbers])
            own = slice(number * width, (number + 1) * width)
            logits[number, numbers[mine]] = features[mine] @ heads.coef_[own].T + heads.intercept_[own]
    return logits


def _judged(rows: Rows, recipe: Recipe, model: _Without, logits: Floats, at_prior: Flags) -> Abroad:
    labels = rows.labels.copy()
    scores = np.zeros_like(logits)
    for family, members in FAMILIES.items():
        for column in map(ATTRIBUTES.index, members):
            labels[~model.references[family], column] = np.nan
            chosen = model.references[family] & at_prior
            slope, offset = platt(logits[chosen, column], rows.labels[chosen, column])
            scores[:, column] = 1 / (1 + np.exp(-np.clip(slope * logits[:, column] + offset, -30, 30)))
    chosen = np.logical_or.reduce(list(model.references.values()))
    choices = choose_all(scores[chosen], labels[chosen], ATTRIBUTES, recipe.promise, natural=at_prior[chosen])
    mine = model.site.held_out & rows.learned & is_asked(rows.labels).any(axis=1)
    said, asked, prior = scores[mine], rows.labels[mine], at_prior[mine]
    limits = thresholds_of(choices)
    confirmation = confirm(
        asked_about(said, asked), asked, [limits[name] for name in ATTRIBUTES], recipe.promise, natural=prior
    )
    family, columns = _family(asked)
    first = next(column for column in columns if is_asked(asked[:, column]).all() or column == columns[-1])
    unwanted = is_unwanted(asked)
    return Abroad(
        source=model.site.site,
        family=family,
        rows=len(asked),
        positives=int(unwanted.sum()),
        roc_auc=roc_auc(unwanted.astype(np.float32), said[:, columns].max(axis=1)),
        calibration_error=calibration_error(asked[prior, first], said[prior, first]),
        confirmation=confirmation,
    )


def _family(labels: Floats) -> tuple[str, list[int]]:
    """Which family most of the rows were asked about, and the columns of it that any was."""
    counts = {
        family: int(is_asked(labels[:, [ATTRIBUTES.index(name) for name in members]]).any(axis=1).sum())
        for family, members in FAMILIES.items()
    }
    family = max(counts, key=lambda name: counts[name])
    columns = [ATTRIBUTES.index(name) for name in FAMILIES[family]]
    return family, [column for column in columns if is_asked(labels[:, column]).any()]


HEADINGS: Final = (
    "Left out",
    "Asked about",
    "Rows",
    "Positive",
    "ROC-AUC",
    "Calibration error",
    "Queued",
    "Rejected",
    "Wrong rejects",
    "Missed",
    "Promises",
)
NAMES: Final = 2
"""Columns of names, set flush left."""


def cells(found: Sequence[Abroad]) -> list[tuple[str, ...]]:
    """One line a source."""
    return [_cells(one) for one in found]


def _cells(one: Abroad) -> tuple[str, ...]:
    told, rates = one.confirmation, one.confirmation.rates
    return (
        one.source,
        one.family,
        f"{one.rows:,}",
        f"{one.positives:,}",
        rounded(one.roc_auc),
        rounded(one.calibration_error),
        percent(rates.queued),
        percent(rates.rejected),
        percent_within(told.wrong_rejects.seen),
        percent_within(told.missed.seen),
        _kept(told),
    )


def _kept(told: Confirmation) -> str:
    broken = [name for name, kept in (("wrong rejects", told.rejects_kept), ("missed", told.missed_kept)) if not kept]
    return f"broken: {', '.join(broken)}" if broken else "both kept"


def as_json(found: Sequence[Abroad]) -> list[dict[str, Any]]:
    """The lines as JSON values."""
    return [
        {
            "source": one.source,
            "family": one.family,
            "rows": one.rows,
            "positives": one.positives,
            "roc_auc": one.roc_auc,
            "calibration_error": one.calibration_error,
            "queued": json_share(one.confirmation.rates.queued),
            "rejected": json_share(one.confirmation.rates.rejected),
            "wrong_rejects": json_share(one.confirmation.wrong_rejects.seen),
            "missed": json_share(one.confirmation.missed.seen),
            "wrong_rejects_kept": one.confirmation.rejects_kept,
            "missed_kept": one.confirmation.missed_kept,
        }
        for one in found
    ]
