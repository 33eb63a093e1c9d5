"""A retraining from the database to the version in use, and every way in which it may end."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from benchmarks.judged_site import site_with
from model.bundle import CARD, GATE, Bundle, BundleError, load
from model.registry import Registry
from model.text import read
from store import audit, comments, erasure, retrainings, second_looks, verdicts
from store.database import writing
from store.identifiers import now
from store.records import Site
from store.tables import comments as rows
from tests.training.house import WORD, arrived, at_random, registry_of
from training.compile import PARITY, check_parity
from training.gate_report import as_markdown
from training.house import UNWANTED
from training.retrain import Retrained, retrain
from training.weights import weights_of

ENOUGH = 400


@pytest.fixture
def registry(base: Bundle, tmp_path: Path) -> Registry:
    """A registry in which the tiny model is what all sites use."""
    return registry_of(base, tmp_path / "models")


@pytest.fixture
def site(sqlite_engine: Engine) -> Site:
    """A site whose moderators follow a house rule."""
    return site_with(sqlite_engine, arrived(ENOUGH))


def report_of(engine: Engine, site: Site) -> retrainings.Retraining:
    with engine.connect() as connection:
        return retrainings.newest(connection, site.id, 1)[0]


def unwanted(registry: Registry, done: Retrained, text: str) -> float:
    return registry.load(done.version).scorer.score(read(text))[UNWANTED]


def test_a_house_rule_is_learned_and_promoted_for_its_site_alone(
    sqlite_engine: Engine, registry: Registry, site: Site, base: Bundle
) -> None:
    told: list[str] = []
    done = retrain(sqlite_engine, registry, site, started_by="Ada", progress=lambda stage, *_: told.append(stage))
    assert (done.state, done.is_promoted) == ("passed", True), done.report["text"]
    assert registry.champion_of(site.name) == done.version
    assert registry.champion == base.version
    assert list(dict.fromkeys(told)) == ["reading", "cross-fitting", "learning", "comparing", "writing"]
    rejected = unwanted(registry, done, f"the new park opened today, what a {WORD}")
    assert rejected > unwanted(registry, done, "the new park opened today, what a pity") + 0.3
    noted = report_of(sqlite_engine, site)
    assert (noted.state, noted.version, noted.started_by) == ("passed", done.version, "Ada")
    assert (noted.verdicts_seen, noted.report) == (ENOUGH, done.report)
    with sqlite_engine.connect() as connection:
        entries = audit.page(connection, site.id, "", 10)
    assert [(one.action, one.subject, one.who) for one in entries] == [
        ("promotion", done.version, "Ada"),
        ("retraining", done.version, "Ada"),
    ]


def test_the_challenger_is_a_whole_bundle_that_tells_where_it_comes_from(
    sqlite_engine: Engine, registry: Registry, site: Site, base: Bundle
) -> None:
    done = retrain(sqlite_engine, registry, site, promote=False)
    bundle = load(registry.folder / done.version)
    manifest = bundle.manifest
    assert (manifest.parent, manifest.base, manifest.site) == (base.version, base.version, site.name)
    assert manifest.attributes == (*base.manifest.attributes, UNWANTED)
    assert set(manifest.thresholds) == set(manifest.threshold_curves) == set(manifest.attributes)
    assert manifest.rows["verdicts"] == done.report["verdicts"]["learned"]
    gate = json.loads((bundle.folder / GATE).read_text(encoding="utf-8"))
    assert gate["challenger"] == done.version
    assert gate["text"] == done.report["text"]
    assert {criterion["name"] for criterion in gate["criteria"]} >= {"better on the site's verdicts"}
    card = (bundle.folder / CARD).read_text(encoding="utf-8")
    assert gate["text"] in card
    assert f"starting from {base.version}" in card
    texts = [f"{WORD} {number} you idiot" for number in range(20)]
    assert check_parity(weights_of(bundle).pipeline(), bundle.scorer, texts) <= PARITY


def test_random_verdicts_are_refused_with_the_reason(sqlite_engine: Engine, registry: Registry) -> None:
    site = site_with(sqlite_engine, at_random(arrived(ENOUGH)))
    done = retrain(sqlite_engine, registry, site)
    assert (done.state, done.is_promoted) == ("refused", False)
    assert done.report["text"].startswith("Refused. Not met: ")
    assert registry.own_champion(site.name) is None
    assert load(registry.folder / done.version).manifest.site == site.name
    assert report_of(sqlite_engine, site).state == "refused"


def test_of_many_refused_versions_the_newest_stay(sqlite_engine: Engine, registry: Registry, base: Bundle) -> None:
    site = site_with(sqlite_engine, at_random(arrived(ENOUGH)))
    made = [retrain(sqlite_engine, registry, site, keep_refused=1).version for _ in range(3)]
    assert len({*made}) == 3
    assert registry.versions() == sorted([base.version, made[-1]])


@pytest.mark.parametrize(("count", "words"), [(0, "200 are needed"), (150, "50 more")])
def test_too_few_verdicts_say_how_many_are_needed(
    sqlite_engine: Engine, registry: Registry, count: int, words: str, base: Bundle
) -> None:
    site = site_with(sqlite_engine, arrived(count))
    done = retrain(sqlite_engine, registry, site)
    assert (done.state, done.version) == ("refused", "")
    assert words in done.report["text"]
    assert registry.versions() == [base.version]


def test_verdicts_of_one_kind_are_too_few_of_the_other(sqlite_engine: Engine, registry: Registry) -> None:
    approved = [one._replace(is_rejected=False, labels=()) for one in arrived(250)]
    done = retrain(sqlite_engine, registry, site_with(sqlite_engine, approved))
    assert "Only 0 of 250 judged comments are rejected: 40 are needed" in done.report["text"]


def test_without_promotion_a_better_challenger_waits(sqlite_engine: Engine, registry: Registry, site: Site) -> None:
    done = retrain(sqlite_engine, registry, site, promote=False)
    assert (done.state, done.is_promoted) == ("passed", False)
    assert registry.own_champion(site.name) is None


def test_learning_twice_from_the_same_verdicts_makes_the_same_model_and_no_promotion(
    sqlite_engine: Engine, registry: Registry, site: Site
) -> None:
    first = retrain(sqlite_engine, registry, site)
    again = retrain(sqlite_engine, registry, site)
    assert again.state == "refused"
    one, other = (registry.load(done.version) for done in (first, again))
    assert one.manifest.digests["table.npy"] == other.manifest.digests["table.npy"]
    assert (other.manifest.parent, other.manifest.base) == (first.version, one.manifest.base)
    assert registry.own_champion(site.name) == first.version


def test_after_a_release_that_reads_otherwise_the_version_in_use_is_compared_with(
    sqlite_engine: Engine, registry: Registry, site: Site, newer: Bundle
) -> None:
    first = retrain(sqlite_engine, registry, site)
    (registry.folder / newer.version).symlink_to(newer.folder)
    registry.promote(newer.version)
    again = retrain(sqlite_engine, registry, site)
    manifest = registry.load(again.version).manifest
    assert (manifest.parent, manifest.base) == (first.version, newer.version)
    assert (again.report["champion"], again.report["champion_elsewhere"]) == (first.version, newer.version)
    # What is in use knows the house rule already.
    assert not next(one for one in again.report["criteria"] if one["name"] == "better on the site's verdicts")["passed"]
    assert f"compared with {first.version}, which is in use" in again.report["text"]
    assert registry.own_champion(site.name) == first.version
    decided = as_markdown(again.report).partition("| Decided")[2]
    assert f"| elsewhere | {newer.version} |" in decided


def test_what_is_erased_leaves_with_the_next_retraining(sqlite_engine: Engine, registry: Registry, site: Site) -> None:
    before = retrain(sqlite_engine, registry, site)
    with sqlite_engine.connect() as connection:
        found = connection.scalars(select(rows.c.id).where(rows.c.content.contains(WORD))).all()
    with writing(sqlite_engine) as connection:
        erasure.erase(connection, site.id, list(found), now=now())
    after = retrain(sqlite_engine, registry, site)
    text = f"the new park opened today, what a {WORD}"
    plain = "the new park opened today, what a pity"
    assert unwanted(registry, before, text) - unwanted(registry, before, plain) > 0.3
    assert abs(unwanted(registry, after, text) - unwanted(registry, after, plain)) < 0.1


def test_a_slip_is_listed_until_a_moderator_stands_by_it(sqlite_engine: Engine, registry: Registry, site: Site) -> None:
    with sqlite_engine.connect() as connection:
        calm = connection.execute(
            select(rows.c.id, rows.c.content).where(rows.c.verdict == "approve").order_by(rows.c.id).limit(1)
        ).one()
    with writing(sqlite_engine) as connection:
        twin = comments.get(connection, site.id, calm.id)
        assert twin is not None
        copied = twin._replace(id=f"{calm.id[:-1]}{'0' if calm.id[-1] != '0' else '1'}", verdict="", waiting_since=None)
        comments.insert_many(connection, [copied])
        verdicts.add(connection, site.id, copied.id, verdict="reject", source="desk")
    done = retrain(sqlite_engine, registry, site)
    with sqlite_engine.connect() as connection:
        listed = {one.comment: one for one in second_looks.open_ones(connection, site.id, 100)}
    assert done.report["verdicts"]["in_doubt"] == len(listed)
    assert (listed[calm.id].why, listed[calm.id].other) == ("twin", copied.id)
    with writing(sqlite_engine) as connection:
        for one in listed.values():
            assert second_looks.confirm(connection, site.id, one.comment, verdict=one.verdict, confirmed_by="Ada")
    assert retrain(sqlite_engine, registry, site).report["verdicts"]["in_doubt"] == 0
    with sqlite_engine.connect() as connection:
        assert second_looks.open_ones(connection, site.id, 100) == []


def test_what_fails_is_noted_and_raised(sqlite_engine: Engine, registry: Registry, site: Site) -> None:
    (registry.folder / "champion").write_text("gone-1\n", encoding="utf-8")
    with pytest.raises(BundleError, match="gone-1"):
        retrain(sqlite_engine, registry, site)
    noted = report_of(sqlite_engine, site)
    assert noted.state == "failed"
    assert "gone-1" in noted.report["error"]


def test_a_promotion_that_fails_is_told_in_the_audit_log(
    sqlite_engine: Engine, registry: Registry, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_version: str, _site: str | None = None) -> None:
        message = "the disk is full"
        raise BundleError(message)

    monkeypatch.setattr(registry, "promote", full)
    with pytest.raises(BundleError, match="full"):
        retrain(sqlite_engine, registry, site)
    assert report_of(sqlite_engine, site).state == "failed"
    with sqlite_engine.connect() as connection:
        entries = audit.page(connection, site.id)
        assert audit.last_promotion(connection, site.id) is None
    assert [(one.action, one.details.get("failed")) for one in entries] == [
        ("promotion", "the disk is full"),
        ("promotion", None),
        ("retraining", None),
    ]


def test_a_site_that_is_being_retrained_is_left_alone(sqlite_engine: Engine, registry: Registry, site: Site) -> None:
    with writing(sqlite_engine) as connection:
        begun = retrainings.start(connection, site.id, started_by="")
        retrainings.hand_over(connection, begun.id, 1)
    with pytest.raises(retrainings.RunningError):
        retrain(sqlite_engine, registry, site)
    assert report_of(sqlite_engine, site).state == "running"


def test_another_version_than_that_of_all_sites_is_never_started_from(
    sqlite_engine: Engine, registry: Registry, site: Site, base: Bundle
) -> None:
    done = retrain(sqlite_engine, registry, site)
    registry.promote(done.version)
    again = retrain(sqlite_engine, registry, site)
    assert registry.load(again.version).manifest.base == base.version


def test_either_database_is_learned_from(engine: Engine, registry: Registry) -> None:
    site = site_with(engine, arrived(ENOUGH))
    done = retrain(engine, registry, site)
    assert registry.own_champion(site.name) == done.version
    assert report_of(engine, site).report == done.report
