"""Real databases for the tests: a SQLite file, and a PostgreSQL server that the session starts for itself."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine

import store.insight_tables
import store.model_tables
import store.queue_tables  # noqa: F401 - completes the metadata
from store import sites
from store.database import open_engine, writing
from store.schema import upgrade
from store.tables import metadata

_PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
# What a crash of the machine would lose is no matter here: only processes are killed.
_OPTIONS = "-c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=50"


@dataclass(frozen=True, slots=True)
class PostgreSQLServer:
    """A server on 127.0.0.1 in a folder of its own, run by an unprivileged user where the tests run as root."""

    programs: Path
    folder: Path
    port: int

    def prepare(self) -> None:
        """Make the folder a database cluster."""
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self._run("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-locale", "--no-sync")

    def start(self) -> None:
        """Return when the server answers."""
        options = f"-p {self.port} -k {self.folder} {_OPTIONS}"
        self._run("pg_ctl", "-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        """Cut all connections."""
        self._run("pg_ctl", "-w", "-m", "fast", "stop")

    def is_running(self) -> bool:
        """Whether the server's process lives."""
        return (self.folder / "cluster" / "postmaster.pid").exists()

    def url(self, database: str) -> str:
        """The plain URL of a database."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def run_sql(self, statement: str) -> None:
        """Run a statement as the superuser, outside any transaction."""
        psql = [str(self.programs / "psql"), "-qX", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres"]
        subprocess.run([*psql, "-c", statement], check=True, capture_output=True)  # noqa: S603 - our own words

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), "-D", str(self.folder / "cluster"), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder)  # noqa: S603 - our own words


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgreSQLServer]:
    """One server for the session; skips where PostgreSQL's programs are not installed."""
    if not _PROGRAMS:
        pytest.skip("PostgreSQL is not installed in /usr/lib/postgresql: apt-get install postgresql")
    with tempfile.TemporaryDirectory(prefix="copydesk-postgresql-", ignore_cleanup_errors=True) as folder:
        server = PostgreSQLServer(_PROGRAMS[-1].parent, Path(folder), _free_port())
        server.prepare()
        server.start()
        yield server
        server.stop()


@pytest.fixture
def stopped_server(postgresql_server: PostgreSQLServer) -> Iterator[PostgreSQLServer]:
    """The server for a test that stops it; it runs again afterwards."""
    yield postgresql_server
    if not postgresql_server.is_running():
        postgresql_server.start()


_numbers = count(1)


@pytest.fixture
def postgresql_url(postgresql_server: PostgreSQLServer) -> str:
    """An empty database on the server."""
    name = f"copydesk_{next(_numbers)}"
    postgresql_server.run_sql(f"CREATE DATABASE {name} TEMPLATE template0 STRATEGY file_copy")
    return postgresql_server.url(name)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'copydesk.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database, of each kind in turn."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the schema in it, to be copied."""
    path = tmp_path_factory.mktemp("template") / "copydesk.db"
    _upgrade(f"sqlite:///{path}")
    return path


class Volume:
    """A folder with a SQLite file in it that can be away: the file and its log go, and come back, at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._elsewhere = folder.with_name(f"{folder.name}-away")
        self.url = f"sqlite:///{folder / 'copydesk.db'}"

    @property
    def is_there(self) -> bool:
        """Whether the folder is where it was made."""
        return self._folder.exists()

    def unmount(self) -> None:
        """Take it away."""
        self._folder.rename(self._elsewhere)

    def mount(self) -> None:
        """Bring it back."""
        self._elsewhere.rename(self._folder)


@pytest.fixture
def sqlite_volume(tmp_path: Path, sqlite_template: Path) -> Volume:
    """A volume with a database on it that has the schema."""
    folder = tmp_path / "volume"
    folder.mkdir()
    shutil.copy(sqlite_template, folder / "copydesk.db")
    return Volume(folder)


@pytest.fixture(scope="session")
def postgresql_shared(postgresql_server: PostgreSQLServer) -> str:
    """The URL of a database with the schema in it, made once: making one takes a third of a second."""
    postgresql_server.run_sql("CREATE DATABASE shared")
    _upgrade(postgresql_server.url("shared"))
    return postgresql_server.url("shared")


@pytest.fixture
def postgresql_engine(postgresql_shared: str) -> Iterator[Engine]:
    """A PostgreSQL database with the schema and nothing else in it. Whoever changes the schema puts it back."""
    opened = open_engine(postgresql_shared)
    with writing(opened) as connection:
        # The audit log refuses to be emptied by anybody else.
        connection.exec_driver_sql("SET LOCAL session_replication_role = 'replica'")
        connection.exec_driver_sql(f"TRUNCATE {', '.join(metadata.tables)} RESTART IDENTITY")
    yield opened
    opened.dispose()


@pytest.fixture
def sqlite_engine(sqlite_url: str, sqlite_template: Path, tmp_path: Path) -> Iterator[Engine]:
    """A SQLite database with the schema in it."""
    shutil.copy(sqlite_template, tmp_path / "copydesk.db")
    opened = open_engine(sqlite_url)
    yield opened
    opened.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """A database of each kind in turn with the schema in it."""
    opened: Engine = request.getfixturevalue(f"{request.param}_engine")
    return opened


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """A transaction that is rolled back."""
    with engine.connect() as opened, opened.begin() as transaction:
        yield opened
        transaction.rollback()


@pytest.fixture
def site_id(engine: Engine) -> int:
    """A site to store comments for."""
    with writing(engine) as connection:
        return sites.add(connection, "default", "{}", now=0).id


def _upgrade(url: str) -> None:
    engine = open_engine(url)
    upgrade(engine)
    engine.dispose()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
