"""`copydesk serve` as a process of its own, as it runs at a publisher's."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp


@dataclass(frozen=True, slots=True)
class Served:
    """A running process: its address, and the key and the link to the desk where it printed them."""

    process: subprocess.Popen[str]
    address: str
    key: str
    link: str

    def session(self, key: str = "") -> aiohttp.ClientSession:
        """A client with the key."""
        return aiohttp.ClientSession(self.address, headers={"Authorization": f"Bearer {key or self.key}"})

    def stop(self) -> int:
        """Ask it to stop as a supervisor would; the exit status."""
        self.process.terminate()
        return self.process.wait(30)


@contextmanager
def serving(folder: Path, models: Path, *options: str, **variables: str) -> Iterator[Served]:
    """A process with its files in that folder; killed at the end if it still runs."""
    command = [sys.executable, "-m", "service", "serve", "--json", "--port", "0", "--models", str(models)]
    if "--database" not in options:
        command += ["--database", f"sqlite:///{folder / 'copydesk.db'}"]
    files = ["--spool", str(folder / "spool"), "--secret", str(folder / "secret")]
    with (folder / "log").open("a") as log:
        process = subprocess.Popen(  # noqa: S603 - our own words
            [*command, *files, *options], stdout=subprocess.PIPE, stderr=log, text=True, env={**os.environ, **variables}
        )
    try:
        told: dict[str, str] = {}
        assert process.stdout is not None
        while "address" not in told:
            line = process.stdout.readline()
            assert line, (folder / "log").read_text()
            told |= json.loads(line)
        yield Served(process, told["address"], told.get("key", ""), told.get("desk", ""))
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


async def submit(session: aiohttp.ClientSession, content: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401
    """The decision on a comment."""
    async with session.post("/v1/comments", json={"content": content, "author_name": "Ada", **fields}) as response:
        assert response.status == 200, await response.text()
        decision: dict[str, Any] = await response.json()
        return decision


async def submit_until_cut(session: aiohttp.ClientSession, name: str, acknowledged: list[str]) -> None:
    """Submit comments one after another and note the ids that are acknowledged, until the connection is cut."""
    number = 0
    while True:
        number += 1
        try:
            decision = await submit(session, f"Comment {number} of {name}, about the bridge and the river.")
        except (TimeoutError, aiohttp.ClientError):
            return
        acknowledged.append(decision["id"])
