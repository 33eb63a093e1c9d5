"""The promises on a source that was left out: nearly kept where others teach what it says, broken where not."""

import json
import random
from collections.abc import Iterator

import pytest

from tests.training.corpus import Row, write
from training import promises_abroad
from training.corpora import CorpusError
from training.feature_cache import Reading, read_once
from training.promises import Promise
from training.promises_abroad import Abroad, keep_promises
from training.recipe import Recipe

ROWS = 500
RECIPE = Recipe(
    bits=12,
    alpha=1e-4,
    epochs=6,
    synthetic_rows=0,
    source_weights={},
    reference={"abuse": ("home",), "spam": ("mail",)},
    promise=Promise(max_wrong_rejects=0.2, max_missed=0.03),
)
_CALM = ("the council meets", "rain comes late", "our bus waits", "my mother wrote", "the park opened", "I asked")


def source(name: str, yes: tuple[str, ...], no: tuple[str, ...], label: str = "toxicity") -> Iterator[Row]:
    """Rows of one source: a third of them end with a word of `yes`, the others with one of `no`."""
    chance = random.Random(name)  # noqa: S311 - no secret
    for number in range(ROWS):
        bad = chance.random() < 1 / 3
        text = f"{chance.choice(_CALM)} {chance.choice(_CALM)} {name} {number} {chance.choice(yes if bad else no)}"
        yield {"text": text, "source": name, "lang": "en", label: float(bad)}


ABUSE, FINE, OFFER = ("idiot", "moron"), ("today", "again"), ("casino", "pills")
CORPUS = (
    *source("home", ABUSE, FINE),
    *source("like", ABUSE, FINE),
    *source("odd", ("vorrel", "quemp"), ("moron", "again")),
    *source("mail", OFFER, FINE, "spam"),
    *source("chat", OFFER, FINE, "spam"),
    *({**row, "source": "fern", "lang": "de"} for row in source("fern", ABUSE, FINE)),
)


@pytest.fixture(name="reading", scope="module")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    folder = tmp_path_factory.mktemp("promises")
    corpus = write(folder / "corpus.jsonl", CORPUS)
    return read_once([corpus], folder / "cache", folder / "shelf", RECIPE)


@pytest.fixture(name="found", scope="module")
def held(reading: Reading) -> dict[str, Abroad]:
    return {one.source: one for one in keep_promises(reading, RECIPE)}


def test_every_english_source_is_left_out_with_what_it_was_asked(found: dict[str, Abroad]) -> None:
    assert {name: one.family for name, one in found.items()} == {
        "chat": "spam",
        "home": "abuse",
        "like": "abuse",
        "mail": "spam",
        "odd": "abuse",
    }


def test_little_is_missed_where_others_teach_what_the_source_says(found: dict[str, Abroad]) -> None:
    like = found["like"]
    assert like.confirmation.rejects_kept
    assert (like.confirmation.missed.seen.value or 0) < 0.3
    assert like.roc_auc is not None
    assert like.roc_auc > 0.95
    assert like.calibration_error is not None
    assert like.calibration_error < 0.2


def test_promises_break_where_nothing_else_says_what_the_source_says(found: dict[str, Abroad]) -> None:
    odd = found["odd"]
    assert not odd.confirmation.missed_kept
    assert (odd.confirmation.missed.seen.value or 0) > 0.7
    assert odd.roc_auc is not None
    assert odd.roc_auc < 0.7
    (row,) = promises_abroad.cells([odd])
    assert "missed" in row[-1]


def test_a_source_that_others_are_calibrated_on_is_left_out_like_any(found: dict[str, Abroad]) -> None:
    assert (found["home"].roc_auc or 0) > 0.95
    assert (found["mail"].roc_auc or 0) > 0.95


def test_every_line_is_told_in_words_and_in_json(found: dict[str, Abroad]) -> None:
    rows = promises_abroad.cells(list(found.values()))
    assert {len(row) for row in rows} == {len(promises_abroad.HEADINGS)}
    told = json.loads(json.dumps(promises_abroad.as_json(list(found.values()))))
    assert {one["source"] for one in told if not one["missed_kept"]} >= {"odd"}


def test_only_what_can_be_left_out_is(reading: Reading) -> None:
    with pytest.raises(CorpusError, match="can be left out"):
        keep_promises(reading, RECIPE, only=["fern"])
