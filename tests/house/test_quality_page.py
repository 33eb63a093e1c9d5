"""What `copydesk-train evaluate` measured stands on the page on quality, as tables and plots."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import numpy as np
import pytest

from benchmarks import quality
from benchmarks.plots import Range, ranges_plot, shares_plot
from training.source_out import Outside, save

SHARE = {"value": 0.25, "count": 1, "of": 4, "interval": [0.01, 0.81]}
NONE = {"value": None, "count": 0, "of": 0, "interval": None}
AUC = {"value": 0.8, "interval": [0.7, 0.9]}


def line(attribute: str, source: str, **changed: object) -> dict[str, object]:
    shares = dict.fromkeys(("accepted", "queued", "rejected"), SHARE)
    told = {"attribute": attribute, "source": source, "rows": 4, "positives": 2, "roc_auc": AUC, **shares}
    return {**told, "calibration_error": 0.1, **changed}


def run(apart: float) -> list[Outside]:
    chance = np.random.default_rng(0)
    labels = np.arange(200, dtype=np.float32) % 2
    return [
        Outside("toxicity", name, "en", labels, np.asarray(chance.normal(size=200) + apart * labels, np.float32))
        for name in ("north", "south")
    ]


def written(folder: Path, name: str, content: Mapping[str, Any]) -> Path:
    path = folder / name
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def rows(page: str, first: str) -> list[list[str]]:
    lines = [line for line in page.splitlines() if line.startswith(f"| {first} ")]
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]


@pytest.fixture(name="page")
def page_of_everything(tmp_path: Path) -> Path:
    page = tmp_path / "quality.md"
    page.write_text("Before.\n<!-- measured -->\nold\n<!-- /measured -->\nAfter.\n", encoding="utf-8")
    for name, apart in (("plain", 0.5), ("better", 2.0)):
        save(tmp_path / f"{name}.npz", run(apart))
    promise = {
        "source": "north",
        "family": "abuse",
        "rows": 200,
        "positives": 100,
        "roc_auc": 0.8,
        "calibration_error": None,
        "queued": SHARE,
        "rejected": NONE,
        "wrong_rejects": NONE,
        "missed": SHARE,
        "wrong_rejects_kept": True,
        "missed_kept": False,
    }
    groups = [
        {"term": f"group{number}", "taught": number < 40, "subgroup": 0.9, "bpsn": 0.9 - number / 100, "bnsp": 0.9}
        for number in range(42)
    ]
    hatecheck = [line("toxicity", "all"), line("all together", "slur_h"), line("all together", "counter_quote_nh")]
    quality.main(
        steps=[f"Plain={tmp_path / 'plain.npz'}", f"Better={tmp_path / 'better.npz'}"],
        promises=written(tmp_path, "promises.json", {"promises": [promise]}),
        hatecheck=written(tmp_path, "hatecheck.json", {"lines": hatecheck}),
        multilingual=written(tmp_path, "multi.json", {"lines": [line("toxicity", "german")]}),
        slices=written(
            tmp_path,
            "slices.json",
            {"slices": {"toxicity": {"overall": 0.9, "outside": ["group39", "group41"], "groups": groups}}},
        ),
        held_out=written(tmp_path, "held.json", {"lines": [line("spam", "mail", roc_auc=None), line("spam", "all")]}),
        page=page,
    )
    return page


def test_each_step_is_held_against_the_one_before(page: Path) -> None:
    plain, better = (row for first in ("Plain", "Better") for row in rows(page.read_text(encoding="utf-8"), first))
    assert plain[2] == ""
    assert better[2].startswith("+0.")
    assert better[2].endswith("better in 2 of 2")


def test_a_broken_promise_stands_out(page: Path) -> None:
    (row,) = rows(page.read_text(encoding="utf-8"), "north")
    assert row[-2:] == ["", "**25.0% [1.0, 81.0]**"]


def test_hateful_functionalities_come_first(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.index("| slur\\_h |" if "slur\\_h" in text else "| slur_h |") < text.index("counter_quote_nh")
    assert [row[1] for first in ("slur_h", "counter_quote_nh") for row in rows(text, first)] == ["yes", "no"]


def test_groups_of_no_list_are_counted_apart(page: Path) -> None:
    (row, *_) = rows(page.read_text(encoding="utf-8"), "toxicity")[-9:]
    assert (row[2], row[-1]) == ("1 of 40", "1 of 2")


def test_the_page_keeps_what_stands_around_and_shows_every_plot(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.startswith("Before.\n<!-- measured -->\n## Step by step\n")
    assert text.endswith("<!-- /measured -->\nAfter.\n")
    plots = sorted(path.name for path in page.with_suffix("").iterdir())
    assert plots == ["groups-toxicity.svg", "hatecheck.svg", "promises.svg", "sources-toxicity.svg"]
    assert all(f"(quality/{plot})" in text for plot in plots)
    for plot in page.with_suffix("").iterdir():
        assert fromstring(plot.read_text(encoding="utf-8")).tag.endswith("svg")  # noqa: S314 - our own


def test_plots_keep_their_names_and_values_apart() -> None:
    shown = ranges_plot("AUC", ("before", "now"), {"<a>": [Range(0.5), Range(0.9, 0.8, 0.95)]}, least=0.4, marks=[0.7])
    assert "&lt;a&gt;" in shown
    assert shown.count("<circle") == 2
    bars = shares_plot("What", ("yes", "no"), {"a": (0.25, 0.75), "b": (1.0, 0.0)})
    widths = [float(one.get("width", "0")) for one in fromstring(bars) if one.get("height") == "16"]  # noqa: S314
    assert widths[0] == pytest.approx(widths[2] / 4, rel=0.01)


@pytest.mark.parametrize("step", ["plain.npz", "=plain.npz"])
def test_a_step_without_a_name_is_told(step: str) -> None:
    with pytest.raises(RuntimeError, match=r"NAME=FILE\.npz"):
        quality.main(steps=[step])


def test_a_file_that_is_no_json_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "x.json"
    broken.write_text("{", encoding="utf-8")
    with pytest.raises(RuntimeError, match=r"x\.json"):
        quality.main(slices=broken)
