"""What a second reader is worth: how well both rank, and what a wider band of doubt costs and gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import expit  # type: ignore[import-untyped]

from model.policy import Threshold
from model.reader.bundle import Band
from model.scorer import ATTRIBUTES
from training.metrics import Flags, Rates, is_asked, is_fine, is_positive, is_unwanted, rates, roc_auc
from training.reader.material import Asked, Floats
from training.reader.pairing import Pair, combinations_of, decided, is_unsure, outcomes, together
from training.splits import TEST
from training.thresholds import thresholds_of

ENOUGH = 30
"""Positives and negatives for a ranking to be told."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """How well one attribute's rows of one source are ranked by the first reader, by the second, and by both."""

    source: str
    attribute: str
    rows: int
    first: float
    second: float
    both: float


@dataclass(frozen=True, slots=True)
class Point:
    """What becomes of comments at nature's share of abuse, where the first reader is unsure within some bands.

    `limit`: at most so many were to be read again; `read`: the share that is.
    """

    limit: float
    bands: Mapping[str, Band]
    read: float
    rates: Rates


@dataclass(frozen=True, slots=True)
class Measured:
    """The rankings, and the curve from no comment read again to all; `chosen` is the point that serves."""

    rankings: tuple[Ranking, ...]
    curve: tuple[Point, ...]
    chosen: Point

    def summary(self) -> dict[str, Any]:
        """The figures that a manifest keeps."""
        aucs = {f"{one.attribute}/{one.source}": round(one.both, 4) for one in self.rankings}
        return {"roc_auc": aucs, "read": round(self.chosen.read, 4)}


def measure(  # noqa: PLR0913, PLR0917 - both readers' logits, how they go together, and the limits of the first alone
    asked: Asked,
    first: Floats,
    second: Floats,
    pairs: Mapping[float, Pair],
    chosen: float,
    alone: Mapping[str, Threshold],
) -> Measured:
    """Hold both readers against labels on the test fold; `pairs` by how many comments they were to read at most.

    `first` are the calibrated logits (rows, attributes) of the first reader in use, whose thresholds are those `alone`;
    `second` those of the second.
    """
    test = asked.of(TEST)
    both = together(first[test], second[test], combinations_of(asked, first, second, ATTRIBUTES))
    curve = {limit: _point(asked, first, second, one, limit, alone) for limit, one in pairs.items()}
    return Measured(
        tuple(_rankings(asked, test, first[test], second[test], both)), tuple(curve.values()), curve[chosen]
    )


def _rankings(asked: Asked, test: Flags, first: Floats, second: Floats, both: Floats) -> list[Ranking]:
    labels, families = asked.labels[test], asked.families[test]
    found = []
    for column, attribute in enumerate(ATTRIBUTES):
        for source in np.unique(families).tolist():
            rows = is_asked(labels[:, column]) & (families == source)
            yes = int(is_positive(labels[rows, column]).sum())
            if min(yes, int(rows.sum()) - yes) >= ENOUGH:
                aucs = [roc_auc(labels[rows, column], said[rows, column]) for said in (first, second, both)]
                found.append(Ranking(source, attribute, int(rows.sum()), *(auc or 0.0 for auc in aucs)))
    return found


def _point(  # noqa: PLR0913, PLR0917 - as above
    asked: Asked, first: Floats, second: Floats, one: Pair, limit: float, alone: Mapping[str, Threshold]
) -> Point:
    rows = asked.of(TEST) & asked.stands & asked.natural
    scores = decided(first[rows], second[rows], one.combinations, one.bands)
    queued, rejected = outcomes(first[rows], scores, one.bands, thresholds_of(one.choices), alone)
    labels = asked.labels[rows]
    told = rates(queued, rejected, fine=is_fine(labels), positive=is_unwanted(labels))
    read = is_unsure(np.asarray(expit(first[rows]), np.float32), one.bands)
    return Point(limit, one.bands, float(read.mean()), told)
