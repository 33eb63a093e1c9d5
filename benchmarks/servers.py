"""Servers in processes of their own, and what Linux tells of them."""

import http.client
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from pydantic_core import from_json

PATH: Final = "/v1/comments"
ECHO: Final = (sys.executable, "-m", "benchmarks.echo")
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_KIB: Final = 1024
_ROOT: Final = Path(__file__).parents[1]


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

    def cpu_seconds(self) -> float:
        """Time that all its threads have taken of the processors."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def memory(self) -> Memory:
        """What it holds now."""
        lines = Path(f"/proc/{self.pid}/smaps_rollup").read_text().splitlines()[1:]
        sizes = {name: int(size.split()[0]) * _KIB for name, _, size in (line.partition(":") for line in lines)}
        return Memory(sizes["Rss"], sizes["Pss"])

    @contextmanager
    def connection(self) -> Iterator[http.client.HTTPConnection]:
        """A connection that is kept open."""
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=10)
        try:
            yield connection
        finally:
            connection.close()


def service(folder: Path, models: Path, database: str = "") -> Sequence[str]:
    """The command that serves Copydesk from that folder on any free port."""
    url = database or f"sqlite:///{folder / 'copydesk.db'}"
    places = ("--database", url, "--models", str(models), "--spool", str(folder), "--secret", str(folder / "secret"))
    return (sys.executable, "-m", "service", "serve", "--json", "--port", "0", "--log-level", "error", *places)


@contextmanager
def serving(command: Sequence[str], key: str = "") -> Iterator[Server]:
    """The server while the block runs; it tells key and address in lines of JSON, and has stopped afterwards.

    Raises RuntimeError where it ends instead.
    """
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=_ROOT) as process:  # noqa: S603 - our own words
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
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    connection.request("POST", PATH, body, headers)
    response = connection.getresponse()
    answer = response.read()
    if response.status != http.HTTPStatus.OK:
        message = f"{response.status}: {answer.decode(errors='replace')}"
        raise RuntimeError(message)
    decision: dict[str, Any] = from_json(answer)
    if decision["degraded"]:
        message = f"the service is not well: {decision['reasons']}"
        raise RuntimeError(message)
    return decision
