"""A PostgreSQL server for a benchmark, with its defaults: what it commits is on disk."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Final

_PROGRAMS: Final = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))


class PostgreSQLServer:
    """A running server on 127.0.0.1."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder = folder
        self._port = port
        self._numbers = count(1)

    def make_database(self) -> str:
        """The URL of an empty database."""
        name = f"copydesk_{next(self._numbers)}"
        self.run("createdb", "-h", "127.0.0.1", "-p", str(self._port), "-U", "postgres", name)
        return f"postgresql://postgres@127.0.0.1:{self._port}/{name}"

    def run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs, as a user that may."""
        command = [str(_PROGRAMS[-1].with_name(program)), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self._folder)  # noqa: S603 - our own words


def is_installed() -> bool:
    """Whether there is a server to run."""
    return bool(_PROGRAMS)


@contextmanager
def running() -> Iterator[PostgreSQLServer]:
    """A server while the block runs."""
    with tempfile.TemporaryDirectory(prefix="copydesk-postgresql-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port: int = free.getsockname()[1]
        server = PostgreSQLServer(folder, port)
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        cluster = ("-D", str(folder / "cluster"))
        server.run("initdb", *cluster, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-locale")
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_wal_size=4GB"
        server.run("pg_ctl", *cluster, "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield server
        finally:
            server.run("pg_ctl", *cluster, "-w", "-m", "fast", "stop")
