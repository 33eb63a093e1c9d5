"""What a recipe is worth on sources that it never saw: measured while a bundle is made, for its card."""

from dataclasses import dataclass
from typing import Final

from training import promises_abroad, source_out_report
from training.feature_cache import Reading
from training.promises_abroad import Abroad, keep_promises
from training.recipe import Recipe
from training.report import markdown_table
from training.rows import Tell
from training.source_out import leave_out
from training.source_out_report import SourceOutReport, compare

_BAR: Final = 20
"""Blocks of a bar for a ROC-AUC of 1; none for 0.5, which is chance."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The ranking of each left-out source, and what became of the promises there."""

    ranking: SourceOutReport
    promises: tuple[Abroad, ...]


def measure_left_out(reading: Reading, recipe: Recipe, *, tell: Tell = lambda _: None) -> LeftOut:
    """Fit the recipe without each source in turn; raises CorpusError where none can be left out."""
    ranking = compare(leave_out(reading, recipe, tell=tell), seed=recipe.seed)
    return LeftOut(ranking, tuple(keep_promises(reading, recipe, tell=tell)))


def as_markdown(found: LeftOut) -> str:
    """Both tables, the first with a bar a line."""
    lines = iter(line.figure.roc_auc for line in found.ranking.lines)
    rows = [
        (*row, "" if row[1].startswith("mean of") else _bar(next(lines)))
        for row in source_out_report.cells(found.ranking)
    ]
    headings = (*source_out_report.headings(found.ranking), "0.5 to 1")
    ranking = markdown_table(headings, rows, names=source_out_report.NAMES)
    promises = markdown_table(
        promises_abroad.HEADINGS, promises_abroad.cells(found.promises), names=promises_abroad.NAMES
    )
    return (
        "Each source is scored by heads that learned from all others; sources of one site are left out together, and "
        "what repeats a left-out text is not learned from. In brackets 95 % intervals, bootstrapped over the rows of "
        f"each source.\n\n{ranking}\nThe promises on a source that neither heads nor calibration nor thresholds ever "
        "saw. Queue and rejects are counted at the natural prior; the ROC-AUC is that of the highest score. A promise "
        f"counts as broken where its 95 % bound is above it.\n\n{promises}\n"
    )


def _bar(roc_auc: float) -> str:
    return "█" * max(0, round((2 * roc_auc - 1) * _BAR))
