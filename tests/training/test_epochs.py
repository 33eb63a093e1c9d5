"""What is learned of a row: its labels, and what follows from them."""

from pathlib import Path

import numpy as np
import pytest

from model.scorer import ATTRIBUTES
from tests.training.corpus import write
from training.epochs import heads_for, taught, taught_column
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
