"""A model as the gate sees it: what it scores, and what the service would decide by it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sp  # type: ignore[import-untyped]
from numpy.typing import NDArray
from scipy.special import expit  # type: ignore[import-untyped]

from model.calibration import Calibration
from model.findings import Severity, decide, judge
from model.policy import Threshold
from training.calibration import calibrate
from training.categorical import Categorical
from training.house import UNWANTED
from training.metrics import Rates, rates
from training.weights import Weights

Flags = NDArray[np.bool_]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Said:
    """What a contender says of some comments: scores (rows, attributes), and decisions (rows) by its thresholds."""

    attributes: tuple[str, ...]
    scores: Floats
    is_queued: Flags
    is_rejected: Flags

    @property
    def unwanted(self) -> Floats:
        """The probability (rows) that a moderator rejects; a model that knows none: its highest score."""
        if UNWANTED in self.attributes:
            return self.of(UNWANTED)
        return np.asarray(self.scores.max(axis=1, initial=0.0), np.float32)

    def of(self, attribute: str) -> Floats:
        """The scores (rows) of an attribute."""
        return np.asarray(self.scores[:, self.attributes.index(attribute)], np.float32)

    def part(self, rows: Flags) -> "Said":
        """What it says of some of the comments."""
        return Said(self.attributes, self.scores[rows], self.is_queued[rows], self.is_rejected[rows])

    def rates(self, *, fine: Flags, positive: Flags) -> Rates:
        """The rates of its decisions."""
        return rates(self.is_queued, self.is_rejected, fine=fine, positive=positive)


@dataclass(frozen=True, slots=True)
class Contender:
    """A version with its weights, and the thresholds that the site's policy makes of its own."""

    version: str
    weights: Weights
    thresholds: Mapping[str, Threshold]
    calibration: Calibration = field(default_factory=dict)

    def say(self, counts: sp.csr_matrix, languages: NDArray[np.str_] | None = None) -> Said:
        """Its scores and decisions for counts (rows, features); the decisions are those that the service would take.

        `languages` (rows): where they are not told, none has a calibration of its own.
        """
        weights = self.weights
        logits = weights.logits(weights.normed(counts))
        if languages is not None:
            spoken = Categorical.of(languages.tolist())
            logits = calibrate(logits, spoken, self.calibration, weights.attributes)
        scores = np.asarray(expit(np.clip(logits, -30, 30)), np.float32)
        decisions = [self._decide(row) for row in scores.tolist()]
        return Said(
            weights.attributes,
            scores,
            np.asarray([one is Severity.QUEUE for one in decisions], np.bool_),
            np.asarray([one is Severity.REJECT for one in decisions], np.bool_),
        )

    def _decide(self, scores: list[float]) -> Severity:
        return decide(judge(dict(zip(self.weights.attributes, scores, strict=True)), self.thresholds))
