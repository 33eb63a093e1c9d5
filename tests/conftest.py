"""Fixtures for all tests, and the rule that under CI none is skipped."""

import os
from collections.abc import Generator

import pluggy
import pytest

# No test depends on learned weights but those of quality, so none has the second reader that ships, unless it asks.
os.environ["COPYDESK_READER"] = "off"

pytest_plugins = ["tests.conftest_databases", "tests.conftest_service", "tests.conftest_desk"]


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pluggy.Result[pytest.TestReport], None]:
    """Turn a skip into a failure where nothing may be skipped."""
    report = (yield).get_result()
    if report.skipped and os.environ.get("CI") == "true":
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and under CI none may be: {report.longrepr}"
