"""The lock files pin everything that `pyproject.toml` asks for, by hash, and name no place to download it from."""

import re
import tomllib
from typing import Any

import pytest
from packaging.requirements import Requirement

from tests.house.documents import ROOT

_LINE = re.compile(r"^([a-z0-9-]+)==(\S+?)(?: ; (.+?))? \\$", re.MULTILINE)


def _project() -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project


def _pinned(lock: str) -> set[tuple[str, str, str]]:
    return set(_LINE.findall((ROOT / lock).read_text(encoding="utf-8")))


def _asked(*extras: str) -> list[Requirement]:
    project = _project()
    named = [*project["dependencies"], *(one for extra in extras for one in project["optional-dependencies"][extra])]
    return [one for one in map(Requirement, named) if one.name != "copydesk"]


@pytest.mark.parametrize(
    ("lock", "extras"),
    [
        ("requirements.lock", ("build",)),
        ("requirements-reader.lock", ("build", "reader")),
        ("requirements-dev.lock", ("build", "parquet", "dev")),
    ],
)
def test_a_lock_pins_what_the_project_asks_for(lock: str, extras: tuple[str, ...]) -> None:
    pinned = _pinned(lock)
    for asked in _asked(*extras):
        versions = [version for name, version, _ in pinned if name == asked.name.lower()]
        assert versions, f"{lock} lacks {asked}: run `make lock`"
        assert all(version in asked.specifier for version in versions), f"{lock} has {asked.name} {versions}"


def test_what_develops_holds_what_serves_in_the_same_versions() -> None:
    assert _pinned("requirements.lock") <= _pinned("requirements-reader.lock") <= _pinned("requirements-dev.lock")


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-reader.lock", "requirements-dev.lock"])
def test_a_lock_has_hashes_and_no_addresses(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.split(r"^(?=\S)", text, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in entry for entry in entries if not entry.startswith("#"))
    assert "://" not in text
    assert not re.search(r"^\s*(?:--index|--extra-index|--find-links|-e |@ )", text, re.MULTILINE)
