"""The database is away: no verdict and no erasure is acknowledged, and all of them succeed when it is back."""

# ruff: noqa: D102 - the name of a test is its sentence

import asyncio
from collections.abc import Callable

import pytest
from aiohttp import ClientResponse

from service.errors import AwayError
from service.parts import ERASING, SITES, VERDICTS, WRITER
from store import comments
from tests.conftest_databases import PostgreSQLServer, Volume
from tests.conftest_service import Desk
from tests.store.records import judged, stored
from tests.waiting import until


async def refused(response: ClientResponse) -> None:
    """The answer is that of an outage."""
    assert response.status == 503, await response.text()
    assert (await response.json())["type"] == "/problems/unavailable"
    assert int(response.headers["Retry-After"]) >= 1


async def nothing_acknowledged_meanwhile(
    desk: Desk, go_away: Callable[[], None], come_back: Callable[[], None]
) -> None:
    """Before, during and after an outage."""
    desk.app[ERASING]._patience = 0.1  # noqa: SLF001 - the test need not wait
    before = (await desk.submit("Before.", author_id="7"))["id"]
    site = await desk.app[SITES].admit(desk.key, "192.0.2.1")
    go_away()
    during = (await desk.submit("During.", author_id="7"))["id"]
    for comment in (before, during):
        await refused(await desk.post(f"/v1/comments/{comment}/verdict", json={"verdict": "reject"}))
        await refused(await desk.delete(f"/v1/comments/{comment}"))
    await refused(await desk.delete("/v1/authors?id=7"))
    with pytest.raises(AwayError):
        await desk.app[VERDICTS].record(site, before, verdict="reject", source="desk")
    come_back()
    await until(lambda: desk.app[WRITER].health().spool_bytes == 0)
    with desk.engine.connect() as connection:
        assert len(stored(desk.engine)) == 2
        assert judged(connection) == []
    for comment in (before, during):
        assert (await desk.post(f"/v1/comments/{comment}/verdict", json={"verdict": "reject"})).status == 200
    response = await desk.delete("/v1/authors?id=7")
    assert (response.status, await response.json()) == (200, {"erased": 2})
    assert stored(desk.engine) == []


class TestSQLite:
    """The volume with the file is away."""

    @pytest.fixture
    def service_url(self, sqlite_volume: Volume) -> str:
        return sqlite_volume.url

    async def test_nothing_is_acknowledged_meanwhile(self, desk: Desk, sqlite_volume: Volume) -> None:
        await nothing_acknowledged_meanwhile(desk, sqlite_volume.unmount, sqlite_volume.mount)

    async def test_what_is_still_spooled_is_not_answered_as_unknown(self, desk: Desk, sqlite_volume: Volume) -> None:
        sqlite_volume.unmount()
        comment = (await desk.submit("During."))["id"]
        erasure = asyncio.create_task(desk.delete(f"/v1/comments/{comment}"))
        await asyncio.sleep(0.3)
        sqlite_volume.mount()
        # It waits for the spool instead of missing what is there.
        response = await erasure
        assert (response.status, await response.json()) == (200, {"erased": 1})
        with desk.engine.connect() as connection:
            assert comments.get(connection, 1, comment) is None


class TestPostgreSQL:
    """The server is stopped."""

    @pytest.fixture
    def service_url(self, postgresql_url: str) -> str:
        return postgresql_url

    async def test_nothing_is_acknowledged_meanwhile(self, desk: Desk, stopped_server: PostgreSQLServer) -> None:
        await nothing_acknowledged_meanwhile(desk, stopped_server.stop, stopped_server.start)
