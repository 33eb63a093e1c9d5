"""Calibration by language: what makes a score in German or Romanian mean what it means in English.

The heads are calibrated on the rows that stand for a site's comments, which are in one language. In any other that was
rated enough, each attribute gets Platt's scaling of its own, of scores that a model gave to rows it did not see, at the
same natural share of abuse. So the thresholds, which are chosen in the first language, keep their meaning.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.calibration import Calibration, Scaling
from model.scorer import ATTRIBUTES
from training.categorical import Categorical
from training.heads import platt
from training.metrics import Flags, is_asked, is_positive
from training.recipe import SYNTHETIC, family_of
from training.rows import Rows

Floats = NDArray[np.float32]

LEAST: Final = 1_000
"""So many rows of a language must have been asked about an attribute."""
LEAST_OF_A_KIND: Final = 100
"""And so many of them must be positive, and so many negative."""


def calibration_of(
    rows: Rows, logits: Floats, references: Mapping[str, Flags], at_prior: Flags
) -> dict[str, dict[str, Scaling]]:
    """Scalings by language and attribute of logits (rows, attributes) that are calibrated on the `references`.

    `references` (by attribute) and `at_prior` (rows) say which those are. Only rows outside of the test fold count.
    """
    counted = rows.learned & at_prior & ~rows.sources.each(family_of).are(SYNTHETIC)
    found: dict[str, dict[str, Scaling]] = {}
    for language in np.unique(rows.languages[counted]).tolist():
        mine = counted & rows.languages.are(language)
        scalings = {
            attribute: Scaling(*platt(logits[told, column], rows.labels[told, column]))
            for column, attribute in enumerate(ATTRIBUTES)
            for told in [mine & is_asked(rows.labels[:, column])]
            if not (references[attribute] & mine).any() and _are_enough(rows.labels[told, column])
        }
        if scalings:
            found[language] = scalings
    return found


def calibrate(
    logits: Floats,
    languages: Categorical,
    calibration: Calibration,
    attributes: Sequence[str] = ATTRIBUTES,
    *,
    in_place: bool = False,
) -> Floats:
    """Logits (rows, attributes) as they are in their languages (rows); `in_place`: the plain ones are no more."""
    scaled = logits if in_place else logits.copy()
    for language, scalings in calibration.items():
        mine = languages.are(language)
        for attribute, scaling in scalings.items():
            column = attributes.index(attribute)
            scaled[mine, column] = scaling.slope * logits[mine, column] + scaling.offset
    return scaled


def _are_enough(labels: Floats) -> bool:
    positive = int(is_positive(labels).sum())
    return len(labels) >= LEAST and LEAST_OF_A_KIND <= positive <= len(labels) - LEAST_OF_A_KIND
