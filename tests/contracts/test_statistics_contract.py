"""What the store counts, the same on SQLite and PostgreSQL."""

import json
from datetime import UTC, date, datetime
from itertools import cycle
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine

from store import comments, retention, sites, statistics, verdicts
from store.database import writing
from store.statements import COUNTS
from store.statistics import Counts
from tests.store.records import record

JUNE = date(2026, 6, 1)
END = date(2026, 6, 30)


def moment(day: date, hour: int = 12) -> int:
    """Milliseconds since the epoch."""
    return int(datetime(day.year, day.month, day.day, hour, tzinfo=UTC).timestamp() * 1000)


def stored(
    connection: Connection, site_id: int, decision: str = "accept", verdict: str = "", at: int = moment(JUNE)
) -> None:
    """A comment of that time, and what a moderator said of it."""
    written = record(site_id)._replace(decision=decision, submitted_at=at)
    comments.insert_many(connection, [written])
    if verdict:
        verdicts.add(connection, site_id, written.id, verdict=verdict, source="native")


def total(connection: Connection, site_id: int, first: date, last: date) -> Counts:
    """The counts of all days from the first to the last, both included."""
    return sum(statistics.per_day(connection, site_id, first, last).values(), Counts())


def vacuum(engine: Engine) -> None:
    """Do what the server does by itself after a while."""
    pooled = engine.raw_connection()
    driver: Any = pooled.driver_connection
    driver.rollback()  # the pool has asked whether the connection lives
    driver.autocommit = True
    driver.cursor().execute("VACUUM ANALYZE comments")
    driver.autocommit = False
    pooled.close()


def test_nothing_is_counted_where_nothing_is(connection: Connection, site_id: int) -> None:
    assert total(connection, site_id, JUNE, END) == Counts()
    assert statistics.known_days(connection, site_id) is None
    assert statistics.by_day(connection, site_id, 0, 1 << 62) == []
    counts = Counts()
    assert (counts.checks, counts.spam, counts.ham, counts.missed_spam, counts.false_positives) == (0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("decision", "verdict", "where"),
    [
        ("accept", "", {"accepted", "ham"}),
        ("accept", "approve", {"accepted", "ham"}),
        ("accept", "reject", {"accepted", "spam", "missed_spam"}),
        ("accept", "unsure", {"accepted", "ham"}),
        ("queue", "", {"queued"}),
        ("queue", "approve", {"queued", "ham"}),
        ("queue", "reject", {"queued", "spam"}),
        ("queue", "withdrawn", {"queued"}),
        ("reject", "", {"rejected", "spam"}),
        ("reject", "approve", {"rejected", "ham", "false_positives"}),
        ("reject", "reject", {"rejected", "spam"}),
    ],
)
def test_a_comment_is_counted_by_its_decision_and_by_what_moderators_made_of_it(
    connection: Connection, site_id: int, decision: str, verdict: str, where: set[str]
) -> None:
    stored(connection, site_id, decision, verdict)
    counts = total(connection, site_id, JUNE, JUNE)
    names = ("accepted", "queued", "rejected", "spam", "ham", "missed_spam", "false_positives")
    assert {name for name in names if getattr(counts, name)} == where
    assert counts.checks == 1


def test_days_begin_at_midnight_utc(connection: Connection, site_id: int) -> None:
    for day, hour in ((date(2026, 5, 31), 23), (JUNE, 0), (JUNE, 23), (date(2026, 6, 2), 0)):
        stored(connection, site_id, at=moment(day, hour))
    days = statistics.per_day(connection, site_id, date(2026, 5, 30), date(2026, 6, 3))
    assert [(day.day, counts.checks) for day, counts in days.items()] == [(30, 0), (31, 1), (1, 2), (2, 1), (3, 0)]
    assert total(connection, site_id, JUNE, JUNE).checks == 2
    assert statistics.known_days(connection, site_id) == (date(2026, 5, 31), date(2026, 6, 3))


def test_only_days_with_comments_are_listed(connection: Connection, site_id: int) -> None:
    for decision, verdict, day in (("queue", "", 1), ("accept", "reject", 1), ("accept", "", 1), ("reject", "", 3)):
        stored(connection, site_id, decision, verdict, moment(date(1970, 1, day)))
    counted = [(0, "accept", "", 1), (0, "accept", "reject", 1), (0, "queue", "", 1), (2, "reject", "", 1)]
    assert statistics.by_day(connection, site_id, -(1 << 63), 1 << 63) == counted
    assert statistics.by_day(connection, site_id, 1, statistics.DAY_MS) == counted[:3]
    assert statistics.by_day(connection, site_id, statistics.DAY_MS, 3 * statistics.DAY_MS) == counted[3:]
    assert statistics.by_day(connection, site_id, 3 * statistics.DAY_MS, 1 << 62) == []


@pytest.mark.parametrize("at", [-(1 << 63), (1 << 63) - 1])
def test_a_time_that_no_calendar_has_is_no_obstacle(connection: Connection, site_id: int, at: int) -> None:
    stored(connection, site_id, at=at)
    assert statistics.known_days(connection, site_id) is not None
    statistics.by_day(connection, site_id, 0, 1 << 62)


def test_sites_are_counted_apart(connection: Connection) -> None:
    ours, theirs = (sites.add(connection, name, "{}", now=5).id for name in ("ours", "theirs"))
    stored(connection, ours)
    assert total(connection, ours, JUNE, END).checks == 1
    assert total(connection, theirs, JUNE, END).checks == 0
    assert statistics.known_days(connection, theirs) is None


def test_counts_are_added(connection: Connection, site_id: int) -> None:
    stored(connection, site_id, "queue")
    counts = total(connection, site_id, JUNE, END)
    assert (counts + counts).queued == 2
    assert counts + Counts() == counts


def test_what_is_deleted_is_counted_all_the_same(engine: Engine, site_id: int) -> None:
    with writing(engine) as connection:
        for number in range(12):
            decision, verdict = ("accept", "reject")[number % 2], ("", "", "approve", "reject")[number % 4]
            stored(connection, site_id, decision, verdict, moment(date(2026, 6, 1 + number % 3)))
    with engine.connect() as connection:
        before = statistics.per_day(connection, site_id, JUNE, END)
    assert (
        retention.purge_expired(engine, {site_id: 1}, now=moment(date(2026, 6, 4), 0), bite=5, rest=lambda: None) == 8
    )
    with engine.connect() as connection:
        assert statistics.per_day(connection, site_id, JUNE, END) == before
        assert total(connection, site_id, JUNE, END).checks == 12
        assert statistics.known_days(connection, site_id) == (JUNE, date(2026, 6, 4))
        assert total(connection, site_id, date(2026, 6, 2), END).checks == 8


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    drawn=st.lists(
        st.tuples(
            st.dates(date(2025, 12, 1), date(2026, 3, 1)),
            st.sampled_from(["accept", "queue", "reject"]),
            st.sampled_from(["", "approve", "reject"]),
        ),
        max_size=30,
    ),
    kept_from=st.dates(date(2025, 12, 1), date(2026, 3, 1)),
)
def test_a_days_counts_stay_whatever_is_deleted(
    engine: Engine, site_id: int, drawn: list[tuple[date, str, str]], kept_from: date
) -> None:
    first, last = date(2025, 12, 1), date(2026, 3, 31)
    with engine.connect() as connection, connection.begin() as transaction:
        for day, decision, verdict in drawn:
            stored(connection, site_id, decision, verdict, moment(day))
        comments.remove(connection, site_id, comments.older(connection, site_id, moment(kept_from, 0), 1000))
        days = statistics.per_day(connection, site_id, first, last)
        transaction.rollback()
    whole = sum(days.values(), Counts())
    assert whole.checks == len(drawn) == whole.spam + whole.ham + whole.of("queue", "")
    for day, counts in days.items():
        expected = [(decision, verdict) for drawn_day, decision, verdict in drawn if drawn_day == day]
        assert counts.by_state == {state: expected.count(state) for state in expected}


def test_counting_reads_an_index_only(engine: Engine, site_id: int) -> None:
    decisions = cycle(("accept", "queue", "reject"))
    with writing(engine) as connection:
        comments.insert_many(connection, [record(site_id)._replace(decision=next(decisions)) for _ in range(3000)])
    dialect = engine.dialect.name
    if dialect == "postgresql":
        vacuum(engine)
    ranges = [
        {
            "span": 0,
            "site": site_id,
            "decision": decision,
            "verdict": "" if decision else None,
            "begin": 0,
            "end": 1 << 62,
        }
        for decision in (None, "queue", "reject")
    ]
    with engine.connect() as connection:
        explain = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}[dialect]
        plan = str(connection.exec_driver_sql(explain + COUNTS[dialect], (json.dumps(ranges),)).all())
    covering = {"sqlite": "USING COVERING INDEX", "postgresql": "Index Only Scan using"}
    for index in ("ix_comments_state", "ix_comments_time"):
        assert f"{covering[dialect]} {index}" in plan
