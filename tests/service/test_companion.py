"""The companion is started, told the settings, replaced when it ends, and ended with the service."""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.companion import Companion
from service.settings import Settings

# Writes down what it is told and its process id, and ends when there is nothing more to read.
_NOTES = """
import os, sys
line = sys.stdin.buffer.readline()
with open(sys.argv[1], "ab") as notes:
    notes.write(line)
sys.stdin.buffer.read()
with open(sys.argv[1], "ab") as notes:
    notes.write(b'"ended"\\n')
"""


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """Where the process writes what it is told."""
    return tmp_path / "notes"


class _Kept:
    """A companion by a clock of the test's own."""

    def __init__(self, *command: str) -> None:
        self.now = 0.0
        self.companion = Companion(Settings(port=12345), command=command, clock=lambda: self.now)


@pytest.fixture
def kept(notes: Path) -> Iterator[_Kept]:
    """One whose process only takes notes."""
    one = _Kept(sys.executable, "-c", _NOTES, str(notes))
    yield one
    one.companion.close()


def _told(notes: Path, lines: int) -> list[object]:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        told = [json.loads(line) for line in notes.read_text().splitlines()] if notes.exists() else []
        if len(told) >= lines:
            return told
        time.sleep(0.01)
    raise TimeoutError


def test_it_is_started_once_told_the_settings_and_ends_what_it_does_before_the_service_does(
    kept: _Kept, notes: Path
) -> None:
    for _ in range(3):
        kept.companion.tend()
    assert _told(notes, 1) == [json.loads(Settings(port=12345).model_dump_json())]
    kept.companion.close()
    assert _told(notes, 2)[1] == "ended"
    kept.companion.close()


def test_one_that_ends_is_replaced_after_growing_waits(caplog: pytest.LogCaptureFixture) -> None:
    kept = _Kept(sys.executable, "-c", "raise SystemExit(7)")
    waits = []
    for _ in range(3):
        kept.companion.tend()
        ended = kept.companion._process  # noqa: SLF001 - it is waited for
        assert ended is not None
        ended.wait(20)
        kept.companion.tend()
        assert kept.companion._process is None  # noqa: SLF001 - as above
        waits.append(int(caplog.messages[-1].split()[-2]))
        kept.now += waits[-1]
    assert waits == [2, 4, 8]
    assert "status 7" in caplog.text
    kept.companion.close()


def test_one_that_lived_long_is_replaced_at_once(kept: _Kept, notes: Path) -> None:
    kept.companion.tend()
    _told(notes, 1)
    kept.now += 3_600
    process = kept.companion._process  # noqa: SLF001 - it is killed
    assert process is not None
    process.kill()
    process.wait()
    kept.companion.tend()
    kept.now += 1
    kept.companion.tend()
    assert len(_told(notes, 2)) == 2


def test_a_process_that_cannot_be_started_is_told_and_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    kept = _Kept(str(tmp_path / "nothing"))
    for _ in range(2):
        kept.companion.tend()
    assert len(caplog.messages) == 1
    assert "cannot be started" in caplog.text
    kept.now += 3_600
    kept.companion.tend()
    assert len(caplog.messages) == 2
    kept.companion.close()
