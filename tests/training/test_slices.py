"""Bias slices: a model that holds a group's name against a comment, or lets it hide abuse, is told by it."""

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np

from model.bundle import load
from tests.model.bundles import make_bundle
from training import slices
from training.evaluation import slice_scores
from training.recipe import Recipe
from training.slices import ABUSIVE, CIVIL, Mention, Slices, mentions, slice_by_term
from training.synthetic import generate
from training.twins import Shingles

SAID = mentions()


def judged(score: Callable[[Mention], float]) -> Slices:
    """The slices of a model that gives each sentence this score, which may lie by chance by a little."""
    noise = np.random.default_rng(0).normal(scale=0.25, size=len(SAID))
    values = np.fromiter(map(score, SAID), np.float64, len(SAID)) + noise
    (found,) = slice_by_term({"toxicity": values}, SAID)
    return found


def test_every_group_is_named_in_the_same_sentences() -> None:
    templates = sum(len(some) for forms in (CIVIL, ABUSIVE) for some in forms.values())
    by_term: dict[str, int] = {}
    for one in SAID:
        by_term[one.term] = by_term.get(one.term, 0) + 1
    assert set(by_term.values()) == {templates}
    assert len(by_term) > 100
    assert sum(one.abusive for one in SAID) * 2 == len(SAID)
    assert all("{" not in one.text and one.text[0].isupper() for one in SAID)


def test_a_model_that_does_not_mind_the_group_has_no_group_outside_the_margin() -> None:
    found = judged(lambda one: float(one.abusive))
    assert found.overall > 0.97
    assert found.outside == ()
    assert not any(math.isnan(one.subgroup) for one in found.slices)


def test_a_name_held_against_a_comment_shows_in_bpsn() -> None:
    found = judged(lambda one: one.abusive + (one.term == "Jews"))
    (group,) = found.outside
    assert group.term == "Jews"
    assert group.bpsn < found.overall - 0.2
    assert group.bnsp > found.overall
    assert group.subgroup > 0.9, "among themselves its sentences are told apart as well as any"


def test_a_name_that_hides_abuse_shows_in_bnsp() -> None:
    found = judged(lambda one: one.abusive - (one.term == "deaf people"))
    (group,) = found.outside
    assert group.term == "deaf people"
    assert group.bnsp < found.overall - 0.2
    assert group.bpsn > found.overall


def test_nothing_that_teaches_says_what_is_measured() -> None:
    """No sentence is half or more of a generated one, whatever group either names."""
    shingles = Shingles()
    recipe = Recipe()
    written = [text for batch in generate(seed=recipe.seed, rows=recipe.synthetic_rows) for text in batch.texts]
    sentences = [one.text for one in SAID]
    shingles.add(written)
    shingles.add(sentences)
    owners = ["generated"] * len(written) + ["measured"] * len(sentences)
    found = shingles.near(owners)
    assert not found["generated"].any()
    assert not found["measured"].any()


def test_the_table_puts_the_worst_group_first() -> None:
    found = judged(lambda one: one.abusive + (one.term == "Jews") - (one.term == "Dravonians"))
    rows = slices.cells([found])
    assert rows[0][1].startswith("all sentences, 2 of ")
    assert {rows[1][1], rows[2][1]} == {"Jews", "Dravonians (in no list of training)"}
    assert len(rows) == 1 + len(found.slices)
    assert set(slices.as_json([found])["toxicity"]["outside"]) == {"Jews", "Dravonians"}


def test_a_bundle_is_sliced_by_its_scores(tmp_path: Path) -> None:
    words = {"jews": {"toxicity": 6.0, "identity_attack": 6.0}, "scum": {"toxicity": 6.0}, "stupid": {"toxicity": 6.0}}
    toxicity, identity, highest = slice_scores(load(make_bundle(tmp_path, version="a", words=words)).score)
    assert (toxicity.score, identity.score, highest.score) == ("toxicity", "identity_attack", "highest of abuse")
    (jews,) = (one for one in toxicity.slices if one.term == "Jews")
    assert jews.bpsn == min(one.bpsn for one in toxicity.slices)
