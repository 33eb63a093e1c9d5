"""Of what the gate refused only the newest stays, and what is needed is never removed."""

import json
from pathlib import Path

import pytest

from model.bundle import GATE
from model.registry import Registry
from tests.model.bundles import make_bundle
from training.refused import is_passed, prune


def made(registry: Registry, version: str, site: str | None = "default", *, passed: bool | None = False) -> None:
    """A version with what the gate said of it; None: it was never asked."""
    gate = json.dumps({"criteria": [{"name": "better", "passed": passed, "text": "x"}]})
    files = {} if passed is None else {GATE: gate}
    make_bundle(registry.folder, version=version, words={"idiot": {"toxicity": 6.0}}, site=site, files=files)


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    """Refused versions of a site, from `r1`, the oldest, to `r6`; others beside them."""
    found = Registry(tmp_path / "models")
    for number in range(1, 7):
        made(found, f"r{number}")
    made(found, "base", None, passed=None)
    made(found, "better", passed=True)
    made(found, "elsewhere", "northern-news")
    return found


def test_the_newest_refused_stay_and_all_that_was_not_refused(registry: Registry) -> None:
    assert prune(registry, "default", (), kept=2) == ["r1", "r2", "r3", "r4"]
    assert registry.versions() == ["base", "better", "elsewhere", "r5", "r6"]
    assert prune(registry, "default", (), kept=2) == []
    assert [path.name for path in registry.folder.iterdir() if path.name.startswith(".")] == []


def test_what_is_in_use_or_led_back_to_or_in_shadow_stays(registry: Registry) -> None:
    registry.promote("r1", "default")
    registry.promote("r2", "default")
    registry.promote("r3", "northern-news")
    assert prune(registry, "default", {"r4"}, kept=0) == ["r5", "r6"]
    assert registry.rollback("default") == "r1"
    assert registry.load("r1").version == "r1"


def test_what_cannot_be_read_stays(registry: Registry) -> None:
    (registry.folder / "r1" / GATE).write_text("{")
    (registry.folder / "r2" / "manifest.json").write_text("{")
    assert prune(registry, "default", (), kept=0) == ["r3", "r4", "r5", "r6"]
    assert [is_passed(registry, name) for name in ("r1", "r2", "base", "better", "elsewhere")] == [
        None,
        None,
        None,
        True,
        False,
    ]
