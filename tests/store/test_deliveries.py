"""Verdicts that are still to be told, on both kinds of database."""

from sqlalchemy import Connection, Engine

from store import callbacks, comments, deliveries, sites, verdicts
from store.callbacks import AT_MOST, Callback
from store.database import writing
from store.identifiers import Identifiers
from store.records import CommentRecord

IDENTIFIERS = Identifiers()


def decided(connection: Connection, *, comment_id: str | None = None) -> tuple[int, str, str]:
    """A site, a comment of it, and a verdict on that."""
    site, _ = sites.ensure(connection, "default", "{}", now=1)
    comment = IDENTIFIERS.new()
    comments.insert_many(connection, [CommentRecord(comment, site.id, 1, "text", "queue", comment_id)])
    added = verdicts.add(connection, site.id, comment, verdict="reject", labels=("spam",), source="native")
    assert added is not None
    return site.id, comment, added.record.id


def test_what_is_due_is_claimed_once_and_counts_as_an_attempt(engine: Engine) -> None:
    with writing(engine) as connection:
        site, _, verdict = decided(connection)
        deliveries.add(connection, site, verdict, "webhook", "https://news.example/", now=100)
        assert not deliveries.is_due(connection, 99)
        assert deliveries.is_due(connection, 100)
    with writing(engine) as connection:
        (first,) = deliveries.claim(connection, now=100, until=200, limit=9)
        assert (first.attempts, first.due_at, first.verdict) == (1, 200, verdict)
        assert deliveries.claim(connection, now=199, until=300, limit=9) == []
    with writing(engine) as connection:
        # Whoever claimed it has died: when its time is over, another takes it.
        (again,) = deliveries.claim(connection, now=200, until=300, limit=9)
        assert (again.id, again.attempts) == (first.id, 2)
        deliveries.done(connection, again.id)
        assert deliveries.listed(connection) == []


def test_two_that_claim_at_once_get_different_ones(engine: Engine) -> None:
    with writing(engine) as connection:
        site, _, verdict = decided(connection)
        for number in range(5):
            deliveries.add(connection, site, verdict, "webhook", f"https://news.example/{number}", now=number)
    claimed = []
    for limit in (2, 9):
        with writing(engine) as connection:
            claimed += deliveries.claim(connection, now=10, until=20, limit=limit)
    assert [one.url[-1] for one in claimed] == ["0", "1", "2", "3", "4"]


def test_what_fails_is_due_later_or_given_up_and_may_be_tried_again(engine: Engine) -> None:
    with writing(engine) as connection:
        site, _, verdict = decided(connection)
        assert deliveries.counts(connection) == (0, 0)
        for url in ("https://news.example/1", "https://news.example/2"):
            deliveries.add(connection, site, verdict, "webhook", url, now=1)
        first, second = deliveries.claim(connection, now=1, until=2, limit=9)
        deliveries.failed(connection, first.id, "away", 500)
        deliveries.failed(connection, second.id, "gone", None)
        assert deliveries.counts(connection) == (1, 1)
        assert [(one.url[-1], one.error, one.due_at) for one in deliveries.listed(connection)] == [
            ("1", "away", 500),
            ("2", "gone", None),
        ]
        assert [one.id for one in deliveries.listed(connection, dead=True)] == [second.id]
        assert deliveries.retry(connection, [first.id], now=7) == 0
        assert deliveries.retry(connection, [second.id], now=7) == 1
        assert deliveries.retry(connection, None, now=7) == 0
        assert [(one.attempts, one.due_at) for one in deliveries.listed(connection)] == [(1, 500), (0, 7)]
        deliveries.failed(connection, second.id, "gone", None)
        assert deliveries.drop_dead(connection) == 1
        assert deliveries.counts(connection) == (1, 0)


def test_the_contents_are_the_verdict_as_long_as_it_is_there(engine: Engine) -> None:
    with writing(engine) as connection:
        site, comment, verdict = decided(connection, comment_id="c7")
        deliveries.add(connection, site, verdict, "webhook", "https://news.example/", now=1)
        (delivery,) = deliveries.listed(connection)
        contents = deliveries.contents(connection, delivery)
        assert contents is not None
        assert (contents.verdict.verdict, contents.verdict.labels) == ("reject", ("spam",))
        assert (contents.comment_id, contents.first, contents.is_latest) == ("c7", comment, True)
        verdicts.add(connection, site, comment, verdict="approve", source="native")
        newer = deliveries.contents(connection, delivery)
        assert newer is not None
        assert not newer.is_latest
        connection.exec_driver_sql("DELETE FROM comments")
        assert deliveries.contents(connection, delivery) is None
        assert deliveries.listed(connection) == []


def test_a_comment_goes_by_its_first_id_and_its_latest_verdict_whichever_revision_has_it(engine: Engine) -> None:
    with writing(engine) as connection:
        site, first, early = decided(connection, comment_id="c7")
        _, second, late = decided(connection, comment_id="c7")
        _, other, alone = decided(connection)
        for verdict in (early, late, alone):
            deliveries.add(connection, site, verdict, "akismet", "https://news.example/", now=1)
        found = [deliveries.contents(connection, one) for one in deliveries.listed(connection)]
    told = [(one.verdict.comment, one.first, one.is_latest) for one in found if one is not None]
    assert told == [(first, first, False), (second, first, True), (other, other, True)]


def test_a_place_is_kept_once_with_the_newest_key_and_a_site_has_few(engine: Engine) -> None:
    with writing(engine) as connection:
        site, _, _ = decided(connection)
        for number in range(AT_MOST + 3):
            callbacks.note(connection, Callback(site, f"https://news.example/{number}", "old", number))
        callbacks.note(connection, Callback(site, "https://news.example/5", "new", 50))
        found = callbacks.of_site(connection, site)
        assert [one.url[-1] for one in found[:2]] == ["5", "0"]
        assert len(found) == AT_MOST
        assert found[0].sealed_key == "new"
        assert callbacks.find(connection, site, "https://news.example/5") == found[0]
        assert callbacks.find(connection, site, "https://news.example/0") is None
        assert callbacks.of_site(connection, site + 1) == []
