"""What the store promises of the moderators' queue, kept by SQLite and PostgreSQL alike."""

# ruff: noqa: D102 - the name of a test is its sentence

import json
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import pytest
from sqlalchemy import Engine, select

from model import likeness
from model.likeness import is_short
from model.policy import Threshold
from store import authors, comments, desk_actions, erasure, leases, queue, queue_entries, verdicts
from store.authors import Past
from store.database import writing
from store.identifiers import now
from store.leases import LEASE_MS
from store.queue import Band, Order
from store.queue_entries import Knowing
from store.queue_filters import Filter, Viewer
from store.queue_tables import author_comments, set_aside
from store.queue_tables import queue_entries as rows
from store.records import CommentRecord
from tests.store.records import enter_authors, record

THRESHOLDS = {"insult": Threshold(0.5, 0.9), "threat": Threshold(0.4, 0.9), "spam": Threshold(0.6, None)}
EVERYTHING = Filter()
HOUR = 3_600_000
LONG_AGO = 1_700_000_000_000


def thresholds(_site_id: int) -> Mapping[str, Threshold]:
    """Of every site."""
    return THRESHOLDS


def sign(content: str, _content_format: str) -> bytes | None:
    """Of long texts, with keys of this process."""
    return None if is_short(content) else likeness.sign(content)


KNOWING = Knowing(thresholds, sign)
_numbers = iter(range(1, 1_000_000))


class Queue:
    """A site's queue in a database, at a time that only moves when it is told to."""

    def __init__(self, engine: Engine, site_id: int) -> None:
        self.engine = engine
        self.site_id = site_id
        self.now = now()

    def put(self, content: str = "Text", *, scores: Mapping[str, float] | None = None, **fields: Any) -> CommentRecord:  # noqa: ANN401
        """A queued comment of a text of its own, entered at once; scores over their thresholds are its findings."""
        number = next(_numbers)
        told = {"insult": 0.6} if scores is None else scores
        findings = [
            {"code": name, "severity": "queue", "score": score, "threshold": limit, "message": "It is."}
            for name, score in told.items()
            if (limit := THRESHOLDS[name].queue_at) is not None and score >= limit
        ]
        given = {
            "decision": "queue",
            "fingerprint": number,
            "findings": json.dumps(findings),
            "scores": json.dumps(dict(told)),
            **fields,
        }
        written = record(self.site_id, f"{content} {number}")._replace(**given)
        with writing(self.engine) as connection:
            comments.insert_many(connection, [written])
            queue_entries.enter(connection, [written.id], KNOWING)
        return written

    def catch_up(self, limit: int = 100) -> int:
        """How many comments were entered."""
        with writing(self.engine) as connection:
            return queue_entries.enter(connection, queue_entries.missing(connection, limit), KNOWING)

    def mend(self) -> int:
        """How many comments were entered late."""
        with writing(self.engine) as connection:
            if not queue_entries.is_tidy(connection):
                queue_entries.tidy(connection)
            return queue_entries.enter(connection, queue_entries.late(connection, 100), KNOWING)

    def viewer(self, moderator: str = "Ada") -> Viewer:
        """A moderator who looks at that time."""
        return Viewer(self.site_id, moderator, self.now)

    def take(
        self, moderator: str = "Ada", order: Order = Order.TIME, wanted: Filter = EVERYTHING, limit: int = 10
    ) -> list[str]:
        """The ids of what the moderator gets."""
        return [one.comment for one in queue.take(self.engine, self.viewer(moderator), order, wanted, limit)]

    def say(self, comment: CommentRecord, verdict: str) -> None:
        """A moderator's word."""
        with writing(self.engine) as connection:
            assert verdicts.add(connection, self.site_id, comment.id, verdict=verdict, source="desk") is not None

    def entries(self) -> dict[str, bool]:
        """What is entered, and whether it leads."""
        with self.engine.connect() as connection:
            return {row.comment: row.leads for row in connection.execute(select(rows))}

    def count(self, wanted: Filter = EVERYTHING, moderator: str = "Ada") -> int:
        """How many there are under the filter."""
        with self.engine.connect() as connection:
            return queue.look(connection, self.viewer(moderator), wanted).size


@pytest.fixture
def desk(engine: Engine, site_id: int) -> Queue:
    """An empty queue."""
    return Queue(engine, site_id)


class TestEntries:
    """Run against each database."""

    def test_what_waits_is_entered_once_and_nothing_else_is(self, desk: Queue) -> None:
        waiting = desk.put()
        with writing(desk.engine) as connection:
            comments.insert_many(connection, [record(desk.site_id)])
        assert desk.catch_up() == 0
        assert desk.entries() == {waiting.id: True}

    def test_a_bite_takes_the_oldest_and_the_next_one_goes_on(self, desk: Queue) -> None:
        written = [record(desk.site_id)._replace(decision="queue", fingerprint=number) for number in range(1, 6)]
        with writing(desk.engine) as connection:
            comments.insert_many(connection, written)
        assert [desk.catch_up(2), desk.catch_up(2), desk.catch_up(2), desk.catch_up(2)] == [2, 2, 1, 0]
        assert set(desk.entries()) == {one.id for one in written}

    @pytest.mark.parametrize("verdict", ["approve", "reject"])
    def test_a_verdict_takes_the_entry_away_in_its_own_transaction(self, desk: Queue, verdict: str) -> None:
        comment = desk.put()
        with writing(desk.engine) as connection:
            verdicts.add(connection, desk.site_id, comment.id, verdict=verdict, source="native")
            assert connection.execute(select(rows)).first() is None
            connection.rollback()
        assert set(desk.entries()) == {comment.id}
        desk.say(comment, verdict)
        assert desk.entries() == {}

    def test_a_new_revision_takes_the_place_of_the_one_before(self, desk: Queue) -> None:
        desk.put(comment_id="7")
        newer = desk.put(comment_id="7")
        assert set(desk.entries()) == {newer.id}

    def test_what_is_erased_is_gone(self, desk: Queue) -> None:
        comment = desk.put()
        with writing(desk.engine) as connection:
            erasure.erase(connection, desk.site_id, [comment.id], now=1)
        assert desk.entries() == {}

    def test_what_comes_back_is_entered_at_once(self, desk: Queue) -> None:
        comment = desk.put()
        desk.say(comment, "reject")
        with writing(desk.engine) as connection:
            verdicts.add(connection, desk.site_id, comment.id, verdict="withdrawn", source="desk")
            assert queue_entries.enter(connection, [comment.id], KNOWING)
            assert not queue_entries.enter(connection, [comment.id], KNOWING)
        assert desk.take() == [comment.id]

    def test_what_was_settled_erased_or_entered_since_it_was_prepared_is_passed_over(self, desk: Queue) -> None:
        new = [record(desk.site_id)._replace(decision="queue", fingerprint=90 + number) for number in range(4)]
        wanted = [one.id for one in new]
        with writing(desk.engine) as connection:
            comments.insert_many(connection, new)
            prepared = queue_entries.prepare(connection, wanted, KNOWING)
        assert [one.id for one in prepared] == wanted
        settled, erased, entered, last = new
        desk.say(settled, "reject")
        with writing(desk.engine) as connection:
            erasure.erase(connection, desk.site_id, [erased.id], now=1)
            queue_entries.enter(connection, [entered.id], KNOWING)
            assert queue_entries.enter_prepared(connection, prepared) == 1
        assert set(desk.entries()) == {entered.id, last.id}

    def test_what_came_late_is_found_and_what_waits_no_more_is_taken_out(self, desk: Queue) -> None:
        desk.put()
        late = record(desk.site_id)._replace(decision="queue", submitted_at=LONG_AGO, fingerprint=99)
        with writing(desk.engine) as connection:
            comments.insert_many(connection, [late])
        assert desk.catch_up() == 0
        assert desk.mend() == 1
        assert late.id in desk.entries()
        with writing(desk.engine) as connection:
            connection.execute(rows.update().values(alike=5, leads=False))
        assert desk.mend() == 0
        assert sum(desk.entries().values()) == 1

    def test_of_what_is_alike_one_leads_and_when_it_goes_the_oldest_follows(self, desk: Queue) -> None:
        first, second, third = (desk.put(fingerprint=77) for _ in range(3))
        assert desk.entries() == {first.id: True, second.id: False, third.id: False}
        assert desk.count() == 1
        desk.say(second, "approve")
        desk.say(first, "approve")
        assert desk.entries() == {third.id: True}

    def test_texts_that_could_not_be_read_are_not_alike(self, desk: Queue) -> None:
        first, second = (desk.put(fingerprint=0) for _ in range(2))
        assert desk.entries() == {first.id: True, second.id: True}


class TestOrders:
    """Run against each database."""

    def test_threats_come_first_then_what_is_furthest_over_its_threshold(self, desk: Queue) -> None:
        slight = desk.put(scores={"insult": 0.55})
        strong = desk.put(scores={"insult": 0.88})
        threat = desk.put(scores={"threat": 0.41})
        assert desk.take(order=Order.URGENCY) == [threat.id, strong.id, slight.id]

    def test_a_group_is_as_urgent_as_the_most_urgent_of_it(self, desk: Queue) -> None:
        calm = desk.put(scores={"insult": 0.55}, fingerprint=-9)
        worse = desk.put(scores={"insult": 0.88})
        assert desk.take(order=Order.URGENCY) == [worse.id, calm.id]
        desk.put(scores={"insult": 0.7}, fingerprint=-9)
        assert desk.take(order=Order.URGENCY) == [worse.id, calm.id]
        desk.put(scores={"threat": 0.41}, fingerprint=-9)
        assert desk.take(order=Order.URGENCY) == [calm.id, worse.id]
        desk.put(scores={"insult": 0.55}, fingerprint=-9)
        assert desk.take(order=Order.URGENCY) == [calm.id, worse.id]

    def test_what_has_waited_a_day_comes_before_what_is_somewhat_worse(self, desk: Queue) -> None:
        at = now()
        worse = desk.put(scores={"insult": 0.88}, submitted_at=at)
        older = desk.put(scores={"insult": 0.55}, submitted_at=at - 24 * HOUR)
        desk.mend()
        assert desk.take(order=Order.URGENCY) == [older.id, worse.id]

    def test_by_uncertainty_what_is_nearest_to_a_threshold_comes_first(self, desk: Queue) -> None:
        far = desk.put(scores={"insult": 0.7})
        at_queue = desk.put(scores={"insult": 0.51})
        at_reject = desk.put(scores={"insult": 0.895})
        unjudged = desk.put(scores={})
        assert desk.take(order=Order.UNCERTAINTY) == [at_queue.id, at_reject.id, far.id, unjudged.id]

    def test_by_time_the_oldest_comes_first(self, desk: Queue) -> None:
        written = [desk.put() for _ in range(3)]
        assert desk.take(order=Order.TIME, limit=2) == [one.id for one in written[:2]]


class TestFilters:
    """Run against each database."""

    @pytest.mark.parametrize("order", list(Order))
    def test_each_filter_lets_through_what_it_names(self, desk: Queue, order: Order) -> None:
        plain = desk.put(language="en", article_url="https://news.example/1", author_id="7")
        spam = desk.put(
            "Große Gewinne im Kasino", scores={"spam": 0.9}, language="de", article_url="https://news.example/2"
        )
        asked = {
            Filter(reason="spam"): spam,
            Filter(reason="insult"): plain,
            Filter(attribute="spam"): spam,
            Filter(language="de"): spam,
            Filter(article="https://news.example/1"): plain,
            Filter(author=("id", "7")): plain,
            Filter(text="GROSSE gewinne"): spam,
            Filter(text="kasino", language="de", reason="spam"): spam,
        }
        for wanted, expected in asked.items():
            assert desk.take(order=order, wanted=wanted) == [expected.id], wanted
            assert desk.count(wanted) == 1

    @pytest.mark.parametrize(
        "wanted",
        [
            Filter(reason="spa"),
            Filter(reason="%"),
            Filter(text="100%"),
            Filter(text="_"),
            Filter(text="\0"),
            Filter(language="fr"),
            Filter(article="https://news.example/"),
            Filter(author=("email", "7")),
            Filter(is_set_aside=True),
        ],
    )
    def test_what_nothing_has_lets_nothing_through(self, desk: Queue, wanted: Filter) -> None:
        desk.put(scores={"spam": 0.9}, author_id="7")
        assert desk.take(wanted=wanted) == []
        assert desk.count(wanted) == 0

    def test_other_sites_are_not_seen(self, desk: Queue) -> None:
        desk.put()
        assert queue.take(desk.engine, Viewer(desk.site_id + 1, "Ada", 0), Order.TIME, Filter(), 10) == []

    def test_what_was_set_aside_is_hidden_from_that_moderator_for_as_long(self, desk: Queue) -> None:
        unsure, skipped, other = (desk.put() for _ in range(3))
        with writing(desk.engine) as connection:
            queue.put_aside(connection, [unsure.id], "Ada", None)
            queue.put_aside(connection, [skipped.id, "none"], "Ada", desk.now + HOUR)
        assert desk.take() == [other.id]
        assert desk.count() == 1
        assert set(desk.take(wanted=Filter(is_set_aside=True))) == {unsure.id, skipped.id}
        desk.now += HOUR
        assert desk.take() == [skipped.id, other.id]
        assert desk.count(moderator="Ben") == 3
        with writing(desk.engine) as connection:
            queue.forget(connection, now=desk.now)
            assert connection.scalars(select(set_aside.c.comment)).all() == [unsure.id]
            assert queue.take_back(connection, [unsure.id], "Ada") == 1
        assert desk.take() == [unsure.id, skipped.id, other.id]

    def test_what_comes_after_its_likes_were_set_aside_is_shown(self, desk: Queue) -> None:
        first, second = (desk.put(fingerprint=-9) for _ in range(2))
        other = desk.put(scores={"insult": 0.6})
        with writing(desk.engine) as connection:
            queue.put_aside(connection, [first.id, second.id], "Ada", None)
        assert desk.take() == [other.id]
        third = desk.put(fingerprint=-9, language="de")
        threat = desk.put(fingerprint=-9, scores={"threat": 0.9})
        for order, expected in ((Order.TIME, [other, third]), (Order.URGENCY, [third, other])):
            assert desk.take(order=order) == [one.id for one in expected]
        assert desk.take(limit=1) == [other.id]
        assert desk.take(wanted=Filter(language="de")) == [third.id]
        assert desk.take(wanted=Filter(language="fr")) == []
        assert [desk.count(), desk.count(Filter(language="de")), desk.count(moderator="Ben")] == [2, 1, 2]
        assert desk.take(wanted=Filter(is_set_aside=True)) == [first.id]
        with writing(desk.engine) as connection:
            (place,) = queue.places(connection, desk.site_id, [third.id])
            left = queue.group(connection, place.alike, 10, until=now() + HOUR, left_to=desk.viewer())
            assert left == [third.id, threat.id]
            queue.put_aside(connection, left, "Ada", desk.now + HOUR)
        assert desk.take() == [other.id]
        desk.now += HOUR
        assert desk.take() == [other.id, third.id]

    def test_what_others_hold_of_such_a_group_is_theirs(self, desk: Queue) -> None:
        first = desk.put(fingerprint=-9)
        with writing(desk.engine) as connection:
            queue.put_aside(connection, [first.id], "Ada", None)
        desk.put(fingerprint=-9)
        assert desk.take("Ben") == [first.id]
        assert desk.count() == 1
        assert desk.take() == []

    def test_a_group_is_found_by_whichever_of_it_has_what_is_asked_for(self, desk: Queue) -> None:
        first = desk.put(fingerprint=-9, author_id="1", language="en", article_url="https://news.example/1")
        other = desk.put("Kasino", fingerprint=-9, author_id="7", language="de", article_url="https://news.example/2",
                         scores={"spam": 0.9})  # fmt: skip
        desk.put()
        for wanted in (
            Filter(text="kasino"),
            Filter(article="https://news.example/2"),
            Filter(author=("id", "7")),
            Filter(language="de"),
            Filter(attribute="spam"),
            Filter(reason="spam", text="kasino"),
        ):
            assert desk.take(wanted=wanted) == [first.id], wanted
            assert desk.count(wanted) == 1
        assert desk.take(wanted=Filter(language="en", text="kasino")) == []
        with writing(desk.engine) as connection:
            queue.put_aside(connection, [first.id, other.id], "Ada", None)
        assert desk.take(wanted=Filter(text="kasino")) == []
        assert desk.take(wanted=Filter(text="kasino", is_set_aside=True)) == [first.id]

    @pytest.mark.parametrize("order", list(Order))
    def test_where_many_match_a_group_is_found_by_any_of_it_too(
        self, desk: Queue, order: Order, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(queue, "_MANY", 2)
        left = desk.put(fingerprint=-9)
        shown = [desk.put(fingerprint=-9, language="de", author_name="Kasino"), desk.put(fingerprint=-8)]
        desk.put(fingerprint=-8, language="de", author_name="Kasino")
        shown += [desk.put(language="de", author_name="Kasino") for _ in range(3)]
        desk.put(author_name="Ada")
        with writing(desk.engine) as connection:
            queue.put_aside(connection, [left.id], "Ada", None)
        for wanted in (Filter(language="de"), Filter(text="kasino")):
            assert desk.count(wanted) == 2
            assert set(desk.take(order=order, wanted=wanted)) == {one.id for one in shown}

    def test_a_band_has_all_of_its_scores_also_what_follows(self, desk: Queue) -> None:
        scores = {"low": 0.7, "inside": 0.8, "edge": 0.9, "above": 0.95}
        written = {name: desk.put(scores={"spam": score}, fingerprint=5) for name, score in scores.items()}
        band = Band("spam", 0.8, 0.9)
        desk.now = now()
        with desk.engine.connect() as connection:
            assert queue.count_band(connection, desk.viewer(), band) == 2
            found = queue.in_band(connection, desk.viewer(), band, 10)
            assert queue.in_band(connection, desk.viewer(), Band("nonsense", 0, 1), 10) == []
        assert found == [written["inside"].id, written["edge"].id]

    def test_a_band_ends_where_it_was_looked_at(self, desk: Queue) -> None:
        shown, undone = desk.put(scores={"spam": 0.8}), desk.put(scores={"spam": 0.8})
        desk.say(undone, "approve")
        time.sleep(0.01)
        desk.now = now()
        time.sleep(0.01)
        # It has waited since it was submitted, and yet it was not there to be looked at.
        desk.say(undone, "withdrawn")
        assert desk.catch_up() + desk.mend() == 1
        with desk.engine.connect() as connection:
            assert queue.in_band(connection, desk.viewer(), Band("spam", 0, 1), 10) == [shown.id]
            assert queue.count_band(connection, desk.viewer(), Band("spam", 0, 1)) == 1
            later = desk.viewer()._replace(now=now())
            assert queue.count_band(connection, later, Band("spam", 0, 1)) == 2

    def test_a_band_leaves_out_what_somebody_looks_at(self, desk: Queue) -> None:
        desk.put(scores={"spam": 0.8})
        desk.now = now()
        desk.take("Ben")
        with desk.engine.connect() as connection:
            assert queue.count_band(connection, desk.viewer(), Band("spam", 0, 1)) == 0
            assert queue.count_band(connection, desk.viewer("Ben"), Band("spam", 0, 1)) == 1


class TestLeases:
    """Run against each database."""

    def test_two_moderators_never_get_the_same(self, desk: Queue) -> None:
        written = [desk.put() for _ in range(4)]
        assert desk.take("Ada", limit=3) == [one.id for one in written[:3]]
        assert desk.take("Ben", limit=3) == [written[3].id]
        assert desk.take("Ada", limit=3) == [one.id for one in written[:3]]

    def test_what_is_alike_is_held_together(self, desk: Queue) -> None:
        for _ in range(3):
            desk.put(fingerprint=8)
        assert len(desk.take("Ada")) == 1
        assert desk.take("Ben") == []

    def test_a_lease_expires(self, desk: Queue) -> None:
        comment = desk.put()
        desk.take("Ada")
        desk.now += LEASE_MS - 1
        assert desk.take("Ben") == []
        desk.now += 1
        assert desk.take("Ben") == [comment.id]
        assert desk.take("Ada") == []

    def test_whoever_goes_on_looking_keeps_it(self, desk: Queue) -> None:
        comment = desk.put()
        desk.take("Ada")
        desk.now += LEASE_MS - 1
        assert desk.take("Ada") == [comment.id]
        desk.now += LEASE_MS - 1
        assert desk.take("Ben") == []

    def test_what_is_given_back_is_free(self, desk: Queue) -> None:
        first, second = desk.put(), desk.put()
        desk.take("Ada")
        with writing(desk.engine) as connection:
            assert queue.places(connection, desk.site_id + 1, [first.id]) == []
            (place,) = queue.places(connection, desk.site_id, ["none\0", first.id])
            assert queue.waiting(connection, desk.site_id, [place.alike, 1]) == {place.alike}
            assert queue.waiting(connection, desk.site_id + 1, [place.alike]) == set()
            assert leases.holder(connection, place.alike, now=desk.now) == "Ada"
            assert leases.give_back(connection, "Ada", but={place.alike}) == 1
        assert desk.take("Ben") == [second.id]
        with writing(desk.engine) as connection:
            assert leases.let_go(connection, [place.alike], "Ben") == 0
            assert leases.let_go(connection, [place.alike], "Ada") == 1
            assert leases.holder(connection, place.alike, now=desk.now) is None

    def test_what_is_set_aside_twice_at_once_is_set_aside(self, desk: Queue) -> None:
        comment, begun = desk.put(), Event()

        def put_aside() -> None:
            with writing(desk.engine) as connection:
                queue.put_aside(connection, [comment.id], "Ada", None)

        def press_again() -> None:
            begun.set()
            put_aside()

        with ThreadPoolExecutor(1) as pool:
            with writing(desk.engine) as connection:
                queue.put_aside(connection, [comment.id], "Ada", None)
                again = pool.submit(press_again)
                begun.wait()
                # Long enough for the other one to stand where this one is.
                time.sleep(0.2)
            again.result()
        assert desk.take("Ada") == []

    def test_of_two_who_ask_at_the_same_moment_each_gets_others(self, desk: Queue) -> None:
        written = {desk.put().id for _ in range(30)}
        names = [f"moderator {number}" for number in range(6)]
        start = Barrier(len(names))

        def ask(name: str) -> list[str]:
            start.wait()
            return desk.take(name, limit=8)

        with ThreadPoolExecutor(len(names)) as pool:
            got = list(pool.map(ask, names))
        given = [one for some in got for one in some]
        assert len(given) == len(set(given))
        assert set(given) == written

    def test_a_lease_is_given_once_also_where_two_transactions_are_open(self, engine: Engine) -> None:
        start = Barrier(2)

        def ask(name: str) -> set[int]:
            start.wait()
            with writing(engine) as connection:
                return leases.take(connection, range(50), name, now=1)

        with ThreadPoolExecutor(2) as pool:
            ada, ben = pool.map(ask, ("Ada", "Ben"))
        assert not ada & ben
        assert ada | ben == set(range(50))


class TestAuthors:
    """Run against each database."""

    def test_an_authors_past_is_counted_by_each_trait(self, desk: Queue) -> None:
        who: dict[str, Any] = {"author_id": "7", "author_email_hash": "e", "author_ip_hash": "i"}
        queued = desk.put(**who)
        written = [record(desk.site_id)._replace(decision=one, **who) for one in ("accept", "accept", "reject")]
        written.append(record(desk.site_id)._replace(author_ip_hash="i"))
        written.append(record(desk.site_id)._replace(author_id="8"))
        with writing(desk.engine) as connection:
            comments.insert_many(connection, written)
            assert enter_authors(connection, 4) == 4
            assert enter_authors(connection, 100) == 2
            assert enter_authors(connection, 100) == 0
            verdicts.add(connection, desk.site_id, written[2].id, verdict="approve", source="desk")
            by_id, by_ip = (authors.trait(desk.site_id, *one) for one in (("id", "7"), ("ip", "i")))
            found = authors.pasts(connection, [by_id, by_ip], without=[queued.id])
        assert found[by_id] == Past(accepted=2, rejected=1, approved_by_hand=1)
        assert found[by_ip] == Past(accepted=3, rejected=1, approved_by_hand=1)

    def test_no_more_than_the_newest_are_counted(self, desk: Queue) -> None:
        written = [record(desk.site_id)._replace(author_id="7") for _ in range(authors.NEWEST + 1)]
        with writing(desk.engine) as connection:
            comments.insert_many(connection, written)
            enter_authors(connection)
            trait = authors.trait(desk.site_id, "id", "7")
            assert authors.pasts(connection, [trait])[trait] == Past(accepted=authors.NEWEST, is_more=True)

    def test_the_newest_seconds_are_left_for_later(self, desk: Queue) -> None:
        with writing(desk.engine) as connection:
            comments.insert_many(connection, [record(desk.site_id)._replace(author_id="7")])
            assert not authors.unentered(connection, 100).rows

    def test_nothing_is_left_of_what_is_erased(self, desk: Queue) -> None:
        comment = desk.put(author_id="7", author_email_hash="e")
        with writing(desk.engine) as connection:
            assert len(connection.execute(select(author_comments)).all()) == 2
            erasure.erase(connection, desk.site_id, [comment.id], now=1)
            assert connection.execute(select(author_comments)).all() == []


class TestActions:
    """Run against each database."""

    def test_the_newest_action_is_undone_first_and_only_by_whoever_did_it(self, engine: Engine) -> None:
        with writing(engine) as connection:
            first = desk_actions.add(connection, 1, "Ada", "reject", ["a", "b"])
            second = desk_actions.add(connection, 1, "Ada", "skip", ["c"])
            assert desk_actions.latest(connection, 1, "Ada", 0) == second
            assert desk_actions.latest(connection, 1, "Ben", 0) is None
            assert desk_actions.latest(connection, 2, "Ada", 0) is None
            assert desk_actions.latest(connection, 1, "Ada", now() + 1) is None
            assert not desk_actions.undo(connection, second.id, "Ben", now=1)
            assert desk_actions.undo(connection, second.id, "Ada", now=1)
            assert not desk_actions.undo(connection, second.id, "Ada", now=1)
            assert desk_actions.latest(connection, 1, "Ada", 0) == first
            assert desk_actions.forget(connection, now() + 1) == 2
            assert desk_actions.latest(connection, 1, "Ada", 0) is None
