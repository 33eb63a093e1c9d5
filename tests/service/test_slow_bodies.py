"""Who sends half a request holds neither a handler nor a connection for ever."""

import asyncio
import re

import pytest

from service import entrance
from tests.conftest_service import Desk
from tests.service.entrances import connect


def _head(desk: Desk, path: str = "/v1/comments", framing: str = "Content-Length: 100") -> bytes:
    return f"POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {desk.key}\r\n{framing}\r\n\r\n".encode()


async def _all(reader: asyncio.StreamReader) -> bytes:
    """What comes until the connection is closed."""
    return await asyncio.wait_for(reader.read(), 10)


@pytest.mark.parametrize(
    ("path", "status", "word"),
    [
        ("/v1/comments", b" 408 ", b"/problems/slow-body"),
        ("/v1/comments/batch", b" 408 ", b"/problems/slow-body"),
        ("/1.1/comment-check", b" 200 ", b"did not come within 0.1 seconds"),
        ("/v1alpha1/comments:analyze?key=KEY", b" 503 ", b"UNAVAILABLE"),
        ("/coral/KEY", b" 408 ", b"/problems/slow-body"),
    ],
)
@pytest.mark.parametrize("sent", [b"", b"x"])
async def test_a_body_that_does_not_come_is_waited_for_no_longer_than_it_may_take(  # noqa: PLR0913, PLR0917
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    path: str,
    status: bytes,
    word: bytes,
    sent: bytes,
) -> None:
    monkeypatch.setattr(entrance, "_BODY_SECONDS", 0.1)
    reader, writer = await connect(desk, {})
    writer.write(_head(desk, path.replace("KEY", desk.key)) + sent)
    answer = await _all(reader)
    assert status in answer.partition(b"\r\n")[0]
    assert word in answer
    assert answer.count(b"HTTP/1.1 ") == 1
    assert not caplog.messages
    writer.close()


async def test_a_body_that_is_broken_is_waited_for_no_longer(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    reader, writer = await connect(desk, {})
    writer.write(_head(desk, framing="Transfer-Encoding: chunked") + b"5\r\n{    \r\n")
    await asyncio.sleep(0.05)
    writer.write(b"no length\r\n")
    answer = await _all(reader)
    assert b" 400 " in answer.partition(b"\r\n")[0]
    assert b"is not framed" in answer
    assert answer.count(b"HTTP/1.1 ") == 1
    assert not caplog.messages
    writer.close()


async def test_a_body_in_time_and_what_follows_it_are_answered(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entrance, "_BODY_SECONDS", 0.5)
    body = b'{"content": "A comment.", "author_name": "Ada"}'
    reader, writer = await connect(desk, {})
    for _ in range(3):
        writer.write(_head(desk, framing=f"Content-Length: {len(body)}") + body[:9])
        await asyncio.sleep(0.2)
        writer.write(body[9:])
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)
        assert b" 200 " in head
        found = re.search(rb"Content-Length: (\d+)", head)
        assert found is not None
        await reader.readexactly(int(found[1]))
        await asyncio.sleep(0.2)
    writer.close()


@pytest.mark.parametrize("begins", [0, 20], ids=["silent", "half a head"])
async def test_a_connection_without_a_whole_head_is_closed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, begins: int
) -> None:
    monkeypatch.setattr(entrance, "_STAY_SECONDS", 0.2)
    reader, writer = await connect(desk, {})
    writer.write(_head(desk)[:begins])
    assert await _all(reader) == b""
    writer.close()
