"""What is nearly the same waits as one group, whatever comes and goes: kept by SQLite and PostgreSQL alike."""

# ruff: noqa: D102 - the name of a test is its sentence

import json
import random
from collections.abc import Iterator, Sequence

import pytest
from sqlalchemy import Connection, Engine, func, select

from model.likeness import KEY_BYTES, likeness, sign
from store import comments, erasure, likenesses, queue, queue_entries, sites, verdicts
from store.database import writing
from store.identifiers import first_at, now
from store.leases import LEASE_MS
from store.likenesses import KEEP_MS, Unplaced
from store.queue import Order
from store.queue_entries import Knowing
from store.queue_filters import Filter, Viewer
from store.queue_tables import likeness_keys, queue_likenesses
from store.queue_tables import queue_entries as entries
from store.records import CommentRecord
from tests.store.records import record

DAY = 86_400_000
VOCABULARY = [f"word{number}" for number in range(5_000)]
KEYS = random.Random(2).randbytes(KEY_BYTES)  # noqa: S311 - no secret


def text(seed: int, changed: int = 0, words: int = 40) -> str:
    """Words of that seed, so many of them changed to others."""
    chosen = random.Random(seed).sample(VOCABULARY, words)  # noqa: S311 - no secret
    for at in range(changed):
        chosen[at * words // changed] = f"changed{seed}-{changed}-{at}"
    return " ".join(chosen)


KNOWING = Knowing(lambda _: {}, lambda content, _: sign(content, KEYS))


class Waiting:
    """A site's queue in a database."""

    def __init__(self, engine: Engine, site_id: int) -> None:
        self.engine = engine
        self.site_id = site_id

    def put(self, *contents: str, site_id: int | None = None, reasons: Sequence[str] = ()) -> list[CommentRecord]:
        """Comments that wait, for one reason each, entered in one bite."""
        written = [self.record(content, site_id) for content in contents]
        if reasons:
            of_each = reasons if len(reasons) == len(written) else [*reasons] * len(written)
            told = [json.dumps([{"code": code, "severity": "queue", "message": "It is."}]) for code in of_each]
            written = [one._replace(findings=findings) for one, findings in zip(written, told, strict=True)]
        with writing(self.engine) as connection:
            comments.insert_many(connection, written)
            queue_entries.enter(connection, [one.id for one in written], KNOWING)
        return written

    def record(self, content: str, site_id: int | None = None) -> CommentRecord:
        """A comment that waits; equal texts have equal fingerprints."""
        return record(site_id or self.site_id, content)._replace(decision="queue", fingerprint=hash(content))

    def groups(self) -> list[list[str]]:
        """The ids of what waits together, the one that leads first."""
        with self.engine.connect() as connection:
            rows = connection.execute(
                select(entries.c.alike, entries.c.comment).order_by(
                    entries.c.leads.desc(), entries.c.entered_at, entries.c.comment
                )
            ).all()
        found: dict[int, list[str]] = {}
        for number, comment in rows:
            found.setdefault(number, []).append(comment)
        return list(found.values())

    def say(self, written: Iterator[CommentRecord] | list[CommentRecord], verdict: str) -> None:
        """A moderator's word on each, as the service records it."""
        with writing(self.engine) as connection:
            for one in sorted(written):
                verdicts.add(connection, self.site_id, one.id, verdict=verdict, source="desk")
                if verdict not in verdicts.SETTLING:
                    queue_entries.enter(connection, [one.id], KNOWING)

    def known(self) -> tuple[int, int]:
        """How many groups there are, and how many keys lead to them."""
        with self.engine.connect() as connection:
            return (
                connection.scalar(select(func.count()).select_from(queue_likenesses)) or 0,
                connection.scalar(select(func.count()).select_from(likeness_keys)) or 0,
            )

    def expire(self, at: int) -> None:
        """Forget what is no longer to be known at that time."""
        with writing(self.engine) as connection:
            likenesses.drop(connection, likenesses.expired(connection, at, 100))


@pytest.fixture
def waiting(engine: Engine, site_id: int) -> Waiting:
    """An empty queue."""
    return Waiting(engine, site_id)


class TestGroups:
    """Run against each database."""

    def test_what_is_nearly_the_same_waits_together(self, waiting: Waiting) -> None:
        (first,) = waiting.put(text(1))
        (other,) = waiting.put(text(2))
        variants = waiting.put(text(1, 1), text(1, 2), text(1))
        (later,) = waiting.put(text(1, 3))
        assert waiting.groups() == [[first.id, *(one.id for one in variants), later.id], [other.id]]
        assert waiting.known()[0] == 2

    def test_what_comes_in_one_bite_waits_together(self, waiting: Waiting) -> None:
        written = waiting.put(text(1), text(2), text(1, 2), text(2, 1))
        first, second, third, fourth = (one.id for one in written)
        assert waiting.groups() == [[first, third], [second, fourth]]

    def test_a_group_is_what_is_like_its_first_text_and_no_chain(self, waiting: Waiting) -> None:
        words = text(1).split()
        steps = [" ".join([f"new{at}" for at in range(step)] + words[step:]) for step in (0, 5, 10)]
        apart = likeness(sign(steps[0], KEYS), sign(steps[2], KEYS))
        near = [likeness(sign(one, KEYS), sign(steps[1], KEYS)) for one in (steps[0], steps[2])]
        assert apart < 0.75 <= min(near)
        first, second, third = waiting.put(*steps)
        assert waiting.groups() == [[first.id, second.id], [third.id]]

    def test_short_texts_wait_together_only_where_they_are_the_same(self, engine: Engine, site_id: int) -> None:
        waiting = Waiting(engine, site_id)
        knowing = KNOWING._replace(sign=lambda _content, _format: None)
        written = [waiting.record(content) for content in ("I agree!", "I agree!", "I agree!!")]
        with writing(engine) as connection:
            comments.insert_many(connection, written)
            queue_entries.enter(connection, [one.id for one in written], knowing)
        assert waiting.groups() == [[written[0].id, written[1].id], [written[2].id]]
        assert waiting.known() == (0, 0)

    def test_sites_have_groups_of_their_own_also_where_their_keys_are_the_same(self, waiting: Waiting) -> None:
        with writing(waiting.engine) as connection:
            other = sites.add(connection, "other", "{}", now=0).id
        first, second = waiting.put(text(1)), waiting.put(text(1, 1), site_id=other)
        assert waiting.groups() == [[first[0].id], [second[0].id]]
        with waiting.engine.connect() as connection:
            own = Unplaced(waiting.site_id + 2_048, "none", 7, sign(text(1), KEYS))
            assert likenesses.place(connection, [own]) == [7]

    def test_the_first_that_came_leads_and_the_next_follows_it(self, waiting: Waiting) -> None:
        first, second, third = waiting.put(text(1), text(1, 1), text(1, 2))
        waiting.say([first], "reject")
        assert waiting.groups() == [[second.id, third.id]]
        assert waiting.put(text(1, 3))
        assert len(waiting.groups()) == 1

    def test_a_group_is_found_by_the_reasons_of_all_that_are_in_it(self, waiting: Waiting) -> None:
        def found(reason: str) -> list[str]:
            viewer = Viewer(waiting.site_id, "Ada", now())
            return [one.comment for one in queue.take(waiting.engine, viewer, Order.TIME, Filter(reason=reason), 9)]

        first, second = waiting.put(text(1), text(1, 1), reasons=["spam", "flood"])
        assert found("spam") == found("flood") == [first.id]
        (third,) = waiting.put(text(1, 2), reasons=["campaign"])
        waiting.put(text(1, 3), reasons=["campaign"])
        assert found("campaign") == [first.id]
        waiting.say([first], "reject")
        assert found("campaign") == found("flood") == [second.id]
        waiting.say([second], "reject")
        assert found("campaign") == [third.id]
        assert found("camp") == found("honeypot") == []


class TestDeciding:
    """Run against each database."""

    def test_what_came_after_a_look_at_the_group_is_not_among_what_was_seen(self, waiting: Waiting) -> None:
        seen = waiting.put(text(1), text(1, 1))
        with waiting.engine.connect() as connection:
            (number,) = connection.scalars(select(entries.c.alike).distinct()).all()
            group = queue.groups(connection, [number])[number]
        late = waiting.record(text(1, 2))._replace(submitted_at=1)
        with writing(waiting.engine) as connection:
            comments.insert_many(connection, [late])
            queue_entries.enter(connection, [late.id], KNOWING)
            assert group.size == 2
            assert queue.group(connection, number, 9, until=group.until) == [one.id for one in seen]
            everything = queue.groups(connection, [number])[number]
            assert everything.size == 3
            assert everything.until > group.until
            assert queue.group(connection, number, 9, until=everything.until, skip=2) == [late.id]

    def test_a_group_is_leased_as_one_and_so_is_what_comes_to_it(self, waiting: Waiting) -> None:
        first = waiting.put(text(1), text(1, 1))[0]
        at = now()
        ada, ben = (Viewer(waiting.site_id, name, at) for name in ("Ada", "Ben"))
        assert [one.comment for one in queue.take(waiting.engine, ada, Order.TIME, Filter(), 9)] == [first.id]
        waiting.put(text(1, 2))
        assert queue.take(waiting.engine, ben, Order.TIME, Filter(), 9) == []
        later = ben._replace(now=at + LEASE_MS)
        assert len(queue.take(waiting.engine, later, Order.TIME, Filter(), 9)) == 1

    @pytest.mark.parametrize("seed", range(5))
    def test_what_is_undone_comes_back_as_the_group_it_was(self, waiting: Waiting, seed: int) -> None:
        written = waiting.put(text(seed), *(text(seed, 1 + number % 4) for number in range(12)), text(99))
        before = sorted(map(sorted, waiting.groups()))
        waiting.say(written, "reject")
        assert waiting.groups() == []
        waiting.expire(now() + DAY)
        waiting.say(written, "withdrawn")
        assert sorted(map(sorted, waiting.groups())) == before


class TestForgetting:
    """Run against each database."""

    def test_nothing_is_left_of_what_is_erased(self, waiting: Waiting) -> None:
        first, variant, other = waiting.put(text(1), text(1, 1), text(2))
        with writing(waiting.engine) as connection:
            erasure.erase(connection, waiting.site_id, [first.id], now=1)
            left = connection.execute(select(queue_likenesses.c.comment)).scalars().all()
            keys = connection.execute(select(likeness_keys.c.alike).distinct()).scalars().all()
            numbers = connection.execute(select(queue_likenesses.c.alike)).scalars().all()
        assert left == [other.id]
        assert keys == numbers
        assert waiting.groups() == [[variant.id], [other.id]]

    def test_nothing_is_left_of_what_is_kept_no_longer(self, waiting: Waiting) -> None:
        waiting.put(*(text(seed) for seed in range(5)))
        with writing(waiting.engine) as connection:
            expired = comments.older(connection, waiting.site_id, now() + DAY, 100)
            assert len(comments.remove(connection, waiting.site_id, expired)) == 5
        assert waiting.known() == (0, 0)
        assert waiting.groups() == []

    def test_a_group_is_known_while_something_waits_in_it_and_for_some_days(self, waiting: Waiting) -> None:
        first, variant, other = waiting.put(text(1), text(1, 1), text(2))
        waiting.say([first, other], "reject")
        waiting.expire(now() + KEEP_MS - DAY)
        assert waiting.known()[0] == 2
        waiting.expire(now() + KEEP_MS + DAY)
        assert waiting.known()[0] == 1
        waiting.say([variant], "approve")
        waiting.expire(now() + KEEP_MS + DAY)
        assert waiting.known() == (0, 0)

    def test_a_key_leads_to_the_newest_group_and_goes_with_no_other(self, connection: Connection) -> None:
        signature = sign(text(1), KEYS)
        # The same rows, but for those of the last bands: alike in keys, and still not the same.
        near = bytes(24) + signature[24:]
        one, other = Unplaced(1, "a", 11, signature), Unplaced(1, "b", 22, near)
        assert likenesses.place(connection, [one]) == [11]
        assert likenesses.place(connection, [other]) == [22]
        assert likenesses.place(connection, [one._replace(number=33)]) == [11]
        likenesses.forget(connection, ["a", "nothing"])
        assert likenesses.place(connection, [other._replace(number=44)]) == [22]
        assert likenesses.place(connection, [one._replace(number=55, comment="c")]) == [55]
        likenesses.forget(connection, ["b", "c"])
        assert connection.scalar(select(func.count()).select_from(likeness_keys)) == 0

    def test_a_group_that_cannot_be_found_is_found_again_when_its_text_comes_again(
        self, connection: Connection
    ) -> None:
        one = Unplaced(1, first_at(now()), 11, sign(text(1), KEYS))
        assert likenesses.place(connection, [one]) == [11]
        connection.execute(likeness_keys.delete())
        assert likenesses.place(connection, [one._replace(comment="later")]) == [11]
        assert likenesses.place(connection, [one._replace(number=12)]) == [11]
        assert connection.scalars(select(queue_likenesses.c.comment)).all() == [one.comment]
