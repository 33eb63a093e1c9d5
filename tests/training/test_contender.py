"""A model as the gate sees it says what the service says, in every language."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine

from benchmarks.judged_site import site_with
from model.bundle import MANIFEST, Bundle, Manifest, load, save
from model.calibration import Scaling
from model.policy import Policy
from model.text import read
from tests.training.corpus import rows
from tests.training.house import arrived, registry_of
from training.challenger import contender_of
from training.compile import PARITY
from training.features import HashedWords
from training.rehearsal import rehearsal_of
from training.retrain import retrain

CALIBRATION = {"de": {"toxicity": Scaling(0.5, -1.0), "spam": Scaling(2.0, 0.25)}}


@pytest.fixture(scope="module")
def calibrated(base: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """The tiny model, with a calibration of German."""

    def write(draft: Path) -> None:
        for path in base.folder.iterdir():
            if path.name != MANIFEST:
                shutil.copyfile(path, draft / path.name)

    def manifest(digests: Mapping[str, str]) -> Manifest:
        changes = {"version": "base-de", "calibration": CALIBRATION, "digests": dict(digests)}
        return base.manifest.model_copy(update=changes)

    return load(save(tmp_path_factory.mktemp("calibrated"), "base-de", write, manifest))


def test_a_contender_scores_each_language_as_the_service_does(calibrated: Bundle) -> None:
    contender = contender_of(calibrated, Policy())
    texts = [str(row["text"]) for row in rows(20, seed=5)]
    counts = HashedWords(calibrated.manifest.features.bits).transform(texts)
    languages = np.asarray(["de", "en"] * 10)
    said = contender.say(counts, languages).scores
    for row, (text, language) in enumerate(zip(texts, languages.tolist(), strict=True)):
        served = list(calibrated.score(read(text), language=language).values())
        assert np.abs(said[row] - served).max() <= PARITY
    plain = contender.say(counts).scores
    assert np.array_equal(plain[1::2], said[1::2])
    assert not np.allclose(plain[::2], said[::2])


def test_a_rehearsal_knows_its_languages(calibrated: Bundle) -> None:
    rehearsal = rehearsal_of(calibrated)
    assert rehearsal.languages.tolist() == ["en"] * len(rehearsal.sources)


def test_retraining_carries_the_calibration_over(sqlite_engine: Engine, calibrated: Bundle, tmp_path: Path) -> None:
    registry = registry_of(calibrated, tmp_path / "models")
    done = retrain(sqlite_engine, registry, site_with(sqlite_engine, arrived(300)), promote=False)
    assert load(registry.folder / done.version).manifest.calibration == CALIBRATION
