"""Moderators, sessions, invitations and the audit log, kept by SQLite and PostgreSQL alike."""

# ruff: noqa: D102 - the name of a test is its sentence

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Connection, Engine, delete, update
from sqlalchemy.exc import DBAPIError

from store import audit, moderators, serving, sessions, sites
from store.database import writing
from store.errors import ModeratorError
from store.moderators import INVITATION_MS, Moderator
from store.tables import audit_log

HOUR_MS = 3_600_000


@pytest.fixture
def ada(connection: Connection) -> Moderator:
    """An admin of all sites, with a password."""
    added = moderators.add(connection, "Ada", role="admin", site_id=None, now=5)
    moderators.set_password(connection, added.id, "kept")
    return with_password(added, "kept")


def with_password(moderator: Moderator, kept: str) -> Moderator:
    """The moderator after the password was chosen."""
    return moderator._replace(password_hash=kept)


def open_session(connection: Connection, moderator: Moderator, *, now: int = 0) -> str:
    """A session of ten hours."""
    return sessions.open_session(connection, moderator, agent="Firefox", now=now, lasts_ms=10 * HOUR_MS)


def is_open(connection: Connection, token: str, *, now: int = 1) -> bool:
    """Whether the session lets anybody in, who may be idle for two hours."""
    return sessions.find(connection, token, now=now, idle_ms=2 * HOUR_MS) is not None


class TestModerators:
    """Run against each database."""

    def test_a_moderator_is_found_by_id_and_by_a_name_in_any_case(self, connection: Connection, ada: Moderator) -> None:
        assert moderators.get(connection, ada.id) == ada
        assert moderators.find(connection, " aDA ") == ada
        assert moderators.find(connection, "\uff21da") == ada  # a full-width A
        assert moderators.find(connection, "Adam") is None
        assert moderators.list_moderators(connection) == [ada]

    @pytest.mark.parametrize("name", ["ADA", "Ada ", "", "a" * 65, "<b>", "a\nb\x00", "Command  Line", "-x"])
    def test_a_name_is_had_once_and_can_be_read(self, connection: Connection, ada: Moderator, name: str) -> None:
        with pytest.raises(ModeratorError):
            moderators.add(connection, name, role="moderator", site_id=None, now=6)
        assert moderators.list_moderators(connection) == [ada]

    def test_each_role_may_do_what_those_before_it_may(self, ada: Moderator) -> None:
        lead = ada._replace(role="lead")
        assert [lead.may(role) for role in moderators.ROLES] == [True, True, False]
        assert all(ada.may(role) for role in moderators.ROLES)

    def test_a_role_is_changed(self, connection: Connection, ada: Moderator) -> None:
        grace = moderators.add(connection, "Grace", role="moderator", site_id=None, now=6)
        assert moderators.set_role(connection, grace.id, "admin")
        assert moderators.get(connection, grace.id) == grace._replace(role="admin")
        assert moderators.set_role(connection, ada.id, "lead")
        assert not moderators.set_role(connection, "nobody", "lead")

    def test_the_last_admin_of_all_sites_stays_one(self, connection: Connection, ada: Moderator) -> None:
        site = sites.add(connection, "default", "{}", now=0)
        moderators.add(connection, "Grace", role="admin", site_id=site.id, now=6)
        with pytest.raises(ModeratorError, match="last admin"):
            moderators.revoke(connection, ada.id, now=7)
        with pytest.raises(ModeratorError, match="last admin"):
            moderators.set_role(connection, ada.id, "lead")
        assert moderators.set_role(connection, ada.id, "admin")

    def test_whoever_is_revoked_stays_known_and_is_let_in_by_nothing(
        self, connection: Connection, ada: Moderator
    ) -> None:
        eve = moderators.add(connection, "Eve", role="moderator", site_id=None, now=6)
        session, invitation = open_session(connection, eve), moderators.invite(connection, eve.id, now=6)
        assert moderators.revoke(connection, eve.id, now=7)
        assert not moderators.revoke(connection, eve.id, now=8)
        assert moderators.find(connection, "Eve") == eve._replace(revoked_at=7)
        assert not is_open(connection, session)
        assert moderators.invited(connection, invitation, now=8) is None
        assert not moderators.set_password(connection, eve.id, "x")
        assert not moderators.set_role(connection, eve.id, "lead")
        assert moderators.get(connection, ada.id) == ada


class TestInvitations:
    """Run against each database."""

    def test_an_invitation_is_accepted_once(self, connection: Connection, ada: Moderator) -> None:
        session = open_session(connection, ada)
        token = moderators.invite(connection, ada.id, now=10)
        assert moderators.invited(connection, token, now=11) == ada
        assert moderators.accept(connection, token, "new", now=11) == with_password(ada, "new")
        assert moderators.get(connection, ada.id) == with_password(ada, "new")
        assert not is_open(connection, session)
        assert moderators.accept(connection, token, "newer", now=12) is None
        assert moderators.invited(connection, token, now=12) is None

    def test_a_new_invitation_ends_the_old_one(self, connection: Connection, ada: Moderator) -> None:
        old, new = (moderators.invite(connection, ada.id, now=10) for _ in range(2))
        assert moderators.invited(connection, old, now=11) is None
        assert moderators.invited(connection, new, now=11) is not None

    def test_an_invitation_lasts_a_week(self, connection: Connection, ada: Moderator) -> None:
        token = moderators.invite(connection, ada.id, now=10)
        assert moderators.invited(connection, token, now=9 + INVITATION_MS) is not None
        assert moderators.invited(connection, token, now=10 + INVITATION_MS) is None

    def test_of_many_who_accept_at_once_one_does(self, engine: Engine) -> None:
        with writing(engine) as connection:
            added = moderators.add(connection, "Ada", role="admin", site_id=None, now=5)
            token = moderators.invite(connection, added.id, now=5)

        def accept(password: str) -> bool:
            with writing(engine) as connection:
                return moderators.accept(connection, token, password, now=6) is not None

        with ThreadPoolExecutor(4) as guests:
            assert sorted(guests.map(accept, "abcd")) == [False, False, False, True]

    def test_of_many_who_add_the_same_name_at_once_one_does(self, engine: Engine) -> None:
        start = Barrier(4)

        def add(number: int) -> bool:
            try:
                start.wait()
                with writing(engine) as connection:
                    moderators.add(connection, "Ada", role="admin", site_id=None, now=number)
            except ModeratorError:
                return False
            return True

        with ThreadPoolExecutor(4) as admins:
            assert sorted(admins.map(add, range(4))) == [False, False, False, True]


class TestSessions:
    """Run against each database."""

    def test_a_session_is_found_by_its_token_with_whose_it_is(self, connection: Connection, ada: Moderator) -> None:
        token = open_session(connection, ada, now=3)
        found = sessions.find(connection, token, now=4, idle_ms=HOUR_MS)
        assert found is not None
        session, whose = found
        assert whose == ada
        assert (session.agent, session.created_at, session.expires_at) == ("Firefox", 3, 3 + 10 * HOUR_MS)
        assert token not in session.digest
        assert not is_open(connection, session.digest)
        assert not is_open(connection, "")

    def test_a_session_ends_when_it_is_idle_or_old(self, connection: Connection, ada: Moderator) -> None:
        token = open_session(connection, ada)
        assert is_open(connection, token, now=2 * HOUR_MS - 1)
        assert not is_open(connection, token, now=2 * HOUR_MS)
        for hour in range(1, 10):
            sessions.touch(connection, serving.digest_of(token), now=hour * HOUR_MS)
        assert is_open(connection, token, now=10 * HOUR_MS - 1)
        assert not is_open(connection, token, now=10 * HOUR_MS)

    def test_a_password_that_is_changed_ends_all_sessions(self, connection: Connection, ada: Moderator) -> None:
        tokens = [open_session(connection, ada) for _ in range(2)]
        moderators.set_password(connection, ada.id, "new")
        assert not any(is_open(connection, token) for token in tokens)

    def test_somebody_ends_their_own_sessions_and_no_others(self, connection: Connection, ada: Moderator) -> None:
        grace = moderators.add(connection, "Grace", role="admin", site_id=None, now=6)
        first, second, third = (open_session(connection, ada, now=at) for at in range(3))
        other = open_session(connection, grace)
        assert not sessions.end(connection, ada.id, serving.digest_of(other))
        assert sessions.end(connection, ada.id, serving.digest_of(first))
        assert sessions.end_others(connection, ada.id, serving.digest_of(third)) == 1
        assert [is_open(connection, token) for token in (first, second, third, other)] == [False, False, True, True]
        (left,) = sessions.of_moderator(connection, ada.id, now=5, idle_ms=HOUR_MS)
        assert left.digest == serving.digest_of(third)

    def test_what_has_ended_by_itself_is_deleted(self, connection: Connection, ada: Moderator) -> None:
        idle, used = (open_session(connection, ada) for _ in range(2))
        sessions.touch(connection, serving.digest_of(used), now=3 * HOUR_MS)
        sessions.forget(connection, now=3 * HOUR_MS, idle_ms=2 * HOUR_MS)
        assert not is_open(connection, idle, now=1)
        assert is_open(connection, used, now=3 * HOUR_MS)


class TestAuditLog:
    """Run against each database."""

    def test_the_log_is_read_page_by_page_from_its_end(self, connection: Connection, site_id: int) -> None:
        for number in range(5):
            audit.append(connection, site_id=site_id, who="Ada", action="verdict", subject=f"comment {number}")
        first = audit.page(connection, site_id, limit=2)
        rest = audit.page(connection, site_id, first[-1].id, 10)
        assert [entry.subject[-1] for entry in (*first, *rest)] == list("43210")

    def test_a_site_sees_what_concerns_it_and_the_whole_service(self, connection: Connection) -> None:
        north, south = (sites.add(connection, name, "{}", now=0).id for name in ("north", "south"))
        for where, action in ((north, "policy"), (south, "policy"), (None, "sign_in")):
            audit.append(connection, site_id=where, who="Ada", action=action, subject="x", details={"at": where})
        assert [entry.details["at"] for entry in audit.page(connection, north)] == [None, north]
        assert len(audit.page(connection, None)) == 3
        assert [entry.site_id for entry in audit.page(connection, south, action="policy")] == [south]

    def test_any_text_is_kept(self, connection: Connection) -> None:
        audit.append(
            connection, site_id=None, who="a\x00\ud800", action="policy", subject="\u202e", details={"ə": "\x00'\ud800"}
        )
        (entry,) = audit.page(connection, None, before="z\x00")
        assert entry.subject == "\u202e"
        assert set(entry.details) == {"ə"}

    def test_an_action_that_nobody_knows_is_not_logged(self, connection: Connection) -> None:
        with pytest.raises(ValueError, match="'coffee'"):
            audit.append(connection, site_id=None, who="Ada", action="coffee", subject="x")

    @pytest.mark.parametrize(
        "change", [update(audit_log).values(who="Eve"), delete(audit_log)], ids=["update", "delete"]
    )
    def test_the_database_itself_refuses_to_change_the_log(self, engine: Engine, change: object) -> None:
        with writing(engine) as connection:
            entry = audit.append(connection, site_id=None, who="Ada", action="policy", subject="default")
        with pytest.raises(DBAPIError, match="only added to"), writing(engine) as connection:
            connection.execute(change)  # type: ignore[call-overload] # either kind of statement
        with engine.connect() as connection:
            assert audit.page(connection, None) == [entry]

    def test_the_log_is_neither_replaced_nor_emptied(self, engine: Engine) -> None:
        with writing(engine) as connection:
            entry = audit.append(connection, site_id=None, who="Ada", action="policy", subject="default")
        change = {
            "sqlite": "REPLACE INTO audit_log SELECT id, site_id, at, 'Eve', action, subject, details FROM audit_log",
            "postgresql": "TRUNCATE audit_log",
        }[engine.dialect.name]
        with pytest.raises(DBAPIError, match="only added to"), writing(engine) as connection:
            connection.exec_driver_sql(change)
        with engine.connect() as connection:
            assert audit.page(connection, None) == [entry]
