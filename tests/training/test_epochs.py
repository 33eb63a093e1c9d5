"""What is learned of a row: its labels, and what follows from them."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from model.lexicon import as_group
from model.scorer import ATTRIBUTES
from tests.training.corpus import write
from training.epochs import heads_for, once, portions, taught, taught_column
from training.features import InverseDocumentFrequency
from training.lexicon import entries_of
from training.recipe import Recipe
from training.rows import Rows, gather

TOXICITY, ATTACK, SPAM = (ATTRIBUTES.index(name) for name in ("toxicity", "identity_attack", "spam"))
LINES = (
    {"text": "the bus is late", "source": "narrow:one", "identity_attack": 0.0},
    {"text": "half of them say so", "source": "narrow", "identity_attack": 0.5},
    {"text": "they are scum", "source": "narrow", "identity_attack": 1.0, "toxicity": 1.0},
    {"text": "an idiot drives it", "source": "narrow", "identity_attack": 0.0, "toxicity": 1.0},
    {"text": "nobody was asked", "source": "narrow", "spam": 0.0},
    {"text": "the bus is here", "source": "wide", "identity_attack": 0.0},
)


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    corpus = write(tmp_path / "corpus.jsonl", LINES)
    return gather([corpus], tmp_path / "shelf", Recipe(bits=10, synthetic_rows=0))


def test_what_is_no_attack_is_learned_as_not_toxic_where_the_recipe_says_so(rows: Rows) -> None:
    before = rows.labels.copy()
    told = taught(rows, Recipe(not_toxic=("narrow",), not_spam=()))[:, TOXICITY]
    assert told[0] == 0
    assert np.isnan(told[[1, 4, 5]]).all()
    assert told[[2, 3]].tolist() == [1, 1]
    assert np.array_equal(rows.labels, before, equal_nan=True)


def test_nothing_else_follows_and_nothing_without_being_named(rows: Rows) -> None:
    assert np.array_equal(taught(rows, Recipe(not_toxic=(), not_spam=())), rows.labels, equal_nan=True)
    others = [ATTACK, SPAM]
    told = taught(rows, Recipe(not_toxic=("narrow", "wide"), not_spam=()))
    assert np.array_equal(told[:, others], rows.labels[:, others], equal_nan=True)


def test_what_nobody_was_asked_about_is_learned_as_no_spam_where_the_recipe_says_so(rows: Rows) -> None:
    told = taught(rows, Recipe(not_toxic=(), not_spam=("narrow",)))
    assert told[:5, SPAM].tolist() == [0] * 5
    assert np.isnan(told[5, SPAM])
    assert np.array_equal(told[:, [TOXICITY, ATTACK]], rows.labels[:, [TOXICITY, ATTACK]], equal_nan=True)


def test_a_comment_that_was_called_spam_is_learned_as_spam(tmp_path: Path) -> None:
    corpus = write(tmp_path / "corpus.jsonl", ({"text": "cheap pills", "source": "narrow", "spam": 1.0},))
    found = gather([corpus], tmp_path / "shelf", Recipe(bits=10, synthetic_rows=0))
    assert taught(found, Recipe(not_spam=("narrow",)))[0, SPAM] == 1


def test_a_column_of_some_rows_is_learned_as_among_all(rows: Rows) -> None:
    recipe, some = Recipe(not_toxic=("narrow", "wide"), not_spam=("narrow",)), np.array([5, 0, 3])
    told = [taught_column(rows, recipe, column, some) for column in range(len(ATTRIBUTES))]
    assert np.array_equal(np.stack(told, axis=1), taught(rows, recipe)[some], equal_nan=True)


def test_only_the_heads_that_the_recipe_names_learn_with_an_intercept_for_each_source(rows: Rows) -> None:
    heads = heads_for([TOXICITY, SPAM], rows, Recipe(source_intercepts=("toxicity",)))
    assert (heads.groups, heads.grouped) == (2, [True, False])


def test_a_part_of_a_source_weighs_as_it_is_named_and_else_as_its_source() -> None:
    recipe = Recipe(source_weights={"wide": 2.0, "wide:two": 3.0})
    assert recipe.weights(["wide", "wide:one", "wide:two", "other", "wide:two"]).tolist() == [2, 2, 3, 1, 3]


@pytest.fixture
def named(tmp_path: Path) -> Rows:
    lines = [
        {"text": f"the armenians next door are {number}", "source": "wide", "toxicity": 0.0} for number in range(60)
    ]
    lexicon = entries_of({as_group("armenians"): 0.5})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("training.rows._lexicon", lambda *_: lexicon)
        return gather([write(tmp_path / "corpus.jsonl", lines)], tmp_path / "named", Recipe(bits=10, synthetic_rows=0))


def said(rows: Rows, untold: float, epochs: int = 1) -> list[set[int]]:
    """Of each epoch, the rows in which it is known who is spoken of."""
    frequency = InverseDocumentFrequency().set_frequencies(rows.frequencies, len(rows.labels))
    whole = {int(row): features[at].nnz for row, at, features in _each(once(rows, frequency))}
    recipe = Recipe(bits=10, epochs=epochs, untold=untold)
    found: list[set[int]] = [set() for _ in range(epochs)]
    for portion in portions(rows, recipe, frequency, lambda _: None):
        told = portion.features.getnnz(axis=1) == [whole[row] for row in portion.numbers.tolist()]
        found[portion.seed - recipe.seed].update(portion.numbers[told].tolist())
    return found


def _each(parts: Iterable[tuple[NDArray[np.intp], Any]]) -> Iterator[tuple[int, int, Any]]:
    return ((int(row), at, features) for numbers, features in parts for at, row in enumerate(numbers))


def test_some_rows_are_learned_as_if_nobody_knew_who_is_spoken_of_and_others_each_time(named: Rows) -> None:
    everyone = set(range(60))
    assert said(named, 0) == [everyone]
    assert said(named, 1) == [set()]
    first, second = said(named, 0.5, epochs=2)
    assert set() < first < everyone
    assert first != second
