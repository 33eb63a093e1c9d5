"""Scores of a language that is not the one a model's scores were calibrated in, so that they mean the same there.

What share of raters would say yes is learned from rows of one language. In another the same words weigh otherwise, and
fewer of them are known: a score is too high or too low, or says less than it seems to. Platt's scaling (1999) of its
logit, learned by language and attribute, mends that; it changes no order within the language.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import Field, FiniteFloat

_FURTHEST: Final = 30.0


@dataclass(frozen=True, slots=True)
class Scaling:
    """What a logit is multiplied with, more than 0, and what is added to it."""

    slope: Annotated[FiniteFloat, Field(gt=0)]
    offset: FiniteFloat

    def scaled(self, score: float) -> float:
        """The score, 0..1, that a score becomes."""
        if not 0 < score < 1:
            return score
        logit = self.slope * math.log(score / (1 - score)) + self.offset
        return 1 / (1 + math.exp(-max(-_FURTHEST, min(logit, _FURTHEST))))


Calibration = Mapping[str, Mapping[str, Scaling]]
"""By language and attribute; an attribute that nobody was asked about in a language is not in it."""


def calibrated(scores: dict[str, float], scalings: Mapping[str, Scaling] | None) -> dict[str, float]:
    """The scores (0..1, by attribute) in a language with these scalings; the same where it has none."""
    if not scalings:
        return scores
    return {
        attribute: score if (scaling := scalings.get(attribute)) is None else scaling.scaled(score)
        for attribute, score in scores.items()
    }
