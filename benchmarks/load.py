"""Load from wrk (https://github.com/wg/wrk), which costs far less than what it measures."""

import shutil
import subprocess
from pathlib import Path
from typing import Final, Protocol

from pydantic import BaseModel, ConfigDict
from pydantic_core import from_json

from benchmarks.servers import Server

_SCRIPT: Final = Path(__file__).with_name("post.lua")


class Window(BaseModel):
    """What one stretch of load showed; times in seconds."""

    model_config = ConfigDict(frozen=True)

    requests: int
    seconds: float
    p50: float
    p99: float
    errors: int = 0

    @property
    def per_second(self) -> float:
        """Requests answered in a second."""
        return self.requests / self.seconds


class Load(Protocol):
    """Sends the lines of a file as comments, over so many connections at once, each as soon as it is answered."""

    def __call__(self, server: Server, bodies: Path, *, seconds: int, connections: int) -> Window:
        """What the server did with them."""
        ...


def wrk(server: Server, bodies: Path, *, seconds: int, connections: int) -> Window:
    """As `Load` says; raises RuntimeError where wrk is missing, or where any answer was no decision."""
    program = shutil.which("wrk")
    if program is None:
        message = "wrk is not installed: apt-get install wrk"
        raise RuntimeError(message)
    load = (program, "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", str(_SCRIPT))
    command = (*load, server.address, "--", str(bodies), server.key)
    shown = subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603 - our own words
    window = Window.model_validate(from_json(shown.strip().splitlines()[-1]))
    if window.errors:
        message = f"{window.errors} of {window.requests} requests failed"
        raise RuntimeError(message)
    return window
