"""What the store promises, kept by SQLite and PostgreSQL alike."""

# ruff: noqa: D102 - the name of a test is its sentence

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from store import comments, keys, retention, serving, sites
from store.database import Database, writing
from store.errors import SiteExistsError, concerns_records
from store.identifiers import first_at
from store.records import REPLACEMENT, CommentRecord, CommentTrace, Site, storable
from tests.store.records import read_all, record
from tests.store.strategies import any_records

on_one_database = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def links(connection: Connection, site_id: int, comment_id: str) -> list[tuple[str, str]]:
    """Id and successor of a comment's revisions."""
    return [(found.id, found.superseded_by) for found in comments.revisions(connection, site_id, comment_id)]


class TestStore:
    """Run against each database."""

    def test_a_site_is_found_by_id_and_name(self, connection: Connection) -> None:
        added = sites.add(connection, "northern-news", '{"retention_days":30}', now=5, host="news.example")
        assert sites.get(connection, added.id) == added
        assert sites.find(connection, "northern-news") == added
        assert added == Site(added.id, "northern-news", '{"retention_days":30}', "news.example", 5, 5)
        assert sites.get(connection, added.id + 1) is None
        assert sites.find(connection, "southern-news") is None

    def test_a_name_is_taken_once(self, connection: Connection) -> None:
        sites.add(connection, "default", "{}", now=5)
        with pytest.raises(SiteExistsError, match="'default'"):
            sites.add(connection, "default", "{}", now=6)
        assert len(sites.list_sites(connection)) == 1

    def test_a_policy_is_replaced(self, connection: Connection) -> None:
        added = sites.add(connection, "default", "{}", now=5)
        assert sites.update_policy(connection, added.id, '{"a":1}', now=9)
        assert sites.list_sites(connection) == [added._replace(policy='{"a":1}', updated_at=9)]
        assert not sites.update_policy(connection, added.id + 1, "{}", now=9)

    @pytest.mark.parametrize("by_name", [True, False])
    def test_of_many_who_change_a_policy_at_once_nobody_changes_what_is_gone(
        self, engine: Engine, *, by_name: bool
    ) -> None:
        with writing(engine) as connection:
            added = sites.add(connection, "default", "0", now=5)
        start = Barrier(4)

        def count(number: int) -> None:
            start.wait()
            for _ in range(5):
                with writing(engine) as connection:
                    found = (
                        sites.find(connection, "default", lock=True)
                        if by_name
                        else sites.get(connection, added.id, lock=True)
                    )
                    assert found is not None
                    sites.update_policy(connection, added.id, str(int(found.policy) + 1), now=number)

        with ThreadPoolExecutor(4) as changing:
            list(changing.map(count, range(4)))
        with engine.connect() as connection:
            (site,) = sites.list_sites(connection)
        assert site.policy == "20"

    def test_of_many_starters_one_adds_the_site(self, engine: Engine) -> None:
        def start(now: int) -> tuple[Site, bool]:
            with writing(engine) as connection:
                return sites.ensure(connection, "default", "{}", now=now)

        with ThreadPoolExecutor(6) as starters:
            ensured = list(starters.map(start, range(6)))
        assert len({site for site, _ in ensured}) == 1
        assert [added for _, added in ensured].count(True) == 1

    def test_a_key_is_found_by_its_digest_until_it_is_revoked(self, connection: Connection) -> None:
        site = sites.add(connection, "default", "{}", now=5)
        plain = keys.add(connection, site.id, "the web site", now=7)
        found = keys.find(connection, serving.digest_of(plain))
        assert found is not None
        assert (found.site_id, found.hint, found.label, found.created_at) == (site.id, plain[:4], "the web site", 7)
        assert keys.revoke(connection, found.id, now=8)
        assert not keys.revoke(connection, found.id, now=9)
        assert keys.find(connection, found.digest) is None
        assert keys.list_keys(connection, site.id) == [found._replace(revoked_at=8)]

    def test_a_key_of_no_site_is_refused(self, connection: Connection) -> None:
        with pytest.raises(DBAPIError):
            keys.add(connection, 12345, "", now=6)

    @on_one_database
    @given(records=st.lists(any_records, max_size=5, unique_by=lambda drawn: drawn.id))
    def test_any_record_is_read_as_it_was_made_storable(
        self,
        engine: Engine,
        site_id: int,
        records: Sequence[CommentRecord],
    ) -> None:
        own = [drawn._replace(site_id=site_id, comment_id=None) for drawn in records]
        with engine.connect() as connection, connection.begin() as transaction:
            comments.insert_many(connection, own)
            found = [comments.get(connection, site_id, written.id) for written in own]
            transaction.rollback()
        assert [one and one._replace(waiting_since=None) for one in found] == list(storable(own))

    def test_every_field_has_its_column(self, connection: Connection, site_id: int) -> None:
        full = CommentRecord._make(
            f"{name} ü" if annotation in (str, str | None) else number
            for number, (name, annotation) in enumerate(CommentRecord.__annotations__.items())
        )._replace(
            site_id=site_id, decision="reject", verdict="approve", degraded=True, superseded_by="", waiting_since=None
        )
        comments.insert_many(connection, [full])
        assert comments.get(connection, site_id, full.id) == full

    def test_nul_and_lone_surrogates_are_replaced(self, connection: Connection, site_id: int) -> None:
        written = record(site_id, "a\0b\ud800c\U0001f600", comment_id="id\0")
        comments.insert_many(connection, [written])
        (found,) = comments.revisions(connection, site_id, "id\0")
        assert found.content == f"a{REPLACEMENT}b{REPLACEMENT}c\U0001f600"
        assert comments.get(connection, site_id, "\0\ud800") is None

    def test_a_comment_is_seen_by_its_own_site_only(self, connection: Connection, site_id: int) -> None:
        written = record(site_id)
        comments.insert_many(connection, [written])
        assert comments.get(connection, site_id, written.id) == written
        assert comments.get(connection, site_id + 1, written.id) is None

    def test_a_record_stored_twice_is_there_once(self, connection: Connection, site_id: int) -> None:
        written = record(site_id, comment_id="7")
        comments.insert_many(connection, [written, written])
        comments.insert_many(connection, [written, written._replace(content="other")])
        assert comments.revisions(connection, site_id, "7") == [written]

    @on_one_database
    @given(data=st.data())
    def test_revisions_are_linked_in_the_order_of_ids_whatever_the_order_of_arrival(
        self,
        engine: Engine,
        site_id: int,
        data: st.DataObject,
    ) -> None:
        revisions = [record(site_id, comment_id="7") for _ in range(5)]
        arrivals = data.draw(st.permutations(revisions + revisions[:2]))
        cuts = sorted(data.draw(st.lists(st.integers(0, len(arrivals)), max_size=3)))
        with engine.connect() as connection, connection.begin() as transaction:
            for begin, end in zip([0, *cuts], [*cuts, len(arrivals)], strict=True):
                comments.insert_many(connection, arrivals[begin:end])
            found = links(connection, site_id, "7")
            transaction.rollback()
        identifiers = [revision.id for revision in revisions]
        assert found == list(zip(identifiers, [*identifiers[1:], ""], strict=True))

    def test_comments_of_other_sites_and_without_an_id_are_no_revisions(self, connection: Connection) -> None:
        ours, theirs = (sites.add(connection, name, "{}", now=5).id for name in ("ours", "theirs"))
        written = [record(ours, comment_id="7"), record(theirs, comment_id="7"), record(ours), record(ours)]
        comments.insert_many(connection, written)
        assert links(connection, ours, "7") == [(written[0].id, "")]
        assert links(connection, theirs, "7") == [(written[1].id, "")]
        assert len(read_all(connection)) == 4

    def test_a_comment_that_came_without_an_id_is_given_one_once(self, connection: Connection, site_id: int) -> None:
        written = [record(site_id, "The same words.") for _ in range(2)]
        comments.insert_many(connection, written)
        one, other = (made.id for made in written)
        assert comments.adopt(connection, site_id, one, "7")
        assert comments.adopt(connection, site_id, one, "7")
        assert not comments.adopt(connection, site_id, one, "8")
        assert links(connection, site_id, "7") == [(one, "")]
        assert comments.revisions(connection, site_id, "8") == []
        # What has the id already keeps it, and a comment of another site is none of ours.
        assert comments.adopt(connection, site_id, other, "7")
        assert comments.adopt(connection, site_id + 1, other, "9")
        assert comments.get(connection, site_id, other) == written[1]

    @pytest.mark.parametrize(
        "change",
        [{"site_id": 12345}, {"site_id": 2**40}, {"decision": "perhaps"}, {"content": None}, {"submitted_at": "x"}],
    )
    def test_a_record_that_cannot_be_is_told_from_a_database_that_is_away(
        self,
        connection: Connection,
        site_id: int,
        change: dict[str, object],
    ) -> None:
        bad = record(site_id)._replace(**change)  # type: ignore[arg-type]  # wrong on purpose
        with pytest.raises(Exception) as raised:  # noqa: PT011 - whatever the driver has for it
            comments.insert_many(connection, [bad])
        assert concerns_records(raised.value)

    def test_retention_deletes_what_is_too_old_in_bites(self, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(retention, "_PAGE", 4)
        with writing(engine) as connection:
            short, long, ever = (sites.add(connection, name, "{}", now=0).id for name in ("a", "b", "c"))
            comments.insert_many(
                connection,
                [
                    record(site_id)._replace(submitted_at=day * retention.DAY_MS)
                    for site_id in (short, long, ever)
                    for day in range(10)
                ],
            )
        rests: list[None] = []
        days = {short: 2, long: 8, ever: None}
        now = 9 * retention.DAY_MS
        deleted = retention.purge_expired(engine, days, now=now, bite=3, rest=lambda: rests.append(None))
        assert (deleted, len(rests)) == (7 + 1, (2 + 1) + 1)
        with engine.connect() as connection:
            left = [one.site_id for one in read_all(connection)]
        assert [left.count(site_id) for site_id in (short, long, ever)] == [3, 9, 10]
        assert retention.purge_expired(engine, days, now=now) == 0


def test_what_serving_reads_by_the_driver_is_what_the_tables_hold(engine: Engine, site_id: int) -> None:
    with writing(engine) as connection:
        sites.add(connection, "another", "{}", now=1, host="another.example")
        plain, revoked = (keys.add(connection, site_id, label, now=2) for label in ("kept", "revoked"))
        keys.revoke(connection, keys.list_keys(connection)[1].id, now=3)
        listed, stored = sites.list_sites(connection), keys.list_keys(connection)
    database = Database.of(engine)
    with database.reading() as cursor:
        assert serving.revision(cursor) == serving.HEAD
        assert serving.sites(cursor) == listed
        assert serving.site(cursor, site_id) == next(one for one in listed if one.id == site_id)
        assert serving.site(cursor, 12345) is None
        assert serving.valid_keys(cursor) == [stored[0]]
        assert serving.key(cursor, serving.digest_of(plain)) == stored[0]
        assert serving.key(cursor, serving.digest_of(revoked)) is None
    database.dispose()


def test_ids_and_traces_come_in_order_and_within_the_limit(engine: Engine, site_id: int) -> None:
    written = [record(site_id, str(number)) for number in range(6)]
    with writing(engine) as connection:
        comments.insert_many(connection, written[::-1])
    traces = [CommentTrace(*(getattr(made, name) for name in CommentTrace._fields)) for made in written]
    ids = [made.id for made in written]
    database = Database.of(engine)
    with database.reading() as cursor:
        assert serving.since(cursor, ids[1], 3) == ids[2:5]
        assert serving.since(cursor, ids[-1], 3) == []
        assert serving.since(cursor, first_at(0), 10) == ids
        assert serving.traces(cursor, [ids[4], ids[2], "none"]) == [traces[2], traces[4]]
        assert serving.traces(cursor, []) == []
    database.dispose()
