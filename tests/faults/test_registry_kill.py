"""A process is killed in the middle of a promotion: the champion is one of the versions, and the way back is open."""

import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from model.registry import Registry
from tests.model.bundles import make_bundle

VERSIONS = ["a", "b", "c"]


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    for version in VERSIONS:
        make_bundle(tmp_path, version=version, words={"idiot": {"toxicity": 6.0}})
    return Registry(tmp_path)


def promoted_until_killed(folder: Path, seconds: float) -> list[str]:
    """What was promoted, by its own word, until the process was killed some time after the first."""
    command = [sys.executable, "-m", "tests.faults.promoting_process", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own words
        assert process.stdout is not None
        promoted = [process.stdout.readline().strip()]
        time.sleep(seconds)
        process.kill()
        promoted += process.stdout.read().split()
    assert all(promoted), "the process ended by itself"
    return promoted


def test_the_champion_is_what_was_promoted_last_or_was_being_promoted(registry: Registry) -> None:
    random = np.random.default_rng(1)
    for _ in range(10):
        promoted = promoted_until_killed(registry.folder, random.uniform(0, 0.03))
        follower = VERSIONS[(VERSIONS.index(promoted[-1]) + 1) % len(VERSIONS)]
        assert registry.champion in (promoted[-1], follower)
        assert registry.load().version == registry.champion
        assert registry.versions() == VERSIONS
    before = registry.champion
    assert registry.rollback() in {*VERSIONS, None} - {before}
