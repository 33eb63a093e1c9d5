"""Going over a corpus: its parts in random order, again and again, with what a learner needs of each row."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp  # type: ignore[import-untyped]
from numpy.typing import NDArray

from model.scorer import ATTRIBUTES
from training.features import InverseDocumentFrequency
from training.heads import LinearHeads
from training.metrics import YES, is_asked
from training.recipe import Recipe, family_of
from training.rows import Rows, Tell


class Portion(NamedTuple):
    """One part of the rows in one epoch: the rows' `numbers` and scaled `features` (rows, columns); a `seed` an epoch.

    `groups`: the number of each row's source.
    """

    numbers: NDArray[np.intp]
    features: sp.csr_matrix
    groups: NDArray[np.intp]
    seed: int


def portions(rows: Rows, recipe: Recipe, frequency: InverseDocumentFrequency, tell: Tell) -> Iterator[Portion]:
    """All parts in each of the recipe's epochs, each time in another order."""
    _, groups = _groups(rows)
    order = np.random.default_rng(recipe.seed)
    for epoch in range(recipe.epochs):
        for part in order.permutation(rows.shelf.parts):
            numbers = rows.shelf.numbers(part)
            if len(numbers):
                features = frequency.transform(rows.shelf.take(part))
                yield Portion(numbers, features, groups[numbers], recipe.seed + epoch)
        tell(f"learned {epoch + 1} of {recipe.epochs} times")


def once(rows: Rows, frequency: InverseDocumentFrequency) -> Iterator[tuple[NDArray[np.intp], sp.csr_matrix]]:
    """Every row once, part by part in their order: the rows' numbers and scaled features (rows, columns)."""
    for part in range(rows.shelf.parts):
        numbers = rows.shelf.numbers(part)
        if len(numbers):
            yield numbers, frequency.transform(rows.shelf.take(part))


def taught(rows: Rows, recipe: Recipe) -> NDArray[np.float32]:
    """The labels (rows, attributes) as they are learned: those of the corpus, and what the recipe says is implied."""
    toxicity, attack, spam = (ATTRIBUTES.index(name) for name in ("toxicity", "identity_attack", "spam"))
    labels = rows.labels.copy()
    families = [family_of(source) for source in rows.sources.tolist()]
    unattacked = np.isin(families, recipe.not_toxic) & (labels[:, attack] < YES)
    labels[unattacked & ~is_asked(labels[:, toxicity]), toxicity] = 0
    labels[np.isin(families, recipe.not_spam) & ~is_asked(labels[:, spam]), spam] = 0
    return labels


def heads_for(columns: Sequence[int], rows: Rows, recipe: Recipe) -> LinearHeads:
    """Heads, untaught, for these columns of labels; those of `recipe.source_intercepts` have one for each source."""
    grouped = [ATTRIBUTES[column] in recipe.source_intercepts for column in columns]
    groups = len(_groups(rows)[0]) if any(grouped) else 0
    return LinearHeads(len(columns), alpha=recipe.alpha, groups=groups, grouped=grouped)


def _groups(rows: Rows) -> tuple[NDArray[np.str_], NDArray[np.intp]]:
    # One group for all that is generated: its civil and hateful rows are only told apart by their words.
    return np.unique([family_of(source) for source in rows.sources.tolist()], return_inverse=True)
