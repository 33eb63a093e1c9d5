"""What leave-one-source-out shows: ROC-AUC by source, its mean, and the difference to another run."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from model.shares import Interval
from training.corpora import CorpusError
from training.metrics import RESAMPLES, Floats, Ranking, drawn, interval_of, is_positive
from training.report import DASH
from training.source_out import Outside

MEAN_OF: Final = "en"
"""The language whose sources the mean is of; the others show what crosses languages."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A ROC-AUC with its interval, and where another run is compared with, that and the difference with its own."""

    roc_auc: float
    interval: Interval | None
    before: float | None = None
    difference: float | None = None
    difference_interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One left-out source under one attribute."""

    attribute: str
    source: str
    language: str
    rows: int
    positives: int
    figure: Figure


@dataclass(frozen=True, slots=True)
class MeanLine:
    """The mean over the English sources of one attribute, all sources weighing alike.

    `better`: in how many of them the run is better than the other; None without one.
    """

    attribute: str
    sources: int
    figure: Figure
    better: int | None


@dataclass(frozen=True, slots=True)
class SourceOutReport:
    """The lines by attribute, in the order in which they were measured; a mean for each attribute that has one."""

    means: tuple[MeanLine, ...]
    lines: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A source's ROC-AUC and what it is on rows drawn anew; those of the run before, of the same draws, if any."""

    outside: Outside
    now: float
    draws: Floats
    before: float | None
    draws_before: Floats | None


def compare(
    outside: Sequence[Outside], against: Sequence[Outside] | None = None, *, resamples: int = RESAMPLES, seed: int = 0
) -> SourceOutReport:
    """Hold the run against another, row by row; raises CorpusError where that was measured on other rows.

    Rows are drawn within each source: the intervals tell of other comments of the same sources, not of other sources.
    """
    runs = {} if against is None else {(one.attribute, one.source): one for one in against}
    parts = [
        _draw(one, None if against is None else _same_rows(one, runs), resamples, seed + number)
        for number, one in enumerate(outside)
    ]
    parts.sort(key=lambda part: part.outside.language != MEAN_OF)
    attributes = list(dict.fromkeys(part.outside.attribute for part in parts))
    by_attribute = {name: [part for part in parts if part.outside.attribute == name] for name in attributes}
    means = [_mean(name, [p for p in some if p.outside.language == MEAN_OF]) for name, some in by_attribute.items()]
    lines = [_line(part) for some in by_attribute.values() for part in some]
    return SourceOutReport(tuple(mean for mean in means if mean is not None), tuple(lines))


def _same_rows(one: Outside, runs: dict[tuple[str, str], Outside]) -> Outside:
    other = runs.get((one.attribute, one.source))
    if other is None or not np.array_equal(other.labels, one.labels):
        message = (
            f"the run to compare with has other rows of {one.source} for {one.attribute}: measure both on the same "
            "corpora and heads"
        )
        raise CorpusError(message)
    return other


def _draw(one: Outside, other: Outside | None, resamples: int, seed: int) -> _Drawn:
    rows = len(one.labels)
    rankings = [Ranking(run.labels, run.logits) for run in (one, other) if run is not None]
    everything = np.ones(rows)
    values = [ranking.roc_auc(everything) for ranking in rankings]
    draws = [drawn(ranking.roc_auc, rows, resamples=resamples, seed=seed) for ranking in rankings]
    return _Drawn(one, values[0], draws[0], *((None, None) if other is None else (values[1], draws[1])))


def _line(part: _Drawn) -> SourceLine:
    one = part.outside
    figure = _figure([part])
    return SourceLine(
        one.attribute, one.source, one.language, len(one.labels), int(is_positive(one.labels).sum()), figure
    )


def _mean(attribute: str, parts: Sequence[_Drawn]) -> MeanLine | None:
    if not parts:
        return None
    better = [part.now > part.before for part in parts if part.before is not None]
    return MeanLine(attribute, len(parts), _figure(parts), sum(better) if better else None)


def _figure(parts: Sequence[_Drawn]) -> Figure:
    now = float(np.mean([part.now for part in parts]))
    draws = np.mean([part.draws for part in parts], axis=0)
    past = [part.before for part in parts if part.before is not None]
    past_draws = [part.draws_before for part in parts if part.draws_before is not None]
    if not past:
        return Figure(now, interval_of(draws))
    before = float(np.mean(past))
    return Figure(now, interval_of(draws), before, now - before, interval_of(draws - np.mean(past_draws, axis=0)))


HEADINGS: Final = ("Attribute", "Left out", "Language", "Rows", "Positive", "ROC-AUC")
COMPARED: Final = ("Before", "Difference")
NAMES: Final = 3
"""Columns of names, set flush left."""


def headings(report: SourceOutReport) -> tuple[str, ...]:
    """The columns' names; two more where another run is compared with."""
    return (*HEADINGS, *(COMPARED if _is_compared(report) else ()))


def cells(report: SourceOutReport) -> list[tuple[str, ...]]:
    """The report as words: each attribute's mean, then its sources."""
    rows: list[tuple[str, ...]] = []
    attributes = dict.fromkeys(line.attribute for line in report.lines)
    for attribute in attributes:
        rows += [_mean_cells(mean) for mean in report.means if mean.attribute == attribute]
        rows += [_line_cells(line) for line in report.lines if line.attribute == attribute]
    return rows


def _mean_cells(mean: MeanLine) -> tuple[str, ...]:
    better = "" if mean.better is None else f", better in {mean.better}"
    return (mean.attribute, f"mean of {mean.sources}{better}", MEAN_OF, "", "", *_figure_cells(mean.figure))


def _line_cells(line: SourceLine) -> tuple[str, ...]:
    counts = (f"{line.rows:,}", f"{line.positives:,}")
    return (line.attribute, line.source, line.language, *counts, *_figure_cells(line.figure))


def _figure_cells(figure: Figure) -> tuple[str, ...]:
    now = f"{figure.roc_auc:.3f}{_within(figure.interval, '.3f')}"
    if figure.before is None or figure.difference is None:
        return (now,)
    return now, f"{figure.before:.3f}", f"{figure.difference:+.4f}{_within(figure.difference_interval, '+.4f')}"


def _within(interval: Interval | None, spec: str) -> str:
    return f" [{DASH}]" if interval is None else f" [{interval.low:{spec}}, {interval.high:{spec}}]"


def _is_compared(report: SourceOutReport) -> bool:
    return any(line.figure.before is not None for line in report.lines)


def as_json(report: SourceOutReport) -> dict[str, Any]:
    """The report as JSON values."""
    return {
        "means": [
            {
                "attribute": mean.attribute,
                "sources": mean.sources,
                **_json_figure(mean.figure),
                "better": mean.better,
            }
            for mean in report.means
        ],
        "sources": [
            {
                "attribute": line.attribute,
                "source": line.source,
                "language": line.language,
                "rows": line.rows,
                "positives": line.positives,
                **_json_figure(line.figure),
            }
            for line in report.lines
        ],
    }


def _json_figure(figure: Figure) -> dict[str, Any]:
    found: dict[str, Any] = {"roc_auc": _json_value(figure.roc_auc, figure.interval)}
    if figure.before is not None and figure.difference is not None:
        found["before"] = figure.before
        found["difference"] = _json_value(figure.difference, figure.difference_interval)
    return found


def _json_value(value: float, interval: Interval | None) -> dict[str, Any]:
    return {"value": value, "interval": None if interval is None else list(interval)}
