"""What is promoted past the desk stands in the audit log as well."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from model.bundle import BundleError
from model.registry import Registry
from service.noticing import Noticing
from service.sites import Sites
from store import audit, promotions
from store.database import Database
from store.promotions import Scope
from tests.conftest_service import WORDS
from tests.model.bundles import make_bundle
from training.__main__ import app

DEFAULT = Scope(1, "default")


@pytest.fixture
def registry(models: Path) -> Registry:
    """Three versions; all sites use test-1."""
    for version in ("test-2", "test-3"):
        make_bundle(models, version=version, words=WORDS)
    return Registry(models)


@pytest.fixture
def two(service_url: str, service_engine: Engine, registry: Registry, key: str) -> list[Noticing]:
    """Two processes that look."""
    assert key
    known = Sites(Database(service_url))
    known.load()
    return [Noticing(service_engine, registry, known) for _ in range(2)]


def look(two: list[Noticing], times: int = 2) -> None:
    """So many rounds of both."""
    for _ in range(times):
        for one in two:
            one.work()


def logged(engine: Engine) -> list[tuple[str, str, str, Mapping[str, Any]]]:
    """The log, oldest first."""
    with engine.connect() as connection:
        return [(one.who, one.action, one.subject, one.details) for one in audit.page(connection, None)][::-1]


def test_a_promotion_by_command_is_noted_once(two: list[Noticing], registry: Registry, service_engine: Engine) -> None:
    look(two, 1)
    assert logged(service_engine) == []
    look(two, 3)
    first = ("command line", "promotion", "test-1", {"before": "", "for": "all sites", "after": "test-1"})
    assert logged(service_engine) == [first]
    registry.promote("test-2", "default")
    look(two, 3)
    registry.rollback("default")
    look(two, 3)
    assert logged(service_engine) == [
        first,
        ("command line", "promotion", "test-2", {"before": "", "for": "default", "after": "test-2"}),
        ("command line", "rollback", "that of all sites", {"before": "test-2", "for": "default", "after": ""}),
    ]


def test_what_is_done_on_the_desk_is_not_noted_again(
    two: list[Noticing], registry: Registry, service_engine: Engine
) -> None:
    look(two)
    promotions.promote(service_engine, registry, "test-2", DEFAULT, who="Ada")
    look(two)
    promotions.promote(service_engine, registry, "test-3", DEFAULT, who="Ada")
    promotions.roll_back(service_engine, registry, DEFAULT, who="Ada")
    look(two)
    assert [(who, subject) for who, _, subject, _ in logged(service_engine)[1:]] == [
        ("Ada", "test-2"),
        ("Ada", "test-3"),
        ("Ada", "test-2"),
    ]


def test_what_a_command_has_noted_itself_is_not_noted_again(
    two: list[Noticing], registry: Registry, service_url: str, service_engine: Engine
) -> None:
    look(two)
    for command in (("promote", "test-2"), ("promote", "test-3"), ("rollback",)):
        options = ("--site=default", f"--models={registry.folder}", f"--database={service_url}")
        assert CliRunner().invoke(app, [*command, *options]).exit_code == 0
        look(two, 3)
    assert logged(service_engine)[1:] == [
        ("command line", "promotion", "test-2", {"before": "", "for": "default"}),
        ("command line", "promotion", "test-3", {"before": "test-2", "for": "default"}),
        ("command line", "rollback", "test-2", {"before": "test-3", "for": "default", "after": "test-2"}),
    ]


def test_a_promotion_that_failed_after_its_line_was_written_is_told_and_not_believed(
    two: list[Noticing], registry: Registry, service_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(two)

    def full(_version: str, _site: str | None = None) -> None:
        message = "the disk is full"
        raise BundleError(message)

    with monkeypatch.context() as patched:
        patched.setattr(registry, "promote", full)
        with pytest.raises(BundleError, match="full"):
            promotions.promote(service_engine, registry, "test-2", DEFAULT, who="Ada")
    look(two)
    assert [details.get("failed") for *_, details in logged(service_engine)[1:]] == [None, "the disk is full"]
    promotions.promote(service_engine, registry, "test-2", DEFAULT, who="Ada")
    look(two)
    assert len(logged(service_engine)) == 4
