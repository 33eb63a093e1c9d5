"""Waiting times, the queue's lengths and what sites were told, the same on SQLite and PostgreSQL."""

import random

from sqlalchemy import Connection, update

from store import comments, deliveries, insights, verdicts
from store.deliveries import Told
from store.identifiers import now
from store.insights import KEEP_MS, QUARTER_MS, Size
from store.tables import verdicts as given
from tests.store.records import record

NOW = 1_800_000_000_000


def test_only_the_first_verdict_that_settles_a_queued_comment_ends_its_wait(
    connection: Connection, site_id: int
) -> None:
    chance = random.Random(1)  # noqa: S311 - no secret
    expected = []
    for number in range(60):
        decision = chance.choice(["queue", "queue", "accept", "reject"])
        written = record(site_id)._replace(decision=decision, submitted_at=NOW + number * 1_000)
        comments.insert_many(connection, [written])
        at, first = NOW + number * 1_000, None
        for _ in range(chance.randrange(4)):
            verdict = chance.choice(["approve", "reject", "unsure", "withdrawn"])
            added = verdicts.add(connection, site_id, written.id, verdict=verdict, source="desk")
            assert added is not None
            at += chance.randrange(1, 5_000)
            if added.is_new:
                connection.execute(update(given).where(given.c.id == added.record.id).values(at=at))
            if verdict in verdicts.SETTLING and first is None:
                first = at
        if first is not None and decision == "queue":
            expected.append((first, first - written.submitted_at))
    found = insights.waits(connection, site_id, now() - 600_000, now() + 600_000)
    assert [tuple(one) for one in found] == expected[::-1]
    assert insights.waits(connection, site_id, now() + 600_000, now() + 700_000) == []
    assert len(insights.waits(connection, site_id, 0, now() + 600_000, limit=5)) <= 5


def note_size(connection: Connection, site_id: int, *, now: int) -> None:
    """Note it where that is due."""
    if (size := insights.size(connection, site_id, now=now)) is not None:
        insights.note_size(connection, site_id, size)


def test_the_length_of_the_queue_is_noted_once_in_a_quarter_of_an_hour(connection: Connection, site_id: int) -> None:
    begin = NOW - NOW % QUARTER_MS
    comments.insert_many(connection, [record(site_id)._replace(decision="queue") for _ in range(3)])
    note_size(connection, site_id, now=begin + 1)
    comments.insert_many(connection, [record(site_id)._replace(decision="queue")])
    note_size(connection, site_id, now=begin + 2)
    note_size(connection, site_id, now=begin + QUARTER_MS)
    assert insights.sizes(connection, site_id, 0, NOW + KEEP_MS) == [Size(begin, 3), Size(begin + QUARTER_MS, 4)]
    assert insights.sizes(connection, site_id, begin + 1, begin + QUARTER_MS) == []


def test_lengths_of_more_than_a_year_ago_are_forgotten(connection: Connection, site_id: int) -> None:
    note_size(connection, site_id, now=NOW)
    note_size(connection, site_id, now=NOW + KEEP_MS + QUARTER_MS)
    assert len(insights.sizes(connection, site_id, 0, NOW + 2 * KEEP_MS)) == 1


def test_what_a_site_was_told_stays_with_the_verdict(connection: Connection, site_id: int) -> None:
    written = record(site_id)._replace(decision="queue")
    comments.insert_many(connection, [written])
    added = verdicts.add(connection, site_id, written.id, verdict="reject", source="desk")
    assert added is not None
    for path in ("done", "nothing", "waits"):
        deliveries.add(connection, site_id, added.record.id, "webhook", f"https://paper.example/{path}", now=NOW)
    by_url = {one.url.rpartition("/")[2]: one for one in deliveries.listed(connection)}
    deliveries.claim(connection, now=NOW, until=NOW + 60_000, limit=10)
    deliveries.done(connection, by_url["done"].id, told_at=NOW + 5)
    deliveries.done(connection, by_url["nothing"].id)
    deliveries.failed(connection, by_url["waits"].id, "answered with status 500", NOW + 90_000)
    done, waits = deliveries.of_verdicts(connection, [added.record.id])
    assert done == Told(
        by_url["done"].id, added.record.id, "webhook", "https://paper.example/done", attempts=1, at=NOW + 5
    )
    assert waits == by_url["waits"]._replace(attempts=1, due_at=NOW + 90_000, error="answered with status 500")
    assert deliveries.of_verdicts(connection, ["another"]) == []
    comments.remove(connection, site_id, [written.id])
    assert deliveries.of_verdicts(connection, [added.record.id]) == []
