"""Plain URLs lead to a database, or to an error that names the remedy."""

import shutil
import sqlite3
import ssl
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, make_url
from sqlalchemy.exc import OperationalError

from store import sites, sqlite
from store.database import Database, open_engine, plain_url, writing
from store.errors import DatabaseMovedError, DatabaseURLError
from store.postgresql import PostgreSQLServer
from store.schema import upgrade
from store.urls import DatabaseURL
from tests import conftest_databases


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("", "cannot be read"),
        ("copydesk.db", "cannot be read"),
        ("mysql://root@localhost/copydesk", "'mysql'.*sqlite:///copydesk.db"),
        ("postgresql+asyncpg://localhost/copydesk", "the driver is chosen by Copydesk"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("sqlite:////no/such/folder/copydesk.db", "/no/such/folder .*create it"),
        ("sqlite:///copydesk.db?mode=ro", "a path and nothing else"),
        ("sqlite://host/copydesk.db", "a path and nothing else"),
        ("postgresql://localhost", "names no database"),
        ("postgresql://localhost/copydesk?colour=red", "'colour'"),
        ("postgresql://localhost/copydesk?host=db", "begin it with /"),
        ("postgresql://localhost/copydesk?sslmode=perhaps", "'perhaps'.*verify-full"),
        ("postgresql://localhost/copydesk?sslmode=verify-full&sslrootcert=/no/such/file", "/no/such/file"),
    ],
)
def test_a_url_that_cannot_be_used_is_refused_with_the_remedy(url: str, message: str) -> None:
    with pytest.raises(DatabaseURLError, match=message):
        open_engine(url)


def test_an_error_does_not_repeat_the_password() -> None:
    for url in (
        "postgresql://desk:hunter2@localhost/copydesk?colour=red",
        "oracle://desk:hunter2@x",
        "//desk:hunter2@",
    ):
        with pytest.raises(DatabaseURLError) as raised:
            open_engine(url)
        assert "hunter2" not in str(raised.value)


def test_sqlite_survives_a_crash_and_checks_references(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    with engine.connect() as connection:
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        values = [connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() for pragma in pragmas]
    engine.dispose()
    assert values == ["wal", 2, 1, 5000]


@pytest.mark.parametrize("name", ["a,b.db", "Café 50%.db", "a@b+c;d.db"])
def test_a_file_may_have_any_name(tmp_path: Path, name: str) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / name}")
    assert upgrade(engine)
    assert Database.of(open_engine(plain_url(engine))).identity == Database.of(engine).identity
    with engine.connect() as connection:
        assert sites.list_sites(connection) == []
    engine.dispose()
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_file_that_is_missing_is_made_only_where_that_is_wished(sqlite_url: str) -> None:
    running = open_engine(sqlite_url, create=False)
    with pytest.raises(OperationalError, match="unable to open"):
        running.connect()
    path = Path(make_url(sqlite_url).database or "")
    assert not path.exists()
    open_engine(sqlite_url).connect().close()
    assert path.exists()
    running.connect().close()
    running.dispose()


def test_a_file_that_was_replaced_is_opened_anew(sqlite_engine: Engine, sqlite_template: Path) -> None:
    path = Path(sqlite_engine.url.database or "")
    with writing(sqlite_engine) as connection:
        sites.add(connection, "default", "{}", now=0)
    with sqlite_engine.connect() as kept:
        shutil.copy(sqlite_template, path.with_suffix(".new"))
        path.with_suffix(".new").rename(path)
        for suffix in (".db-wal", ".db-shm"):
            path.with_suffix(suffix).unlink()
        with pytest.raises(DatabaseMovedError, match="moved or removed"):
            sites.find(kept, "default")
    with sqlite_engine.connect() as connection:
        assert sites.find(connection, "default") is None


def test_a_file_that_is_moved_while_it_is_opened_is_not_written_to(
    sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(sqlite_engine.url.database or "")

    def moved_just_before(_path: str) -> None:
        path.rename(path.with_suffix(".away"))
        monkeypatch.undo()

    monkeypatch.setattr(sqlite, "file_at", moved_just_before)
    with sqlite_engine.connect() as opened, pytest.raises(DatabaseMovedError, match="moved or removed"):
        sites.find(opened, "default")


def test_writing_takes_the_lock_of_sqlite_at_once_and_reading_does_not_wait_for_it(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    other = sqlite3.connect(make_url(sqlite_url).database or "", timeout=0)
    with writing(engine):
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        with engine.connect() as reader:
            assert reader.exec_driver_sql("SELECT 1").scalar() == 1
    other.execute("BEGIN IMMEDIATE")
    other.close()
    engine.dispose()


def test_what_fails_is_rolled_back(engine: Engine) -> None:
    def add_and_fail(connection: Connection) -> None:
        sites.add(connection, "default", "{}", now=0)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), writing(engine) as connection:
        add_and_fail(connection)
    with engine.connect() as connection:
        assert sites.list_sites(connection) == []


def test_one_database_has_one_identity_however_its_url_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    def identity(url: str) -> str:
        return Database.of(open_engine(url)).identity

    assert identity("sqlite:///a.db") == identity(f"sqlite:///{tmp_path}/../{tmp_path.name}/a.db")
    assert identity("sqlite:///a.db") != identity("sqlite:///b.db")
    ours = identity("postgresql://desk:secret@localhost/copydesk")
    assert ours == identity("postgres://other@localhost:5432/copydesk")
    assert ours != identity("postgresql://localhost/other")


def test_postgresql_is_reached_through_its_socket_too(postgresql_server: conftest_databases.PostgreSQLServer) -> None:
    url = f"postgresql://postgres@/postgres?host={postgresql_server.folder}"
    engine = open_engine(make_url(url).set(port=postgresql_server.port).render_as_string())
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT inet_client_addr()").scalar() is None
    engine.dispose()


@pytest.mark.parametrize(
    ("parameters", "encryption"),
    [("", None), ("?sslmode=disable", False), ("?sslmode=prefer", None), ("?sslmode=require", True)],
)
def test_encryption_without_verification_is_left_to_the_driver(parameters: str, encryption: bool | None) -> None:  # noqa: FBT001 - a parameter of the test
    url = DatabaseURL.read(f"postgresql://localhost/copydesk{parameters}")
    assert PostgreSQLServer.of(url, None).encryption is encryption


@pytest.mark.parametrize(("mode", "checks_name"), [("verify-ca", False), ("verify-full", True)])
def test_verified_encryption_requires_a_certificate(mode: str, checks_name: bool) -> None:  # noqa: FBT001 - a parameter of the test
    url = DatabaseURL.read(f"postgresql://localhost/copydesk?sslmode={mode}")
    context = PostgreSQLServer.of(url, None).encryption
    assert isinstance(context, ssl.SSLContext)
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, checks_name)
