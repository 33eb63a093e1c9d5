"""Old thresholds of the Perspective API on Copydesk's scale, measured on comments that have Perspective's scores.

The file is CSV with a title line: texts in the column `comment_text` or `text`, scores (0..1) in columns named as the
API names its attributes. Of that form is what Perspective published: 2,000 comments of Wikipedia, in `example_data` of
conversationai/perspectiveapi.
"""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final, NamedTuple

import numpy as np
import typer
from numpy.typing import NDArray

from benchmarks.command import run
from benchmarks.table import show, table
from model.bundle import Bundle
from model.registry import Registry
from model.text import read
from service.protocols.perspective.attributes import ATTRIBUTES, unversioned

THRESHOLDS: Final = (0.5, 0.6, 0.7, 0.8, 0.9)
_SAMPLES: Final = 500
_LEAST: Final = 10

Scores = NDArray[np.float64]


class Scored(NamedTuple):
    """An attribute by Perspective's name, and both scores of the same comments."""

    name: str
    theirs: Scores
    ours: Scores


def read_scores(file: Path, bundle: Bundle) -> list[Scored]:
    """Both scores of each attribute that is in the file and in the model."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    if not rows:
        return []
    column = "comment_text" if "comment_text" in rows[0] else "text"
    scores = [bundle.scorer.score(read(row[column])) for row in rows]
    found: dict[str, Scored] = {}
    for name in rows[0]:
        attribute = ATTRIBUTES.get(unversioned(name), "")
        if attribute in bundle.scorer.attributes and attribute not in found:
            told = [at for at, row in enumerate(rows) if row[name]]
            theirs = np.array([float(rows[at][name]) for at in told])
            found[attribute] = Scored(name, theirs, np.array([scores[at][attribute] for at in told]))
    return list(found.values())


def same_share(theirs: Scores, ours: Scores, threshold: float) -> float | None:
    """The score here from which as many comments are flagged as by that threshold there; None where too few are."""
    flagged = int((theirs >= threshold).sum())
    return float(np.sort(ours)[-flagged]) if flagged >= _LEAST else None


def rows_of(scored: Scored) -> list[tuple[str, ...]]:
    """A row for each threshold; the range is that of the middle 90 of 100 samples drawn anew."""
    rows: list[tuple[str, ...]] = []
    random = np.random.default_rng(1)
    drawn = [random.integers(len(scored.theirs), size=len(scored.theirs)) for _ in range(_SAMPLES)]
    for threshold in THRESHOLDS:
        there = scored.theirs >= threshold
        here = same_share(scored.theirs, scored.ours, threshold)
        if here is None:
            rows.append((scored.name, f"{threshold:.2f}", f"{there.mean():.1%}", "too few", "", ""))
            continue
        again = [same_share(scored.theirs[sample], scored.ours[sample], threshold) for sample in drawn]
        low, high = np.quantile([one for one in again if one is not None], (0.05, 0.95))
        rows.append(
            (
                scored.name,
                f"{threshold:.2f}",
                f"{there.mean():.1%}",
                f"{here:.2f} ({low:.2f} to {high:.2f})",
                f"{(there & (scored.ours >= here)).sum() / there.sum():.0%}",
                f"{(scored.ours >= threshold).mean():.1%}",
            )
        )
    return rows


def report(scored: Sequence[Scored], bundle: Bundle) -> str:
    """The table."""
    comments = max((len(one.theirs) for one in scored), default=0)
    return table(
        f"Thresholds that flag as many of {comments:,} comments as Perspective's",
        (
            "attribute",
            "threshold there",
            "flagged there",
            "threshold here",
            "of those, flagged here",
            "here, unchanged",
        ),
        [row for one in scored for row in rows_of(one)],
        f"Range: the middle 90 of 100 samples drawn anew. Unchanged: what the old threshold flags here. Bundle "
        f"{bundle.version}. Comments that the model was trained on would flatter it: leave them out.",
    )


def main(
    file: Annotated[Path, typer.Argument(help="CSV with texts and Perspective's scores.")],
    *,
    models: Annotated[Path, typer.Option(help="Folder of models; without a champion the one that ships.")] = Path(),
) -> None:
    """Map old thresholds to new ones on your own comments."""
    bundle = Registry(models).load()
    show(report(read_scores(file, bundle), bundle))


if __name__ == "__main__":
    run(main)
