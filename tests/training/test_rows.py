"""A corpus is read as well by other processes as by this one."""

from pathlib import Path

import numpy as np
import pytest

import training.lexicon
import training.rows
from tests.training.corpus import rows, write
from training.recipe import Recipe
from training.rows import Rows, read_rows


@pytest.mark.usefixtures("_of_few_texts")
def test_other_processes_read_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = [{**row, "author_name": f"Writer {number}"} for number, row in enumerate(rows(200, seed=1))]
    corpora = [write(tmp_path / f"{name}.jsonl", lines) for name, lines in (("plain", rows(200)), ("named", named))]
    monkeypatch.setattr(training.rows, "_BESIDE", 0)
    here = read_rows(corpora, tmp_path / "here", Recipe(bits=12))
    monkeypatch.setattr(training.rows, "_BESIDE", 2)
    monkeypatch.setattr(training.rows, "_MANY_ROWS", 0)
    there = read_rows(corpora, tmp_path / "there", Recipe(bits=12))
    assert here.lexicon
    assert here.lexicon == there.lexicon
    assert (here.frequencies == there.frequencies).all()
    assert np.array_equal(here.labels, there.labels, equal_nan=True)
    assert (here.folds == there.folds).all()
    assert (_counts(here) == _counts(there)).all()


@pytest.fixture
def _of_few_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training.lexicon, "FEWEST_TEXTS", 1)


def _counts(read: Rows) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return np.concatenate([read.shelf.take(part).toarray() for part in range(read.shelf.parts)])
