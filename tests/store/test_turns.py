"""Connections of one process take turns at writing, and none keeps its turn for ever."""

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from store import keys, sites, sqlite
from store.database import Database, for_writing, writing
from store.insertion import Inserter
from tests.store.records import record


@pytest.fixture
def engine(sqlite_engine: Engine) -> Engine:
    return sqlite_engine


def write(engine: Engine, name: str) -> None:
    """A short transaction."""
    with writing(engine) as connection:
        sites.add(connection, name, "{}", now=0)


def test_beside_a_thread_that_commits_without_end_others_get_their_turn(engine: Engine) -> None:
    stop = Event()

    def commit_without_end() -> None:
        with for_writing(engine.connect()) as connection:
            while not stop.is_set():
                with connection.begin():
                    connection.exec_driver_sql("UPDATE sites SET updated_at = updated_at + 1")

    write(engine, "default")
    busy = Thread(target=commit_without_end)
    busy.start()
    taken = []
    for number in range(50):
        began = time.monotonic()
        write(engine, str(number))
        taken.append(time.monotonic() - began)
    stop.set()
    busy.join()
    assert sorted(taken)[45] < 0.5


def test_many_threads_write_what_they_have_to(engine: Engine) -> None:
    with ThreadPoolExecutor(8) as writers:
        list(writers.map(lambda number: write(engine, str(number)), range(80)))
    with engine.connect() as connection:
        assert len(sites.list_sites(connection)) == 80


def test_a_turn_ends_with_its_transaction_however_that_ends(engine: Engine) -> None:
    def fail() -> None:
        message = "as it happens"
        raise RuntimeError(message)

    with pytest.raises(RuntimeError), writing(engine):
        fail()
    write(engine, "after a rollback")
    connection = for_writing(engine.connect())
    connection.begin()
    connection.invalidate()
    connection.close()
    write(engine, "after a connection was dropped")


def test_a_turn_ends_with_a_commit_that_fails(engine: Engine) -> None:
    def promise_too_much() -> None:
        with writing(engine) as connection:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            keys.add(connection, 12345, "of no site", now=0)

    with pytest.raises(IntegrityError):
        promise_too_much()
    write(engine, "afterwards")


@pytest.mark.parametrize("away", [True, False], ids=["the file is away", "a record is refused"])
def test_a_turn_ends_with_a_batch_that_cannot_be_stored(engine: Engine, tmp_path: Path, *, away: bool) -> None:
    write(engine, "default")
    inserter = Inserter(Database.of(engine), survives_power_loss=False)
    inserter.connect()
    path = tmp_path / "copydesk.db"
    if away:
        path.rename(path.with_suffix(".away"))
    assert not inserter.insert_at_once([record(site_id=1 if away else 12345)])
    if away:
        path.with_suffix(".away").rename(path)
    write(engine, "afterwards")
    inserter.connect()
    assert inserter.insert_at_once([record()])
    inserter.disconnect()


def test_reading_needs_no_turn(engine: Engine) -> None:
    with writing(engine), engine.connect() as reader:
        assert sites.list_sites(reader) == []


def test_a_turn_is_not_waited_for_without_end(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "LOCK_SECONDS", 0.05)
    with writing(engine), pytest.raises(sqlite3.OperationalError, match="another thread"):
        write(engine, "second")
    write(engine, "second")


def test_another_process_is_waited_for_as_ever(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "LOCK_SECONDS", 0.05)
    other = sqlite3.connect(tmp_path / "copydesk.db")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Exception, match="locked"):
        write(engine, "second")
    other.close()
    write(engine, "second")
