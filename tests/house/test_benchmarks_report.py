"""All benchmarks are one report, which ends with one table."""

import json
from pathlib import Path

import pytest

from benchmarks import __main__ as report
from benchmarks.plots import Series, bars_plot, lines_plot
from benchmarks.progress import Progress
from benchmarks.summary import Bar, Conditions, Measure, Outcome, summary

MEASURES = (
    Measure("requests", "a second", [50.0, 70.0], [100.0, 100.0], Bar(0.6, at_least=True)),
    Measure("p99", "ms", [3.0, 5.0], [2.0, 2.0], Bar(1.5, at_least=False)),
    Measure("scoring", "µs", [20.0], (), Bar(30, at_least=False, of_ratio=False)),
    Measure("nothing promised", "", [1_234.0]),
)


def _part(_conditions: Conditions) -> Outcome:
    return Outcome("A table.\n", MEASURES, {"one.svg": lines_plot("One", "x", "y", [Series("a", [(1, 2), (3, 4)])])})


@pytest.fixture
def one_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "PARTS", {"one": ("One part", _part)})


def test_a_line_says_whether_its_bar_is_met() -> None:
    assert [measure.is_met for measure in MEASURES] == [True, False, True, None]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in summary(MEASURES).splitlines() if "|" in line]
    assert rows[2] == ["requests, a second", "60", "100", "0.60 (0.50 to 0.70)", "≥ 0.6 ×", "yes"]  # noqa: RUF001
    assert rows[3] == ["p99, ms", "4", "2", "2 (1.50 to 2.50)", "≤ 1.5 ×", "**no**"]  # noqa: RUF001
    assert rows[4] == ["scoring, µs", "20", "", "", "≤ 30", "yes"]
    assert rows[5] == ["nothing promised", "1,234", "", "", "", ""]


def test_every_part_has_a_title_and_a_module_of_its_own() -> None:
    for name, (title, part) in report.PARTS.items():
        assert title
        assert part.__module__ == f"benchmarks.{name}"


@pytest.mark.usefixtures("one_part")
def test_the_report_is_written_between_the_marks_with_its_plots(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Before.\n<!-- measured -->\nold\n<!-- /measured -->\nAfter.\n", encoding="utf-8")
    for _ in range(2):
        report.main(page=page)
    written = page.read_text(encoding="utf-8")
    assert written.startswith("Before.\n<!-- measured -->\n## Measured\n")
    assert written.endswith("<!-- /measured -->\nAfter.\n")
    assert "old" not in written
    assert written.count("### One part") == 1
    assert "![One part](page/one.svg)" in written
    assert (tmp_path / "page" / "one.svg").read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.usefixtures("one_part")
def test_a_page_without_marks_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Nothing.", encoding="utf-8")
    with pytest.raises(RuntimeError, match="no marks"):
        report.main(page=page)
    assert page.read_text(encoding="utf-8") == "Nothing."


@pytest.mark.usefixtures("one_part")
def test_as_json_there_is_nothing_but_the_measures(capsys: pytest.CaptureFixture[str]) -> None:
    report.main(json=True)
    told = json.loads(capsys.readouterr().out)
    assert [one["is_met"] for one in told["measures"]] == [True, False, True, None]
    assert told["measures"][0]["ratios"] == [0.5, 0.7]


def test_a_part_that_there_is_not_is_named() -> None:
    with pytest.raises(RuntimeError, match="no part fast"):
        report.main(only="service, fast")


def test_elsewhere_than_on_a_terminal_progress_is_plain_lines(capsys: pytest.CaptureFixture[str]) -> None:
    import sys  # noqa: PLC0415 - the stream that is captured

    progress = Progress(sys.stderr)
    progress.tell("growth: window 1 of 7")
    progress.end()
    assert capsys.readouterr().err == "  0:00  growth: window 1 of 7\n"


def test_plots_name_what_they_show() -> None:
    lines = lines_plot("A & B", "stored", "µs", [Series("ours", [(1_000, 5.0), (1_000_000, 7.5)])], log_x=True)
    assert "A &amp; B" in lines
    assert ">1 M<" in lines
    bars = bars_plot("Where the time goes", "µs", [("HTTP", 45.0), ("scoring", 25.0)])
    assert bars.count("<rect") == 3
    assert "45 µs" in bars
