"""Several processes that serve one address, and the parent that keeps them running."""

import logging
import multiprocessing
import signal
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Final

from service.companion import Companion
from service.settings import Settings
from service.worker import CANNOT_START, Worker

_QUICK_SECONDS: Final = 5.0
_LONGEST_WAIT: Final = 30.0
_GRACE_SECONDS: Final = 5.0
_TICK: Final = 0.2

_log = logging.getLogger(__name__)

Work = Callable[[Settings, Worker], None]


class Supervisor:
    """Runs `work` in `settings.workers` processes, replaces those that die, and stops all on SIGTERM or SIGINT."""

    def __init__(self, settings: Settings, work: Work, *, started: Callable[[str], None]) -> None:
        self._settings = settings
        self._work = work
        self._started = started
        self._spawn = multiprocessing.get_context("spawn")
        self._born: dict[SpawnProcess, float] = {}
        self._due: list[float] = []
        self._early_deaths = 0
        self._companion = Companion(settings)
        self._is_ready = False
        self._stopping = False
        self._failed = False

    def run(self) -> int:
        """The exit status, when all processes have ended. Raises OSError where the address is taken."""
        with (
            tempfile.TemporaryDirectory(prefix="copydesk-") as folder,
            _held_port(self._settings.host, self._settings.port) as port,
            self._listening_to_signals(),
        ):
            self._settings = self._settings.model_copy(update={"port": port})
            try:
                self._serve(Path(folder))
            finally:
                self._companion.close()
        return CANNOT_START if self._failed else 0

    def _serve(self, folder: Path) -> None:
        heard, ready = self._spawn.Pipe(duplex=False)
        for _ in range(self._settings.workers):
            self._start(Worker(folder, ready, replaces_another=False))
        silent = self._settings.workers
        deadline = float("inf")
        while self._born or (self._due and not self._stopping):
            happened = wait([heard, *(process.sentinel for process in self._born)], _TICK)
            if heard in happened:
                heard.recv_bytes()
                silent -= 1
                if silent == 0:
                    self._is_ready = True
                    self._started(self._settings.url(self._settings.port))
            for process in [one for one in self._born if one.sentinel in happened]:
                self._bury(process)
            if self._stopping and deadline == float("inf"):
                deadline = time.monotonic() + self._settings.stop_seconds + _GRACE_SECONDS
                for process in self._born:
                    process.terminate()
            if time.monotonic() > deadline:
                for process in self._born:
                    process.kill()
            self._replace(Worker(folder, ready, replaces_another=True))

    def _start(self, worker: Worker) -> None:
        process = self._spawn.Process(target=self._work, args=(self._settings, worker))
        process.start()
        self._born[process] = time.monotonic()

    def _bury(self, process: SpawnProcess) -> None:
        lived = time.monotonic() - self._born.pop(process)
        process.join()
        if self._stopping:
            return
        cannot_start = process.exitcode == CANNOT_START
        if cannot_start and not self._is_ready:
            self._failed = self._stopping = True
            return
        # Once all have served, the settings were of use: something else went wrong, and the others may still serve.
        self._early_deaths = self._early_deaths + 1 if cannot_start or lived < _QUICK_SECONDS else 0
        pause = min(2.0 ** (self._early_deaths - 1), _LONGEST_WAIT) if self._early_deaths else 0.0
        _log.error("worker %s ended with status %s, another starts in %g s", process.pid, process.exitcode, pause)
        self._due.append(time.monotonic() + pause)

    def _replace(self, worker: Worker) -> None:
        if self._stopping:
            return
        now = time.monotonic()
        for due in [one for one in self._due if one <= now]:
            self._due.remove(due)
            self._start(worker)
        if self._is_ready:
            self._companion.tend()

    @contextmanager
    def _listening_to_signals(self) -> Iterator[None]:
        def stop(_number: int, _frame: object) -> None:
            self._stopping = True

        previous = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for number, handler in previous.items():
                signal.signal(number, handler)


@contextmanager
def _held_port(host: str, port: int) -> Iterator[int]:
    """The port, kept for the workers of this parent alone. Raises OSError where another program has it."""
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind) as alone:
        alone.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        alone.bind(address)
        free: int = alone.getsockname()[1]
    # Bound and not listening, it gets no connections, and holds the number while workers come and go.
    with socket.socket(family, kind) as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind((*address[:1], free, *address[2:]))
        yield free
