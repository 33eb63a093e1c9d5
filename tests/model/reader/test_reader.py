"""The second reader's bundle is verified before it is read, and what it says goes with what the first one said."""

import math
import shutil
from pathlib import Path

import numpy as np
import pytest

from model.bundle import MANIFEST, BundleError
from model.bundle import load as load_bundle
from model.curves import Curve
from model.policy import Threshold
from model.reader.bundle import ENCODER, HEADS, VOCABULARY, Band, Combination
from model.reader.reader import Beside, load
from model.text import Text
from tests.model.bundles import make_bundle
from tests.model.reader.readers import LOGIT, fake_reader, make_reader

pytest.importorskip("onnxruntime")


@pytest.fixture(scope="module")
def shared_reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_reader(tmp_path_factory.mktemp("readers"))


@pytest.fixture
def reader_folder(shared_reader: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(shared_reader, tmp_path / "reader"))


def test_it_reads_what_it_was_made_to_read(shared_reader: Path) -> None:
    reader = load(shared_reader)
    assert reader.version == "reader-1"
    assert reader.logits(Text("FOUL")) == pytest.approx([LOGIT] * 7, abs=1e-3)
    assert reader.logits(Text("kind")) == pytest.approx([-LOGIT] * 7, abs=1e-3)


@pytest.mark.parametrize("name", [ENCODER, VOCABULARY, HEADS, MANIFEST])
def test_any_file_that_is_not_as_it_was_saved_is_refused_unread(reader_folder: Path, name: str) -> None:
    path = reader_folder / name
    written = bytearray(path.read_bytes())
    written[len(written) // 2] ^= 1
    path.write_bytes(written)
    with pytest.raises(BundleError, match=name):
        load(reader_folder)


@pytest.mark.parametrize("name", [ENCODER, VOCABULARY, HEADS, MANIFEST])
def test_a_file_that_is_missing_is_named(reader_folder: Path, name: str) -> None:
    (reader_folder / name).unlink()
    with pytest.raises(BundleError, match=name):
        load(reader_folder)


def test_heads_that_do_not_fit_the_encoder_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.model.reader.readers.heads_between", lambda *_: np.zeros((7, 3), np.float32))
    with pytest.raises(BundleError, match="do not fit"):
        load(make_reader(tmp_path))


def test_scores_that_are_no_numbers_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.model.reader.readers.heads_between", lambda *_: np.full((7, 9), np.nan, np.float32))
    with pytest.raises(BundleError, match="no numbers"):
        load(make_reader(tmp_path))


@pytest.mark.parametrize(
    ("scores", "language", "expected"),
    [
        ({"toxicity": 0.5, "spam": 0.01}, "en", True),
        ({"toxicity": 0.2, "spam": 0.01}, "en", True),
        ({"toxicity": 0.8, "spam": 0.01}, "en", True),
        ({"toxicity": 0.81, "spam": 0.01}, "en", False),
        ({"toxicity": 0.19, "spam": 0.01}, "en", False),
        ({"toxicity": 0.01, "spam": 0.3}, "en", True),
        ({"toxicity": math.nan}, "en", False),
        ({"unwanted": 0.5}, "en", False),
        ({}, "en", False),
        ({"toxicity": 0.5}, "de", False),
    ],
)
def test_it_is_asked_where_the_first_is_unsure_in_a_language_it_knows(
    *, scores: dict[str, float], language: str, expected: bool
) -> None:
    assert fake_reader(lambda _: 0.0).is_asked(scores, language) is expected


def test_both_say_one_thing_together_and_what_the_second_does_not_know_stays() -> None:
    reader = fake_reader(lambda _: 0.0, combinations={"toxicity": Combination(0.5, 2.0, -1.0)})
    together = reader.together({"toxicity": 0.9, "spam": 0.3, "unwanted": 0.4}, [1.5] * 7)
    logit = 0.5 * math.log(0.9 / 0.1) + 2.0 * 1.5 - 1.0
    assert together == pytest.approx({"toxicity": 1 / (1 + math.exp(-logit)), "spam": 0.3, "unwanted": 0.4})
    assert list(together) == ["toxicity", "spam", "unwanted"]


def test_what_is_not_read_again_is_queued_from_the_level_of_both_and_rejected_by_the_first(tmp_path: Path) -> None:
    first = {"toxicity": Threshold(0.4, 0.9), "spam": Threshold(0.5, 0.2), "unwanted": Threshold(0.6, 0.7)}
    curve = Curve(reject_at=((0.02, 0.9),), queue_at=((0.1, 0.4),), missed_from=0.05)
    bundle = load_bundle(make_bundle(tmp_path, words={}, thresholds=first, curves={"toxicity": curve}))
    both = {"toxicity": Threshold(0.3, 0.6), "spam": Threshold(0.5, None)}
    level = Curve(reject_at=((0.02, 0.6),), queue_at=((0.1, 0.3),), missed_from=0.06)
    beside = Beside(bundle, fake_reader(lambda _: 0.0, thresholds=both, threshold_curves={"toxicity": level}))
    assert beside.thresholds == {
        "toxicity": Threshold(0.3, 0.9),
        "spam": Threshold(0.2, 0.2),  # what the first rejects is no less than queued
        "unwanted": Threshold(0.6, 0.7),
    }
    assert beside.curves == {"toxicity": Curve(((0.02, 0.9),), ((0.1, 0.3),), 0.06)}


def test_where_the_first_is_unsure_both_serve_what_they_say_together_and_else_what_it_says(
    tmp_path: Path,
) -> None:
    bundle = load_bundle(make_bundle(tmp_path, words={"rat": {"toxicity": 6.0}}))
    beside = Beside(bundle, fake_reader(lambda _: 2.0, bands={"toxicity": Band(0.8, 1.0)}))
    calm, unsure = Text("hello"), Text("rat")
    first = bundle.score(unsure, language="en")
    assert beside.score(unsure, "en") == beside.reader.together(first, [2.0] * 7) != first
    assert beside.score(unsure, "de") == first
    assert beside.score(calm, "en") == bundle.score(calm, language="en")


def test_a_bundle_tells_which_words_are_read_as_which(tmp_path: Path) -> None:
    reader = load(make_reader(tmp_path, groups={"foul": ("danes", "kurds")}))
    danes, kurds, foul, others = (reader.logits(Text(word)) for word in ("danes", "kurds", "foul", "others"))
    assert danes == kurds == foul != others


@pytest.mark.parametrize("score", [0.0, 1.0, 1e-300, 1 - 1e-16])
def test_a_first_reader_that_is_as_sure_as_can_be_is_still_added_to(score: float) -> None:
    (found,) = fake_reader(lambda _: 0.0).together({"toxicity": score}, [1e6] * 7).values()
    assert found == pytest.approx(1.0)
