"""What judges and what the audit log tells of it agree, on SQLite and PostgreSQL alike."""

# ruff: noqa: D102 - the name of a test is its sentence

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from model.bundle import BundleError
from model.registry import Registry
from store import audit, promotions, shadows
from store.database import writing
from store.promotions import Scope
from tests.model.bundles import make_bundle


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    """Two versions, none of which is in use."""
    for version in ("v1", "v2"):
        make_bundle(tmp_path / "models", version=version, words={})
    return Registry(tmp_path / "models")


@pytest.fixture
def scope(site_id: int) -> Scope:
    """That of the site."""
    return Scope(site_id, "default")


def logged(engine: Engine) -> list[tuple[str, str, Mapping[str, Any]]]:
    """The log, oldest first."""
    with engine.connect() as connection:
        return [(one.action, one.subject, one.details) for one in audit.page(connection, None)][::-1]


def is_in_shadow(engine: Engine, site_id: int) -> bool:
    """Whether a version judges beside that in use."""
    with engine.connect() as connection:
        found = shadows.get(connection, site_id)
    return found is not None and found.stopped_at is None


class TestPromotions:
    """Run against each database."""

    def test_each_change_has_one_line(self, engine: Engine, registry: Registry, scope: Scope) -> None:
        for version in ("v1", "v2"):
            promotions.promote(engine, registry, version, scope, who="Ada")
        promotions.promote(engine, registry, "v2", Scope(), who="Ada")
        assert promotions.roll_back(engine, registry, scope, who="Ada") == "v1"
        assert promotions.roll_back(engine, registry, scope, who="Ada") is None
        assert (promotions.champion(registry, scope), promotions.champion(registry, Scope())) == ("", "v2")
        assert logged(engine) == [
            ("promotion", "v1", {"before": "", "for": "default"}),
            ("promotion", "v2", {"before": "v1", "for": "default"}),
            ("promotion", "v2", {"before": "", "for": "all sites"}),
            ("rollback", "v1", {"before": "v2", "for": "default", "after": "v1"}),
            ("rollback", "that of all sites", {"before": "v1", "for": "default", "after": ""}),
        ]

    def test_what_cannot_be_done_has_none(self, engine: Engine, registry: Registry, scope: Scope) -> None:
        with pytest.raises(BundleError, match="gone"):
            promotions.promote(engine, registry, "gone", scope, who="Ada")
        with pytest.raises(BundleError, match="nothing to return to"):
            promotions.roll_back(engine, registry, scope, who="Ada")
        assert logged(engine) == []

    def test_what_fails_after_its_line_has_another(
        self, engine: Engine, registry: Registry, scope: Scope, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> None:
            message = "the disk is full"
            raise BundleError(message)

        promotions.promote(engine, registry, "v1", scope, who="Ada")
        monkeypatch.setattr(registry, "promote", full)
        with pytest.raises(BundleError, match="full"):
            promotions.promote(engine, registry, "v2", scope, who="Ada")
        assert [details.get("failed") for *_, details in logged(engine)] == [None, None, "the disk is full"]
        with engine.connect() as connection:
            found = audit.last_promotion(connection, scope.site_id)
        assert found is not None
        assert found.subject == "v1"

    def test_what_judges_is_no_longer_in_shadow(
        self, engine: Engine, registry: Registry, scope: Scope, site_id: int
    ) -> None:
        with writing(engine) as connection:
            shadows.start(connection, site_id, "v2", started_by="Ada")
        promotions.promote(engine, registry, "v1", scope, who="Ada")
        assert is_in_shadow(engine, site_id)
        promotions.promote(engine, registry, "v2", scope, who="Ada")
        assert not is_in_shadow(engine, site_id)
