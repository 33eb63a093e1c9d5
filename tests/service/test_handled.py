"""Other protocols' comments are answered on the fast path as they are by aiohttp."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from service.app import ENDPOINTS
from service.exchange import Plain
from service.fast_path import Connection
from service.handled import Handled, handled
from service.parts import METRICS
from tests.conftest_service import Desk
from tests.service.entrances import connect

Ask = Callable[[bytes], Awaitable[bytes]]

FORM = "application/x-www-form-urlencoded"
WORDPRESS = "User-Agent: WordPress/6.1.9 | Akismet/5.5\r\n"
ANALYSE = "/v1alpha1/comments:analyze"


def akismet(content: str, more: str = "", *, head: str = "") -> tuple[str, str, bytes]:
    body = f"api_key=KEY&blog=https%3A%2F%2Fnews.example&is_test=1&comment_content={content}{more}"
    return "/1.1/comment-check", f"Content-Type: {FORM}\r\n{head}", body.encode("latin-1")


def perspective(content: str, query: str = "?key=KEY", **members: Any) -> tuple[str, str, bytes]:  # noqa: ANN401 - JSON
    body = {"comment": {"text": content}, "requestedAttributes": {"TOXICITY": {}}, "doNotStore": True, **members}
    return f"{ANALYSE}{query}", "Content-Type: application/json\r\n", json.dumps(body).encode()


def coral(body: bytes, key: str = "KEY", head: str = "") -> tuple[str, str, bytes]:
    return f"/coral/{key}", f"Content-Type: application/json\r\n{head}", body


REQUESTS = [
    akismet("Well+said"),
    akismet("You+idiot"),
    akismet("meh", head=WORDPRESS),
    akismet("Zo\xeb+writes", "&blog_charset=latin1"),
    akismet("Well+said", "&callback=http%3A%2F%2F127.0.0.1%2Fhook"),
    akismet("word+" * 2_000),
    (*akismet("")[:2], b"api_key=wrong&blog=https%3A%2F%2Fnews.example&comment_content=x"),
    (*akismet("")[:2], b"comment_content=x"),
    ("/1.2/comment-check?api_key=KEY&is_test=1", "Content-Type: application/json\r\n", b'{"blog":"x.example"}'),
    ("/1.1/comment-check", "Content-Type: multipart/form-data\r\n", b"no boundary"),
    perspective("Well said"),
    perspective("You idiot, you", spanAnnotations=True),
    perspective("First one. Then another idiot.", spanAnnotations=True, clientToken="7"),
    perspective("", "?key=KEY"),
    perspective("Well said", ""),
    perspective("Well said", "?key=%4bEY&key=other"),
    (f"{ANALYSE}?key=KEY", "", b"no JSON"),
    coral(b'{"action":"NEW","comment":{"body":"  "}}'),
    coral(b'{"action":"NEW","comment":{"body":"You idiot"},"author":{"id":"1","role":"COMMENTER"}}'),
    coral(b'{"comment":{}}', "wrong"),
    coral(b"[]"),
]


@pytest.fixture
async def ask(desk: Desk) -> AsyncIterator[tuple[list[bytes], Ask]]:
    """The paths that took the fast path, and how one asks."""
    taken: list[bytes] = []

    class Noting(Handled):
        def open(self, request: Plain, connection: Connection) -> Any:  # noqa: ANN401 - as `Handled`
            taken.append(request.head.path)
            return super().open(request, connection)

    one = Noting(1 << 20, desk.app[METRICS])
    direct = dict.fromkeys(handled(ENDPOINTS, 1 << 20, desk.app[METRICS]), one)
    reader, writer = await connect(desk, direct)

    async def asked(sent: bytes) -> bytes:
        writer.write(sent)
        head = await reader.readuntil(b"\r\n\r\n")
        length = next((line.split()[1] for line in head.split(b"\r\n") if line.startswith(b"Content-Length:")), b"0")
        return head + await reader.readexactly(int(length))

    # aiohttp's own task must wait for a request.
    await asked(b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n")
    yield taken, asked
    writer.close()


@pytest.mark.parametrize("request_", REQUESTS, ids=range(len(REQUESTS)))
async def test_an_answer_is_the_same_with_all_its_headers(
    desk: Desk, ask: tuple[list[bytes], Ask], request_: tuple[str, str, bytes]
) -> None:
    taken, asked = ask
    target, headers, body = request_
    target, body = target.replace("KEY", desk.key), body.replace(b"KEY", desk.key.encode())
    target = target.replace("%4bEY", f"%{ord(desk.key[0]):x}{desk.key[1:]}")
    answers = []
    for more in ("Connection: keep-alive\r\n", ""):
        head = f"POST {target} HTTP/1.1\r\nHost: localhost\r\n{headers}{more}Content-Length: {len(body)}\r\n\r\n"
        answers.append(await asked(head.encode() + body))
        assert len(taken) == (not more)
    assert _without_what_changes(answers[0]) == _without_what_changes(answers[1])


async def test_what_is_answered_is_stored_and_counted(desk: Desk, ask: tuple[list[bytes], Ask]) -> None:
    _, asked = ask
    body = b'{"action":"NEW","comment":{"body":"You idiot"},"author":{"id":"1"}}'
    head = f"POST /coral/{desk.key} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n"
    for _ in range(3):
        await asked(head.encode() + body)
    metrics = desk.app[METRICS].exposition().decode()
    assert 'copydesk_decisions_total{decision="reject",protocol="coral"} 3.0' in metrics
    assert "copydesk_decision_seconds_count 3.0" in metrics


async def test_a_comment_that_is_not_let_in_is_refused_in_its_protocols_words(
    desk: Desk, ask: tuple[list[bytes], Ask]
) -> None:
    _, asked = ask
    await desk.set_policy('{"requests_per_minute": 1}')
    target, headers, body = akismet("Well+said")
    sent = f"POST {target} HTTP/1.1\r\nHost: x\r\n{headers}Content-Length: {len(body) + 9}\r\n\r\n".encode()
    sent += body.replace(b"KEY", desk.key.encode())
    assert b"\r\n\r\nfalse" in await asked(sent)
    answer = await asked(sent)
    assert b"\r\n\r\ninvalid" in answer
    assert b"Retry-After: " in answer
    assert 'copydesk_problems_total{status="429"} 1.0' in desk.app[METRICS].exposition().decode()


def _without_what_changes(answer: bytes) -> tuple[bytes, list[bytes], bytes]:
    head, _, body = answer.partition(b"\r\n\r\n")
    status, *lines = head.split(b"\r\n")
    changing = (b"date:", b"x-akismet-guid:", b"x-copydesk-id:")
    return status, sorted(line for line in lines if not line.lower().startswith(changing)), body
