"""What cannot be read as HTTP is refused in the one shape, and leaves nothing in the log: it may hold a key."""

import asyncio
import json

import pytest

from tests.conftest_service import Desk
from tests.service.entrances import connect

_BAD = {
    "a control character in the key": "POST /v1/comments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer KEY\x01\r\n\r\n",
    "a version that is none": "POST /coral/KEY HTTP/3.7\r\nHost: x\r\n\r\n",
    "letters that are not encoded": "GET /v1alpha1/comments:analyze?key=KEY&user=\xe9\xff HTTP/1.1\r\nHost: x\r\n\r\n",
    "a blank in the address": "GET /1.1/comment-check?api_key=KEY&author=Ada Ada HTTP/1.1\r\nHost: x\r\n\r\n",
    "a line that is too long": "GET /1.1/comment-check?api_key=KEY&content=" + "a" * 9_000 + " HTTP/1.1\r\n\r\n",
    "no HTTP at all": "\x16\x03\x01KEY\r\n\r\n",
    "an unknown compression": (
        "POST /1.1/comment-check?api_key=KEY HTTP/1.1\r\nHost: x\r\n"
        "Content-Encoding: zstd\r\nContent-Length: 3\r\n\r\nabc"
    ),
}


@pytest.mark.parametrize("sent", _BAD.values(), ids=_BAD.keys())
async def test_what_is_no_http_is_a_problem_and_not_logged(
    desk: Desk, caplog: pytest.LogCaptureFixture, sent: str
) -> None:
    caplog.set_level("DEBUG")
    reader, writer = await connect(desk, {})
    writer.write(sent.replace("KEY", desk.key).encode("latin-1"))
    answer = await asyncio.wait_for(reader.read(), 10)
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b" 400 " in head.partition(b"\r\n")[0]
    assert b"application/problem+json" in head
    assert json.loads(body)["type"] == "/problems/not-http"
    assert desk.key not in caplog.text
    assert desk.key.encode() not in answer
    writer.close()
