"""Which version is in use, and the way there and back."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from model.bundle import MANIFEST, TABLE, BundleError
from model.registry import Registry
from tests.model.bundles import make_bundle

WORDS = {"idiot": {"toxicity": 6.0}}


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The bundle that ships, as small as those of the tests."""
    folder = make_bundle(tmp_path / "shipped", version="shipped-1", words=WORDS)
    monkeypatch.setattr("model.registry.DEFAULT", folder)
    return folder


@pytest.fixture
def registry(tmp_path: Path, shipped: Path) -> Registry:
    """Three versions, of which none is in use."""
    assert shipped.is_dir()
    for version in ("a", "b", "c"):
        make_bundle(tmp_path / "models", version=version, words=WORDS)
    return Registry(tmp_path / "models")


def damage(registry: Registry, version: str) -> None:
    (registry.folder / version / TABLE).write_bytes(b"")


def test_without_a_champion_what_ships_is_in_use(registry: Registry, tmp_path: Path) -> None:
    for one in (registry, Registry(tmp_path / "nothing")):
        assert one.champion is None
        assert one.load().version == "shipped-1"


def test_versions_are_the_folders_with_a_manifest(registry: Registry, tmp_path: Path) -> None:
    (registry.folder / ".draft.1234").mkdir()
    (registry.folder / ".draft.1234" / MANIFEST).touch()
    (registry.folder / "empty").mkdir()
    (registry.folder / "file").touch()
    assert registry.versions() == ["a", "b", "c"]
    assert Registry(tmp_path / "nothing").versions() == []


def test_a_promoted_version_is_in_use_for_whoever_looks(registry: Registry) -> None:
    registry.promote("b")
    other = Registry(registry.folder)
    assert (other.champion, other.load().version) == ("b", "b")
    assert other.load("a").version == "a"
    assert registry.versions() == ["a", "b", "c"]


def test_the_way_back_leads_over_every_champion_to_what_ships(registry: Registry) -> None:
    for version in ("a", "c", "b"):
        registry.promote(version)
    assert [registry.rollback() for _ in range(3)] == ["c", "a", None]
    assert registry.champion is None
    assert registry.load().version == "shipped-1"
    with pytest.raises(BundleError, match="nothing to return to"):
        registry.rollback()


def test_a_promotion_after_the_way_back_is_returned_from_as_well(registry: Registry) -> None:
    for version in ("a", "b"):
        registry.promote(version)
    assert registry.rollback() == "a"
    registry.promote("c")
    assert registry.rollback() == "a"


def test_promoting_what_is_in_use_changes_nothing(registry: Registry) -> None:
    registry.promote("a")
    registry.promote("b")
    registry.promote("b")
    assert registry.rollback() == "a"


def test_a_broken_version_is_not_promoted(registry: Registry) -> None:
    registry.promote("a")
    damage(registry, "b")
    with pytest.raises(BundleError, match="restore the bundle"):
        registry.promote("b")
    assert registry.champion == "a"


@pytest.mark.parametrize("version", ["nothing", "../shipped/shipped-1", "/", ".", "a/", "champion"])
def test_what_is_no_version_is_neither_loaded_nor_promoted(registry: Registry, version: str) -> None:
    for attempt in (registry.load, registry.promote):
        with pytest.raises(BundleError, match="there are a, b, c"):
            attempt(version)
    assert registry.champion is None


def test_a_broken_champion_can_be_left_for_what_ships(registry: Registry) -> None:
    registry.promote("a")
    damage(registry, "a")
    with pytest.raises(BundleError):
        registry.load()
    assert registry.rollback() is None
    assert registry.load().version == "shipped-1"


def test_the_way_back_does_not_lead_to_a_broken_version(registry: Registry) -> None:
    registry.promote("a")
    registry.promote("b")
    damage(registry, "a")
    with pytest.raises(BundleError, match="restore the bundle"):
        registry.rollback()
    assert registry.champion == "b"


def test_the_way_back_to_what_ships_is_closed_where_that_is_broken(registry: Registry, shipped: Path) -> None:
    registry.promote("a")
    (shipped / TABLE).write_bytes(b"")
    with pytest.raises(BundleError, match="restore the bundle"):
        registry.rollback()
    assert registry.champion == "a"


@pytest.mark.parametrize("killed", ["between log and pointer", "between pointer and log"])
def test_the_way_back_is_whole_where_somebody_was_killed_on_it(registry: Registry, killed: str) -> None:
    for version in ("a", "b"):
        registry.promote(version)
    log, pointer = registry.folder / "promotions", registry.folder / "champion"
    if killed == "between log and pointer":  # of the promotion of c
        log.write_text(log.read_text(encoding="utf-8") + "b\n", encoding="utf-8")
        assert [registry.rollback(), registry.rollback()] == ["a", None]
    else:  # of the way back to a
        pointer.write_text("a\n", encoding="utf-8")
        assert registry.rollback() is None


@pytest.mark.parametrize("content", ["", "\n", "  \n"])
def test_an_empty_pointer_is_what_ships(registry: Registry, content: str) -> None:
    (registry.folder / "champion").write_text(content, encoding="utf-8")
    assert registry.champion is None


@pytest.mark.parametrize("content", ["../shipped/shipped-1", "nothing", "a b", "/"])
def test_a_pointer_to_nothing_is_refused(registry: Registry, content: str) -> None:
    (registry.folder / "champion").write_text(content, encoding="utf-8")
    with pytest.raises(BundleError, match="there are a, b, c"):
        registry.load()


def test_a_folder_or_pointer_that_cannot_be_read_is_told(registry: Registry) -> None:
    (registry.folder / "champion").write_bytes(b"\xff")
    with pytest.raises(BundleError, match="champion cannot be read"):
        registry.load()
    with pytest.raises(BundleError, match="cannot be read"):
        Registry(registry.folder / "champion").load()


def test_a_site_uses_its_own_champion_and_the_others_that_of_all(registry: Registry) -> None:
    registry.promote("a")
    registry.promote("b", site="north")
    assert registry.champion == "a"
    assert [registry.champion_of(site) for site in (None, "north", "south")] == ["a", "b", "a"]
    assert [registry.own_champion(site) for site in ("north", "south")] == ["b", None]
    assert registry.sites() == ["north"]
    assert registry.versions() == ["a", "b", "c"]


def test_the_way_back_of_a_site_leads_to_what_all_sites_use(registry: Registry) -> None:
    registry.promote("a")
    for version in ("b", "c"):
        registry.promote(version, site="north")
    assert registry.history("north") == ["", "b"]
    assert [registry.rollback("north"), registry.rollback("north")] == ["b", None]
    assert registry.champion_of("north") == "a"
    assert registry.champion == "a"
    with pytest.raises(BundleError, match="'north' has had no champion but the one in use"):
        registry.rollback("north")


def test_a_broken_version_is_not_promoted_for_a_site(registry: Registry) -> None:
    damage(registry, "b")
    with pytest.raises(BundleError, match="restore the bundle"):
        registry.promote("b", site="north")
    assert registry.champion_of("north") is None
    assert registry.sites() == []


@given(st.text(min_size=1, max_size=300))
@example("..")
@example("a/../../b")
@example("Zürich & Söhne.ch")
@example("x" * 300)
@example("champion")
@example("\ud800")
@example("\r")
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_name_of_a_site_has_its_place_inside_the_folder(registry: Registry, site: str) -> None:
    registry.promote("b", site=site)
    assert registry.own_champion(site) == "b"
    assert site in registry.sites()
    assert registry.champion is None
    assert {path.name for path in registry.folder.iterdir()} == {"a", "b", "c", "sites"}
    assert registry.rollback(site) is None


def test_a_version_that_nobody_needs_is_removed(registry: Registry) -> None:
    registry.promote("a")
    registry.promote("b", site="northern-news")
    registry.promote("c", site="northern-news")
    assert registry.needed() == {"a", "b", "c"}
    for version in ("a", "b", "c"):
        with pytest.raises(BundleError, match="it stays"):
            registry.remove(version)
    registry.rollback("northern-news")
    registry.remove("c")
    assert registry.versions() == ["a", "b"]
    with pytest.raises(BundleError, match="no version 'c'"):
        registry.promote("c")


def test_what_is_loaded_ahead_is_taken_once(registry: Registry) -> None:
    registry.promote("b")
    registry.load_ahead()
    ahead = registry.load()
    assert ahead.version == "b"
    assert registry.load() is not ahead


def test_a_champion_that_changed_since_is_loaded_instead_of_what_was_loaded_ahead(registry: Registry) -> None:
    registry.load_ahead()
    registry.promote("b")
    assert registry.load().version == "b"


def test_a_champion_that_cannot_be_loaded_ahead_is_told_of_when_it_is_asked_for(registry: Registry) -> None:
    registry.promote("b")
    damage(registry, "b")
    registry.load_ahead()
    with pytest.raises(BundleError, match=TABLE):
        registry.load()
