"""Labels that are likely wrong weigh less: those that models which never saw them contradict.

As in confident learning (Northcutt et al. 2021, https://arxiv.org/abs/1911.00068), what is likely is told by each
source's own scores: a no that scores above the middle of the source's yes, or a yes that scores below that of its no.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.scorer import ATTRIBUTES
from training.categorical import Categorical
from training.epochs import heads_for, once, portions, taught_column
from training.features import InverseDocumentFrequency
from training.heads import Part
from training.metrics import Flags, Floats, is_asked, is_positive
from training.recipe import SYNTHETIC, Recipe, family_of
from training.rows import Rows

DOUBTED: Final = 0.25
"""What a label weighs that is contradicted; as a moderator's verdict that is in doubt does."""
_EPOCHS: Final = 4
_ENOUGH: Final = 20
"""How many of each answer a source must have to tell what is usual for it."""
_HALVES: Final = 2


def trust(
    rows: Rows, recipe: Recipe, frequency: InverseDocumentFrequency, columns: Sequence[int], learned: Sequence[Flags]
) -> list[NDArray[np.float16]]:
    """What each label weighs, by column (rows): 1, or `DOUBTED` where a model of the other half contradicts it.

    A model learns from what is `learned` (rows) of its column. Only attributes that the recipe reviews are doubted, and
    nothing that was generated: its labels are what it says. A column that nobody doubts takes no memory.
    """
    weights = [np.broadcast_to(np.float16(1), rows.shelf.rows)] * len(columns)
    families = rows.sources.each(family_of)
    is_real = ~families.are(SYNTHETIC)
    reviewed = [
        place
        for place, column in enumerate(columns)
        if ATTRIBUTES[column] in recipe.reviewed
        and is_asked(rows.labels[learned[place] & is_real, column]).sum() >= _HALVES * _ENOUGH
    ]
    if reviewed:
        masks = [learned[place] & is_real for place in reviewed]
        doubtful = [columns[place] for place in reviewed]
        logits = _logits(rows, recipe, frequency, doubtful, masks)
        for at, place in enumerate(reviewed):
            labels = taught_column(rows, recipe, columns[place])
            found = _contradicted(logits[:, at], labels, families, masks[at])
            weights[place] = np.where(found, np.float16(DOUBTED), np.float16(1))
    return weights


def _logits(
    rows: Rows, recipe: Recipe, frequency: InverseDocumentFrequency, columns: Sequence[int], masks: Sequence[Flags]
) -> NDArray[np.float32]:
    """Logits (rows, columns) by the model of the other half."""
    half = np.random.default_rng(recipe.seed).integers(_HALVES, size=rows.shelf.rows).astype(np.uint8)
    heads = heads_for([*columns] * _HALVES, rows, recipe)
    weights = recipe.weights(rows.sources.names)
    short = replace(recipe, epochs=min(_EPOCHS, recipe.epochs))
    for numbers, features, groups, seed in portions(rows, short, frequency, lambda _: None):
        kept = np.stack([mask[numbers] & (half[numbers] == one) for one in range(_HALVES) for mask in masks], axis=1)
        labels = np.stack([taught_column(rows, recipe, column, numbers) for column in columns], axis=1)
        weighed = weights[rows.sources.codes[numbers], None] * kept
        part = Part(features, np.tile(labels, _HALVES), weighed, groups)
        heads.learn(part, seed=seed, jobs=2)
    heads.finish()
    logits = np.zeros((rows.shelf.rows, len(columns)), np.float32)
    for numbers, features in once(rows, frequency):
        told = heads.decision_function(features).reshape(len(numbers), _HALVES, len(columns))
        logits[numbers] = told[np.arange(len(numbers)), 1 - half[numbers]]
    return logits


def _contradicted(logits: Floats, labels: Floats, families: Categorical, mask: Flags) -> Flags:
    found = np.zeros(len(logits), np.bool_)
    known, positive = mask & is_asked(labels), is_positive(labels)
    for family in families.names:
        here = known & families.are(family)
        yes, no = here & positive, here & ~positive
        if min(yes.sum(), no.sum()) >= _ENOUGH:
            found |= (no & (logits >= np.median(logits[yes]))) | (yes & (logits <= np.median(logits[no])))
    return found
