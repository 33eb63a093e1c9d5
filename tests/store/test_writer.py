"""What is acknowledged is on disk; what cannot be is said so at once."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url

from store import comments
from store.database import Database
from store.errors import BacklogFullError, RecordRefusedError, StoreUnavailableError
from store.insertion import Inserter
from store.outcomes import Limits, WriteResult
from store.records import CommentRecord, degraded
from store.spool import Spool, decode
from store.writer import AT_ONCE, Writer
from tests.store.records import record, stored
from tests.waiting import until

MakeWriter = Callable[..., Writer]


@pytest.fixture
async def make_writer(engine: Engine, tmp_path: Path) -> AsyncIterator[MakeWriter]:
    """Makes writers that are closed at the end."""
    made: list[Writer] = []

    def make(**options: object) -> Writer:
        database = Database.of(engine)
        writer = Writer(database, Spool(tmp_path / "spool", database.identity), **options)  # type: ignore[arg-type]  # passed on
        made.append(writer)
        return writer

    yield make
    for writer in made:
        await asyncio.to_thread(writer.close)


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """Grows by one with each batch: none of the tests that count them divides one."""
    seen: list[None] = []
    insert = Inserter.insert

    def noted(inserter: Inserter, records: Sequence[CommentRecord]) -> list[Exception | None]:
        seen.append(None)
        return insert(inserter, records)

    monkeypatch.setattr(Inserter, "insert", noted)
    return seen


@contextmanager
def busy(engine: Engine) -> Iterator[None]:
    """Somebody else writes, so that the writer has to wait."""
    if engine.dialect.name == "sqlite":
        other = sqlite3.connect(make_url(engine.url).database or "")
        other.execute("BEGIN IMMEDIATE")
        yield
        other.close()
    else:
        with engine.connect() as connection, connection.begin():
            connection.exec_driver_sql("LOCK TABLE comments IN ACCESS EXCLUSIVE MODE")
            yield


async def test_a_comment_is_committed_before_it_is_acknowledged(
    engine: Engine,
    site_id: int,
    make_writer: MakeWriter,
) -> None:
    written = record(site_id)
    assert await make_writer().write(written) is WriteResult.COMMITTED
    assert stored(engine) == [written.id]


async def test_those_who_wait_share_a_commit(
    engine: Engine,
    site_id: int,
    make_writer: MakeWriter,
    commits: list[None],
) -> None:
    writer = make_writer()
    written = [record(site_id) for _ in range(100)]
    commits.clear()
    results = await asyncio.gather(*map(writer.write, written))
    assert set(results) == {WriteResult.COMMITTED}
    assert stored(engine) == [each.id for each in written]
    assert len(commits) <= 2


async def test_no_commit_holds_more_than_its_share(
    site_id: int,
    make_writer: MakeWriter,
    commits: list[None],
) -> None:
    writer = make_writer(limits=Limits(max_batch=10))
    commits.clear()
    await asyncio.gather(*(writer.write(record(site_id)) for _ in range(100)))
    assert len(commits) == 10


async def test_a_bad_record_spoils_no_other(
    engine: Engine,
    site_id: int,
    make_writer: MakeWriter,
    caplog: pytest.LogCaptureFixture,
) -> None:
    writer = make_writer()
    written = [record(site_id, f"private {number}") for number in range(20)]
    written[7] = written[7]._replace(site_id=12345)
    results = await asyncio.gather(*map(writer.write, written), return_exceptions=True)
    assert isinstance(results.pop(7), RecordRefusedError)
    assert set(results) == {WriteResult.COMMITTED}
    assert stored(engine) == [each.id for each in written if each.site_id == site_id]
    assert "private" not in caplog.text
    health = writer.health()
    assert (health.state, health.committed, health.refused, health.pending) == ("ok", 19, 1, 0)


@pytest.mark.parametrize("survives_power_loss", [True, False])
async def test_a_refused_record_is_put_aside_as_it_is_answered_before_that_is_told(
    site_id: int, make_writer: MakeWriter, tmp_path: Path, *, survives_power_loss: bool
) -> None:
    writer = make_writer(survives_power_loss=survives_power_loss)
    assert await writer.write(record(site_id)) is WriteResult.COMMITTED
    first, second, third = (record(12345, str(number)) for number in range(3))
    with pytest.raises(RecordRefusedError):
        await writer.write(first)
    await writer.write_many([second, record(site_id), third])
    (aside,) = (tmp_path / "spool").glob("*.refused")
    lines = aside.read_bytes().splitlines()
    assert [decode(line) for line in lines] == [degraded(first), degraded(second), degraded(third)]


async def test_a_refused_record_that_cannot_be_put_aside_is_answered_all_the_same(
    site_id: int, make_writer: MakeWriter, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    writer = make_writer()
    (spool,) = (tmp_path / "spool").iterdir()
    spool.with_suffix(".refused").mkdir()
    good, refused = await writer.write_many([record(site_id), record(12345, "private")])
    assert good is WriteResult.COMMITTED
    assert isinstance(refused, RecordRefusedError)
    assert "1 refused records are kept nowhere" in caplog.text
    assert "private" not in caplog.text
    assert (writer.health().state, writer.health().refused) == ("ok", 1)


async def test_a_batch_is_answered_record_by_record(site_id: int, make_writer: MakeWriter) -> None:
    good, bad = record(site_id), record(12345)
    first, second, third = await make_writer().write_many([good, bad, good])
    assert (first, third) == (WriteResult.COMMITTED, WriteResult.COMMITTED)
    assert isinstance(second, RecordRefusedError)
    assert await make_writer().write_many([]) == []


async def test_past_the_backlog_a_request_is_refused_at_once(
    engine: Engine,
    site_id: int,
    make_writer: MakeWriter,
) -> None:
    writer = make_writer(limits=Limits(max_pending=5))
    with busy(engine):
        waiting = [asyncio.create_task(writer.write(record(site_id))) for _ in range(5)]
        await asyncio.sleep(0)
        with pytest.raises(BacklogFullError, match="5 records wait"):
            await writer.write(record(site_id))
        assert writer.health().pending == 5
    assert await asyncio.gather(*waiting) == [WriteResult.COMMITTED] * 5
    with pytest.raises(BacklogFullError):
        await writer.write_many([record(site_id)] * 6)
    assert await writer.write(record(site_id)) is WriteResult.COMMITTED
    assert writer.health().pending == 0


async def test_the_comment_of_a_client_that_leaves_is_stored_all_the_same(
    engine: Engine,
    site_id: int,
    make_writer: MakeWriter,
) -> None:
    writer = make_writer()
    written = record(site_id)
    with busy(engine):
        waiting = asyncio.create_task(writer.write(written))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    assert await writer.write(record(site_id)) is WriteResult.COMMITTED
    assert written.id in stored(engine)


async def test_closing_stores_what_was_admitted_and_admits_no_more(
    engine: Engine,
    site_id: int,
    make_writer: MakeWriter,
) -> None:
    writer = make_writer()
    written = [record(site_id) for _ in range(50)]
    with busy(engine):
        waiting = [asyncio.create_task(writer.write(each)) for each in written]
        await asyncio.sleep(0)
        closing = asyncio.create_task(asyncio.to_thread(writer.close))
        await asyncio.sleep(0.05)
        assert not closing.done()
    await closing
    assert await asyncio.gather(*waiting) == [WriteResult.COMMITTED] * 50
    assert stored(engine) == [each.id for each in written]
    with pytest.raises(StoreUnavailableError, match="closed"):
        await writer.write(record(site_id))
    await asyncio.to_thread(writer.close)


async def test_a_loop_that_died_harms_no_other(engine: Engine, site_id: int, make_writer: MakeWriter) -> None:
    writer = make_writer()
    lost, written = record(site_id), record(site_id)

    async def leave() -> None:
        waiting = asyncio.create_task(writer.write(lost))
        await asyncio.sleep(0)
        waiting.cancel()

    with busy(engine):
        other = threading.Thread(target=asyncio.run, args=(leave(),))
        other.start()
        other.join()
    assert await writer.write(written) is WriteResult.COMMITTED
    assert stored(engine) == [lost.id, written.id]


async def test_a_failure_of_our_own_is_an_answer_too(engine: Engine, site_id: int, make_writer: MakeWriter) -> None:
    def fail(_: CommentRecord) -> CommentRecord:
        raise RuntimeError

    writer = make_writer(on_spool=fail, limits=Limits(first_wait=0.01))
    with engine.connect() as connection:
        connection.exec_driver_sql("ALTER TABLE comments RENAME TO elsewhere")
        connection.commit()
    with pytest.raises(StoreUnavailableError):
        await writer.write(record(site_id))
    with engine.connect() as connection:
        connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO comments")
        connection.commit()
    await until(lambda: writer.health().state == "ok")
    assert await writer.write(record(site_id)) is WriteResult.COMMITTED


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_few_records_for_a_file_are_committed_before_anybody_else_has_a_turn(
    engine: Engine,
    site_id: int,
    make_writer: MakeWriter,
    commits: list[None],
) -> None:
    writer = make_writer(survives_power_loss=False)
    first = record(site_id)
    assert await writer.write(first) is WriteResult.COMMITTED
    commits.clear()
    written = [record(site_id) for _ in range(AT_ONCE)]
    storing = writer.write_many(written)
    # No turn of the loop in between: it ends where it would wait for the first time.
    with pytest.raises(StopIteration) as ended:
        storing.send(None)
    assert ended.value.value == [WriteResult.COMMITTED] * AT_ONCE
    assert stored(engine) == [first.id, *(each.id for each in written)]
    assert not commits
    assert writer.health().committed == AT_ONCE + 1


async def test_what_would_have_to_wait_is_handed_to_the_thread(
    engine: Engine,
    site_id: int,
    make_writer: MakeWriter,
    commits: list[None],
) -> None:
    writer = make_writer(survives_power_loss=False)
    written = [record(site_id)]
    await writer.write(written[0])
    commits.clear()
    with busy(engine):
        waiting = []
        for _ in range(3):
            written.append(record(site_id))
            waiting.append(asyncio.create_task(writer.write(written[-1])))
            await asyncio.sleep(0)
        # Neither does what comes later overtake what waits.
        assert writer.health().pending == 3
    assert await asyncio.gather(*waiting) == [WriteResult.COMMITTED] * 3
    written += [record(site_id) for _ in range(AT_ONCE + 1)]
    assert set(await writer.write_many(written[4:])) == {WriteResult.COMMITTED}
    assert stored(engine) == [each.id for each in written]
    assert len(commits) >= 2


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_whoever_writes_for_a_moment_keeps_nothing_from_being_committed_at_once(
    engine: Engine, site_id: int, make_writer: MakeWriter, commits: list[None], monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = make_writer(survives_power_loss=False)
    await writer.write(record(site_id))
    commits.clear()
    other = sqlite3.connect(make_url(engine.url).database or "", check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr("store.insertion.time.sleep", lambda _: other.rollback())
    assert await writer.write(record(site_id)) is WriteResult.COMMITTED
    assert not commits
    other.close()


async def test_committing_at_once_stores_revisions_and_spares_the_neighbours_of_a_bad_record(
    engine: Engine, site_id: int, make_writer: MakeWriter
) -> None:
    writer = make_writer(survives_power_loss=False)
    await writer.write(record(site_id))
    first, second = (record(site_id, comment_id="7") for _ in range(2))
    assert await writer.write(first) is WriteResult.COMMITTED
    assert await writer.write(second) is WriteResult.COMMITTED
    with engine.connect() as connection:
        revisions = comments.revisions(connection, site_id, "7")
    assert [(each.id, each.superseded_by) for each in revisions] == [(first.id, second.id), (second.id, "")]
    bad = record(12345)
    good, refused = await writer.write_many([record(site_id), bad])
    assert good is WriteResult.COMMITTED
    assert isinstance(refused, RecordRefusedError)
    assert await writer.write(record(site_id)) is WriteResult.COMMITTED


async def test_committing_at_once_goes_on_after_an_outage(
    engine: Engine, site_id: int, make_writer: MakeWriter
) -> None:
    writer = make_writer(survives_power_loss=False, limits=Limits(first_wait=0.01))
    written = [record(site_id) for _ in range(4)]
    await writer.write(written[0])
    with engine.connect() as connection:
        connection.exec_driver_sql("ALTER TABLE comments RENAME TO elsewhere")
        connection.commit()
    assert await writer.write(written[1]) is WriteResult.SPOOLED
    with engine.connect() as connection:
        connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO comments")
        connection.commit()
    await until(lambda: writer.health().state == "ok")
    for each in written[2:]:
        assert await writer.write(each) is WriteResult.COMMITTED
    assert stored(engine) == [each.id for each in written]
