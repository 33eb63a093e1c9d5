"""The audit sample, the same on SQLite and PostgreSQL: drawn at random, whatever anybody has said of a comment."""

from random import Random

import pytest
from sqlalchemy import Connection, Engine, insert, select

from store import comments, samples, sites, verdicts
from store.database import writing
from store.insight_tables import samples as drawn_rows
from store.insight_tables import sampling
from store.queue_tables import set_aside
from store.records import CommentRecord
from store.samples import OPEN_MS, Outcome
from tests.store.records import record

DAY = 86_400_000
HOUR = 3_600_000
NOW = 20_000 * DAY + 12 * HOUR
MANY = 1_000_000
"""A cap that caps nothing."""


def seeded(number: int) -> Random:
    return Random(number)  # noqa: S311 - no secret


def submitted(site_id: int, decision: str, at: int, **fields: object) -> CommentRecord:
    return record(site_id)._replace(decision=decision, submitted_at=at, **fields)  # type: ignore[arg-type]


def fill(connection: Connection, site_id: int, decision: str, count: int, *, at: int = NOW - HOUR) -> list[str]:
    """So many comments of that decision, a millisecond apart."""
    written = [submitted(site_id, decision, at + number) for number in range(count)]
    comments.insert_many(connection, written)
    return [one.id for one in written]


def drawn(connection: Connection) -> set[str]:
    return set(connection.scalars(select(drawn_rows.c.comment)))


def draw(  # noqa: PLR0913 - as `samples.draw`
    connection: Connection,
    site_id: int,
    share: float,
    random: Random,
    *,
    now: int,
    most_a_day: int = samples.MOST_A_DAY,
) -> int:
    """A round that is kept; how many comments were drawn."""
    found = samples.draw(connection, site_id, share, random, now=now, most_a_day=most_a_day)
    return 0 if found is None else samples.keep(connection, found, now=now)


def test_of_two_that_draw_at_once_the_first_keeps_its_own(connection: Connection, site_id: int) -> None:
    fill(connection, site_id, "accept", 50)
    for hour in (0, 1):
        one, other = (
            samples.draw(connection, site_id, 0.2, seeded(seed), now=NOW + hour * HOUR, most_a_day=MANY)
            for seed in (1, 2)
        )
        assert one is not None
        assert other is not None
        before = drawn(connection)
        assert samples.keep(connection, one, now=NOW) == len(one.found)
        assert samples.keep(connection, other, now=NOW) == 0
        assert drawn(connection) == before | set(one.found)
        fill(connection, site_id, "accept", 50, at=NOW)


def test_about_the_share_is_drawn_of_what_was_accepted_and_rejected_and_nothing_of_the_queue(
    connection: Connection, site_id: int
) -> None:
    by_decision = {decision: set(fill(connection, site_id, decision, 2_000)) for decision in ("accept", "reject")}
    queued = set(fill(connection, site_id, "queue", 500))
    count = draw(connection, site_id, 0.1, seeded(7), now=NOW, most_a_day=MANY)
    found = drawn(connection)
    assert count == len(found)
    assert not found & queued
    for identifiers in by_decision.values():
        assert 140 < len(found & identifiers) < 260  # four standard deviations


def test_the_same_seed_draws_the_same(engine: Engine, site_id: int) -> None:
    with writing(engine) as connection:
        fill(connection, site_id, "accept", 500)
    found = []
    for seed in (1, 1, 2):
        with engine.connect() as connection, connection.begin() as transaction:
            draw(connection, site_id, 0.05, seeded(seed), now=NOW, most_a_day=MANY)
            found.append(drawn(connection))
            transaction.rollback()
    assert found[0] == found[1] != found[2]


def test_every_comment_is_as_likely_as_another(connection: Connection, site_id: int) -> None:
    identifiers = fill(connection, site_id, "accept", 40)
    times = dict.fromkeys(identifiers, 0)
    chance = seeded(3)
    for _ in range(300):
        savepoint = connection.begin_nested()
        draw(connection, site_id, 0.25, chance, now=NOW, most_a_day=MANY)
        for identifier in drawn(connection):
            times[identifier] += 1
        savepoint.rollback()
    assert sum(times.values()) == pytest.approx(300 * 40 * 0.25, rel=0.1)
    assert min(times.values()) > 40
    assert max(times.values()) < 115  # 75 expected, give or take 7.5


@pytest.mark.parametrize(("share", "expected"), [(0.0, 0), (1.0, 30)])
def test_none_or_all_can_be_asked_for(connection: Connection, site_id: int, share: float, expected: int) -> None:
    fill(connection, site_id, "reject", 30)
    assert draw(connection, site_id, share, seeded(0), now=NOW, most_a_day=MANY) == expected


def test_a_comment_is_drawn_from_once(connection: Connection, site_id: int) -> None:
    fill(connection, site_id, "accept", 50)
    assert draw(connection, site_id, 1.0, seeded(0), now=NOW, most_a_day=MANY) == 50
    fill(connection, site_id, "accept", 5, at=NOW)
    assert draw(connection, site_id, 1.0, seeded(0), now=NOW + HOUR, most_a_day=MANY) == 5
    assert draw(connection, site_id, 1.0, seeded(0), now=NOW + HOUR + 1_000, most_a_day=MANY) == 0


def test_what_is_drawn_in_a_day_has_a_limit_that_is_spread_over_it(connection: Connection, site_id: int) -> None:
    for hour in range(24):
        fill(connection, site_id, "accept", 50, at=NOW + hour * HOUR)
        draw(connection, site_id, 1.0, seeded(hour), now=NOW + (hour + 1) * HOUR, most_a_day=24)
    (day, more) = samples.outcomes(connection, site_id, 0, NOW + 10 * DAY)
    # The first round looks back for six hours.
    assert 24 - 3 <= day.drawn + more.drawn <= 24 + 8


def test_the_limit_takes_nothing_from_a_site_that_is_far_below_it(connection: Connection, site_id: int) -> None:
    minute, written = 60_000, 0
    for number in range(100):
        if number % 10 == 0:
            written += len(fill(connection, site_id, "accept", 1, at=NOW + number * minute))
        draw(connection, site_id, 1.0, seeded(number), now=NOW + (number + 1) * minute)
    assert len(drawn(connection)) == written == 10


def test_after_a_pause_only_the_last_hours_are_drawn_from(connection: Connection, site_id: int) -> None:
    connection.execute(insert(sampling).values(site_id=site_id, drawn_until=NOW - 9 * DAY))
    fill(connection, site_id, "accept", 20, at=NOW - DAY)
    recent = fill(connection, site_id, "accept", 20, at=NOW - HOUR)
    draw(connection, site_id, 1.0, seeded(0), now=NOW, most_a_day=MANY)
    assert drawn(connection) == set(recent)


def test_whether_a_comment_was_judged_already_changes_nothing(connection: Connection, site_id: int) -> None:
    identifiers = fill(connection, site_id, "reject", 6)
    verdicts.add(connection, site_id, identifiers[0], verdict="approve", source="desk")
    verdicts.add(connection, site_id, identifiers[1], verdict="reject", source="desk")
    draw(connection, site_id, 1.0, seeded(0), now=NOW, most_a_day=MANY)
    assert drawn(connection) == set(identifiers)
    assert samples.outcomes(connection, site_id, 0, NOW + 1) == [Outcome(NOW // DAY, "reject", 6, 1, 1)]
    assert [one.id for one in samples.open(connection, site_id, "Ada", 10, now=NOW)] == sorted(identifiers[2:])


def test_what_has_a_newer_revision_is_left_out(connection: Connection, site_id: int) -> None:
    first, second = (submitted(site_id, "accept", NOW - HOUR + number, comment_id="7") for number in range(2))
    comments.insert_many(connection, [first, second])
    draw(connection, site_id, 1.0, seeded(0), now=NOW, most_a_day=MANY)
    assert drawn(connection) == {second.id}


def test_a_moderator_is_not_asked_again_for_what_they_set_aside(connection: Connection, site_id: int) -> None:
    one, other = fill(connection, site_id, "accept", 2)
    draw(connection, site_id, 1.0, seeded(0), now=NOW, most_a_day=MANY)
    connection.execute(insert(set_aside).values(comment=one, moderator="Ada", until=None))
    assert [found.id for found in samples.open(connection, site_id, "Ada", 10, now=NOW)] == [other]
    assert [found.id for found in samples.open(connection, site_id, "Ben", 10, now=NOW)] == [one, other]
    assert [found.id for found in samples.open(connection, site_id, "Ben", 1, now=NOW)] == [one]
    assert samples.open(connection, site_id, "Ben", 10, now=NOW + OPEN_MS + 1) == []


def test_sites_are_drawn_from_and_judged_apart(engine: Engine, site_id: int) -> None:
    with engine.connect() as connection, connection.begin() as transaction:
        other = sites.add(connection, "other", "{}", now=0).id
        mine, theirs = fill(connection, site_id, "accept", 3), fill(connection, other, "accept", 3)
        draw(connection, site_id, 1.0, seeded(0), now=NOW, most_a_day=MANY)
        assert drawn(connection) == set(mine)
        assert samples.drawn_at(connection, site_id, mine[0]) == NOW
        assert samples.drawn_at(connection, other, mine[0]) is None
        assert samples.drawn_at(connection, site_id, theirs[0]) is None
        assert samples.open(connection, other, "Ada", 10, now=NOW) == []
        transaction.rollback()


def test_a_comment_that_is_deleted_leaves_the_sample(connection: Connection, site_id: int) -> None:
    fill(connection, site_id, "accept", 3)
    draw(connection, site_id, 1.0, seeded(0), now=NOW, most_a_day=MANY)
    comments.remove(connection, site_id, comments.older(connection, site_id, NOW, 10))
    assert drawn(connection) == set()


def test_what_becomes_of_the_sample_is_counted_by_day(connection: Connection, site_id: int) -> None:
    said = seeded(5)
    expected: dict[tuple[int, str], list[int]] = {}
    for day in range(3):
        for decision in ("accept", "reject"):
            identifiers = fill(connection, site_id, decision, 12, at=NOW + day * DAY - HOUR)
            counted = expected[NOW // DAY + day, decision] = [12, 0, 0]
            for identifier in identifiers:
                verdict = said.choice(["approve", "reject", "unsure", "withdrawn", ""])
                if verdict:
                    verdicts.add(connection, site_id, identifier, verdict=verdict, source="desk")
                counted[1] += verdict == "approve"
                counted[2] += verdict == "reject"
        draw(connection, site_id, 1.0, seeded(0), now=NOW + day * DAY, most_a_day=MANY)
    found = samples.outcomes(connection, site_id, 0, NOW + 5 * DAY)
    assert {(one.day, one.decision): [one.drawn, one.approved, one.rejected] for one in found} == expected
    assert len(samples.outcomes(connection, site_id, NOW + 1, NOW + DAY + 1)) == 2
