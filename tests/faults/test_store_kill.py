"""A process is killed in the middle of its work: every acknowledged comment is there afterwards."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine

from store import comments
from store.database import Database, plain_url, writing
from store.outcomes import Limits
from store.spool import Spool
from store.writer import Writer
from tests.store.records import record, stored
from tests.waiting import until


def acknowledged_until_killed(engine: Engine, folder: Path, site_id: int, enough: int) -> list[str]:
    """Ids that a process acknowledged before it was killed, some time after it had acknowledged enough."""
    command = [sys.executable, "-m", "tests.faults.writing_process", plain_url(engine), str(folder), str(site_id)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own words
        assert process.stdout is not None
        acknowledged = [process.stdout.readline().strip() for _ in range(enough)]
        process.kill()
        acknowledged += process.stdout.read().split()
    assert all(acknowledged), "the process ended by itself"
    return acknowledged


@contextmanager
def without_tables(engine: Engine) -> Iterator[None]:
    """The database answers, but can store nothing."""
    with writing(engine) as connection:
        connection.exec_driver_sql("ALTER TABLE comments RENAME TO elsewhere")
    try:
        yield
    finally:
        with writing(engine) as connection:
            connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO comments")


async def replay(engine: Engine, folder: Path) -> None:
    """A new process takes over the spool and empties it."""
    writer = Writer(Database.of(engine), Spool(folder, Database.of(engine).identity), limits=Limits(first_wait=0.01))
    await until(lambda: writer.health().spool_bytes == 0)
    await asyncio.to_thread(writer.close)
    assert not any(await asyncio.to_thread(os.listdir, folder))


@pytest.mark.parametrize("enough", [1, 500])
def test_killed_between_commits(engine: Engine, site_id: int, tmp_path: Path, enough: int) -> None:
    acknowledged = acknowledged_until_killed(engine, tmp_path / "spool", site_id, enough)
    assert set(acknowledged) <= set(stored(engine))
    with engine.connect() as connection:
        found = comments.revisions(connection, site_id, str(site_id))
    assert [one.superseded_by for one in found] == [one.id for one in found[1:]] + [""]


@pytest.mark.parametrize("enough", [1, 500])
async def test_killed_while_the_database_is_away(engine: Engine, site_id: int, tmp_path: Path, enough: int) -> None:
    with without_tables(engine):
        acknowledged = acknowledged_until_killed(engine, tmp_path / "spool", site_id, enough)
    assert stored(engine) == []
    await replay(engine, tmp_path / "spool")
    assert set(acknowledged) <= set(stored(engine))


async def test_killed_while_it_writes_the_spool_back(engine: Engine, site_id: int, tmp_path: Path) -> None:
    folder = tmp_path / "spool"
    left = Spool(folder, Database.of(engine).identity)
    spooled = [record(site_id, comment_id=str(number % 50)) for number in range(5000)]
    left.append(spooled)
    left.close()
    acknowledged: list[str] = []
    for _ in range(2):
        acknowledged += acknowledged_until_killed(engine, folder, site_id, enough=1)
    await replay(engine, folder)
    found = stored(engine)
    assert {one.id for one in spooled} | set(acknowledged) <= set(found)
    assert len(found) == len(set(found))
