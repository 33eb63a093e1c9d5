"""SQLite's log is copied into the file beside the writing, and begins anew before it is long."""

import asyncio
import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Engine

from store import checkpoints, sites
from store.checkpoints import Checkpoints
from store.database import Database, writing
from store.insertion import Inserter
from store.sqlite import SQLiteFile
from tests.store.records import record
from tests.waiting import until


@pytest.fixture
def file(sqlite_engine: Engine) -> SQLiteFile:
    with writing(sqlite_engine) as connection:
        sites.add(connection, "default", "{}", now=0)
    sqlite_engine.dispose()
    source = Database.of(sqlite_engine).source
    assert isinstance(source, SQLiteFile)
    return source


@pytest.fixture
def inserter(sqlite_engine: Engine) -> Inserter:
    return Inserter(Database.of(sqlite_engine), survives_power_loss=False)


def in_file_alone(path: Path) -> int:
    """How many comments the file holds without its log."""
    copy = path.with_suffix(".copy")
    shutil.copy(path, copy)
    connection = sqlite3.connect(copy)
    (found,) = connection.execute("SELECT count(*) FROM comments").fetchone()
    connection.close()
    return int(found)


async def test_what_is_committed_comes_into_the_file(file: SQLiteFile, inserter: Inserter) -> None:
    inserter.insert([record()])
    assert in_file_alone(Path(file.path)) == 0
    made = Checkpoints(file, every=0.01)
    await until(lambda: in_file_alone(Path(file.path)) == 1)
    made.close()
    inserter.disconnect()


async def test_what_is_committed_comes_to_the_disk_before_it_comes_into_the_file_and_once(
    file: SQLiteFile, inserter: Inserter, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[str] = []

    def note(descriptor: int) -> None:
        flushed.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))

    monkeypatch.setattr(os, "fdatasync", note)
    monkeypatch.setattr(checkpoints, "_TIMES_UNTIL_COPIED", 10**9)
    inserter.insert([record()])
    made = Checkpoints(file, every=0.01)
    await until(lambda: len(flushed) == 1)
    inserter.insert([record()])
    await until(lambda: len(flushed) == 2)
    await asyncio.sleep(0.1)
    made.close()
    assert flushed == [f"{file.path}-wal"] * 2
    assert in_file_alone(Path(file.path)) == 0
    inserter.disconnect()


async def test_the_log_does_not_grow_without_end(
    file: SQLiteFile, inserter: Inserter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoints, "_LONG_FRAMES", 50)
    made = Checkpoints(file, every=0.005)
    log = Path(f"{file.path}-wal")
    written = 0

    def has_begun_anew() -> bool:
        nonlocal written
        written += 20
        inserter.insert([record(content="x" * 3000) for _ in range(20)])
        return log.stat().st_size < written * 3000 / 3

    await until(has_begun_anew)
    made.close()
    inserter.disconnect()


async def test_the_log_of_a_file_that_a_link_leads_to_is_found(
    file: SQLiteFile, inserter: Inserter, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    inserter.insert([record()])
    link = tmp_path / "link" / "other.db"
    link.parent.mkdir()
    link.symlink_to(file.path)
    made = Checkpoints(SQLiteFile(str(link), create=False), every=0.005)
    await until(lambda: in_file_alone(Path(file.path)) == 1)
    made.close()
    assert not caplog.records
    inserter.disconnect()


async def test_a_disk_that_takes_nothing_is_told_of_once_and_the_log_is_copied_all_the_same(
    file: SQLiteFile, inserter: Inserter, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fdatasync", fail)
    inserter.insert([record()])
    made = Checkpoints(file, every=0.005)
    await until(lambda: in_file_alone(Path(file.path)) == 1)
    made.close()
    assert [each.levelname for each in caplog.records] == ["WARNING"]
    inserter.disconnect()


async def test_a_file_that_is_moved_or_missing_is_looked_for_again(file: SQLiteFile, inserter: Inserter) -> None:
    path = Path(file.path)
    away = path.with_suffix(".away")
    shutil.move(path, away)
    made = Checkpoints(SQLiteFile(file.path, create=False), every=0.005)
    shutil.move(away, path)
    inserter.insert([record()])
    await until(lambda: in_file_alone(path) == 1)
    made.close()
    inserter.disconnect()
