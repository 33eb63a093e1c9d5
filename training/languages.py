"""How well a model judges in each language: its ranking, its calibration, and what becomes of the promises there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.policy import Threshold
from training.metrics import Flags, Floats, calibration_error, is_asked, is_positive, roc_auc
from training.promises import Promise
from training.report import DASH, markdown_table, rounded
from training.thresholds import Confirmation, confirm


@dataclass(frozen=True, slots=True)
class Reading:
    """How an attribute is read in a language: `before` and `after` are calibration errors without and with its own."""

    attribute: str
    rows: int
    positives: int
    roc_auc: float | None
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Language:
    """What is known of a language; comments in one that is not `judged` are left to a person."""

    name: str
    rows: int
    judged: bool
    readings: tuple[Reading, ...]
    confirmation: Confirmation


@dataclass(frozen=True, slots=True)
class Spoken:
    """Rows that the model did not see: `labels`, `scores`, and `plain` ones without calibration by language.

    All (rows, attributes); `scores` count for what was asked. `languages` (rows); `natural` (rows): see `thin`.
    """

    labels: Floats
    scores: Floats
    plain: Floats
    languages: NDArray[np.str_]
    natural: Flags


def by_language(
    spoken: Spoken, thresholds: Mapping[str, Threshold], judged: Sequence[str], promise: Promise
) -> tuple[Language, ...]:
    """Each language of the rows, that with the most first; `thresholds` in the attributes' order."""
    names, counts = np.unique(spoken.languages, return_counts=True)
    ordered = sorted(zip(names.tolist(), counts.tolist(), strict=True), key=lambda one: (-one[1], one[0]))
    return tuple(_language(spoken, name, thresholds, promise, judged=name in judged) for name, _ in ordered)


def _language(
    spoken: Spoken, name: str, thresholds: Mapping[str, Threshold], promise: Promise, *, judged: bool
) -> Language:
    mine = spoken.languages == name
    labels, scores, natural = spoken.labels[mine], spoken.scores[mine], spoken.natural[mine]
    plain = spoken.plain[mine]
    readings = tuple(
        Reading(
            attribute,
            int(is_asked(labels[:, column]).sum()),
            int(is_positive(labels[:, column]).sum()),
            roc_auc(labels[:, column], scores[:, column]),
            calibration_error(labels[natural, column], plain[natural, column]),
            calibration_error(labels[natural, column], scores[natural, column]),
        )
        for column, attribute in enumerate(thresholds)
        if is_asked(labels[:, column]).any()
    )
    confirmation = confirm(scores, labels, list(thresholds.values()), promise, natural=natural)
    return Language(name, len(labels), judged, readings, confirmation)


_READ: Final = ("Language", "Attribute", "Rows", "Positive", "ROC-AUC", "Calibration error before", "after")
_DECIDED: Final = ("Language", "Judged", "Rows", "Queued", "Rejected", "Wrong rejects", "Missed")


def as_markdown(languages: Sequence[Language]) -> str:
    """What a card says of languages."""
    judged = ", ".join(f"`{language.name}`" for language in languages if language.judged) or "none"
    readings = [
        (
            language.name,
            reading.attribute,
            f"{reading.rows:,}",
            f"{reading.positives:,}",
            rounded(reading.roc_auc),
            rounded(reading.before),
            rounded(reading.after),
        )
        for language in languages
        for reading in language.readings
    ]
    decided = [
        (
            language.name,
            "yes" if language.judged else "no",
            f"{language.rows:,}",
            _percent(language.confirmation.rates.queued.value),
            _percent(language.confirmation.rates.rejected.value),
            _percent(language.confirmation.wrong_rejects.seen.value),
            _percent(language.confirmation.missed.seen.value),
        )
        for language in languages
    ]
    return (
        f"Judged: {judged}. **Any other language is not supported**: a comment in it is left to a person, as "
        "`language_not_supported`, unless the site says otherwise. Where enough rows of another language than English "
        "were rated for an attribute, its scores there have a calibration of their own (Platt, cross-fitted, at the "
        "natural share of abuse); those of an attribute that is not listed have none.\n\n"
        f"{markdown_table(_READ, readings, names=2)}\n"
        "What the thresholds come to, all attributes together that were asked about, counted as the promises are: "
        "they were chosen on English and are promised for nothing else.\n\n"
        f"{markdown_table(_DECIDED, decided, names=2)}"
    )


def _percent(value: float | None) -> str:
    return DASH if value is None else f"{value:.1%}"
