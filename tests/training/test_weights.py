"""A bundle's weights are read from its compiled table, and say what its estimator says."""

import shutil
from pathlib import Path

import joblib  # type: ignore[import-untyped]
import numpy as np
import pytest

from model.bundle import ESTIMATOR, REHEARSAL, TABLE, Bundle, BundleError, load
from model.registry import Registry
from tests.training.corpus import rows
from training.compile import PARITY, compile_table
from training.rehearsal import rehearsal_of
from training.weights import base_of, champion_of, weights_of

TEXTS = [str(row["text"]) for row in rows(50, seed=3)]


def test_the_table_holds_all_that_the_estimator_does(base: Bundle) -> None:
    weights = weights_of(base)
    assert np.array_equal(compile_table(weights.pipeline()), np.load(base.folder / TABLE))
    expected = joblib.load(base.folder / ESTIMATOR).predict_proba(TEXTS)
    assert np.abs(weights.pipeline().predict_proba(TEXTS) - expected).max() <= PARITY
    counts = weights.pipeline()["words"].transform(TEXTS)
    assert np.abs(weights.scores(weights.normed(counts)) - expected).max() <= PARITY


def test_a_head_is_added_or_takes_the_place_of_its_own_kind(base: Bundle) -> None:
    start = weights_of(base)
    coef = np.linspace(-1, 1, len(start.coef), dtype=np.float32)
    more = start.with_head("unwanted", coef, -1.5)
    assert more.attributes == (*start.attributes, "unwanted")
    assert np.array_equal(more.coef[:, :-1], start.coef)
    again = more.with_head("insult", coef, 2.0)
    assert again.attributes == more.attributes
    at = again.attributes.index("insult")
    assert np.array_equal(again.coef[:, at], more.coef[:, -1])
    assert (again.intercept[at], again.intercept[-1]) == (2.0, -1.5)


def test_files_that_are_not_vouched_for_are_not_read(base: Bundle, tmp_path: Path) -> None:
    for name, read in ((TABLE, weights_of), (REHEARSAL, rehearsal_of)):
        copy = Path(shutil.copytree(base.folder, tmp_path / name))
        with (copy / name).open("ab") as file:
            file.write(b"more")
        with pytest.raises(BundleError, match="vouches"):
            read(Bundle(copy, base.manifest))


def test_half_of_the_rehearsal_is_held_out_always_the_same(base: Bundle) -> None:
    one, other = rehearsal_of(base), rehearsal_of(base)
    assert np.array_equal(one.is_held_out, other.is_held_out)
    assert one.is_held_out.sum() == len(one.sources) // 2
    assert one.counts.shape[0] == len(one.labels) == len(one.sources)


def test_a_bundle_without_rehearsal_says_what_to_do(base: Bundle) -> None:
    digests = {name: digest for name, digest in base.manifest.digests.items() if name != REHEARSAL}
    with pytest.raises(BundleError, match="train the model anew"):
        rehearsal_of(Bundle(base.folder, base.manifest.model_copy(update={"digests": digests})))


def test_a_site_starts_from_what_all_sites_use(base: Bundle) -> None:
    registry = Registry(base.folder.parent)
    assert base_of(Registry(base.folder / "nowhere")).manifest.site is None
    registry.promote(base.version, "north")
    assert champion_of(registry, "north").version == base.version
    assert champion_of(registry, "south").version == load(base_of(registry).folder).version
    registry.rollback("north")
