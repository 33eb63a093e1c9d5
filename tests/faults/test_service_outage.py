"""Something the service needs is away, slow or broken: it judges all the same, and says what is wrong."""

# ruff: noqa: D102 - the name of a test is its sentence

import asyncio
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from model.findings import Finding
from service.checks import Context
from service.parts import MODERATOR, WRITER
from store import comments
from store.database import writing
from store.records import CommentRecord
from store.spool import decode
from tests.conftest_databases import PostgreSQLServer, Volume
from tests.conftest_service import Desk, StartDesk
from tests.store.records import stored
from tests.waiting import until


def kept(desk: Desk, identifier: str) -> CommentRecord | None:
    """The record of a comment in the database."""
    with desk.engine.connect() as connection:
        return comments.get(connection, 1, identifier)


async def judged_during_an_outage(desk: Desk) -> list[dict[str, Any]]:
    """Three decisions, once they are found to be those of an outage."""
    contents = ("That was well explained.", "You idiot!", "That is meh.")
    decisions = [await desk.submit(content) for content in contents]
    assert [one["decision"] for one in decisions] == ["queue", "reject", "queue"]
    for decision in decisions:
        assert decision["degraded"]
        assert decision["reasons"][-1]["code"] == "store_unavailable"
    response = await desk.client.get("/readyz")
    assert response.status == 503
    checks = (await response.json())["checks"]
    assert not checks["database"]["ok"]
    assert checks["spool"]["bytes"] > 0
    response = await desk.get(f"/v1/comments/{decisions[0]['id']}")
    assert response.status == 503
    return decisions


async def kept_after_the_outage(desk: Desk, decisions: Iterable[dict[str, Any]]) -> None:
    """Return when the decisions are in the database, word for word as they were answered."""
    await until(lambda: desk.app[WRITER].health().spool_bytes == 0)
    for decision in decisions:
        response = await desk.get(f"/v1/comments/{decision['id']}")
        found = await response.json()
        assert {name: found[name] for name in decision} == decision
    await desk.until("/readyz", lambda ready: ready.get("status") == "ready")
    assert (await desk.submit("After the outage."))["decision"] == "accept"


def fill_disk_of(folder: Path) -> None:
    """Let whoever in this process writes to the folder's only file find the disk full."""
    (spool,) = folder.iterdir()
    full = os.open("/dev/full", os.O_WRONLY)
    for descriptor in list(Path("/proc/self/fd").iterdir()):
        if descriptor.exists() and descriptor.resolve() == spool:
            os.dup2(full, int(descriptor.name))
    os.close(full)


class TestSQLite:
    """The volume with the file is away."""

    @pytest.fixture
    def service_url(self, sqlite_volume: Volume) -> str:
        return sqlite_volume.url

    async def test_comments_are_judged_queued_and_kept_afterwards(self, desk: Desk, sqlite_volume: Volume) -> None:
        await desk.submit("Before the outage.")
        sqlite_volume.unmount()
        decisions = await judged_during_an_outage(desk)
        assert not sqlite_volume.is_there
        sqlite_volume.mount()
        await kept_after_the_outage(desk, decisions)


class TestPostgreSQL:
    """The server is stopped."""

    @pytest.fixture
    def service_url(self, postgresql_url: str) -> str:
        return postgresql_url

    async def test_comments_are_judged_queued_and_kept_afterwards(
        self, desk: Desk, stopped_server: PostgreSQLServer
    ) -> None:
        await desk.submit("Before the outage.")
        stopped_server.stop()
        decisions = await judged_during_an_outage(desk)
        stopped_server.start()
        await kept_after_the_outage(desk, decisions)

    async def test_a_service_starts_while_the_database_is_away_and_is_ready_when_it_is_there(
        self, start_desk: StartDesk, stopped_server: PostgreSQLServer
    ) -> None:
        stopped_server.stop()
        desk = await start_desk()
        assert (await desk.client.get("/healthz")).status == 200
        assert (await desk.client.get("/readyz")).status == 503
        assert (await desk.post("/v1/comments", json={"content": "x", "author_name": "Ada"})).status == 503
        stopped_server.start()
        await desk.until("/readyz", lambda ready: ready.get("status") == "ready", seconds=30)
        assert (await desk.submit("At last."))["decision"] == "accept"


async def test_where_nothing_can_be_kept_nothing_is_acknowledged(desk: Desk, tmp_path: Path) -> None:
    await desk.submit("Before the outage.")
    (tmp_path / "copydesk.db").rename(tmp_path / "away.db")
    fill_disk_of(tmp_path / "spool")
    response = await desk.post("/v1/comments", json={"content": "A comment.", "author_name": "Ada"})
    assert response.status == 503
    assert (await response.json())["type"] == "/problems/unavailable"


async def test_a_check_that_fails_leaves_the_comment_to_a_person(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        name = "broken"

        def __call__(self, context: Context) -> Iterable[Finding]:
            raise ValueError(context.comment.content)

    judge = desk.app[MODERATOR]._judge  # noqa: SLF001 - no check of ours fails
    monkeypatch.setattr(judge, "_weighing", (*judge._weighing, Broken()))  # noqa: SLF001
    decision = await desk.submit("That was well explained.")
    assert (decision["decision"], decision["degraded"]) == ("queue", True)
    assert [reason["code"] for reason in decision["reasons"]] == ["check_failed"]
    assert "broken" in caplog.text


async def test_a_text_that_cannot_be_read_is_queued(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_content: str) -> None:
        raise RecursionError

    monkeypatch.setattr("model.text.to_text", broken)
    decision = await desk.submit("That was <i>well</i> explained.", content_format="html")
    assert (decision["decision"], decision["degraded"], decision["scores"]) == ("queue", True, {})
    assert kept(desk, decision["id"]) is not None


async def test_past_the_backlog_a_request_is_refused_at_once(start_desk: StartDesk) -> None:
    desk = await start_desk(max_pending=20)
    with writing(desk.engine):  # the database answers nobody else
        waiting = [asyncio.create_task(desk.submit(f"Comment {number}.")) for number in range(20)]
        await until(lambda: desk.app[WRITER].health().pending == 20)
        async with asyncio.timeout(1):
            response = await desk.post("/v1/comments", json={"content": "One more.", "author_name": "Ada"})
        assert response.status == 503
        assert (await response.json())["type"] == "/problems/overloaded"
        assert int(response.headers["Retry-After"]) >= 1
    assert {(await one)["decision"] for one in waiting} == {"accept"}
    assert (await desk.submit("Afterwards."))["decision"] == "accept"


async def test_a_batch_larger_than_the_backlog_is_taken_alone(start_desk: StartDesk) -> None:
    desk = await start_desk(max_pending=10)
    items = [{"content": f"Comment {number} of many.", "author_name": f"Ada {number}"} for number in range(100)]
    response = await desk.post("/v1/comments/batch", json={"comments": items})
    assert [one["decision"] for one in (await response.json())["results"]] == ["accept"] * 100


async def test_a_decision_is_stored_when_the_client_has_gone(desk: Desk) -> None:
    body = json.dumps({"content": "Nobody waits for this.", "author_name": "Ada"}).encode()
    head = f"POST /v1/comments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {desk.key}\r\n"
    head += f"Content-Length: {len(body)}\r\n\r\n"
    with writing(desk.engine):  # so that the answer cannot leave before the client does
        _, stream = await asyncio.open_connection(desk.client.host, desk.client.port)
        stream.write(head.encode() + body)
        await until(lambda: desk.app[WRITER].health().pending == 1)
        stream.transport.abort()
    await until(lambda: len(stored(desk.engine)) == 1)


async def test_a_body_that_never_ends_stores_nothing(desk: Desk) -> None:
    _, stream = await asyncio.open_connection(desk.client.host, desk.client.port)
    head = f"POST /v1/comments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {desk.key}\r\nContent-Length: 100\r\n\r\n"
    stream.write(head.encode() + b'{"content":"half')
    await stream.drain()
    await asyncio.sleep(0.1)
    stream.close()
    assert (await desk.submit("Another."))["decision"] == "accept"
    assert len(stored(desk.engine)) == 1


async def test_a_site_that_is_gone_from_the_database_is_answered_all_the_same(desk: Desk, tmp_path: Path) -> None:
    with writing(desk.engine) as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("DELETE FROM api_keys")
        connection.exec_driver_sql("DELETE FROM sites")
    decision = await desk.submit("To a site that is no more.")
    assert (decision["decision"], decision["degraded"]) == ("queue", True)
    assert decision["reasons"][-1]["code"] == "not_stored"
    (aside,) = (tmp_path / "spool").glob("*.refused")
    record = decode(aside.read_bytes().rstrip())
    assert record is not None
    assert (record.content, record.decision) == ("To a site that is no more.", "queue")


async def test_neither_comments_nor_keys_are_in_the_log(
    desk: Desk, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    (tmp_path / "copydesk.db").rename(tmp_path / "away.db")
    await desk.submit("A word that nobody else uses: zugzwang.", author_email="ada@reader.example")
    await desk.post("/v1/comments", data=b'{"content":"zugzwang')
    assert "zugzwang" not in caplog.text
    assert "ada@reader" not in caplog.text
    assert desk.key not in caplog.text
