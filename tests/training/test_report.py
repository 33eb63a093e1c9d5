"""The evaluation table in all its forms."""

import json
import math

import numpy as np
import pytest

from model.policy import Threshold
from model.shares import Share
from training import report
from training.report import ALL, HEADINGS, NAMES, TOGETHER, Report, Sample, aligned, cells, evaluate

NAN = math.nan


def sample(*, source: str = "second") -> Sample:
    """Four rows of `first`, asked about both attributes, and two of another source, asked about spam alone."""
    return Sample(
        scores=np.array([[0.95, 0.1], [0.6, 0.1], [0.92, 0.2], [0.1, 0.0], [0.0, 0.8], [0.0, 0.7]]),
        labels=np.array([[1.0, 0.0], [0.8, 0.0], [0.2, 0.0], [0.0, 0.0], [NAN, 1.0], [NAN, 1.0]]),
        sources=["first"] * 4 + [source] * 2,
        attributes=["toxicity", "spam"],
    )


LIMITS = {"toxicity": Threshold(0.5, 0.9), "spam": Threshold(0.75)}


@pytest.fixture(name="found")
def evaluated() -> Report:
    return evaluate(sample(), LIMITS)


def as_text(found: Report) -> str:
    """The report as it is where there is no terminal."""
    return aligned(HEADINGS, [cells(line) for line in found.lines], names=NAMES)


def test_lines_go_attribute_by_attribute_then_all_together(found: Report) -> None:
    assert [(line.attribute, line.source, line.rows, line.positives) for line in found.lines] == [
        ("toxicity", ALL, 4, 2),
        ("spam", ALL, 6, 2),
        ("spam", "first", 4, 0),
        ("spam", "second", 2, 2),
        (TOGETHER, ALL, 6, 4),
        (TOGETHER, "first", 4, 2),
        (TOGETHER, "second", 2, 2),
    ]


def test_a_line_counts_by_the_attributes_own_thresholds(found: Report) -> None:
    toxicity = found.lines[0]
    assert toxicity.roc_auc == 0.75
    assert toxicity.roc_auc_interval is not None
    assert toxicity.rates.rejected == Share(2, 4)
    assert toxicity.rates.wrong_rejects == Share(1, 2)
    assert toxicity.rates.missed == Share(0, 2)


def test_all_together_reject_what_any_attribute_rejects(found: Report) -> None:
    rates = found.lines[4].rates
    assert (rates.accepted, rates.queued, rates.rejected) == (Share(2, 6), Share(2, 6), Share(2, 6))
    assert rates.missed == Share(1, 4)


def test_all_together_are_ranked_by_their_highest_score(found: Report) -> None:
    assert found.lines[4].roc_auc == pytest.approx(5 / 8), "two fine rows at 0.92 and 0.1, four unwanted ones"
    assert found.lines[6].roc_auc is None


def test_one_class_alone_has_a_dash_for_its_ranking(found: Report) -> None:
    first, second = (dict(zip(HEADINGS, report.cells(line), strict=True)) for line in found.lines[2:4])
    assert first["ROC-AUC"] == first["Average precision"] == second["ROC-AUC"] == "-"
    assert first["Missed"] == "-"
    assert second["Missed"].startswith("50.0% [")


def test_an_attribute_without_thresholds_accepts_all() -> None:
    assert all(line.rates.accepted.value == 1 for line in evaluate(sample(), {}).lines)


def test_nothing_to_measure_is_an_empty_table() -> None:
    nothing = Sample(np.zeros((0, 1)), np.zeros((0, 1)), [], ["spam"])
    assert evaluate(nothing, {}) == Report(())
    assert len(as_text(Report(())).splitlines()) == 1


def test_json_has_every_line_and_no_number_that_json_lacks(found: Report) -> None:
    lines = json.loads(json.dumps(report.as_json(found), allow_nan=False))["lines"]
    assert len(lines) == len(found.lines)
    assert lines[0]["wrong_rejects"]["count"] == 1
    assert lines[2]["roc_auc"] is None
    assert lines[2]["missed"] == {"value": None, "count": 0, "of": 0, "interval": None}


def test_text_has_one_aligned_row_a_line(found: Report) -> None:
    rows = as_text(found).splitlines()
    assert len(rows) == 1 + len(found.lines)
    assert rows[0].split("  ")[0] == "Attribute"
    assert len({row.rstrip().rfind("%") for row in rows[2:3]}) == 1
    assert rows[1].startswith("toxicity      all")


def test_markdown_has_one_row_a_line_and_says_what_it_shows(found: Report) -> None:
    rows = report.as_markdown(found).splitlines()
    assert {row.count("|") for row in rows[: 2 + len(found.lines)]} == {len(HEADINGS) + 2}
    assert "cut at 0.5" in rows[-1]


def test_a_source_of_any_name_breaks_no_table() -> None:
    found = evaluate(sample(source="[red]a|b\n\x1b[2J<script>"), LIMITS)
    rows = [row for row in report.as_markdown(found).splitlines() if "red" in row]
    assert all("| \\[red\\]a\\|b\ufffd\ufffd\\[2J\\<script\\> |" in row for row in rows)
    assert len(rows) == 2
    assert "\x1b" not in as_text(found)
    assert len(as_text(found).splitlines()) == 1 + len(found.lines)
