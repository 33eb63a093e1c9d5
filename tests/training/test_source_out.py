"""Leave-one-source-out: each source is judged by what never saw it."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.training.corpus import Row, write
from training import source_out_report
from training.corpora import CorpusError
from training.feature_cache import Reading, read_once
from training.recipe import Recipe
from training.source_out import Outside, leave_out, load, save
from training.source_out_report import compare

RECIPE = Recipe(bits=12, alpha=1e-4, epochs=6, synthetic_rows=0, source_weights={})
_ABUSE = ("idiot", "moron", "scum", "dimwit", "imbecile")
_CALM = (
    "the council meets",
    "rain comes late",
    "our bus waits",
    "my mother wrote",
    "the park opened",
    "a reader asked",
)
ROWS = 150


def source(name: str, *, taught: bool = True, language: str = "en", label: str = "toxicity") -> Iterator[Row]:
    """Rows of one source, about half of them abusive; where it is not `taught`, by words that no other has."""
    chance = random.Random(name)  # noqa: S311 - no secret
    for number in range(ROWS):
        abusive = chance.random() < 0.5
        last = (chance.choice(_ABUSE) if abusive else "today") if taught else ("vorrel" if abusive else "quemp")
        text = f"{name} {chance.choice(_CALM)} {chance.choice(_CALM)} {number} {last}"
        yield {"text": text, "source": name, "lang": language, label: float(abusive)}


CORPUS = (
    *source("north"),
    *source("south"),
    *source("own", taught=False),
    *source("fern", language="de"),
    *source("mail", label="spam"),
)


@pytest.fixture(name="corpus", scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("sources") / "corpus.jsonl", CORPUS)


@pytest.fixture(name="reading", scope="module")
def gathered(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Reading:
    folder = tmp_path_factory.mktemp("reading")
    return read_once([corpus], folder / "cache", folder / "shelf", RECIPE)


@pytest.fixture(name="outside", scope="module")
def left_out(reading: Reading) -> list[Outside]:
    return leave_out(reading, RECIPE)


def auc(outside: list[Outside]) -> dict[str, float]:
    return {line.source: line.figure.roc_auc for line in compare(outside, resamples=2).lines}


def test_every_source_that_was_asked_is_left_out_where_others_were(outside: list[Outside]) -> None:
    assert [(one.attribute, one.source, one.language) for one in outside] == [
        ("toxicity", "fern", "de"),
        ("toxicity", "north", "en"),
        ("toxicity", "own", "en"),
        ("toxicity", "south", "en"),
    ]


def test_what_others_teach_is_known_and_what_only_the_source_says_is_not(outside: list[Outside]) -> None:
    found = auc(outside)
    assert found["north"] > 0.9
    assert found["south"] > 0.9
    assert found["own"] < 0.7


def test_the_test_fold_is_neither_learned_from_nor_scored(reading: Reading, outside: list[Outside]) -> None:
    rows = reading.rows
    for one in outside:
        assert len(one.labels) == int((rows.sources.are(one.source) & rows.learned).sum()) < ROWS
    labels = rows.labels.copy()
    labels[~rows.learned] = 1 - labels[~rows.learned]
    turned = Reading(replace(rows, labels=labels), reading.copies)
    again = leave_out(turned, RECIPE)
    assert all((one.logits == other.logits).all() for one, other in zip(outside, again, strict=True))


def test_copies_of_a_source_teach_nothing_about_it(tmp_path: Path) -> None:
    copied = [{**row, "source": "copy"} for row in source("own", taught=False)]
    path = write(tmp_path / "corpus.jsonl", [*CORPUS, *copied])
    reading = read_once([path], tmp_path / "cache", tmp_path / "shelf", RECIPE)
    alone = leave_out(reading, RECIPE, only=["own"])
    assert auc(alone)["own"] < 0.7
    leaking = Reading(reading.rows, {name: np.zeros_like(found) for name, found in reading.copies.items()})
    assert auc(leave_out(leaking, RECIPE, only=["own"]))["own"] > 0.9


def test_weights_reach_the_heads(reading: Reading, outside: list[Outside]) -> None:
    silent = replace(RECIPE, source_weights={"south": 0.0, "fern": 0.0})
    assert auc(leave_out(reading, silent, only=["north"]))["north"] < 0.7
    assert auc(outside)["north"] > 0.9


def test_nothing_to_leave_out_is_told(reading: Reading) -> None:
    with pytest.raises(CorpusError, match="two or more"):
        leave_out(reading, RECIPE, heads=["spam"])
    with pytest.raises(CorpusError, match="elsewhere is none of them"):
        leave_out(reading, RECIPE, only=["elsewhere"])


def test_a_run_is_kept_and_taken_again(outside: list[Outside], tmp_path: Path) -> None:
    save(tmp_path / "run.npz", outside)
    again = load(tmp_path / "run.npz")
    assert [(one.attribute, one.source, one.language) for one in again] == [
        (one.attribute, one.source, one.language) for one in outside
    ]
    assert all((one.logits == other.logits).all() for one, other in zip(outside, again, strict=True))


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04"])
def test_a_file_that_is_no_run_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "run.npz"
    path.write_bytes(content)
    with pytest.raises(CorpusError, match=r"run\.npz is no run to compare with"):
        load(path)


def run(*quality: float, language: str = "en", rows: int = 400) -> list[Outside]:
    """A source for each number: how far apart its positives and negatives are."""
    random_ = np.random.default_rng(0)
    noise = [random_.normal(size=rows) for _ in quality]
    labels = np.arange(rows, dtype=np.float32) % 2
    return [
        Outside("toxicity", f"s{number}", language, labels, np.asarray(own + apart * labels, np.float32))
        for number, (apart, own) in enumerate(zip(quality, noise, strict=True))
    ]


def test_the_mean_is_of_the_english_sources_all_weighing_alike() -> None:
    english, other = run(0.5, 3.0), run(0.0, language="de")
    found = compare([*other, *english])
    (mean,) = found.means
    by_source = {(line.source, line.language): line.figure.roc_auc for line in found.lines}
    assert mean.sources == 2
    assert mean.figure.roc_auc == pytest.approx((by_source["s0", "en"] + by_source["s1", "en"]) / 2)
    assert mean.figure.interval is not None
    assert mean.figure.interval.low < mean.figure.roc_auc < mean.figure.interval.high
    assert mean.better is None


def test_a_better_run_is_told_by_its_difference_and_an_equal_one_is_not() -> None:
    before, after = run(0.5, 1.0), run(1.0, 1.5)
    (mean,) = compare(after, before).means
    assert mean.figure.difference is not None
    assert mean.figure.difference_interval is not None
    assert 0 < mean.figure.difference_interval.low < mean.figure.difference < mean.figure.difference_interval.high
    assert mean.better == 2
    (same,) = compare(before, before).means
    assert (same.figure.difference, same.figure.difference_interval, same.better) == (0, (0, 0), 0)


def test_the_difference_is_more_certain_than_either_figure() -> None:
    (mean,) = compare(run(1.1, 1.1), run(1.0, 1.0)).means
    assert mean.figure.interval is not None
    assert mean.figure.difference_interval is not None
    low, high = mean.figure.difference_interval
    assert high - low < (mean.figure.interval.high - mean.figure.interval.low) / 2


@pytest.mark.parametrize("other", [run(1.0, rows=200), run(1.0), []])
def test_a_run_on_other_rows_is_not_compared_with(other: list[Outside]) -> None:
    with pytest.raises(CorpusError, match="same corpora"):
        compare(run(1.0, 1.0), other)


def test_the_table_has_a_mean_and_a_line_for_each_source() -> None:
    alone, against = compare(run(1.0, 1.0)), compare(run(1.0, 1.0), run(1.0, 0.5))
    assert [row[1] for row in source_out_report.cells(alone)] == ["mean of 2", "s0", "s1"]
    assert source_out_report.cells(against)[0][1] == "mean of 2, better in 1"
    for report in (alone, against):
        assert {len(row) for row in source_out_report.cells(report)} == {len(source_out_report.headings(report))}
    first, _ = source_out_report.as_json(against)["sources"]
    assert (first["source"], first["positives"], first["difference"]["value"]) == ("s0", 200, 0)
    assert "difference" not in source_out_report.as_json(alone)["means"][0]
