"""What was answered from the spool is what the database says afterwards, also where the comment was there already."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from store import comments, queue_entries, statistics, verdicts
from store.database import Database, writing
from store.insertion import Inserter
from store.records import CommentRecord, degraded
from store.replay import Replayer
from store.spool import Spool
from tests.store.records import read_all, record
from tests.waiting import until

Replay = Callable[..., Any]


@pytest.fixture
def replay(engine: Engine, tmp_path: Path) -> Replay:
    """Moves records from a spool to the database."""

    async def move(*records: CommentRecord) -> None:
        database = Database.of(engine)
        spool = Spool(tmp_path / "spool", database.identity)
        spool.append(records)
        replayer = Replayer(database, spool, first_wait=0.01)
        await until(lambda: not spool.size)
        await asyncio.to_thread(replayer.close)
        spool.close()

    return move


def insert(engine: Engine, *records: CommentRecord) -> None:
    """Store them as a commit did whose outcome nobody heard of."""
    with writing(engine) as connection:
        comments.insert_many(connection, records)


def answered(accepted: CommentRecord) -> CommentRecord:
    """The record as it was answered while the database was away."""
    return degraded(accepted)._replace(findings='[{"code":"store_unavailable"}]')


async def test_what_was_answered_stands_over_a_commit_of_which_nobody_heard(
    engine: Engine, site_id: int, replay: Replay
) -> None:
    doubtful, neighbour, fresh = (record(site_id, str(number)) for number in range(3))
    insert(engine, doubtful, neighbour)
    await replay(answered(doubtful), answered(fresh))
    with engine.connect() as connection:
        found = read_all(connection)
        waiting = queue_entries.late(connection, 10)
        today = datetime.fromtimestamp(doubtful.submitted_at / 1000, UTC).date()
        counts = statistics.per_day(connection, site_id, today, today)[today]
    assert found == [
        answered(doubtful)._replace(waiting_since=doubtful.submitted_at),
        neighbour,
        answered(fresh)._replace(waiting_since=fresh.submitted_at),
    ]
    assert waiting == [doubtful.id, fresh.id]
    assert (counts.checks, counts.accepted, counts.queued) == (3, 1, 2)


async def test_a_moderators_word_stands_over_what_was_answered(engine: Engine, site_id: int, replay: Replay) -> None:
    rejected = record(site_id)
    insert(engine, rejected)
    with writing(engine) as connection:
        verdicts.add(connection, site_id, rejected.id, verdict="reject", source="native")
    await replay(answered(rejected))
    with engine.connect() as connection:
        assert read_all(connection) == [rejected._replace(verdict="reject")]


async def test_a_revision_that_has_a_successor_does_not_wait(engine: Engine, site_id: int, replay: Replay) -> None:
    first, second = (record(site_id, comment_id="7") for _ in range(2))
    insert(engine, first, second)
    await replay(answered(first))
    with engine.connect() as connection:
        assert read_all(connection) == [answered(first)._replace(superseded_by=second.id), second]


async def test_words_that_the_database_cannot_hold_are_mended(engine: Engine, site_id: int, replay: Replay) -> None:
    doubtful = record(site_id)
    insert(engine, doubtful)
    await replay(degraded(doubtful)._replace(findings="a\0b\ud800"))
    with engine.connect() as connection:
        assert [one.findings for one in read_all(connection)] == ["a\ufffdb\ufffd"]


def test_an_insert_changes_nothing_that_is_stored(engine: Engine, site_id: int) -> None:
    written = record(site_id)
    inserter = Inserter(Database.of(engine))
    assert inserter.insert([written]) == inserter.insert([answered(written)]) == [None]
    inserter.disconnect()
    with engine.connect() as connection:
        assert read_all(connection) == [written]
