"""Old thresholds are mapped to new ones on anybody's comments."""

import csv
from pathlib import Path

import numpy as np
import pytest

from benchmarks import thresholds
from model.registry import Registry


def test_a_threshold_is_mapped_to_the_score_that_flags_as_many(shared_models: Path, tmp_path: Path) -> None:
    file = tmp_path / "scores.csv"
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(["id", "comment_text", "TOXICITY@6", "FLIRTATION", "TOXICITY@5"])
        for number in range(60):
            text = "You idiot!" if number % 4 == 0 else "Good morning."
            writer.writerow([number, text, 0.8 if number % 4 == 0 else 0.1, 0.5, 0.5])
    bundle = Registry(shared_models).load()
    [scored] = thresholds.read_scores(file, bundle)
    assert (scored.name, len(scored.theirs)) == ("TOXICITY@6", 60)
    rows = {row[1]: row[2:] for row in thresholds.rows_of(scored)}
    assert rows["0.80"][0] == "25.0%"
    assert rows["0.80"][1].startswith(f"{scored.ours.max():.2f} (")
    assert rows["0.80"][2:] == ("100%", "25.0%")
    assert rows["0.90"] == ("0.0%", "too few", "", "")
    assert "| TOXICITY@6" in thresholds.report([scored], bundle)


def test_without_comments_there_is_nothing_to_map(shared_models: Path, tmp_path: Path) -> None:
    file = tmp_path / "scores.csv"
    file.write_text("text,TOXICITY\n", encoding="utf-8")
    assert thresholds.read_scores(file, Registry(shared_models).load()) == []


@pytest.mark.parametrize("threshold", [0.0, 0.35, 0.5])
def test_as_many_are_flagged_here_as_there(threshold: float) -> None:
    theirs, ours = np.linspace(0, 1, 101), np.linspace(0, 0.5, 101) ** 2
    here = thresholds.same_share(theirs, ours, threshold)
    assert here is not None
    assert (ours >= here).sum() == (theirs >= threshold).sum()
