"""Making a bundle: fit, compile, prove, describe, save."""

import datetime as dt
import json
import platform
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version as installed
from operator import attrgetter
from pathlib import Path
from typing import Final

import numpy as np

from model.bundle import (
    CARD,
    FORMAT,
    MANIFEST,
    REHEARSAL,
    Bundle,
    FeatureSettings,
    Manifest,
    load,
    place_for,
    save,
)
from model.calibration import calibrated
from model.comment import Comment
from model.curves import Promised
from model.features import SHAPES
from model.lexicon import make_lexicon
from model.registry import DEFAULT
from model.scorer import ATTRIBUTES, Scorer
from model.text import Text
from training.card import Card, Source, render
from training.compile import biases, check_parity, compile_table, save_compiled
from training.evaluation import LabelledSet, evaluate_sets, slice_scores
from training.feature_cache import Reading, copies_of
from training.features import together
from training.fit import Fitted, fit
from training.languages import Language, Spoken, by_language
from training.left_out import LeftOut, measure_left_out
from training.metrics import is_asked
from training.recipe import SYNTHETIC, Recipe, family_of
from training.report import Report, Sample, evaluate
from training.rows import Rows, Tell, gather
from training.splits import TEST
from training.thresholds import Confirmation, asked_about, confirm, thresholds_of
from training.twins import Shingles

_LIBRARIES: Final = ("scikit-learn", "numpy", "scipy", "joblib")
_ENOUGH_ROWS: Final = 300
"""Of a language, with a label of abuse, to say that the model learned it."""


def make(  # noqa: PLR0913 - what to learn from, where to write it and what to tell
    corpora: Sequence[Path],
    out: Path,
    version: str,
    *,
    recipe: Recipe,
    left_out: bool = False,
    measured_on: Sequence[LabelledSet] = (),
    tell: Tell = lambda _: None,
) -> tuple[Bundle, Report]:
    """Train the bundle `out/version` from corpora; the bundle and its quality on the held-out tenth.

    `left_out`: the card also tells what the recipe is worth on each source when it is left out, which takes longer than
    the model. `measured_on`: it also tells how the model does on these. Raises BundleError, before it reads anything,
    where no such bundle can be written, and CorpusError.
    """
    place_for(out, version)
    with tempfile.TemporaryDirectory(prefix="copydesk-train-") as folder:
        rows, abroad = _gather(corpora, Path(folder), recipe, tell, left_out=left_out)
        fitted = fit(rows, recipe, tell=tell)
        table, intercepts = compile_table(fitted.pipeline), biases(fitted.pipeline)
        scorer = Scorer(table, intercepts, ATTRIBUTES, recipe.bits, lexicon=make_lexicon(rows.lexicon))
        worst = check_parity(fitted.pipeline, scorer, rows.probes)
        tell(f"the compiled table agrees with the estimator to {worst:.1e} on {len(rows.probes):,} texts")
        tell("measuring")
        report, confirmation = _measure(rows, recipe, fitted)
        card = replace(
            _card(version, rows, recipe, fitted, report, confirmation),
            left_out=abroad,
            slices=tuple(slice_scores(scorer.score)),
        )
        card = _with_sets(card, scorer, fitted, measured_on, recipe, tell)

        def write(draft: Path) -> None:
            save_compiled(draft, fitted.pipeline, table, rows.lexicon)
            _save_rehearsal(draft / REHEARSAL, rows, recipe)
            (draft / CARD).write_text(render(card), encoding="utf-8")

        def manifest(digests: Mapping[str, str]) -> Manifest:
            return Manifest(
                format=FORMAT,
                version=version,
                created=card.created,
                attributes=ATTRIBUTES,
                features=FeatureSettings(bits=recipe.bits, shapes=SHAPES),
                biases=intercepts,
                thresholds=thresholds_of(fitted.choices),
                threshold_curves=dict(fitted.curves),
                promised=Promised(recipe.promise.max_wrong_rejects, recipe.promise.max_missed),
                languages=_languages(rows),
                calibration={language: dict(scalings) for language, scalings in fitted.calibration.items()},
                rows={source.name: source.rows for source in sorted(card.sources, key=attrgetter("name"))},
                metrics=_summary(report, confirmation),
                libraries=dict(card.libraries),
                digests=dict(digests),
            )

        return load(save(out, version, write, manifest)), report


def _with_sets(  # noqa: PLR0913, PLR0917 - what scores, and on what
    card: Card, scorer: Scorer, fitted: Fitted, sets: Sequence[LabelledSet], recipe: Recipe, tell: Tell
) -> Card:
    """The card, and how the model does on sets that it has nothing to do with."""

    def score(text: Text, comment: Comment | None, language: str) -> Mapping[str, float]:
        return calibrated(scorer.score(text, comment), fitted.calibration.get(language))

    reports = evaluate_sets(score, thresholds_of(fitted.choices), sets, seed=recipe.seed, tell=tell)
    return replace(card, reports={**card.reports, **reports})


def _gather(
    corpora: Sequence[Path], folder: Path, recipe: Recipe, tell: Tell, *, left_out: bool
) -> tuple[Rows, LeftOut | None]:
    """The rows of the corpora, and where it is asked for, what the recipe is worth on sources left out."""
    if not left_out:
        return gather(corpora, folder, recipe, tell=tell), None
    shingles = Shingles()
    rows = gather(corpora, folder, recipe, watch=lambda batch: shingles.add(batch.texts), tell=tell)
    return rows, measure_left_out(Reading(rows, copies_of(shingles, rows)), recipe, tell=tell)


def next_version(folder: Path, today: dt.date) -> str:
    """`2026.11.24-1`, or the number after all of that day that the folder or the shipped version has.

    A version that was removed leaves its number unused, as long as a later one of its day is there.
    """
    day = f"{today:%Y.%m.%d}-"
    shipped: str = json.loads((DEFAULT / MANIFEST).read_bytes())["version"]
    names = [shipped, *(path.name for path in folder.glob(f"{day}*"))]
    numbers = [name.removeprefix(day) for name in names if name.startswith(day)]
    return f"{day}{max((int(one) for one in numbers if one.isdecimal()), default=0) + 1}"


def _measure(rows: Rows, recipe: Recipe, fitted: Fitted) -> tuple[Report, Confirmation]:
    test = rows.folds == TEST
    limits = thresholds_of(fitted.choices)
    sample = Sample(fitted.scores[test], rows.labels[test], rows.sources.part(test).tolist(), ATTRIBUTES)
    report = evaluate(sample, limits, seed=recipe.seed)
    sources = rows.sources.names
    stand_for_any = recipe.stands_for("abuse", sources) | recipe.stands_for("spam", sources)
    stands = test & stand_for_any[rows.sources.codes]
    confirmation = confirm(
        asked_about(fitted.scores[stands], rows.labels[stands]),
        rows.labels[stands],
        [limits[attribute] for attribute in ATTRIBUTES],
        recipe.promise,
        natural=fitted.natural[stands],
    )
    return report, confirmation


def _spoken(rows: Rows, recipe: Recipe, fitted: Fitted) -> tuple[Language, ...]:
    test = rows.folds == TEST
    scores, labels = asked_about(fitted.scores[test], rows.labels[test]), rows.labels[test]
    spoken = Spoken(labels, scores, fitted.plain, rows.languages[test], fitted.natural[test])
    return by_language(spoken, thresholds_of(fitted.choices), _languages(rows), recipe.promise)


def _card(  # noqa: PLR0913, PLR0917 - a card tells of all of them
    version: str, rows: Rows, recipe: Recipe, fitted: Fitted, report: Report, confirmation: Confirmation
) -> Card:
    counts = rows.sources.counts()
    return Card(
        version=version,
        created=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        parent=None,
        sources=tuple(
            Source(name, count, rows.licences.get(name, "unknown"), family_of(name) == SYNTHETIC)
            for name, count in counts.items()
        ),
        promise=recipe.promise,
        choices=fitted.choices,
        confirmation=confirmation,
        reports={"a held-out tenth of each source": report},
        libraries=libraries(),
        languages=_spoken(rows, recipe, fitted),
    )


def _summary(report: Report, confirmation: Confirmation) -> dict[str, object]:
    aucs = {
        f"{line.attribute}/{line.source}": round(line.roc_auc, 4) for line in report.lines if line.roc_auc is not None
    }
    return {"roc_auc": aucs, "promises": confirmation.text}


def libraries() -> dict[str, str]:
    """Versions of what a model is trained with, by name."""
    return {"python": platform.python_version(), **{name: installed(name) for name in _LIBRARIES}}


def _languages(rows: Rows) -> tuple[str, ...]:
    real = rows.learned & ~rows.sources.each(family_of).are(SYNTHETIC)
    abuse = is_asked(rows.labels[:, : ATTRIBUTES.index("spam")]).any(axis=1) & real
    counts = rows.languages.part(abuse).counts()
    return tuple(language for language, count in counts.most_common() if count >= _ENOUGH_ROWS)


def _save_rehearsal(path: Path, rows: Rows, recipe: Recipe) -> None:
    """A sample of the rows without their texts: hashed features, labels and sources, the same share of each source.

    For retraining where the corpus is not at hand. Positives of rare attributes are kept in their natural share.
    """
    random = np.random.default_rng(recipe.seed)
    candidates = np.flatnonzero(rows.learned)
    chosen = np.sort(random.choice(candidates, min(recipe.rehearsal_rows, len(candidates)), replace=False))
    parts, order = [], []
    for part in range(rows.shelf.parts):
        numbers = rows.shelf.numbers(part)
        mine = np.flatnonzero(np.isin(numbers, chosen))
        if len(mine):
            parts.append(together(rows.shelf.take(part)[mine]))
            order.append(numbers[mine])
    numbers = np.concatenate(order)
    np.savez_compressed(
        path,
        lengths=np.concatenate([np.diff(one.indptr) for one in parts]).astype(np.int32),
        indices=np.concatenate([one.indices for one in parts]).astype(np.int32),
        data=np.concatenate([one.data for one in parts]).astype(np.uint8),
        labels=rows.labels[numbers].astype(np.float16),
        sources=rows.sources[numbers],
        languages=rows.languages[numbers],
    )
