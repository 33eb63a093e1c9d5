"""Fixtures for all tests, and the rule that under CI none is skipped."""

import os
import random
import sys
from collections.abc import Generator, Iterator

import pluggy
import pytest

from model.likeness import KEY_BYTES

# No test depends on learned weights but those of quality, so none has the second reader that ships, unless it asks.
os.environ["COPYDESK_READER"] = "off"

pytest_plugins = ["tests.conftest_databases", "tests.conftest_service", "tests.conftest_desk"]


@pytest.fixture(scope="session", autouse=True)
def same_likeness() -> Iterator[None]:
    """Likeness is estimated with keys that are new at every start; tests are told the same each time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("model.likeness._KEYS", random.Random(1).randbytes(KEY_BYTES))  # noqa: S311 - no secret
        yield


@pytest.fixture
def eager_threads() -> Iterator[None]:
    """Threads take turns as often as Python lets them, so that what is not safe among them shows."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put first what has a longer limit of its own: one process then runs all of it, and makes its fixtures once."""
    items.sort(key=lambda item: item.get_closest_marker("timeout") is None)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pluggy.Result[pytest.TestReport], None]:
    """Turn a skip into a failure where nothing may be skipped."""
    report = (yield).get_result()
    if report.skipped and os.environ.get("CI") == "true":
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and under CI none may be: {report.longrepr}"
