"""The evaluation of a model: one line an attribute and source, as a table, JSON and Markdown."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np

from model.policy import Threshold
from model.shares import Interval, Share
from training import metrics
from training.metrics import Flags, Floats, Rates
from training.thresholds import asked_about, united

ALL: Final = "all"
TOGETHER: Final = "all together"
DASH: Final = "-"


@dataclass(frozen=True, slots=True)
class Line:
    """How good the scores of one attribute are on the rows of one source that were asked about it.

    The ranking measures are None where the rows are of one class; their intervals are bootstrapped. On the lines of all
    attributes together a positive is a comment that is abusive or spam, and what ranks it is its highest score of what
    it was asked about: abuse, spam or both.
    """

    attribute: str
    source: str
    rows: int
    positives: int
    roc_auc: float | None
    roc_auc_interval: Interval | None
    average_precision: float | None
    average_precision_interval: Interval | None
    calibration_error: float | None
    rates: Rates


@dataclass(frozen=True, slots=True)
class Report:
    """The lines of an evaluation: attribute by attribute, all sources first, and all attributes together at the end."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """What a model said of labelled rows: `scores` and `labels` (rows, attributes), `sources` one a row."""

    scores: Floats
    labels: Floats
    sources: Sequence[str]
    attributes: Sequence[str]


def evaluate(
    sample: Sample, thresholds: Mapping[str, Threshold], *, resamples: int = metrics.RESAMPLES, seed: int = 0
) -> Report:
    """Hold scores against labels.

    An attribute's rates are those of its own thresholds; a wrong reject is fine in every label asked, a miss a positive
    of that attribute it accepts. An attribute without thresholds accepts all. What nobody was asked about has no line.
    """
    scores, labels = sample.scores, sample.labels
    limits = [thresholds.get(attribute, Threshold()) for attribute in sample.attributes]
    fine = metrics.is_fine(labels)
    draw = partial(metrics.bootstrap, resamples=resamples, seed=seed)
    lines: list[Line] = []
    for index, attribute in enumerate(sample.attributes):
        said, asked = scores[:, index], labels[:, index]
        queued, rejected = united(scores[:, [index]], [limits[index]])
        positive = metrics.is_positive(asked)
        for source, kept in _parts(sample.sources, metrics.is_asked(asked)):
            counted = metrics.rates(queued[kept], rejected[kept], fine=fine[kept], positive=positive[kept])
            lines.append(_line((attribute, source), said[kept], asked[kept], counted, draw))
    queued, rejected = united(scores, limits)
    unwanted = metrics.is_unwanted(labels)
    highest = asked_about(scores, labels, sample.attributes).max(axis=1, initial=0.0)
    for source, kept in _parts(sample.sources, np.asarray(metrics.is_asked(labels).any(axis=1))):
        counted = metrics.rates(queued[kept], rejected[kept], fine=fine[kept], positive=unwanted[kept])
        lines.append(_line((TOGETHER, source), highest[kept], unwanted[kept].astype(np.float32), counted, draw))
    return Report(tuple(lines))


def _parts(sources: Sequence[str], asked: Flags) -> Iterator[tuple[str, Flags]]:
    """All rows that were asked, then those of each source if there are several; never a part without rows."""
    column = np.asarray(sources, dtype=np.str_)
    names = np.unique(column[asked]).tolist()
    if names:
        yield ALL, asked
    if len(names) > 1:
        for name in names:
            yield name, asked & (column == name)


def _line(
    names: tuple[str, str],
    scores: Floats,
    labels: Floats,
    counted: Rates,
    draw: Callable[[Callable[[Floats], float], int], Interval | None],
) -> Line:
    ranking, rows = metrics.Ranking(labels, scores), int(labels.size)
    positives = int(metrics.is_positive(labels).sum())
    ranked = 0 < positives < rows
    return Line(
        *names,
        rows=rows,
        positives=positives,
        roc_auc=metrics.roc_auc(labels, scores),
        roc_auc_interval=draw(ranking.roc_auc, rows) if ranked else None,
        average_precision=metrics.average_precision(labels, scores),
        average_precision_interval=draw(ranking.average_precision, rows) if ranked else None,
        calibration_error=metrics.calibration_error(labels, scores),
        rates=counted,
    )


HEADINGS: Final = (
    "Attribute",
    "Source",
    "Rows",
    "Positive",
    "ROC-AUC",
    "Average precision",
    "Calibration error",
    "Accepted",
    "Queued",
    "Rejected",
    "Wrong rejects",
    "Missed",
)
NAMES: Final = 2
"""Columns of names, set flush left; the others are numbers."""

_BAR: Final = 20
_REJECTED, _QUEUED, _ACCEPTED = "█▒·"
_LEGEND: Final = f"{_REJECTED} rejected {_QUEUED} queued {_ACCEPTED} accepted"

EXPLANATION: Final = (
    f"In brackets: 95 % intervals, bootstrapped ({metrics.RESAMPLES} draws) for ROC-AUC and average precision, "
    "Clopper-Pearson for shares. Soft labels are cut at 0.5. The calibration error is the expected one over "
    f"{metrics.BINS} bins of equal mass. Wrong rejects: the share of the rejected that is fine in every label asked. "
    f"Missed: the share of the positives that is accepted. {DASH}: nothing to measure, or one class only."
)


def cells(line: Line) -> tuple[str, ...]:
    """One line as words, in the order of `HEADINGS`."""
    rates = line.rates
    return (
        line.attribute,
        line.source,
        f"{line.rows:,}",
        f"{line.positives:,}",
        rounded(line.roc_auc, line.roc_auc_interval),
        rounded(line.average_precision, line.average_precision_interval),
        rounded(line.calibration_error),
        percent(rates.accepted),
        percent(rates.queued),
        percent(rates.rejected),
        percent_within(rates.wrong_rejects),
        percent_within(rates.missed),
    )


def aligned(headings: Sequence[str], rows: Sequence[Sequence[str]], *, names: int) -> str:
    """A table as plain lines; the first `names` columns are set flush left, the others flush right."""
    lines = [tuple(headings), *(tuple(map(printable, row)) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "".join(
        "  ".join(
            cell.ljust(width) if index < names else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        + "\n"
        for line in lines
    )


def as_markdown(report: Report) -> str:
    """The report as a Markdown table with a bar a line, and its explanation."""
    rows = [(*cells(line), _bar(line.rates)) for line in report.lines]
    return f"{markdown_table((*HEADINGS, _LEGEND), rows, names=NAMES)}\n{EXPLANATION}\n"


def as_json(report: Report) -> dict[str, Any]:
    """The report as JSON values; null where there was nothing to measure, counts beside each share."""
    return {"lines": [_json_line(line) for line in report.lines]}


def markdown_table(headings: Sequence[str], rows: Sequence[Sequence[str]], *, names: int) -> str:
    """A Markdown table whose first `names` columns are set flush left and escaped, as their words come from outside."""
    marks = [":--" if index < names else "--:" for index in range(len(headings))]
    body = ([*map(_escaped, row[:names]), *row[names:]] for row in rows)
    return "".join(f"| {' | '.join(row)} |\n" for row in (headings, marks, *body))


def printable(text: str) -> str:
    """The text without characters that would move a terminal's cursor or break a line."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


def _escaped(cell: str) -> str:
    return "".join(f"\\{character}" if character in r"\`*[]<>|#" else character for character in printable(cell))


def _json_line(line: Line) -> dict[str, Any]:
    rates = line.rates
    return {
        "attribute": line.attribute,
        "source": line.source,
        "rows": line.rows,
        "positives": line.positives,
        "roc_auc": _json_number(line.roc_auc, line.roc_auc_interval),
        "average_precision": _json_number(line.average_precision, line.average_precision_interval),
        "calibration_error": line.calibration_error,
        "accepted": json_share(rates.accepted),
        "queued": json_share(rates.queued),
        "rejected": json_share(rates.rejected),
        "wrong_rejects": json_share(rates.wrong_rejects),
        "missed": json_share(rates.missed),
    }


def _json_number(value: float | None, interval: Interval | None) -> dict[str, Any] | None:
    return None if value is None else {"value": value, "interval": None if interval is None else list(interval)}


def json_share(share: Share) -> dict[str, Any]:
    """A share as JSON values, with its counts and its 95 % interval."""
    return {
        "value": share.value,
        "count": share.count,
        "of": share.of,
        "interval": list(share.interval()) if share.of else None,
    }


def rounded(value: float | None, interval: Interval | None = None) -> str:
    """The number to three places, with its interval where there is one; a dash of nothing."""
    if value is None:
        return DASH
    return f"{value:.3f}" if interval is None else f"{value:.3f} [{interval.low:.3f}, {interval.high:.3f}]"


def _bar(rates: Rates) -> str:
    rejected = round(_BAR * (rates.rejected.value or 0))
    seen = round(_BAR * ((rates.rejected.value or 0) + (rates.queued.value or 0)))
    return _REJECTED * rejected + _QUEUED * (seen - rejected) + _ACCEPTED * (_BAR - seen)


def percent(share: Share) -> str:
    """The share in per cent; a dash of nothing."""
    return DASH if share.value is None else f"{share.value:.1%}"


def percent_within(share: Share) -> str:
    """The share in per cent with its interval; a dash of nothing."""
    if share.value is None:
        return DASH
    low, high = share.interval()
    return f"{share.value:.1%} [{100 * low:.1f}, {100 * high:.1f}]"
