"""The model card."""

from dataclasses import replace

import numpy as np

from model.policy import Threshold
from training.card import Card, Source, render
from training.left_out import LeftOut
from training.metrics import is_fine
from training.promises import Promise
from training.promises_abroad import Abroad
from training.report import Sample, evaluate
from training.slices import mentions, slice_by_term
from training.source_out import Outside
from training.source_out_report import compare
from training.thresholds import choose, confirm


def card(*, parent: str | None = None, synthetic: bool = False) -> Card:
    """A card of two attributes: one that is told perfectly, and one that has no positives."""
    toxic = np.append(np.ones(500), np.zeros(500))
    scores = np.stack([np.linspace(1, 0, 1_000), np.full(1_000, 0.01)], axis=-1)
    labels = np.stack([toxic, np.zeros(1_000)], axis=-1)
    choices = {
        name: choose(scores[:, index], labels[:, index], is_fine(labels))
        for index, name in enumerate(("toxicity", "threat"))
    }
    thresholds = [choice.threshold for choice in choices.values()]
    sample = Sample(scores, labels, ["ours"] * 1_000, ["toxicity", "threat"])
    return Card(
        version="2026.11.23-1",
        created="2026-11-23T10:00:00Z",
        parent=parent,
        sources=(Source("small|er", 10, "CC0"), Source("larger", 990, "MIT", synthetic=synthetic)),
        promise=Promise(),
        choices=choices,
        confirmation=confirm(scores, labels, thresholds),
        reports={"held-out tenth": evaluate(sample, {"toxicity": Threshold(0.5, 0.9)})},
        libraries={"scikit-learn": "1.9.1"},
    )


def test_a_card_says_what_when_and_from_what() -> None:
    text = render(card())
    assert text.startswith(
        "# Copydesk model 2026.11.23-1\n\nMade 2026-11-23T10:00:00Z, trained from a corpus. With scikit"
    )
    assert "retrained from 2026.11.22-3" in render(card(parent="2026.11.22-3"))


def test_a_card_has_all_its_sections_in_order() -> None:
    titles = [line for line in render(card()).splitlines() if line.startswith("## ")]
    assert titles == [
        "## What it is",
        "## What it is for",
        "## What it learned from",
        "## Thresholds",
        "## Quality: held-out tenth",
        "## Limits",
    ]


def test_sources_are_told_with_rows_and_licence_the_largest_first() -> None:
    rows = [line for line in render(card(synthetic=True)).splitlines() if line.startswith("| ")]
    assert rows[2] == "| larger (synthetic) | MIT | 990 |"
    assert rows[3] == r"| small\|er | CC0 | 10 |"
    assert rows[4] == "| all |  | 1,000 |"


def test_synthetic_rows_are_pointed_out() -> None:
    assert "Synthetic rows" in render(card(synthetic=True))
    assert "ynthetic" not in render(card())


def test_promises_kept_and_not_kept_are_both_told() -> None:
    text = render(card())
    assert "at most 2.0% of the automatically rejected comments are fine" in text
    assert "- **toxicity**: Rejects from " in text
    assert "- **threat**: Does not auto-reject" in text
    assert "All attributes together, on rows that no threshold was chosen on: " in text
    assert "| threat | - | - | 1,000 | 0 | does not auto-reject | not kept |" in text


def test_a_card_tells_of_sources_left_out_with_a_bar_each_and_of_groups() -> None:
    labels = np.arange(400, dtype=np.float32) % 2
    outside = [Outside("toxicity", "elsewhere", "en", labels, labels * 2 + np.tile([0.0, 0.5, 3.0, 1.0], 100))]
    confirmation = confirm(labels[:, None], labels[:, None], [Threshold(0.5, 0.9)])
    abroad = Abroad("elsewhere", "abuse", 400, 200, 0.9, 0.1, confirmation)
    said = mentions()
    found = slice_by_term({"toxicity": np.asarray([one.abusive for one in said], np.float64)}, said)
    text = render(replace(card(), left_out=LeftOut(compare(outside, resamples=5), (abroad,)), slices=tuple(found)))
    titles = [line for line in text.splitlines() if line.startswith("## ")]
    assert titles[-3:] == ["## Quality on sources left out", "## Groups of people", "## Limits"]
    lines = [line for line in text.splitlines() if "elsewhere" in line]
    assert [line.count("█") for line in lines] == [5, 0]
    assert "both kept" in lines[1]
    assert any(line.startswith("| toxicity | 1.000 | 0 of 110 | 0 of 6 |") for line in text.splitlines())
