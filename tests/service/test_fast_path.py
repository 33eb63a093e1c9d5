"""The fast path answers as aiohttp does, and leaves to it whatever is not a plain request for sure."""

import asyncio
import json
import logging
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvloop
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from model.comment import FieldError, InvalidCommentError
from service.access_log import access_log
from service.admission import Admission
from service.checks import SiteRules
from service.entrance import Entrance
from service.errors import OverloadedError
from service.exchange import KnownHead, Plain, plain
from service.fast_path import Connection
from service.metrics import Metrics
from service.parts import METRICS
from service.protocols.native import PATH
from service.protocols.native.direct import Submitting
from service.turns import Tell
from tests.conftest_service import Desk
from tests.service.entrances import connect
from tests.waiting import until

HEAD = "POST /here HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer key\r\n{more}Content-Length: {length}\r\n\r\n"
BODY = b'{"content":"A comment."}'
LARGEST = 1_000


class _Fake:
    """A `Direct` that answers what it was sent, as soon as it may."""

    largest = LARGEST

    def __init__(self) -> None:
        self.open_to = True
        self.may = asyncio.Event()
        self.may.set()
        self.error: Exception | None = None
        self.refusals: list[int] = []
        self.begun: list[bytes] = []
        self.working: set[asyncio.Task[None]] = set()

    def open(self, request: Plain, connection: Connection) -> str | None:
        assert connection.transport is not None
        return request.head.key or None if self.open_to else None

    def begin(self, opened: str, body: bytes, tell: Callable[[Any], None]) -> None:
        if body == b"never":
            raise InvalidCommentError([FieldError("content", "required", "Say something!")])
        self.begun.append(body)
        self.working.add(asyncio.create_task(self._work(tell, opened, body)))

    def finish(self, answer: bytes, seconds: float) -> bytes:
        assert seconds >= 0
        return answer

    def refused(self, status: int) -> None:
        self.refusals.append(status)

    async def _work(self, tell: Callable[[Any], None], opened: str, body: bytes) -> None:
        await self.may.wait()
        tell(self.error or json.dumps({"fast": body.decode(), "opened": opened}).encode())


class _House:
    def __init__(self, runner: web.AppRunner, fake: _Fake, admission: Admission) -> None:
        self.runner = runner
        self.fake = fake
        self.admission = admission
        self.port: int = runner.addresses[0][1]

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.port)


async def _slowly(request: web.Request) -> web.Response:
    return web.json_response({"slow": (await request.read()).decode()})


@asynccontextmanager
async def _serving(**options: Any) -> AsyncIterator[_House]:  # noqa: ANN401 - aiohttp's
    app = web.Application(client_max_size=LARGEST)
    app.router.add_route("*", "/{path:.*}", _slowly)
    runner = web.AppRunner(app, shutdown_timeout=5)
    await runner.setup()
    fake, admission = _Fake(), Admission()
    entrance = Entrance(
        runner,
        "127.0.0.1",
        0,
        admission=admission,
        metrics=Metrics(),
        endpoints=(),
        direct={b"/here": fake},
        backlog=16,
        **{"access_log": None, **options},
    )
    await entrance.start()
    try:
        yield _House(runner, fake, admission)
    finally:
        fake.may.set()
        await runner.cleanup()


@pytest.fixture
async def house() -> AsyncIterator[_House]:
    async with _serving() as one:
        yield one


def _request(body: bytes = BODY, more: str = "") -> bytes:
    return HEAD.format(more=more, length=len(body)).encode() + body


async def _answer(reader: asyncio.StreamReader) -> tuple[int, dict[str, str], dict[str, Any]]:
    lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:]) if name}
    body = await reader.readexactly(int(headers["content-length"]))
    return int(lines[0].split()[1]), headers, json.loads(body) if body.startswith(b"{") else {}


async def _warm(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Have the connection answer once: before that, aiohttp's task may not wait yet."""
    writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    await _answer(reader)


async def test_a_plain_request_is_answered_with_the_headers_that_aiohttp_sends(house: _House) -> None:
    reader, writer = await house.connect()
    await _warm(reader, writer)
    writer.write(_request())
    status, headers, told = await _answer(reader)
    assert (status, told) == (200, {"fast": BODY.decode(), "opened": "key"})
    writer.write(_request(more="Connection: keep-alive\r\n"))
    assert (slow := await _answer(reader))[2] == {"slow": BODY.decode()}
    assert headers.keys() == slow[1].keys()
    assert headers["server"] == slow[1]["server"]
    writer.write(_request())
    assert "fast" in (await _answer(reader))[2]
    writer.close()


@pytest.mark.parametrize(
    "sent",
    [
        _request().replace(b"HTTP/1.1", b"HTTP/1.0"),
        _request().replace(b"POST", b"PUT"),
        _request().replace(b"/here", b"/here/"),
        _request().replace(b"/here", b"/there"),
        _request().replace(b"Authorization: Bearer key\r\n", b""),
        _request(more="Connection: close\r\n"),
        _request(more="Expect: 100-continue\r\n"),
        _request(more="X-Name: Zo\xeb\r\n"),
        _request(b"x" * (LARGEST + 1)),
        _request().replace(b"Content-Length: 24", b"Transfer-Encoding: chunked").replace(BODY, b"1\r\n1\r\n0\r\n\r\n"),
        _request(more="Content-Encoding: identity\r\n"),
        _request(more="Authorization: Bearer other\r\n"),
        _request(more="Content-Length: 24\r\n"),
        _request(more="Content-Length : 24\r\n"),
        _request(more="X-Long: " + 8_190 * "x" + "\r\n"),
        _request() + _request(),
        _request()[:-1],
        b"\r\n" + _request(),
        b"GET /here HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
)
async def test_what_is_not_plain_is_left_to_aiohttp(house: _House, sent: bytes) -> None:
    reader, writer = await house.connect()
    await _warm(reader, writer)
    writer.write(sent)
    writer.write_eof()
    answer = await reader.read()
    assert b'"fast"' not in answer
    assert not house.fake.begun
    writer.close()


def test_what_comes_with_the_connection_is_answered_there_too() -> None:
    async def answered() -> dict[str, Any]:
        async with _serving() as house:
            # The loop has no turn before both are there.
            client = socket.create_connection(("127.0.0.1", house.port))
            client.sendall(_request())
            reader, writer = await asyncio.open_connection(sock=client)
            _, _, body = await _answer(reader)
            writer.close()
            return body

    # As it serves: asyncio's own loop lets aiohttp's task begin before anything is read.
    assert "fast" in uvloop.run(answered())


async def test_nothing_in_the_middle_of_a_request_is_taken_for_one(house: _House) -> None:
    inner = _request(b"inner")
    outer = HEAD.format(more="", length=len(inner)).encode()
    pieces = [
        [outer, inner],
        [outer + inner[:1], inner[1:]],
        [outer[:30], outer[30:], inner],
        [b"POST /here HTTP/1.1\r\nX: ", inner[: inner.index(b"\r\n\r\n") + 4] + b"inner"],
    ]
    for sent in pieces:
        reader, writer = await house.connect()
        await _warm(reader, writer)
        for piece in sent:
            writer.write(piece)
            await asyncio.sleep(0.02)
        told = (await _answer(reader))[2]
        assert told["slow"] in (inner.decode(), "inner")
        writer.close()
    assert not house.fake.begun


async def test_requests_are_answered_in_their_order_however_they_come(house: _House) -> None:
    house.fake.may.clear()
    reader, writer = await house.connect()
    await _warm(reader, writer)
    writer.write(_request(b"1"))
    await until(lambda: bool(house.fake.begun))
    for piece in (_request(b"2"), _request(b"3")[:40], _request(b"3")[40:] + _request(b"4")):
        writer.write(piece)
        await asyncio.sleep(0.01)
    house.fake.may.set()
    told = [(await _answer(reader))[2] for _ in range(4)]
    assert [next(iter(one.values())) for one in told] == ["1", "2", "3", "4"]
    writer.close()


async def test_whoever_is_not_known_at_once_is_left_to_the_handler(house: _House) -> None:
    house.fake.open_to = False
    reader, writer = await house.connect()
    await _warm(reader, writer)
    writer.write(_request())
    assert "slow" in (await _answer(reader))[2]
    house.fake.open_to = True
    writer.write(_request())
    assert "fast" in (await _answer(reader))[2]
    writer.close()


async def test_what_is_raised_is_answered_by_a_problem_document_and_the_connection_goes_on(
    house: _House, caplog: pytest.LogCaptureFixture
) -> None:
    reader, writer = await house.connect()
    await _warm(reader, writer)
    writer.write(_request(b"never"))
    status, headers, told = await _answer(reader)
    assert (status, headers["content-type"]) == (422, "application/problem+json")
    assert told["errors"] == [{"field": "content", "code": "required", "message": "Say something!"}]
    house.fake.error = OverloadedError("Later.")
    writer.write(_request())
    status, headers, told = await _answer(reader)
    assert (status, headers["retry-after"], told["detail"]) == (503, "1", "Later.")
    house.fake.error = ZeroDivisionError()
    writer.write(_request())
    assert (await _answer(reader))[2]["type"] == "/problems/fault"
    assert "ZeroDivisionError" in caplog.text
    assert house.fake.refusals == [422, 503, 500]
    house.fake.error = None
    writer.write(_request())
    assert "fast" in (await _answer(reader))[2]
    writer.close()


async def test_a_client_that_goes_leaves_nothing_behind(house: _House) -> None:
    house.fake.may.clear()
    reader, writer = await house.connect()
    await _warm(reader, writer)
    writer.write(_request())
    await until(lambda: bool(house.fake.begun))
    server = house.runner.server
    assert server is not None
    (connection,) = server.connections
    writer.transport.abort()
    await until(lambda: connection.transport is None)
    assert house.admission.inside == 0
    house.fake.may.set()
    # It goes when its task has ended, which waited for another request.
    await until(lambda: not server.connections)


async def test_a_request_in_work_is_answered_before_the_service_stops(house: _House) -> None:
    house.fake.may.clear()
    reader, writer = await house.connect()
    await _warm(reader, writer)
    writer.write(_request())
    await until(lambda: bool(house.fake.begun))
    stopping = asyncio.create_task(house.runner.cleanup())
    await asyncio.sleep(0.05)
    assert not stopping.done()
    house.fake.may.set()
    assert "fast" in (await _answer(reader))[2]
    await asyncio.wait_for(stopping, 2)
    assert await reader.read() == b""
    writer.close()


async def test_a_connection_that_rests_is_closed_and_one_in_work_is_not() -> None:
    async with _serving(keepalive_timeout=0.2) as house:
        reader, writer = await house.connect()
        await _warm(reader, writer)
        house.fake.may.clear()
        writer.write(_request())
        await asyncio.sleep(0.4)
        house.fake.may.set()
        assert "fast" in (await _answer(reader))[2]
        assert await asyncio.wait_for(reader.read(), 2) == b""
        writer.close()


async def test_where_accesses_are_logged_aiohttp_answers(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    async with _serving(access_log=access_log()) as house:
        reader, writer = await house.connect()
        await _warm(reader, writer)
        writer.write(_request())
        assert "slow" in (await _answer(reader))[2]
        assert "POST /here" in caplog.text
        writer.close()


_TOKENS = st.text("abcXYZ09-_!", min_size=1, max_size=12)
_VALUES = st.text(st.characters(min_codepoint=0, max_codepoint=255), max_size=20)


_SPELLINGS = st.sampled_from(("Content-Length: ", "content-length: ", "CONTENT-LENGTH:", "Content-Length:\t0"))


@given(
    st.lists(st.tuples(_TOKENS, _VALUES), max_size=5),
    _SPELLINGS,
    st.binary(min_size=1, max_size=40),
    st.integers(-1, 1),
)
def test_a_plain_request_ends_where_it_says(
    lines: list[tuple[str, str]], spelling: str, body: bytes, more: int
) -> None:
    named = [(name, value) for name, value in lines if name.lower() != "te"]
    sent = _sent(named, spelling, len(body) + more) + body
    is_plain = more == 0 and all(value.isascii() and (value.replace("\t", "").isprintable()) for _, value in named)
    assert (plain(sent) is not None) == is_plain


@given(_SPELLINGS, st.binary(min_size=1, max_size=40), st.binary(max_size=200), st.integers(-1, 10))
def test_a_head_that_is_known_says_what_it_says_when_it_is_new(
    spelling: str, body: bytes, other: bytes, more: int
) -> None:
    first = plain(_sent([], spelling, len(body)) + body)
    assert first is not None
    known = KnownHead.of(first)
    assert (known is not None) == (spelling == "Content-Length: ")
    if known is None:
        return
    next_one = _sent([], spelling, len(other)) + other
    assert known.again(next_one) == plain(next_one)
    for sent in (
        _sent([], spelling, len(other) + more) + other,
        _sent([("X-One", "1")], spelling, len(other)) + other,
        next_one.replace(b"Bearer key", b"Bearer kez"),
        next_one[:-1],
        next_one + next_one,
    ):
        assert known.again(sent) in {None, plain(sent)}


def _sent(lines: list[tuple[str, str]], spelling: str, length: int) -> bytes:
    head = "".join(f"{name}: {value}\r\n" for name, value in lines)
    return HEAD.replace("Content-Length: ", spelling).format(more=head, length=length).encode("latin-1")


@pytest.mark.parametrize(
    "comment",
    [
        {"content": "That was well explained.", "author_name": "Ada"},
        {"content": "You idiot.", "author_name": "Ada", "explain": True},
        {"content": "Long enough to be judged in another thread. " * 250, "author_name": "Ada"},
        {"content": "", "author_name": "Ada", "author_email": "nobody"},
        {"content": "A comment.", "colour": "red"},
        ["no object"],
    ],
)
async def test_a_comment_gets_the_same_answer_either_way(desk: Desk, comment: object) -> None:
    # Not kept, or the second would be a repetition.
    body = json.dumps({**comment, "store": False} if isinstance(comment, dict) else comment).encode()
    answers = []
    async with _asking(desk) as (direct, ask):
        for more in ("Connection: keep-alive\r\n", ""):
            begun = direct.begun
            status, headers, told = await ask(_comment(desk, body, more))
            assert direct.begun - begun == (not more)
            told.pop("id", None)
            headers.pop("date")
            answers.append((status, headers, told))
    assert answers[0] == answers[1]


async def test_what_is_answered_on_the_fast_path_is_stored_and_counted(desk: Desk) -> None:
    content = "That was well explained, thank you for all the work you put into it."
    body = json.dumps({"content": content, "author_name": "Ada"}).encode()
    async with _asking(desk) as (direct, ask):
        await ask(_comment(desk, body, "Connection: keep-alive\r\n"))
        _, _, told = await ask(_comment(desk, body))
    assert direct.begun == 1
    stored = await (await desk.get(f"/v1/comments/{told['id']}")).json()
    assert stored["reasons"][0]["code"] == "repeated_comment"
    metrics = desk.app[METRICS].exposition().decode()
    assert 'copydesk_decisions_total{decision="queue",protocol="native"} 1.0' in metrics
    assert "copydesk_decision_seconds_count 2.0" in metrics


def _comment(desk: Desk, body: bytes, more: str = "") -> bytes:
    sent = HEAD.replace("/here", PATH).replace("Bearer key", f"Bearer {desk.key}")
    return sent.format(more=more, length=len(body)).encode() + body


class _Counting:
    """Counts what is begun of the one it hands everything to, whose class is compiled and has no subclasses."""

    def __init__(self, direct: Submitting) -> None:
        self.begun = 0
        self.largest = direct.largest
        self.open, self.finish, self.refused = direct.open, direct.finish, direct.refused
        self._direct = direct

    def begin(self, opened: SiteRules, body: bytes, tell: Tell) -> None:
        self.begun += 1
        self._direct.begin(opened, body, tell)


@asynccontextmanager
async def _asking(desk: Desk) -> AsyncIterator[tuple[_Counting, Callable[[bytes], Any]]]:
    """Asks the whole service at an entrance of its own, by one connection."""
    counting = _Counting(Submitting(desk.app))
    reader, writer = await connect(desk, {PATH.encode(): counting})
    await _warm(reader, writer)

    async def ask(sent: bytes) -> tuple[int, dict[str, str], dict[str, Any]]:
        writer.write(sent)
        return await _answer(reader)

    yield counting, ask
    writer.close()
