"""Going over a corpus: its parts in random order, again and again, with what a learner needs of each row."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any, Final, NamedTuple

import numpy as np
import scipy.sparse as sp  # type: ignore[import-untyped]
from numpy.typing import NDArray

from model.scorer import ATTRIBUTES
from training.ahead import ahead
from training.categorical import Categorical
from training.features import InverseDocumentFrequency, together
from training.heads import LinearHeads
from training.metrics import YES, is_asked
from training.recipe import Recipe, family_of
from training.rows import Rows, Tell

_ALL: Final = slice(None)


class Portion(NamedTuple):
    """One part of the rows in one epoch: the rows' `numbers` and scaled `features` (rows, columns); a `seed` an epoch.

    `groups`: the number of each row's source.
    """

    numbers: NDArray[np.intp]
    features: sp.csr_matrix
    groups: NDArray[np.intp]
    seed: int


def portions(rows: Rows, recipe: Recipe, frequency: InverseDocumentFrequency, tell: Tell) -> Iterator[Portion]:
    """All parts in each of the recipe's epochs, each time in another order, and others of `recipe.untold` rows."""
    epochs = groupby(ahead(_in_order(rows, recipe, frequency)), attrgetter("seed"))
    for epoch, (_, of_epoch) in enumerate(epochs, 1):
        yield from of_epoch
        tell(f"learned {epoch} of {recipe.epochs} times")


def once(rows: Rows, frequency: InverseDocumentFrequency) -> Iterator[tuple[NDArray[np.intp], sp.csr_matrix]]:
    """Every row once, part by part in their order: the rows' numbers and scaled features (rows, columns)."""
    return ahead(_by_part(rows, frequency))


def _in_order(rows: Rows, recipe: Recipe, frequency: InverseDocumentFrequency) -> Iterator[Portion]:
    order = np.random.default_rng(recipe.seed)
    for epoch in range(recipe.epochs):
        for part in order.permutation(rows.shelf.parts):
            numbers = rows.shelf.numbers(part)
            if len(numbers):
                told = order.random(len(numbers)) >= recipe.untold
                features = frequency.transform(together(rows.shelf.take(part), told))
                groups = _groups(rows.sources.part(numbers)).codes.astype(np.intp)
                yield Portion(numbers, features, groups, recipe.seed + epoch)


def _by_part(rows: Rows, frequency: InverseDocumentFrequency) -> Iterator[tuple[NDArray[np.intp], sp.csr_matrix]]:
    for part in range(rows.shelf.parts):
        numbers = rows.shelf.numbers(part)
        if len(numbers):
            yield numbers, frequency.transform(together(rows.shelf.take(part)))


def taught(rows: Rows, recipe: Recipe, numbers: NDArray[np.intp] | slice = _ALL) -> NDArray[np.float32]:
    """The labels (rows, attributes) as they are learned: those of the corpus, and what the recipe says is implied.

    `numbers`: of these rows alone.
    """
    return np.stack([taught_column(rows, recipe, column, numbers) for column in range(len(ATTRIBUTES))], axis=1)


def taught_column(
    rows: Rows, recipe: Recipe, column: int, numbers: NDArray[np.intp] | slice = _ALL
) -> NDArray[np.float32]:
    """One column of `taught`: of millions of rows, all columns are much memory for who needs one."""
    labels = rows.labels[numbers, column].copy()
    implied = {"toxicity": recipe.not_toxic, "spam": recipe.not_spam}.get(ATTRIBUTES[column])
    if implied is None:
        return labels
    no = ~is_asked(labels) & rows.sources.part(numbers).each(family_of).are(*implied)
    if ATTRIBUTES[column] == "toxicity":
        no &= rows.labels[numbers, ATTRIBUTES.index("identity_attack")] < YES
    labels[no] = 0
    return labels


def weigh(
    rows: Rows, recipe: Recipe, believed: Sequence[NDArray[np.floating[Any]]], numbers: NDArray[np.intp]
) -> NDArray[np.float32]:
    """What each label of these rows weighs (rows, columns): as its source does, and as far as it is `believed`."""
    by_source = recipe.weights(rows.sources.names)[rows.sources.codes[numbers], None]
    weights: NDArray[np.float32] = by_source * np.stack([one[numbers] for one in believed], axis=1)
    return weights


def heads_for(columns: Sequence[int], rows: Rows, recipe: Recipe) -> LinearHeads:
    """Heads, untaught, for these columns of labels; those of `recipe.source_intercepts` have one for each source."""
    grouped = [ATTRIBUTES[column] in recipe.source_intercepts for column in columns]
    return LinearHeads(len(columns), alpha=recipe.alpha, groups=len(_groups(rows.sources).names), grouped=grouped)


def _groups(sources: Categorical) -> Categorical:
    # One group for all that is generated: its civil and hateful rows are only told apart by their words.
    return sources.each(family_of)
