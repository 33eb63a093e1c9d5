"""A site with a house rule that the shipped model does not know: 500 verdicts teach it, 500 random ones are refused."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks import house_rule
from benchmarks.retraining import LATER, VERDICTS, Site

_CORPUS = Path(__file__).parents[3] / "shared" / "data" / "corpus.parquet"

SEEDS = (1, 2, 3)

pytestmark = pytest.mark.skipif(
    not _CORPUS.is_file(), reason="needs the corpus in ../shared/data, which is not part of the repo"
)


@pytest.fixture(scope="module")
def site() -> Site:
    """The simulated site with the model that ships."""
    return Site(_CORPUS)


@pytest.mark.parametrize("seed", SEEDS)
def test_500_verdicts_teach_a_house_rule_beyond_chance(site: Site, seed: int) -> None:
    arrived = house_rule.arrivals(site.rated, seed, VERDICTS + LATER)
    contender, _ = site.retrained(arrived[:VERDICTS], seed)
    gain = site.gain(contender, arrived[VERDICTS:], seed)
    assert gain.difference is not None
    # The better the model that ships, the less is left to gain: with that of 2026.11.28-4 it is 0.07.
    assert gain.difference.low > 0.05
    assert gain.after > 0.8
    assert gain.missed[1] < gain.missed[0] / 2


def test_the_gate_opens_for_most_sites_that_taught_a_house_rule(site: Site) -> None:
    # It errs on some: how often is measured on twenty sites, for docs/training.md.
    verdicts = [site.retrained(house_rule.arrivals(site.rated, seed, VERDICTS), seed)[1] for seed in SEEDS]
    refused = [[one.text for one in verdict.criteria if not one.is_met] for verdict in verdicts]
    assert sum(verdict.is_passed for verdict in verdicts) > len(SEEDS) / 2, refused


def test_what_the_rule_allows_is_ranked_below_what_it_forbids(site: Site) -> None:
    arrived = house_rule.arrivals(site.rated, 1, VERDICTS + LATER)
    contender, _ = site.retrained(arrived[:VERDICTS], 1)
    later = arrived[VERDICTS:]
    scores = site.say(contender, later).unwanted
    median = {kind: float(np.median(scores[[one.kind == kind for one in later]])) for kind in house_rule.KINDS}
    assert median["fine"] < median["political"] < median["abuse"]
    assert median["political"] < median["advert"]
    assert median["political"] < median["slur"]


@pytest.mark.parametrize("seed", SEEDS)
def test_500_random_verdicts_are_refused(site: Site, seed: int) -> None:
    arrived = house_rule.arrivals(site.rated, seed, VERDICTS)
    _, verdict = site.retrained(list(house_rule.at_random(arrived, seed)), seed)
    assert not verdict.is_passed
