"""A corpus is read once, and anew only where something about it changed."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.training.corpus import rows, write
from training import feature_cache
from training.corpora import CorpusError
from training.feature_cache import CODE, Reading, read_once
from training.recipe import Recipe
from training.rows import gather

RECIPE = Recipe(bits=10, synthetic_rows=20)
CORPUS = [*rows(60), {"text": "rain waits today, you imbecile of a council", "source": "copy", "toxicity": 1.0}]


@pytest.fixture(name="corpus")
def written(tmp_path: Path) -> Path:
    talk = {"text": "rain waits today, you imbecile of a council!", "source": "talk", "toxicity": 1.0}
    return write(tmp_path / "corpus.jsonl", [*CORPUS, talk])


def taken(corpus: Path, name: str, recipe: Recipe = RECIPE) -> tuple[Reading, list[str]]:
    """A reading with the cache beside the corpus, on a shelf of that name, and what was told."""
    told: list[str] = []
    return read_once([corpus], corpus.parent / "cache", corpus.parent / name, recipe, tell=told.append), told


def counts(reading: Reading) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    shelf = reading.rows.shelf
    return np.concatenate([shelf.take(part).toarray() for part in range(shelf.parts)])


def test_the_second_reading_is_the_first_without_reading(corpus: Path) -> None:
    (first, told), (second, told_again) = taken(corpus, "one"), taken(corpus, "two")
    assert any("read 62 comments" in line for line in told)
    assert not any("comments" in line for line in told_again)
    assert (counts(first) == counts(second)).all()
    assert np.array_equal(first.rows.labels, second.rows.labels, equal_nan=True)
    assert first.rows.licences == second.rows.licences
    assert {name: found.tolist() for name, found in first.copies.items()} == {
        name: found.tolist() for name, found in second.copies.items()
    }


def test_what_is_kept_is_what_is_gathered_without_a_cache(corpus: Path) -> None:
    reading, _ = taken(corpus, "one")
    gathered = gather([corpus], corpus.parent / "gathered", RECIPE)
    assert (counts(reading) == counts(Reading(gathered, {}))).all()
    assert (reading.rows.frequencies == gathered.frequencies).all()
    assert reading.rows.sources.tolist() == gathered.sources.tolist()


def test_copies_between_sources_are_known_and_what_is_generated_copies_nothing(corpus: Path) -> None:
    reading, _ = taken(corpus, "one")
    assert set(reading.copies) == {"talk", "mail", "copy"}
    assert np.flatnonzero(reading.copies["copy"]).tolist() == [61]
    assert np.flatnonzero(reading.copies["talk"]).tolist() == [60]
    assert all(len(found) == 62 + 20 for found in reading.copies.values())


def test_generated_rows_are_written_anew_for_each_recipe(corpus: Path) -> None:
    taken(corpus, "one")
    more, told = taken(corpus, "two", Recipe(bits=10, synthetic_rows=50))
    assert (len(more.rows.sources), more.rows.shelf.rows) == (112, 112)
    assert not any("comments" in line for line in told)


def test_another_corpus_another_table_and_another_seed_are_read_anew(corpus: Path) -> None:
    for number, recipe in enumerate((RECIPE, Recipe(bits=11, synthetic_rows=0), Recipe(bits=10, seed=1))):
        assert any("comments" in line for line in taken(corpus, f"shelf{number}", recipe)[1]), recipe
    write(corpus, CORPUS)
    assert any("read 61 comments" in line for line in taken(corpus, "other")[1])


def test_readings_that_nobody_used_lately_are_removed(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feature_cache, "_KEPT", 2)
    (corpus.parent / "cache").mkdir()
    mine = write(corpus.parent / "cache" / "of somebody else", [])
    for seed in (1, 2, 3):
        taken(corpus, f"shelf{seed}", Recipe(bits=10, synthetic_rows=0, seed=seed))
    assert len(list((corpus.parent / "cache").iterdir())) == 3
    assert mine.is_file()
    assert not any("comments" in line for line in taken(corpus, "again", Recipe(bits=10, synthetic_rows=0, seed=3))[1])


def test_nothing_is_kept_of_a_corpus_that_is_none(tmp_path: Path) -> None:
    broken = write(tmp_path / "broken.jsonl", [{"text": "x", "toxicity": 7}])
    with pytest.raises(CorpusError, match="toxicity"):
        read_once([broken], tmp_path / "cache", tmp_path / "shelf", RECIPE)
    assert list((tmp_path / "cache").iterdir()) == []


def test_all_code_that_reads_a_corpus_is_watched() -> None:
    asked = (
        "import sys, model.features, model.hashing, model.text; print(*(n for n in sys.modules if n[:6] == 'model.'))"
    )
    shown = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout  # noqa: S603
    root = Path(feature_cache.__file__).parents[1]
    watched = {file.relative_to(root) for one in CODE for file in root.glob(one)}
    # What a policy says is read with the comment's fields, and changes no feature; nor does what is compiled.
    others = {Path(f"model/{name}") for name in ("policy", "curves", "findings", "compilation")}
    read = {Path(name.replace(".", "/")) for name in shown.split()} - others
    assert read <= {path.with_name(path.name.partition(".")[0]) for path in watched}
