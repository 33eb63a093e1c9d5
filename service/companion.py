"""A process that does the work beside the requests (`service.beside`), so that none shares an interpreter with it.

Python runs one thread at a time: work of some milliseconds in a thread of the service makes every request that comes in
meanwhile wait. The companion needs the database and nothing of the service. It may be killed at any time: what it has
not committed it does again. It ends when the service does, however that ends: its standard input ends then.
"""

import logging
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from service.settings import Settings

COMMAND: Final = (sys.executable, "-m", "service.beside")
_GRACE_SECONDS: Final = 10.0
_QUICK_SECONDS: Final = 60.0
_LONGEST_WAIT: Final = 60.0

_log = logging.getLogger(__name__)


class Companion:
    """Keeps the process running. `command` is what is run; it is told the settings."""

    def __init__(
        self,
        settings: Settings,
        *,
        command: Sequence[str] = COMMAND,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._command = command
        self._clock = clock
        self._process: subprocess.Popen[bytes] | None = None
        self._born = self._due = 0.0
        self._early_deaths = 0

    def tend(self) -> None:
        """Start the process, or another where it ended, after growing waits; to be called again and again."""
        if self._process is not None and self._process.poll() is not None:
            self._bury(self._process)
            self._process = None
        if self._process is None and self._clock() >= self._due:
            self._start()

    def close(self) -> None:
        """End the process; blocks until what it is doing is done, some seconds at most."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            with suppress(OSError):
                process.stdin.close()
        try:
            process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _start(self) -> None:
        self._born = self._clock()
        try:
            self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE)  # noqa: S603 - our own command
        except OSError as error:
            self._due = self._born + _LONGEST_WAIT
            _log.error("the companion cannot be started, the queue of the desk will be late: %s", error)
            return
        if self._process.stdin is not None:
            # Where it has ended already, the next call finds out.
            with suppress(OSError):
                self._process.stdin.write(self._settings.model_dump_json().encode() + b"\n")
                self._process.stdin.flush()

    def _bury(self, process: subprocess.Popen[bytes]) -> None:
        if process.stdin is not None:
            with suppress(OSError):
                process.stdin.close()
        lived = self._clock() - self._born
        self._early_deaths = self._early_deaths + 1 if lived < _QUICK_SECONDS else 0
        pause = min(2.0**self._early_deaths, _LONGEST_WAIT)
        self._due = self._clock() + pause
        _log.error("the companion ended with status %s, another starts in %g s", process.returncode, pause)
