"""A shell beside a running service, as a reader of the documentation has it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True, slots=True)
class Shell:
    """Runs what the documentation says; Copydesk's commands are found as after `make run`, and the service answers."""

    folder: Path
    environment: Mapping[str, str]
    address: str
    key: str

    def run(self, script: str) -> str:
        """What the script writes to stdout; raises CalledProcessError with the first command that fails."""
        moved = script.replace("http://127.0.0.1:8080", self.address)
        return subprocess.run(  # noqa: S603 - our own documentation
            ["/bin/bash", "-euo", "pipefail", "-c", moved],
            cwd=self.folder,
            env=dict(self.environment),
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout


@pytest.fixture(scope="session")
def shell(shared_models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """One service for the session, in a folder of its own, with a model of the tests."""
    folder = tmp_path_factory.mktemp("reader")
    (folder / ".venv").symlink_to(sys.prefix)
    environment = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "COPYDESK_MODELS": str(shared_models),
        "NO_COLOR": "1",
        "COLUMNS": "200",
    }
    command = [sys.executable, "-m", "service", "serve", "--port", "0", "--json", "--log-level", "error"]
    environment["PYTHONPATH"] = str(Path(__file__).parents[2])
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE) as process:  # noqa: S603 - ours
        assert process.stdout is not None
        told: dict[str, str] = {}
        while "address" not in told:
            told |= json.loads(process.stdout.readline())
        try:
            yield Shell(folder, environment, told["address"], told["key"])
        finally:
            process.terminate()
