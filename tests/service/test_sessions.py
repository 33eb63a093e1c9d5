"""Signing in takes the right password, few attempts, and as long for names that nobody has."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Engine

from service.errors import AwayError, OverloadedError, ThrottledError
from service.passwords import Passwords, fault_of
from service.sessions import PER_ADDRESS, PER_NAME, Origin, PasswordError, Sessions, in_thread
from store import audit, moderators, sites, sqlite
from store.database import writing
from store.identifiers import now
from tests.conftest_desk import PASSWORD, add_moderator

HERE = Origin("192.0.2.1", "Firefox")


@pytest.fixture
async def opened(sqlite_engine: Engine) -> AsyncIterator[Sessions]:
    with writing(sqlite_engine) as connection:
        sites.add(connection, "default", "{}", now=0)
    sessions = Sessions(sqlite_engine, absolute_hours=1, idle_hours=1)
    yield sessions
    sessions.close()


async def test_where_somebody_else_writes_for_too_long_the_database_is_away(
    sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "LOCK_SECONDS", 0.05)
    with writing(sqlite_engine), pytest.raises(AwayError):
        await in_thread(sqlite_engine, sites.list_sites, write=True)
    assert await in_thread(sqlite_engine, sites.list_sites, write=True) == []


async def test_a_hash_verifies_its_password_and_no_other() -> None:
    passwords = Passwords()
    kept = await passwords.hash(PASSWORD)
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert await passwords.verify(kept, PASSWORD)
    assert not await passwords.verify(kept, f"{PASSWORD}.")
    assert not await passwords.verify("no hash", PASSWORD)
    assert not await passwords.verify(None, "")
    passwords.close()


async def test_past_a_few_that_wait_nobody_is_let_in_line() -> None:
    passwords = Passwords()
    outcomes = await asyncio.gather(*(passwords.verify(None, "x") for _ in range(20)), return_exceptions=True)
    assert {type(one) for one in outcomes} == {bool, OverloadedError}
    assert await passwords.verify(None, "x") is False
    passwords.close()


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", "at least 10"),
        ("x" * 201, "at most 200"),
        ("ada1234567", "too much like the name"),
        ("aaaaabbbbbab", "same few characters"),
        (PASSWORD, ""),
        ("Ada walks seventeen dogs", ""),
    ],
)
def test_a_password_that_is_easily_guessed_is_refused_with_the_reason(password: str, words: str) -> None:
    assert words in fault_of(password, "Ada")
    assert bool(fault_of(password, "Ada")) == bool(words)


async def test_attempts_by_one_name_are_limited_wherever_they_come_from(opened: Sessions) -> None:
    for number in range(2 * int(PER_NAME)):
        assert await opened.sign_in("Ada", "wrong", Origin(f"192.0.2.{number}", "")) is None
    with pytest.raises(ThrottledError) as refused:
        await opened.sign_in(" ADA", "wrong", Origin("192.0.2.99", ""))
    assert 0 < refused.value.seconds <= 60 / PER_NAME
    assert await opened.sign_in("Grace", "wrong", HERE) is None


async def test_attempts_from_one_address_are_limited_whatever_the_name(
    opened: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def quick(_self: Passwords, _kept: str | None, _password: str) -> bool:
        return False

    monkeypatch.setattr(Passwords, "verify", quick)
    for number in range(2 * int(PER_ADDRESS)):
        assert await opened.sign_in(f"name {number}", "wrong", Origin(f"2001:db8::{number}", "")) is None
    with pytest.raises(ThrottledError):
        await opened.sign_in("another", "wrong", Origin("2001:db8::ffff", ""))


async def test_of_a_password_that_changes_while_it_is_verified_nothing_is_opened(
    opened: Sessions, sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = add_moderator(sqlite_engine, "Ada")

    async def slow(_self: Passwords, _kept: str | None, _password: str) -> bool:
        with writing(sqlite_engine) as connection:
            moderators.set_password(connection, ada.id, "another")
        return True

    monkeypatch.setattr(Passwords, "verify", slow)
    assert await opened.sign_in("Ada", PASSWORD, HERE) is None
    assert await opened.list(ada.id) == []


async def test_an_invitation_is_not_used_up_by_a_password_that_is_refused(
    opened: Sessions, sqlite_engine: Engine
) -> None:
    ada = add_moderator(sqlite_engine, "Ada")
    with writing(sqlite_engine) as connection:
        invitation = moderators.invite(connection, ada.id, now=now())
    with pytest.raises(PasswordError):
        await opened.welcome(invitation, "short", HERE)
    token = await opened.welcome(invitation, "nine slow rivers", HERE)
    assert token is not None
    assert await opened.welcome(invitation, "nine slow rivers", HERE) is None
    found = await opened.find(token)
    assert found is not None
    assert found[1].name == "Ada"
    assert await opened.sign_in("Ada", "nine slow rivers", HERE) is not None
    with sqlite_engine.connect() as connection:
        told = [(entry.action, dict(entry.details)) for entry in audit.page(connection, None)]
    assert told == [("sign_in", {}), ("sign_in", {}), ("moderator", {"change": "password chosen"})]


async def test_a_password_is_changed_by_whoever_knows_it(opened: Sessions, sqlite_engine: Engine) -> None:
    add_moderator(sqlite_engine, "Ada")
    tokens = [await opened.sign_in("Ada", PASSWORD, HERE) for _ in range(2)]
    assert tokens[0] is not None
    assert tokens[1] is not None
    found = await opened.find(tokens[0])
    assert found is not None
    assert await opened.change_password(found[0], "wrong", "nine slow rivers", HERE) is None
    token = await opened.change_password(found[0], PASSWORD, "nine slow rivers", HERE)
    assert token is not None
    assert [await opened.find(one or "") is not None for one in (*tokens, token)] == [False, False, True]
