"""The second reader that ships: small enough to ship, made beside the model that ships, and good at what words miss."""

from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from model.bundle import Bundle
from model.findings import Severity, decide, judge
from model.policy import Policy
from model.reader.bundle import DEFAULT
from model.reader.reader import Beside, Reader, load
from model.registry import Registry
from model.text import read
from training.evaluation import slice_scores
from training.metrics import roc_auc
from training.slices import Slices

pytest.importorskip("onnxruntime")
pq = pytest.importorskip("pyarrow.parquet")

_HATECHECK = Path(__file__).parents[3] / "shared" / "data" / "evaluation" / "hatecheck.parquet"
NAMED = ("ident_neutral_nh", "ident_pos_nh", "counter_quote_nh", "counter_ref_nh", "slur_reclaimed_nh")
"""People named in peace, counter-speech, and slurs that their targets use of themselves."""


class Said(NamedTuple):
    """What is known of one sentence: what it tests, whether it is hateful, its scores for attacks, and the decision."""

    functionality: str
    is_hateful: bool
    first: float
    both: float
    is_asked: bool
    decision: Severity


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return Registry(Path("none")).load()


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load(DEFAULT)


@pytest.fixture(scope="module")
def said(bundle: Bundle, reader: Reader) -> list[Said]:
    if not _HATECHECK.is_file():
        pytest.skip("needs HateCheck in ../shared/data, which is not part of the repo")
    table = pq.read_table(_HATECHECK, columns=["text", "functionality", "identity_attack"]).to_pylist()
    policy = Policy()
    alone = policy.thresholds(bundle.thresholds, bundle.curves)
    both = policy.thresholds({**bundle.thresholds, **reader.thresholds}, {**bundle.curves, **reader.curves})
    found = []
    for row in table:
        text = read(row["text"])
        scores = bundle.score(text, language="en")
        together = reader.together(scores, reader.logits(text))
        is_asked = reader.is_asked(scores, "en")
        findings = judge(scores, alone)
        if is_asked:
            rejected = {one.code for one in findings if one.severity is Severity.REJECT}
            limits = {name: one if name in rejected else one.without_reject() for name, one in both.items()}
            findings = judge(together, limits)
        found.append(
            Said(
                row["functionality"],
                row["identity_attack"] >= 0.5,
                scores["identity_attack"],
                together["identity_attack"],
                is_asked,
                decide(findings),
            )
        )
    return found


def _auc(said: list[Said], scores: list[float]) -> float:
    return roc_auc(np.asarray([one.is_hateful for one in said], np.float32), np.asarray(scores, np.float32)) or 0.0


def test_it_is_small_enough_to_ship_and_reads_beside_the_model_that_ships(bundle: Bundle, reader: Reader) -> None:
    assert sum(path.stat().st_size for path in DEFAULT.iterdir()) < 25_000_000
    assert reader.manifest.beside == bundle.version


def test_it_tells_hate_from_what_only_names_people(said: list[Said]) -> None:
    assert _auc(said, [one.both for one in said]) >= 0.8
    assert _auc(said, [one.both for one in said]) > _auc(said, [one.first for one in said])


@pytest.fixture(name="slices", scope="module")
def sliced(bundle: Bundle, reader: Reader) -> dict[str, Slices]:
    both = Beside(bundle, reader)
    return {one.score: one for one in slice_scores(lambda text: both.score(text, "en"))}


@pytest.mark.parametrize("score", ["toxicity", "identity_attack", "highest of abuse"])
def test_as_both_serve_no_group_is_farther_from_all_than_the_margin(slices: dict[str, Slices], score: str) -> None:
    assert [one.term for one in slices[score].outside if one.taught] == []


def test_nobody_is_rejected_for_being_named_or_for_answering_hate(said: list[Said]) -> None:
    rejects = defaultdict(list)
    for one in said:
        if one.functionality in NAMED:
            rejects[one.functionality].append(one.decision is Severity.REJECT)
    assert set(rejects) == set(NAMED)
    shares = {name: sum(rejected) / len(rejected) for name, rejected in rejects.items()}
    assert max(shares.values()) <= 0.02, shares
