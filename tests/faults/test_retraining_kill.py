"""A retraining is killed at any moment: versions are whole or not there, and the next one knows what became of it."""

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine

from benchmarks.judged_site import site_with
from model.bundle import Bundle
from model.registry import Registry
from store import retrainings
from store.database import plain_url
from store.records import Site
from store.retrainings import Retraining
from tests.training.house import arrived, base_in, registry_of
from training.retrain import retrain


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """A tiny model to start from."""
    return base_in(tmp_path_factory.mktemp("base"))


@pytest.fixture
def registry(base: Bundle, tmp_path: Path) -> Registry:
    return registry_of(base, tmp_path / "models")


def started(engine: Engine, registry: Registry) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "training", "retrain", f"--models={registry.folder}", "--json"]
    environment = {**os.environ, "COPYDESK_DATABASE": plain_url(engine)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # noqa: S603 - our own words


def newest(engine: Engine, site: Site) -> Retraining:
    with engine.connect() as connection:
        return retrainings.newest(connection, site.id, 1)[0]


def is_whole(registry: Registry) -> bool:
    """Whether every version there is, and whatever is in use, can be loaded."""
    for version in (*registry.versions(), None):
        registry.load(version)
    champion = registry.own_champion("default")
    return champion is None or registry.load(champion).version == champion


def test_killed_at_any_moment_it_leaves_the_registry_whole(sqlite_engine: Engine, registry: Registry) -> None:
    site = site_with(sqlite_engine, arrived(300))
    random = np.random.default_rng(7)
    states = set()
    for seconds in (0.0, *random.uniform(0, 0.9, 5)):
        before = set(registry.versions())
        process = started(sqlite_engine, registry)
        assert process.stderr is not None
        # From the first word on, so that the wait is not for Python's start.
        assert process.stderr.readline()
        time.sleep(seconds)
        process.kill()
        process.communicate()
        assert is_whole(registry)
        left = newest(sqlite_engine, site)
        champion = registry.own_champion(site.name)
        if left.state == "running" and champion in set(registry.versions()) - before:
            assert left.version == champion, "what is promoted was noted before"
        states.add(left.state)
    assert "running" in states, "none was killed at its work"
    done = retrain(sqlite_engine, registry, site)
    assert done.state in {"passed", "refused"}
    with sqlite_engine.connect() as connection:
        found = retrainings.newest(connection, site.id, 10)
    assert [one.state for one in found].count("running") == 0
    assert is_whole(registry)


def test_what_was_left_half_written_is_cleared_away_later(sqlite_engine: Engine, registry: Registry) -> None:
    site = site_with(sqlite_engine, arrived(300))
    old, new, other = (registry.folder / name for name in (".2026.01.01-1.0a1b2c3d", ".2026.01.01-2.0a1b2c3d", ".git"))
    for folder in (old, new, other):
        folder.mkdir()
        (folder / "table.npy").touch()
    for folder in (old, other):
        os.utime(folder, (0, 0))
    retrain(sqlite_engine, registry, site)
    assert [folder.exists() for folder in (old, new, other)] == [False, True, True]


def test_killed_once_it_was_promoted_it_counts_as_passed(sqlite_engine: Engine, registry: Registry) -> None:
    site = site_with(sqlite_engine, arrived(300))
    process = started(sqlite_engine, registry)
    while process.poll() is None and registry.own_champion(site.name) is None:
        time.sleep(0.001)
    process.kill()
    process.communicate()
    promoted = registry.own_champion(site.name)
    assert promoted is not None
    retrain(sqlite_engine, registry, site)
    with sqlite_engine.connect() as connection:
        _, first = retrainings.newest(connection, site.id, 2)
    assert (first.state, first.version) == ("passed", promoted)
