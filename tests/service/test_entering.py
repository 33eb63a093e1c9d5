"""The queue's orders and the authors' index follow the comments, beside the requests."""

import asyncio
import time

import pytest
from sqlalchemy import Engine, select

from service import entering
from service.entering import Entering
from service.grouping import Grouping
from service.parts import ENTERING, MODEL, SITES, VERDICTS
from store import comments
from store import queue_entries as waiting
from store.database import writing
from store.identifiers import first_at, now
from store.queue_tables import author_comments, queue_entries
from store.records import CommentRecord
from tests.conftest_service import Desk
from tests.store.records import record


def entered(engine: Engine) -> set[str]:
    """The comments that are in the queue's orders."""
    with engine.connect() as connection:
        return set(connection.scalars(select(queue_entries.c.comment)))


async def test_what_is_queued_is_entered_by_itself(desk: Desk) -> None:
    queued = await desk.submit("A meh remark.")
    await desk.submit("A fine remark.")
    async with asyncio.timeout(10):
        while entered(desk.engine) != {queued["id"]}:  # noqa: ASYNC110 - another thread's work
            await asyncio.sleep(0.05)


async def test_what_is_decided_leaves_and_what_is_withdrawn_comes_back_at_once(desk: Desk) -> None:
    queued = await desk.submit("A meh remark.")
    site = desk.app[SITES].rules(1)
    assert site is not None
    await asyncio.to_thread(desk.app[ENTERING].work)
    for verdict, expected in (("reject", set()), ("withdrawn", {queued["id"]}), ("unsure", {queued["id"]})):
        await desk.app[VERDICTS].record(site, queued["id"], verdict=verdict, source="desk")
        assert entered(desk.engine) == expected


async def test_the_thresholds_are_those_of_the_site_and_its_model(desk: Desk) -> None:
    entering = desk.app[ENTERING]
    assert entering.thresholds(1)["toxicity"].queue_at is not None
    await desk.set_policy('{"queue_at": {"toxicity": 0.123}}')
    assert entering.thresholds(1)["toxicity"].queue_at == 0.123
    assert entering.thresholds(99) == {}


async def test_authors_are_entered_when_a_few_seconds_are_over(desk: Desk) -> None:
    identifier = first_at(now() - 60_000)
    with writing(desk.engine) as connection:
        comments.insert_many(connection, [record(1)._replace(id=identifier, author_id="7")])
    await asyncio.to_thread(desk.app[ENTERING].work)
    with desk.engine.connect() as connection:
        assert connection.scalars(select(author_comments.c.comment)).all() == [identifier]


def waits(number: int, *, ago: int = 0) -> CommentRecord:
    """A comment that waits, of so many milliseconds ago."""
    identifier = first_at(now() - ago + number)
    return record(1)._replace(id=identifier, decision="queue", fingerprint=number + 1, submitted_at=now() - ago)


async def test_whoever_asks_for_the_queue_sees_what_is_new(desk: Desk) -> None:
    new = [waits(number) for number in range(35)]
    with writing(desk.engine) as connection:
        comments.insert_many(connection, new)
    await asyncio.to_thread(desk.app[ENTERING].catch_up)
    assert entered(desk.engine) == {one.id for one in new}


async def test_what_comes_late_is_entered_in_small_transactions_until_nothing_is_left(desk: Desk) -> None:
    entering = desk.app[ENTERING]
    await asyncio.to_thread(entering.work)
    late = [waits(number, ago=3_600_000) for number in range(35)]
    with writing(desk.engine) as connection:
        comments.insert_many(connection, [waits(99)])
    await asyncio.to_thread(entering.work)
    with writing(desk.engine) as connection:
        comments.insert_many(connection, late)
    again = Entering(desk.engine, desk.app[SITES], desk.app[MODEL], Grouping(b"of the test"), clock=time.monotonic)
    while len(entered(desk.engine)) < 36:
        await asyncio.to_thread(again.work)
    assert {one.id for one in late} < entered(desk.engine)


async def test_what_comes_late_waits_while_what_is_new_cannot_all_be_entered(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = [1_000.0]
    looked_at: list[float] = []

    def late(_: object, limit: int) -> list[str]:
        looked_at.append(moments[-1])
        return ["late"] * limit

    monkeypatch.setattr(entering, "_FOUND", 2)
    monkeypatch.setattr(waiting, "late", late)
    monkeypatch.setattr(waiting, "missing", lambda _, limit: ["new"] * limit)
    again = Entering(desk.engine, desk.app[SITES], desk.app[MODEL], Grouping(b"of the test"), clock=lambda: moments[-1])
    for moment in (1_000.0, 1_001.0, 1_599.0, 1_600.0, 1_601.0):
        moments.append(moment)
        await asyncio.to_thread(again.work)
    assert looked_at == [1_000.0, 1_600.0]


async def test_it_rests_longer_while_more_comes_in_than_it_can_enter(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entering, "_STORM", 20)
    rests: list[float] = []
    again = Entering(
        desk.engine, desk.app[SITES], desk.app[MODEL], Grouping(b"of the test"), clock=lambda: 0.0, sleep=rests.append
    )
    for ago, rest in ((60_000, 0.01), (0, 0.2)):
        with writing(desk.engine) as connection:
            comments.insert_many(connection, [waits(number, ago=ago) for number in range(30)])
        rests.clear()
        await asyncio.to_thread(again.work)
        assert set(rests) == {rest}
    assert len(entered(desk.engine)) == 60


async def test_after_its_end_nothing_more_is_done(desk: Desk) -> None:
    entering = desk.app[ENTERING]
    await asyncio.to_thread(entering.close)
    await desk.submit("A meh remark.")
    await asyncio.to_thread(entering.work)
    assert entered(desk.engine) == set()
