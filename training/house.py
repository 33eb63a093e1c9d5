"""Learning a site's house rules: the head `unwanted`, and what labels teach the heads of the attributes.

`unwanted` begins as a weighing of the attributes' logits, a handful of numbers that a few dozen verdicts can set: how
much this site minds an insult, and how much spam. From there single words move as far as the verdicts move them
(`training.adapt`). On comments of the rehearsal it is to stay what the weighing says, and the attributes are to stay
what they are: so nothing is forgotten that the verdicts do not speak of.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import scipy.sparse as sp  # type: ignore[import-untyped]
from numpy.typing import NDArray
from scipy.special import expit  # type: ignore[import-untyped]

from model.scorer import ATTRIBUTES
from training import identity
from training.adapt import Rows, adapt
from training.heads import platt
from training.lessons import FOLDS, Lessons, Progress
from training.metrics import is_unwanted
from training.rehearsal import Rehearsal
from training.weights import Weights

Flags = NDArray[np.bool_]
Floats = NDArray[np.float32]

UNWANTED: Final = "unwanted"

WORDS: Final = 0.03
"""Strength of the prior on words: chosen on the simulated site of `benchmarks.retraining`, where a third and three
times as much do as well, from 300 verdicts to 3,000."""
WEIGHING: Final = 5.0
"""Strength of the prior on how much each attribute counts."""
REHEARSED: Final = 0.3
"""What a row of the rehearsal weighs, where a verdict weighs 1."""
MENTIONED: Final = 1.0
"""The same of a civil sentence that names a group."""
LABELS: Final = 0.5
"""Strength of the prior on words where labels teach an attribute. What the rehearsal's raters said is not taught again:
its rows are as abusive as the corpora were collected to be, and that alone would move the attribute."""
FORCE: Final = 100.0
"""What all that was said of an attribute weighs at most: with thousands of labels for one rule of the site's, the
attribute would come to mean that rule."""


@dataclass(frozen=True, slots=True)
class Head:
    """`unwanted`, before it is calibrated: a weighing of the attributes' logits and a change of words' weights."""

    weighing: Floats
    change: Floats
    intercept: float

    def logits(self, attributes: Floats, scaled: sp.csr_matrix) -> Floats:
        """Logits (rows) from those of the attributes (rows, 7) and scaled features (rows, n)."""
        return np.asarray(attributes @ self.weighing + scaled @ self.change, np.float32) + np.float32(self.intercept)


class OutOfFold(NamedTuple):
    """Logits of `unwanted` by heads that did not see the row.

    Of the lessons, NaN where they are not learned from; of the rehearsal; of civil sentences that name groups.
    """

    told: Floats
    known: Floats
    naming: Floats


class House:
    """What is learned from, read once: a base's weights, its rehearsal and a site's lessons.

    `mentions`: counts (sentences, features) of civil sentences that name groups, which are rehearsed with the rest:
    what a site's verdicts are about names some groups only, and is seldom civil.
    """

    def __init__(self, base: Weights, rehearsal: Rehearsal, lessons: Lessons) -> None:
        columns = [base.attributes.index(name) for name in ATTRIBUTES]
        self.base = base
        self.lessons = lessons
        rehearsed = rehearsal.counts[~rehearsal.is_held_out]
        self.rows_rehearsed = rehearsed.shape[0]
        self._labels = rehearsal.labels[~rehearsal.is_held_out]
        mentions = identity.rehearsed()
        self.mentions = base.words.transform([one.text for one in mentions])
        # Sentences of one template share a fold: none is scored by a head that saw another of its kind.
        templates = [one.template for one in mentions]
        self._folds = np.concatenate([np.arange(self.rows_rehearsed), np.asarray(templates)]) % FOLDS
        rehearsing = np.full(self.rows_rehearsed, REHEARSED), np.full(len(mentions), MENTIONED)
        self._weights = np.concatenate(rehearsing).astype(np.float32)
        scale = sp.diags(base.scale, format="csr", dtype=np.float32)
        known = base.normed(sp.vstack([rehearsed, self.mentions]).tocsr())
        told = base.normed(lessons.counts)
        self.known_logits, self.told_logits = base.logits(known)[:, columns], base.logits(told)[:, columns]
        self._known, self._told = (known @ scale).tocsr(), (told @ scale).tocsr()
        self._prior = self._weigh(
            self.known_logits[: self.rows_rehearsed],
            is_unwanted(self._labels),
            np.zeros(len(ATTRIBUTES) + 1, np.float32),
            strength=1.0,
        )

    def out_of_fold(self, *, progress: Progress = lambda *_: None) -> OutOfFold:
        """What heads say of rows that they did not see: of the lessons that are learned from, and of the rehearsal."""
        lessons = self.lessons
        told = np.full(len(lessons.comments), np.nan, np.float32)
        known = np.zeros(len(self.known_logits), np.float32)
        everyone = np.ones(len(lessons.comments), np.float32)
        for fold in range(FOLDS):
            progress("cross-fitting", fold, FOLDS)
            mine, apart = lessons.is_learned & (lessons.folds == fold), self._folds == fold
            head = self.head(lessons.is_learned & ~mine, everyone, rehearsed=~apart)
            told[mine] = head.logits(self.told_logits[mine], self._told[mine])
            known[apart] = head.logits(self.known_logits[apart], self._known[apart])
        progress("cross-fitting", FOLDS, FOLDS)
        return OutOfFold(told, known[: self.rows_rehearsed], known[self.rows_rehearsed :])

    def head(self, rows: Flags, weights: Floats, *, rehearsed: Flags | None = None) -> Head:
        """`unwanted` as these lessons teach it; `weights` (lessons), `rehearsed` (rehearsal): all unless told."""
        kept = np.ones(len(self.known_logits), np.bool_) if rehearsed is None else rehearsed
        said = self.lessons.is_rejected[rows].astype(np.float32)
        weighing = self._weigh(self.told_logits[rows], said, self._prior, strength=WEIGHING, weights=weights[rows])
        told = self.told_logits[rows] @ weighing[:-1] + weighing[-1]
        known = self.known_logits[kept] @ weighing[:-1] + weighing[-1]
        change = adapt(
            Rows(
                sp.vstack([self._told[rows], self._known[kept]]).tocsr(),
                np.concatenate([told, known]).astype(np.float32),
                np.concatenate([said, expit(known)]).astype(np.float32),
                np.concatenate([weights[rows], self._weights[kept]]),
                np.concatenate([np.ones(len(said)), np.zeros(len(known))]).astype(np.float32),
            ),
            strength=WORDS,
        )
        return Head(weighing[:-1], change.weights, float(weighing[-1]) + change.intercept)

    def attribute(self, attribute: str, rows: Flags, weights: Floats) -> Floats:
        """How the labels change the attribute's coefficients (features); nothing where there are none.

        A lesson whose moderator did not speak of the attribute holds it where it is, and so does the rehearsal: words
        that are common in the labelled comments, and everywhere else, do not move.
        """
        column = ATTRIBUTES.index(attribute)
        labels = self.lessons.labels[rows, column]
        if not (labels == 1).any():
            return np.zeros(len(self.base.coef), np.float32)
        told, known = self.told_logits[rows, column], self.known_logits[:, column]
        spoken = ~np.isnan(labels)
        force = min(1.0, FORCE / int(spoken.sum()))
        change = adapt(
            Rows(
                sp.vstack([self._told[rows], self._known]).tocsr(),
                np.concatenate([told, known]),
                np.concatenate([np.where(spoken, labels, expit(told)), expit(known)]).astype(np.float32),
                np.concatenate([np.where(spoken, weights[rows] * force, 1.0), np.ones(len(known))]).astype(np.float32),
                np.zeros(len(told) + len(known), np.float32),
            ),
            strength=LABELS,
        )
        return np.asarray(change.weights * self.base.scale, np.float32)

    def compiled(self, head: Head, slope: float, offset: float) -> tuple[Floats, float]:
        """Coefficients (features) and intercept of the calibrated head, over counts normed as the base norms them."""
        columns = [self.base.attributes.index(name) for name in ATTRIBUTES]
        coef = self.base.coef[:, columns] @ head.weighing + head.change * self.base.scale
        intercept = float(self.base.intercept[columns] @ head.weighing) + head.intercept
        return np.asarray(coef * slope, np.float32), intercept * slope + offset

    def calibration(self, logits: Floats) -> tuple[float, float]:
        """Slope and offset that make the logits (lessons) of `out_of_fold` probabilities that a moderator rejects."""
        told = self.lessons.is_learned
        return platt(logits[told], self.lessons.is_rejected[told].astype(np.float32))

    @staticmethod
    def _weigh(
        logits: Floats, said: NDArray[np.generic], prior: Floats, *, strength: float, weights: Floats | None = None
    ) -> Floats:
        """How much each attribute's logit counts, and the intercept: (attributes + 1)."""
        everyone = np.ones(len(logits), np.float32)
        change = adapt(
            Rows(
                sp.csr_matrix(logits),
                np.asarray(logits @ prior[:-1] + prior[-1], np.float32),
                said.astype(np.float32),
                everyone if weights is None else weights,
                everyone,
            ),
            strength=strength,
        )
        return np.append(prior[:-1] + change.weights, prior[-1] + change.intercept).astype(np.float32)
