"""The benchmark of retraining runs; what it measures is no matter here, and its sites are tiny."""

from pathlib import Path

import pytest

from benchmarks import house_rule, retraining, retraining_beside
from benchmarks.house_rule import KINDS, Arrival
from benchmarks.retraining import Site
from benchmarks.retraining_beside import Round
from tests.training.corpus import rows, write


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A simulated site whose comments are the tests' own."""
    lines = [{**row, "source": "jigsaw", "insult": row.get("toxicity"), "obscene": None} for row in rows(2_600)]
    political = [{**row, "text": f"{row['text']} says the mayor"} for row in lines[1::3]]
    folder = tmp_path_factory.mktemp("corpus")
    return Site(write(folder / "corpus.jsonl", [*lines, *political]))


def test_the_same_seed_makes_the_same_site(site: Site) -> None:
    one, other = (house_rule.arrivals(site.rated, 3, 100) for _ in range(2))
    assert one == other
    assert one != house_rule.arrivals(site.rated, 4, 100)
    assert len({arrival.text for arrival in one}) == 100


def test_the_house_rule_says_what_is_rejected(site: Site) -> None:
    arrived = house_rule.arrivals(site.rated, 1, 300)
    assert {one.kind for one in arrived} == set(KINDS)
    for one in arrived:
        assert one.is_rejected == (one.kind in {"abuse", "advert", "slur"})
        assert one.is_rejected or not one.labels


def test_random_verdicts_are_as_many_of_each_kind(site: Site) -> None:
    arrived = house_rule.arrivals(site.rated, 1, 200)
    dealt = list(house_rule.at_random(arrived, 1))
    assert [one.text for one in dealt] == [one.text for one in arrived]
    assert sum(one.is_rejected for one in dealt) == sum(one.is_rejected for one in arrived)
    assert [one.is_rejected for one in dealt] != [one.is_rejected for one in arrived]


def test_what_retraining_gives_is_measured(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retraining, "LATER", 60)
    monkeypatch.setattr(retraining, "VERDICTS", 200)
    assert retraining.learning_curve(site, [200], seed=1).count("\n") == 4
    assert retraining.errors(site, 1).count("| 1 |") >= 4


def test_what_it_costs_is_measured(site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(retraining, "MANY", 20)
    monkeypatch.setattr(house_rule, "comments", lambda *_, **__: site.rated)
    table = retraining.cost(tmp_path)
    assert table.splitlines()[-1].startswith("| 20 |")


def test_what_the_service_feels_of_it_is_measured(site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(retraining_beside, "MANY", 20)
    monkeypatch.setattr(retraining_beside, "_PIECE", 0.5)
    monkeypatch.setattr(retraining_beside.Bench, "capacity", lambda *_: 100.0)
    monkeypatch.setattr(house_rule, "comments", lambda *_, **__: site.rated)
    (found,) = retraining_beside.measure(tmp_path, rounds=1)
    assert found.rate == pytest.approx(30)
    assert found.took > 0
    assert min([*found.alone, *found.beside]) > 0


def test_a_ratio_is_that_of_the_same_round() -> None:
    rounds = [Round(30, [0.001] * 100, [0.002] * 100, 5.0), Round(30, [0.004] * 100, [0.004] * 100, 7.0)]
    told = retraining_beside.report(rounds)
    assert "| p99 | 2.50 (1.00 to 4.00) | 3.00 (2.00 to 4.00) | 1.50 (1.00 to 2.00) |" in told


def test_an_arrival_is_judged_as_the_store_gives_it() -> None:
    found = house_rule.judged(7, Arrival("Hello.", "abuse", is_rejected=True, labels=("insult",)))
    assert (found.content, found.is_rejected, found.labels, found.submitted_at) == ("Hello.", True, ("insult",), 7)
