"""The gate's report as the desk tells it."""

from service.gate_report import read_report


def test_it_names_the_version_that_was_compared_with_where() -> None:
    report = read_report({"champion": "north-1", "champion_elsewhere": "base-2"})
    assert report is not None
    assert [report.champion_on(measured) for measured in ("site", "elsewhere")] == ["north-1", "base-2"]
    older = read_report({"champion": "north-1"})
    assert older is not None
    assert older.champion_on("elsewhere") == "north-1"
