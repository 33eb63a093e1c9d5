"""The database goes away or is full: nothing acknowledged is lost, and what cannot be kept is said so."""

# ruff: noqa: D102 - the name of a test is its sentence

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, text
from sqlalchemy.exc import OperationalError

from store import comments, sites, sqlite
from store.database import Database, open_engine, plain_url, writing
from store.errors import DatabaseMovedError, StoreUnavailableError
from store.outcomes import Limits, WriteResult
from store.records import CommentRecord, degraded
from store.spool import Spool
from store.sqlite import SQLiteFile, TurnTaker
from store.writer import Writer
from tests.conftest_databases import PostgreSQLServer, Volume
from tests.store.records import read_all, record
from tests.waiting import until

IMPATIENT = Limits(first_wait=0.01, longest_wait=0.1)


@pytest.fixture
def spool(engine: Engine, tmp_path: Path) -> Spool:
    return Spool(tmp_path / "spool", Database.of(engine).identity, max_bytes=50_000)


@pytest.fixture
async def writer(engine: Engine, spool: Spool) -> AsyncIterator[Writer]:
    opened = Writer(Database.of(engine), spool, limits=IMPATIENT)
    yield opened
    await asyncio.to_thread(opened.close)


class Disk:
    """A volume with SQLite's file on it, which can be made full, as by `ulimit` or where it is small."""

    def __init__(self) -> None:
        self._connections: list[sqlite3.Connection] = []
        self._pages = 1 << 30

    def seen(self, connection: TurnTaker) -> TurnTaker:
        """Note a new connection to the file."""
        self._connections.append(connection)
        self._limit(self._pages)
        return connection

    def fill(self, engine: Engine) -> None:
        """Let the file grow no more."""
        with engine.connect() as connection:
            self._limit(int(connection.exec_driver_sql("PRAGMA page_count").scalar_one()))

    def make_room(self) -> None:
        """Let it grow again."""
        self._limit(1 << 30)

    def _limit(self, pages: int) -> None:
        self._pages = pages
        for connection in self._connections:
            with suppress(sqlite3.ProgrammingError):  # closed since
                connection.execute(f"PRAGMA max_page_count={pages}")


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    """The disk that all connections made from now on lead to; each is full or has room as all the others."""
    found = Disk()
    connect = SQLiteFile.connect
    monkeypatch.setattr(SQLiteFile, "connect", lambda file: found.seen(connect(file)))
    return found


def stored(engine: Engine) -> dict[str, str]:
    """Decisions of all comments in the database by id."""
    with engine.connect() as connection:
        return {one.id: one.decision for one in read_all(connection)}


class TestPostgreSQL:
    """The server is stopped, restarted, or cuts connections."""

    @pytest.fixture
    def engine(self, postgresql_engine: Engine) -> Engine:
        return postgresql_engine

    async def test_comments_of_an_outage_are_there_after_it(
        self,
        engine: Engine,
        site_id: int,
        writer: Writer,
        stopped_server: PostgreSQLServer,
    ) -> None:
        before, during, after = ([record(site_id, comment_id=str(n)) for n in range(30)] for _ in range(3))
        assert set(await writer.write_many(before)) == {WriteResult.COMMITTED}
        stopped_server.stop()
        assert set(await writer.write_many(during[:10])) == {WriteResult.SPOOLED}
        assert set(await asyncio.gather(*map(writer.write, during[10:]))) == {WriteResult.SPOOLED}
        health = writer.health()
        assert (health.state, health.spooled) == ("spooling", 30)
        assert health.spool_bytes > 0
        stopped_server.start()
        await until(lambda: writer.health().spool_bytes == 0)
        assert set(await writer.write_many(after)) == {WriteResult.COMMITTED}
        assert stored(engine) == {
            **{written.id: "accept" for written in before + after},
            **{written.id: "queue" for written in during},
        }
        with engine.connect() as connection:
            chain = comments.revisions(connection, site_id, "7")
        assert [found.superseded_by for found in chain] == [during[7].id, after[7].id, ""]
        assert chain[1] == degraded(during[7])._replace(superseded_by=after[7].id)

    async def test_a_restart_between_comments_is_not_noticed(
        self,
        site_id: int,
        writer: Writer,
        stopped_server: PostgreSQLServer,
    ) -> None:
        assert await writer.write(record(site_id)) is WriteResult.COMMITTED
        stopped_server.stop()
        stopped_server.start()
        assert await writer.write(record(site_id)) is WriteResult.COMMITTED

    async def test_a_connection_that_is_cut_is_made_anew(self, engine: Engine, site_id: int, writer: Writer) -> None:
        assert await writer.write(record(site_id)) is WriteResult.COMMITTED
        with engine.connect() as connection:
            others = text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
                "AND datname = current_database()"
            )
            assert connection.execute(others).scalars().all() == [True]
        assert await writer.write(record(site_id)) is WriteResult.COMMITTED

    async def test_a_server_that_does_not_answer_holds_nobody_up_for_long(
        self,
        engine: Engine,
        site_id: int,
        spool: Spool,
    ) -> None:
        silent = Database(plain_url(engine), time_limit=0.2)
        writer = Writer(silent, spool, limits=IMPATIENT)
        with engine.connect() as connection:
            connection.exec_driver_sql("LOCK TABLE comments IN ACCESS EXCLUSIVE MODE")
            assert await writer.write(record(site_id)) is WriteResult.SPOOLED
            assert writer.health().state == "spooling"
            connection.rollback()
        await until(lambda: writer.health().spool_bytes == 0)
        await asyncio.to_thread(writer.close)

    async def test_what_a_silent_server_does_after_all_is_corrected_to_what_was_answered(
        self,
        engine: Engine,
        site_id: int,
        spool: Spool,
    ) -> None:
        writer = Writer(Database(plain_url(engine), time_limit=0.2), spool, limits=IMPATIENT)
        written = record(site_id)
        with engine.connect() as connection:
            # The insert is under way when it has to wait for this, and goes on although nobody listens any more.
            connection.exec_driver_sql("SELECT id FROM sites FOR UPDATE")
            assert await writer.write(written) is WriteResult.SPOOLED
            connection.rollback()
        await until(lambda: writer.health().spool_bytes == 0)
        await asyncio.to_thread(writer.close)
        assert stored(engine) == {written.id: "queue"}

    async def test_two_processes_may_edit_one_comment_at_once(
        self,
        engine: Engine,
        site_id: int,
        spool: Spool,
        tmp_path: Path,
    ) -> None:
        writers = [
            Writer(Database.of(engine), one) for one in (spool, Spool(tmp_path / "spool", Database.of(engine).identity))
        ]
        written = [record(site_id, comment_id=str(number % 3)) for number in range(120)]
        results = await asyncio.gather(*(writers[number % 2].write(each) for number, each in enumerate(written)))
        assert set(results) == {WriteResult.COMMITTED}
        with engine.connect() as connection:
            for comment_id in "012":
                found = comments.revisions(connection, site_id, comment_id)
                assert len(found) == 40
                assert [one.superseded_by for one in found] == [one.id for one in found[1:]] + [""]
        for writer in writers:
            await asyncio.to_thread(writer.close)


class TestSQLite:
    """The disk is full, or another program holds the file."""

    @pytest.fixture
    def engine(self, sqlite_engine: Engine) -> Engine:
        return sqlite_engine

    async def test_comments_for_a_full_disk_are_there_when_it_has_room(
        self,
        disk: Disk,
        engine: Engine,
        site_id: int,
        writer: Writer,
    ) -> None:
        assert await writer.write(record(site_id)) is WriteResult.COMMITTED
        disk.fill(engine)
        written = [record(site_id, "x" * 5000) for _ in range(5)]
        assert set(await writer.write_many(written)) == {WriteResult.SPOOLED}
        # A full disk is read all the same: where the spool was slow, it is asked before there is anything to move.
        await until(lambda: writer.health().state == "spooling")
        disk.make_room()
        await until(lambda: writer.health().spool_bytes == 0)
        assert [stored(engine)[each.id] for each in written] == ["queue"] * 5

    async def test_where_the_spool_is_full_too_nothing_is_acknowledged(
        self,
        disk: Disk,
        engine: Engine,
        site_id: int,
        writer: Writer,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        disk.fill(engine)
        kept, lost = record(site_id, "private " * 1000), [record(site_id, "private " * 1000) for _ in range(6)]
        assert await writer.write(kept) is WriteResult.SPOOLED
        outcomes = await writer.write_many(lost)
        assert all(isinstance(outcome, StoreUnavailableError) for outcome in outcomes)
        assert (writer.health().state, writer.health().lost) == ("unavailable", 6)
        with pytest.raises(StoreUnavailableError, match="has reached"):
            await writer.write(record(site_id, "x" * 50_000))
        disk.make_room()
        await until(lambda: writer.health().spool_bytes == 0)
        assert await writer.write(record(site_id)) is WriteResult.COMMITTED
        assert writer.health().state == "ok"
        assert kept.id in stored(engine)
        assert not stored(engine).keys() & {one.id for one in lost}
        assert "private" not in caplog.text

    async def test_a_file_that_another_program_holds_is_waited_for(
        self,
        engine: Engine,
        site_id: int,
        writer: Writer,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(sqlite, "LOCK_SECONDS", 0.02)
        other = sqlite3.connect(make_url(engine.url).database or "")
        other.execute("BEGIN IMMEDIATE")
        written = record(site_id)
        engine.dispose()
        assert await writer.write(written) is WriteResult.SPOOLED
        other.close()
        await until(lambda: writer.health().spool_bytes == 0)
        assert list(stored(engine)) == [written.id]

    async def test_comments_for_a_file_that_was_moved_are_there_when_it_is_back(
        self,
        sqlite_volume: Volume,
        tmp_path: Path,
    ) -> None:
        others = open_engine(sqlite_volume.url)
        with writing(others) as connection:
            site_id = sites.add(connection, "default", "{}", now=0).id
        running = Database(sqlite_volume.url, create=False)
        spool = Spool(tmp_path / "spool", Database.of(others).identity, max_bytes=50_000)
        writer = Writer(running, spool, limits=IMPATIENT)
        assert await writer.write(record(site_id)) is WriteResult.COMMITTED
        others.dispose()
        sqlite_volume.unmount()
        written = record(site_id)
        assert await writer.write(written) is WriteResult.SPOOLED
        await asyncio.sleep(0.1)
        assert not sqlite_volume.is_there
        with pytest.raises((DatabaseMovedError, OperationalError)):
            stored(running.engine)
        sqlite_volume.mount()
        await until(lambda: writer.health().spool_bytes == 0)
        assert await writer.write(record(site_id)) is WriteResult.COMMITTED
        assert stored(others)[written.id] == "queue"
        await asyncio.to_thread(writer.close)
        running.dispose()
        others.dispose()

    async def test_a_spooled_comment_that_the_database_refuses_is_put_aside(
        self,
        engine: Engine,
        spool: Spool,
        tmp_path: Path,
    ) -> None:
        with writing(engine) as connection:
            site_id = sites.add(connection, "default", "{}", now=0).id
        good: list[CommentRecord] = [record(site_id), record(site_id)]
        spool.append([good[0], record(12345), good[1]])
        writer = Writer(Database.of(engine), spool, limits=IMPATIENT)
        await until(lambda: writer.health().spool_bytes == 0)
        await asyncio.to_thread(writer.close)
        assert list(stored(engine)) == [each.id for each in good]
        (refused,) = (tmp_path / "spool").iterdir()
        assert refused.suffix == ".refused"
        assert len(refused.read_text().splitlines()) == 1
