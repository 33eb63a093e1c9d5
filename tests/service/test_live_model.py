"""The model in use: whatever happens to the champion, the one in use stays until another is whole."""

from pathlib import Path

import pytest

from model.registry import Registry
from service.live_model import LiveModel
from tests.clock import Clock
from tests.conftest_service import WORDS
from tests.model.bundles import make_bundle


@pytest.fixture
def clock() -> Clock:
    """Time that passes when the test says so."""
    return Clock()


@pytest.fixture
def live(models: Path, clock: Clock) -> LiveModel:
    """The model test-1 in use."""
    opened = LiveModel(Registry(models), clock=clock)
    opened.refresh()
    assert (opened.version, opened.error) == ("test-1", "")
    return opened


def champion(models: Path, version: str) -> None:
    """Point at a version without a look at it."""
    (models / "champion").write_text(f"{version}\n")


def damage(models: Path, version: str) -> None:
    """Change a byte of the table."""
    with (models / version / "table.npy").open("r+b") as file:
        file.seek(500)
        byte = file.read(1)
        file.seek(500)
        file.write(bytes([byte[0] ^ 1]))


def test_a_new_champion_takes_the_place_of_the_old_one(live: LiveModel, models: Path) -> None:
    before = live.bundle
    live.refresh()
    assert live.bundle is before
    make_bundle(models, version="test-2", words=WORDS)
    champion(models, "test-2")
    live.refresh()
    assert (live.version, live.error) == ("test-2", "")
    champion(models, "test-1")
    live.refresh()
    assert live.version == "test-1"


@pytest.mark.parametrize("version", ["missing", "../models/test-1", "", "\0", "test-1/../test-1"])
def test_a_pointer_to_nothing_keeps_the_model_in_use(live: LiveModel, models: Path, version: str) -> None:
    champion(models, version)
    live.refresh()
    assert live.bundle is not None
    if version:
        assert live.version == "test-1"
        assert live.error


def test_a_damaged_bundle_is_refused_and_taken_once_it_is_whole(live: LiveModel, models: Path, clock: Clock) -> None:
    make_bundle(models, version="test-2", words=WORDS)
    damage(models, "test-2")
    champion(models, "test-2")
    live.refresh()
    assert live.version == "test-1"
    assert "table.npy" in live.error
    damage(models, "test-2")
    live.refresh()
    assert live.version == "test-1", "it was just looked at"
    clock.now += 1
    live.refresh()
    assert (live.version, live.error) == ("test-2", "")


def test_a_damaged_bundle_is_looked_at_less_and_less_often(live: LiveModel, models: Path, clock: Clock) -> None:
    make_bundle(models, version="test-2", words=WORDS)
    damage(models, "test-2")
    champion(models, "test-2")
    looks = 0
    load = live._registry.load  # noqa: SLF001

    def counted(version: str | None = None) -> object:
        nonlocal looks
        looks += 1
        return load(version)

    live._registry.load = counted  # type: ignore[method-assign, assignment]  # noqa: SLF001
    for _ in range(300):
        live.refresh()
        clock.now += 1
    assert 5 < looks < 15


def test_without_any_model_there_is_an_error_and_later_a_model(tmp_path: Path, clock: Clock) -> None:
    champion(tmp_path, "test-1")
    live = LiveModel(Registry(tmp_path), clock=clock)
    live.refresh()
    assert live.bundle is None
    assert live.version == ""
    assert "test-1" in live.error
    make_bundle(tmp_path, version="test-1", words=WORDS)
    clock.now += 1
    live.refresh()
    assert (live.version, live.error) == ("test-1", "")


def test_the_log_tells_a_failure_once(
    live: LiveModel, models: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    champion(models, "missing")
    for _ in range(50):
        live.refresh()
        clock.now += 10
    assert len(caplog.records) == 1


def used_by(live: LiveModel, site: str) -> str:
    """The version that judges the site's comments."""
    bundle = live.of(site)
    return "" if bundle is None else bundle.version


def test_a_site_with_a_champion_of_its_own_is_judged_by_it(live: LiveModel, models: Path) -> None:
    make_bundle(models, version="test-2", words=WORDS)
    assert live.of("north") is live.bundle
    Registry(models).promote("test-2", site="north")
    live.refresh()
    own = live.of("north")
    assert own is not None
    assert (own.version, live.version) == ("test-2", "test-1")
    assert live.of("south") is live.bundle
    live.refresh()
    assert live.of("north") is own
    Registry(models).rollback("north")
    live.refresh()
    assert live.of("north") is live.bundle


def test_sites_that_share_a_version_share_its_memory(live: LiveModel, models: Path) -> None:
    make_bundle(models, version="test-2", words=WORDS)
    for site in ("north", "south"):
        Registry(models).promote("test-2", site=site)
    live.refresh()
    assert live.of("north") is live.of("south")


def test_a_site_whose_champion_is_broken_stays_with_the_one_before(live: LiveModel, models: Path, clock: Clock) -> None:
    for version in ("test-2", "test-3"):
        make_bundle(models, version=version, words=WORDS)
        Registry(models).promote(version, site="north")
        live.refresh()
        damage(models, version)
    make_bundle(models, version="test-4", words=WORDS)
    damage(models, "test-4")
    champion(models / "sites" / "north", "test-4")
    live.refresh()
    own = live.of("north")
    assert own is not None
    assert own.version == "test-3"
    assert "table.npy" in live.errors["north"]
    assert live.error == ""
    damage(models, "test-4")
    clock.now += 1
    live.refresh()
    assert used_by(live, "north") == "test-4"
    assert live.errors == {}


def test_a_bundle_whose_scores_are_no_numbers_is_never_put_to_use(live: LiveModel, models: Path) -> None:
    make_bundle(models, version="test-2", words={"you": {"insult": float("nan")}})
    champion(models, "test-2")
    live.refresh()
    assert live.version == "test-1"
    assert "no numbers" in live.error


def test_a_site_whose_pointer_cannot_be_read_does_not_keep_the_others_from_theirs(
    live: LiveModel, models: Path
) -> None:
    make_bundle(models, version="test-2", words=WORDS)
    for site in ("east", "west"):
        Registry(models).promote("test-2", site=site)
    (models / "sites" / "east" / "champion").write_bytes(b"\xff")
    live.refresh()
    assert (used_by(live, "east"), used_by(live, "west")) == ("test-1", "test-2")
    assert "cannot be read" in live.errors["east"]


def test_it_is_told_where_numpy_has_to_score(
    models: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    LiveModel(Registry(models))
    monkeypatch.setattr("service.live_model.compiled", None)
    told = len(caplog.records)
    LiveModel(Registry(models))
    assert ["numpy scores comments" in record.message for record in caplog.records[told:]] == [True]
