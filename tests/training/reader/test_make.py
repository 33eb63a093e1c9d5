"""From a corpus and an encoder to a reader's bundle that serves, measured on rows that nobody learned from."""

import json
from pathlib import Path

import numpy as np
import pytest

from model.bundle import CARD, Bundle, BundleError, load
from model.reader.bundle import HEADS
from model.reader.encoder import Encoder
from model.reader.reader import load as load_reader
from model.scorer import ATTRIBUTES
from model.text import Text
from tests.model.reader.readers import PIECES, TOKENS, heads_between, write_encoder
from tests.training.corpus import rows, write
from training.make import make
from training.reader.make import ROWS, make_reader
from training.reader.measure import Measured
from training.reader.recipe import ReaderRecipe
from training.recipe import Recipe
from training.splits import fold_of

pytest.importorskip("onnxruntime")

RECIPE = Recipe(
    bits=12,
    alpha=1e-4,
    epochs=2,
    folds_out=2,
    synthetic_rows=0,
    rehearsal_rows=60,
    reference={"abuse": ("talk",), "spam": ("mail",)},
)
READER = ReaderRecipe(
    tokens=TOKENS,
    shares={"talk": 2.0, "mail": 1.0},
    read_at_most=0.5,
    other_limits=(0.0, 1.0),
)
WORDS = ("idiot", "moron", "scum", "dimwit", "filthy", "liar", "imbecile", "casino", "pills", "cash", "coins", "crypto")
PEOPLE = ("kurds", "jews", "foreigners")
CORPUS = rows(1_500)
ABUSIVE, CALM = Text("the council meets today, you idiot (12)"), Text("the council meets today (12)")
LEARNED = {"mail": 20, "talk": 40}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("made")


@pytest.fixture(scope="module")
def first(folder: Path) -> Bundle:
    return make([write(folder / "corpus.jsonl", CORPUS)], folder / "models", "v1", recipe=RECIPE)[0]


@pytest.fixture(scope="module")
def encoder(folder: Path) -> Path:
    place = folder / "encoder"
    place.mkdir()
    write_encoder(place, (*PIECES, *WORDS, *PEOPLE))
    reads = Encoder(place, TOKENS, {})
    np.save(place / HEADS, heads_between(reads.vector(CALM), reads.vector(ABUSIVE)))
    (place / ROWS).write_text(json.dumps(LEARNED), "utf-8")
    return place


@pytest.fixture(scope="module")
def made(folder: Path, first: Bundle, encoder: Path) -> tuple[Path, Measured]:
    return make_reader(
        [folder / "corpus.jsonl"], encoder, first, folder / "readers", "r1", recipe=RECIPE, reader=READER
    )


def test_it_loads_and_tells_abuse_from_what_is_none(made: tuple[Path, Measured], first: Bundle) -> None:
    reader = load_reader(made[0])
    assert (reader.version, reader.manifest.beside) == ("r1", first.version)
    both = [reader.together(first.score(one), reader.logits(one))["toxicity"] for one in (ABUSIVE, CALM)]
    assert both[0] > 0.5 > both[1]


def test_it_does_not_read_which_group_of_people_is_named(made: tuple[Path, Measured]) -> None:
    reader = load_reader(made[0])
    kurds, jews, liars = (reader.logits(Text(f"the {many} meet today")) for many in ("kurds", "jews", "liar"))
    assert kurds == jews != liars
    assert "Groups of people" in (made[0] / CARD).read_text("utf-8")


def test_its_thresholds_and_their_curves_are_of_every_attribute(made: tuple[Path, Measured]) -> None:
    reader = load_reader(made[0])
    assert set(reader.thresholds) == set(reader.curves) == set(ATTRIBUTES)
    assert reader.thresholds["toxicity"].queue_at is not None


def test_it_tells_what_its_encoder_learned_from(made: tuple[Path, Measured]) -> None:
    assert load_reader(made[0]).manifest.rows == LEARNED


def test_it_is_measured_where_nobody_learned_and_the_curve_goes_from_nowhere_to_everywhere(
    made: tuple[Path, Measured],
) -> None:
    measured = made[1]
    (toxicity,) = [one for one in measured.rankings if (one.source, one.attribute) == ("talk", "toxicity")]
    held_out = [line for line in CORPUS if line["source"] == "talk" and fold_of([str(line["text"])])[0] == 0]
    assert toxicity.rows == len(held_out)
    assert min(toxicity.first, toxicity.both) > 0.95
    assert [point.limit for point in measured.curve] == [0.0, 0.5, 1.0]
    assert measured.curve[0].read == 0.0
    assert measured.chosen is measured.curve[1]


def test_its_card_tells_sources_rankings_and_the_curve_but_no_text(made: tuple[Path, Measured]) -> None:
    card = (made[0] / CARD).read_text("utf-8")
    for told in (
        "Beside the first reader v1",
        "| talk |",
        "| toxicity | talk |",
        "| 0% |",
        "| 50% (serves) |",
    ):
        assert told in card
    assert "council" not in card


def test_the_same_recipe_makes_the_same_reader(
    made: tuple[Path, Measured], folder: Path, first: Bundle, encoder: Path
) -> None:
    again, _ = make_reader(
        [folder / "corpus.jsonl"], encoder, first, folder / "readers", "r2", recipe=RECIPE, reader=READER
    )
    assert np.array_equal(np.load(again / "heads.npy"), np.load(made[0] / "heads.npy"))
    assert load_reader(again).manifest.combinations == load_reader(made[0]).manifest.combinations


def test_a_reader_may_be_fitted_again_with_the_encoder_that_it_has(
    made: tuple[Path, Measured], folder: Path, first: Bundle
) -> None:
    again, _ = make_reader(
        [folder / "corpus.jsonl"], made[0], first, folder / "readers", "r5", recipe=RECIPE, reader=READER
    )
    assert load_reader(again).manifest.rows == LEARNED
    assert load_reader(again).manifest.combinations == load_reader(made[0]).manifest.combinations


def test_a_version_that_exists_is_refused_before_anything_is_read(
    made: tuple[Path, Measured], folder: Path, first: Bundle, encoder: Path
) -> None:
    with pytest.raises(BundleError, match="exists"):
        make_reader([folder / "none"], encoder, first, made[0].parent, "r1", recipe=RECIPE, reader=READER)


def test_a_folder_without_an_encoder_is_refused(folder: Path, first: Bundle) -> None:
    with pytest.raises(BundleError, match="holds no encoder"):
        make_reader([folder / "none"], folder, first, folder / "readers", "r3", recipe=RECIPE, reader=READER)


def test_an_encoder_without_heads_is_refused(folder: Path, first: Bundle, tmp_path: Path) -> None:
    write_encoder(tmp_path, PIECES)
    with pytest.raises(BundleError, match=HEADS):
        make_reader([folder / "corpus.jsonl"], tmp_path, first, folder / "readers", "r4", recipe=RECIPE, reader=READER)


def test_the_first_reader_is_unchanged(first: Bundle) -> None:
    assert load(first.folder).version == "v1"
