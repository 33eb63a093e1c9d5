"""Who is let in, and how soon a change is followed."""

# ruff: noqa: D102 - the name of a test is its sentence

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.errors import AwayError, ThrottledError, UnknownKeyError
from service.sites import Sites
from store import keys, sites
from store.database import Database, writing
from tests.conftest_service import Desk

ADDRESS = "192.0.2.7"


@pytest.fixture
def opened(engine: Engine, site_id: int) -> Iterator[tuple[Sites, str]]:
    """The sites of a database of each kind with one site, and its key."""
    plain = add_key(engine, site_id)
    database = Database.of(engine)
    known = Sites(database)
    known.load()
    yield known, plain
    database.dispose()


def add_key(engine: Engine, site_id: int) -> str:
    """A new key."""
    with writing(engine) as connection:
        return keys.add(connection, site_id, "", now=0)


def set_policy(engine: Engine, site_id: int, policy: str) -> None:
    """Replace a site's policy."""
    with writing(engine) as connection:
        sites.update_policy(connection, site_id, policy, now=5)


async def test_a_key_opens_its_site(opened: tuple[Sites, str]) -> None:
    known, plain = opened
    assert (await known.admit(plain, ADDRESS)).name == "default"


def test_a_valid_key_opens_its_site_without_waiting_however_often_the_keys_are_read(
    opened: tuple[Sites, str], site_id: int
) -> None:
    sites, key = opened
    for _ in range(2):
        for _ in range(2):
            rules = sites.open(key)
            assert rules is not None
            assert rules.site_id == site_id
        sites.load()
    assert sites.open("") is None
    assert sites.open(key[:-1]) is None


async def test_a_new_key_is_known_at_once(opened: tuple[Sites, str], engine: Engine, site_id: int) -> None:
    known, _ = opened
    assert (await known.admit(add_key(engine, site_id), ADDRESS)).name == "default"


async def test_many_requests_with_a_new_key_are_no_wrong_keys(
    opened: tuple[Sites, str], engine: Engine, site_id: int
) -> None:
    known, _ = opened
    plain = add_key(engine, site_id)
    await asyncio.gather(*(known.admit(plain, ADDRESS) for _ in range(30)))
    for _ in range(30):
        assert (await known.admit(plain, ADDRESS)).name == "default"
    with pytest.raises(UnknownKeyError):
        await known.admit("abcdefghjkmn", ADDRESS)


@pytest.mark.parametrize("plain", ["", "x", "abcdefghjkmn", "a" * 100_000, "ключ\0\ud800"])
async def test_a_key_that_nobody_gave_out_is_refused(opened: tuple[Sites, str], plain: str) -> None:
    with pytest.raises(UnknownKeyError):
        await opened[0].admit(plain, ADDRESS)


async def test_a_revoked_key_is_refused_as_soon_as_the_sites_are_read_again(
    opened: tuple[Sites, str], engine: Engine, site_id: int
) -> None:
    known, plain = opened
    with writing(engine) as connection:
        (key,) = keys.list_keys(connection, site_id)
        keys.revoke(connection, key.id, now=9)
    known.load()
    with pytest.raises(UnknownKeyError):
        await known.admit(plain, ADDRESS)


async def test_wrong_keys_are_throttled_by_address_and_right_ones_never(opened: tuple[Sites, str]) -> None:
    known, plain = opened
    for number in range(10):
        with pytest.raises(UnknownKeyError):
            await known.admit(f"abcdefghjk{number:02}", ADDRESS)
    for _ in range(3):
        with pytest.raises(ThrottledError) as raised:
            await known.admit("abcdefghjkmn", ADDRESS)
        assert 0 < raised.value.seconds <= 6
    assert (await known.admit(plain, ADDRESS)).name == "default"
    with pytest.raises(UnknownKeyError):
        await known.admit("abcdefghjkmn", "192.0.2.8")


async def test_the_addresses_of_one_ipv6_network_are_one_client(opened: tuple[Sites, str]) -> None:
    for number in range(10):
        with pytest.raises(UnknownKeyError):
            await opened[0].admit("abcdefghjkmn", f"2001:db8::{number:x}")
    with pytest.raises(ThrottledError):
        await opened[0].admit("abcdefghjkmn", "2001:db8::ffff")
    with pytest.raises(UnknownKeyError):
        await opened[0].admit("abcdefghjkmn", "2001:db8:0:1::1")


async def test_a_site_may_limit_its_own_requests(opened: tuple[Sites, str], engine: Engine, site_id: int) -> None:
    known, plain = opened
    set_policy(engine, site_id, '{"requests_per_minute": 3}')
    known.load()
    for _ in range(3):
        await known.admit(plain, ADDRESS)
    with pytest.raises(ThrottledError, match="3 requests a minute"):
        await known.admit(plain, ADDRESS)


async def test_a_policy_that_cannot_be_read_is_no_policy(
    opened: tuple[Sites, str], engine: Engine, site_id: int, caplog: pytest.LogCaptureFixture
) -> None:
    known, plain = opened
    set_policy(engine, site_id, '{"max_links": "a secret word"}')
    known.load()
    with pytest.raises(AwayError, match="policy"):
        await known.admit(plain, ADDRESS)
    assert known.retention_days() == {site_id: None}
    assert "max_links" in caplog.text
    assert "secret" not in caplog.text


async def test_an_unchanged_policy_is_compiled_once(opened: tuple[Sites, str]) -> None:
    known, plain = opened
    before = await known.admit(plain, ADDRESS)
    known.load()
    assert await known.admit(plain, ADDRESS) is before


class TestWithoutDatabase:
    """The SQLite file is away."""

    @pytest.fixture
    def away(self, sqlite_engine: Engine, sqlite_url: str, tmp_path: Path) -> Iterator[tuple[Sites, str]]:
        """What was known before it went."""
        with writing(sqlite_engine) as connection:
            site = sites.add(connection, "default", "{}", now=0)
            plain = keys.add(connection, site.id, "", now=0)
        running = Database(sqlite_url, create=False)
        known = Sites(running)
        known.load()
        (tmp_path / "copydesk.db").unlink()
        yield known, plain
        running.dispose()

    async def test_what_was_known_goes_on(self, away: tuple[Sites, str]) -> None:
        known, plain = away
        with pytest.raises(Exception, match=r"moved|unable to open"):
            known.load()
        assert (await known.admit(plain, ADDRESS)).name == "default"

    async def test_of_another_key_nobody_can_tell(
        self, away: tuple[Sites, str], caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.INFO)
        with pytest.raises(AwayError):
            await away[0].admit("abcdefghjkmn", ADDRESS)
        assert "abcdefghjkmn" not in caplog.text


async def test_a_running_service_follows_changes_within_two_seconds(desk: Desk) -> None:
    set_policy(desk.engine, 1, '{"banned_words": ["bridge"]}')
    await asyncio.sleep(2)
    assert (await desk.submit("Across the bridge."))["decision"] == "reject"
    with writing(desk.engine) as connection:
        for key in keys.list_keys(connection):
            keys.revoke(connection, key.id, now=9)
    await asyncio.sleep(2)
    assert (await desk.get("/v1/model")).status == 401
