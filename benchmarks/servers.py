"""Servers in processes of their own, and what Linux tells of them."""

import http.client
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from pydantic_core import from_json

PATH: Final = "/v1/comments"
ECHO: Final = (sys.executable, "-m", "benchmarks.echo")
FAST_ECHO: Final = (*ECHO, "--fast-path")
TWO_ECHOES: Final = (*ECHO, "--two")
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_KIB: Final = 1024
ROOT: Final = Path(__file__).parents[1]


class Memory(NamedTuple):
    """Bytes: `rss` all that is resident, `pss` with shared pages divided among those that share them."""

    rss: int
    pss: int


@dataclass(frozen=True, slots=True)
class Server:
    """A server that listens. `key`: what its first start made, else empty."""

    pid: int
    address: str
    key: str

    def workers(self) -> list[int]:
        """The processes that answer: its children that multiprocessing made, or itself where there are none."""
        return self._children_that_run(b"spawn_main") or [self.pid]

    def companion(self) -> list[int]:
        """The process that works beside the requests, once there is one; any thread may have started it."""
        return self._children_that_run(b"service.beside")

    def cpu_seconds(self) -> float:
        """Time that all threads of the processes that answer, and of the companion, have taken of the processors."""
        taken = 0
        for pid in [*self.workers(), *self.companion()]:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            taken += int(fields[11]) + int(fields[12])
        return taken / _TICKS

    def memory(self) -> Memory:
        """What one of the processes that answer holds now, the mean of them."""
        sizes = [_sizes(pid) for pid in self.workers()]
        return Memory(*(sum(column) // len(sizes) for column in zip(*sizes, strict=True)))

    @contextmanager
    def connection(self) -> Iterator[http.client.HTTPConnection]:
        """A connection that is kept open."""
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=10)
        try:
            yield connection
        finally:
            connection.close()

    def _children_that_run(self, program: bytes) -> list[int]:
        return [child for child in _children(self.pid) if program in Path(f"/proc/{child}/cmdline").read_bytes()]


def memory_with_children(pid: int) -> int:
    """Bytes that a process and those it began hold now, what they share counted once; 0 where it has ended."""
    held = 0
    # Each may end while it is looked at.
    with suppress(OSError, KeyError):
        held += _sizes(pid).pss
        for one in _children(pid):
            held += _sizes(one).pss
    return held


def _children(pid: int) -> list[int]:
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for each in lists for child in each.read_text().split()]


def _sizes(pid: int) -> Memory:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    sizes = {name: int(size.split()[0]) * _KIB for name, _, size in (line.partition(":") for line in lines)}
    return Memory(sizes["Rss"], sizes["Pss"])


def service(  # noqa: PLR0913 - what a benchmark may choose
    folder: Path, models: Path, database: str = "", workers: int = 1, *, reader: str = "off", reader_folder: str = ""
) -> Sequence[str]:
    """The command that serves Copydesk from that folder on any free port; without the second reader unless told."""
    url = database or f"sqlite:///{folder / 'copydesk.db'}"
    places = ("--database", url, "--models", str(models), "--spool", str(folder), "--secret", str(folder / "secret"))
    options = ("--json", "--port", "0", "--log-level", "error", "--workers", str(workers), "--reader", reader)
    second = ("--reader-folder", reader_folder) if reader_folder else ()
    return (sys.executable, "-m", "service", "serve", *options, *places, *second)


@contextmanager
def serving(command: Sequence[str], key: str = "") -> Iterator[Server]:
    """The server while the block runs; it tells key and address in lines of JSON, and has stopped afterwards.

    Raises RuntimeError where it ends instead.
    """
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as process:  # noqa: S603 - our own words
        try:
            told: dict[str, Any] = {"key": key}
            while "address" not in told:
                line = process.stdout.readline() if process.stdout else b""
                if not line:
                    message = f"{' '.join(command)} ended with status {process.wait()}"
                    raise RuntimeError(message)
                told |= from_json(line)
            yield Server(process.pid, told["address"], told["key"])
        finally:
            process.terminate()


def post(connection: http.client.HTTPConnection, key: str, body: bytes) -> dict[str, Any]:
    """The answer to one comment; raises RuntimeError for any but a decision taken with all it needs."""
    return _whole(_post(connection, PATH, key, body))


def post_many(connection: http.client.HTTPConnection, key: str, body: bytes) -> list[dict[str, Any]]:
    """The answers to a batch; raises as `post` does."""
    return [_whole(one) for one in _post(connection, f"{PATH}/batch", key, body)["results"]]


def _post(connection: http.client.HTTPConnection, path: str, key: str, body: bytes) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    connection.request("POST", path, body, headers)
    response = connection.getresponse()
    answer = response.read()
    if response.status != http.HTTPStatus.OK:
        message = f"{response.status}: {answer.decode(errors='replace')}"
        raise RuntimeError(message)
    told: dict[str, Any] = from_json(answer)
    return told


def _whole(decision: dict[str, Any]) -> dict[str, Any]:
    if decision.get("degraded", True):
        message = f"the service is not well: {decision}"
        raise RuntimeError(message)
    return decision
