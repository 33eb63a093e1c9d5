"""Labels that contradict what others of their source say weigh less."""

from pathlib import Path

import numpy as np
import pytest

from model.scorer import ATTRIBUTES
from tests.training.corpus import rows as lines
from tests.training.corpus import write
from training.features import InverseDocumentFrequency
from training.recipe import Recipe
from training.review import DOUBTED, trust
from training.rows import Rows, gather, with_generated

COLUMNS = range(len(ATTRIBUTES))
TOXICITY, INSULT = ATTRIBUTES.index("toxicity"), ATTRIBUTES.index("insult")
WRONG = range(30)
RECIPE = Recipe(bits=12, epochs=3, synthetic_rows=40)


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """Rows of which some of the first are labelled as what they are not."""
    folder = tmp_path_factory.mktemp("review")
    told = [dict(line) for line in lines(600)]
    talk = [line for line in told if line["source"] == "talk"]
    for line in talk[: len(WRONG)]:
        line["toxicity"] = 1.0 - float(str(line["toxicity"]))
    corpus = write(folder / "corpus.jsonl", [*talk, *(line for line in told if line["source"] != "talk")])
    return gather([corpus], folder / "shelf", RECIPE)


def trusted(rows: Rows, recipe: Recipe = RECIPE) -> np.ndarray[tuple[int, int]]:
    frequency = InverseDocumentFrequency().set_frequencies(rows.frequencies, int(rows.learned.sum()))
    return np.stack(trust(rows, recipe, frequency, COLUMNS, [rows.learned] * len(COLUMNS)), axis=1)


def test_wrong_labels_weigh_less_and_right_ones_as_before(rows: Rows) -> None:
    weights = trusted(rows)[:, TOXICITY]
    doubted = weights == DOUBTED
    wrong = rows.learned & (np.arange(len(doubted)) < len(WRONG))
    # Half of the wrong ones are beyond the middle of what they should be.
    assert doubted[wrong].mean() > 0.3
    assert doubted[~wrong].mean() < 0.03
    assert set(weights.tolist()) == {1.0, DOUBTED}


def test_nothing_else_is_doubted(rows: Rows) -> None:
    weights = trusted(rows)
    generated = np.char.startswith(rows.sources.tolist(), "synthetic")
    assert (np.delete(weights, TOXICITY, axis=1) == 1).all()
    assert (weights[generated] == 1).all()
    assert (weights[~rows.learned] == 1).all()


def test_without_attributes_to_review_all_weigh_alike(rows: Rows) -> None:
    assert (trusted(rows, Recipe(bits=12, epochs=3, reviewed=())) == 1).all()


def test_a_few_labels_are_not_reviewed(tmp_path: Path) -> None:
    few = gather([write(tmp_path / "few.jsonl", lines(30))], tmp_path / "shelf", Recipe(bits=12, synthetic_rows=0))
    assert (trusted(few) == 1).all()


def test_where_only_what_was_generated_was_asked_it_is_not_reviewed(tmp_path: Path) -> None:
    spam = [line for line in lines(600) if line["source"] == "mail"]
    recipe = Recipe(bits=12, epochs=3, synthetic_rows=400)
    rows = gather([write(tmp_path / "spam.jsonl", spam)], tmp_path / "shelf", recipe)
    assert (trusted(with_generated(rows, recipe), recipe) == 1).all()
