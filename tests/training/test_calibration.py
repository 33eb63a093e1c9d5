"""Calibration by language: learned where enough is known, of rows that the model did not see."""

from pathlib import Path

import numpy as np
import pytest

from model.calibration import Scaling, calibrated
from model.scorer import ATTRIBUTES
from training.calibration import LEAST, calibrate, calibration_of
from training.categorical import Categorical
from training.metrics import Flags, Floats, calibration_error
from training.rows import Rows
from training.shelf import Shelf
from training.splits import LEARNING, TEST

TOXICITY = ATTRIBUTES.index("toxicity")


def rows_in(folder: Path, languages: dict[str, int], *, fold: int = LEARNING[0], source: str = "talk") -> Rows:
    """So many rows in each language of which nobody was asked anything yet."""
    names = np.repeat(list(languages), list(languages.values())).tolist()
    return Rows(
        Shelf(folder, 8, parts=1, seed=0),
        np.full((len(names), len(ATTRIBUTES)), np.nan, np.float32),
        Categorical.of(f"{source}_{name}" if source == "talk" else source for name in names),
        Categorical.of(names),
        np.full(len(names), fold, np.int8),
        np.zeros(8, np.int64),
        [],
        {},
    )


def rated(rows: Rows, *, slope: float, offset: float, attribute: int = TOXICITY) -> Floats:
    """Logits of the rows, and labels as often yes as the scaled logits say."""
    random = np.random.default_rng(0)
    logits = random.normal(-1, 2, rows.labels.shape).astype(np.float32)
    share = 1 / (1 + np.exp(-(slope * logits[:, attribute] + offset)))
    rows.labels[:, attribute] = random.random(len(share)) < share
    return logits


def references(rows: Rows, language: str = "en") -> dict[str, Flags]:
    return dict.fromkeys(ATTRIBUTES, rows.languages.are(language))


def everything(rows: Rows) -> Flags:
    return np.ones(len(rows.labels), np.bool_)


def test_a_language_gets_the_scaling_that_makes_its_scores_true(tmp_path: Path) -> None:
    rows = rows_in(tmp_path, {"de": 20_000, "en": 10})
    logits = rated(rows, slope=0.5, offset=-1.5)
    calibration = calibration_of(rows, logits, references(rows), everything(rows))
    assert set(calibration) == {"de"}
    assert set(calibration["de"]) == {"toxicity"}
    assert calibration["de"]["toxicity"].slope == pytest.approx(0.5, abs=0.05)
    assert calibration["de"]["toxicity"].offset == pytest.approx(-1.5, abs=0.1)
    truth, plain = rows.labels[:, TOXICITY], 1 / (1 + np.exp(-logits[:, TOXICITY]))
    scaled = 1 / (1 + np.exp(-calibrate(logits, rows.languages, calibration)[:, TOXICITY]))
    assert (calibration_error(truth, scaled) or 0) < 0.02
    assert (calibration_error(truth, plain) or 0) > 0.1


def test_the_language_of_the_references_has_none(tmp_path: Path) -> None:
    rows = rows_in(tmp_path, {"de": 2_000, "en": 2_000})
    logits = rated(rows, slope=0.5, offset=-1.5)
    assert set(calibration_of(rows, logits, references(rows, "en"), everything(rows))) == {"de"}
    assert set(calibration_of(rows, logits, references(rows, "de"), everything(rows))) == {"en"}


def test_few_rows_or_hardly_any_of_a_kind_teach_nothing(tmp_path: Path) -> None:
    few = rows_in(tmp_path / "few", {"de": LEAST - 1, "en": 10})
    assert calibration_of(few, rated(few, slope=1, offset=0), references(few), everything(few)) == {}
    rare = rows_in(tmp_path / "rare", {"de": 5_000, "en": 10})
    assert calibration_of(rare, rated(rare, slope=1, offset=-9), references(rare), everything(rare)) == {}


def test_the_test_fold_what_is_generated_and_what_is_beyond_the_natural_share_do_not_count(tmp_path: Path) -> None:
    held_out = rows_in(tmp_path / "held", {"de": 5_000}, fold=TEST)
    generated = rows_in(tmp_path / "made", {"de": 5_000}, source="synthetic:civil")
    for rows in (held_out, generated):
        nowhere = dict.fromkeys(ATTRIBUTES, np.zeros(5_000, np.bool_))
        assert calibration_of(rows, rated(rows, slope=1, offset=0), nowhere, everything(rows)) == {}
    surplus = rows_in(tmp_path / "surplus", {"de": 5_000})
    nobody = np.zeros(5_000, np.bool_)
    assert calibration_of(surplus, rated(surplus, slope=1, offset=0), references(surplus), nobody) == {}


def test_training_and_serving_scale_alike(tmp_path: Path) -> None:
    rows = rows_in(tmp_path, {"de": 3, "en": 3, "ru": 3})
    calibration = {
        "de": {"toxicity": Scaling(0.5, -1.0), "spam": Scaling(2.0, 0.25)},
        "ru": {"spam": Scaling(1.5, 3.0)},
        "xx": {"toxicity": Scaling(9.0, 9.0)},
    }
    logits = np.random.default_rng(1).normal(0, 3, rows.labels.shape).astype(np.float32)
    trained = 1 / (1 + np.exp(-calibrate(logits, rows.languages, calibration).astype(np.float64)))
    for row, language in enumerate(rows.languages.tolist()):
        plain = dict(zip(ATTRIBUTES, (1 / (1 + np.exp(-logits[row].astype(np.float64)))).tolist(), strict=True))
        served = calibrated(plain, calibration.get(language))
        assert list(served.values()) == pytest.approx(trained[row].tolist(), abs=1e-6)
    scaled = calibrate(logits, rows.languages, calibration)
    assert np.array_equal(scaled[3:6], logits[3:6])
    assert calibrate(logits, rows.languages, calibration, in_place=True) is logits
    assert np.array_equal(scaled, logits)
