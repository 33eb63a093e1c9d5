"""While more is asked than can be judged, comments are refused at once, each in its own protocol; nothing else is."""

import asyncio
import gzip
import json
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

import pytest
import uvloop
from aiohttp import web

from service.admission import Admission
from service.app import ENDPOINTS
from service.entrance import Entrance
from service.exchange import Direct
from service.handled import Handled
from service.metrics import Metrics
from service.refusals import Refusals
from tests.clock import Clock
from tests.service.overloads import overload
from tests.waiting import until

HEAD = "POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer key\r\nContent-Length: {length}\r\n{more}\r\n"
BODY = json.dumps({"content": "A comment.", "author_name": "Ada"}).encode()
_CLIENTS = 32
_AGAIN = 40


class _Counted(Clock):
    """Tells how often it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def __call__(self) -> float:
        """Seconds."""
        self.asked += 1
        return super().__call__()


class _House:
    """A server whose handler answers `judged` as soon as it may."""

    def __init__(self) -> None:
        self.clock = _Counted()
        self.admission = Admission(self.clock)
        self.metrics = Metrics()
        self.open = asyncio.Event()
        self.port = 0
        self.read = 0
        self.connections: Callable[[], list[web.RequestHandler]] = list

    async def handle(self, request: web.Request) -> web.Response:
        if request.path == "/early":
            return web.Response(text="none of the body was read")
        self.read = len(await request.read())
        await self.open.wait()
        return web.Response(text="judged")

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.port)

    def overload(self) -> None:
        """More is asked than can be judged."""
        overload(self.admission, self.clock)


@asynccontextmanager
async def _serving(direct: Mapping[bytes, Direct]) -> AsyncIterator[_House]:
    house = _House()
    app = web.Application(client_max_size=1 << 20)
    app.router.add_route("*", "/{path:.*}", house.handle)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    entrance = Entrance(
        runner,
        "127.0.0.1",
        0,
        admission=house.admission,
        metrics=house.metrics,
        endpoints=ENDPOINTS,
        direct=direct,
        backlog=64,
        access_log=None,
    )
    await entrance.start()
    house.connections = lambda: runner.server.connections if runner.server else []
    house.port = runner.addresses[0][1]
    try:
        yield house
    finally:
        house.open.set()
        await runner.cleanup()


@pytest.fixture(params=[{}, {b"/elsewhere": Handled(1 << 20, Metrics())}], ids=["aiohttp alone", "fast path"])
async def house(request: pytest.FixtureRequest) -> AsyncIterator[_House]:
    async with _serving(request.param) as one:
        yield one


def _head(path: str = "/v1/comments", more: str = "", length: int = len(BODY)) -> bytes:
    return HEAD.format(path=path, more=more, length=length).encode()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, dict[str, str], bytes]:
    lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:]) if name}
    return int(lines[0].split()[1]), headers, await reader.readexactly(int(headers["content-length"]))


async def test_a_request_is_in_work_until_it_is_answered(house: _House) -> None:
    reader, writer = await house.connect()
    writer.write(_head() + BODY)
    await until(lambda: house.admission.inside == 1)
    house.open.set()
    assert (await _answer(reader))[2] == b"judged"
    assert house.admission.inside == 0
    writer.close()


async def test_a_client_that_goes_is_no_longer_in_work(house: _House) -> None:
    _, writer = await house.connect()
    writer.write(_head() + BODY)
    await until(lambda: house.admission.inside == 1)
    writer.transport.abort()
    await until(lambda: house.admission.inside == 0)


async def test_a_body_that_is_still_to_come_takes_nobodys_place(house: _House) -> None:
    _, writer = await house.connect()
    writer.write(_head() + BODY[:5])
    await asyncio.sleep(0.05)
    assert house.admission.inside == 0
    writer.close()


@pytest.mark.parametrize(
    ("path", "status", "word"),
    [
        ("/v1/comments", 503, b"/problems/overloaded"),
        ("/v1/comments/batch", 503, b"/problems/overloaded"),
        ("/coral/key", 503, b"/problems/overloaded"),
        ("/v1alpha1/comments:analyze?key=key", 503, b"UNAVAILABLE"),
        ("/1.1/comment-check", 200, b"invalid"),
    ],
)
async def test_every_protocol_refuses_in_its_own_words(house: _House, path: str, status: int, word: bytes) -> None:
    house.overload()
    reader, writer = await house.connect()
    writer.write(_head(path) + BODY)
    told, headers, body = await _answer(reader)
    assert told == status
    assert word in body
    assert headers["retry-after"] == "1"
    writer.close()


async def test_a_connection_goes_on_after_a_refusal_however_the_request_comes_in(house: _House) -> None:
    house.overload()
    reader, writer = await house.connect()
    pieces = [
        [_head() + BODY],
        [_head(), BODY],
        [_head() + BODY[:7], BODY[7:9], BODY[9:]],
        [_head() + BODY + _head(), BODY],
    ]
    for sent in pieces:
        for piece in sent:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.02)
        for _ in range(b"".join(sent).count(b"POST")):
            assert (await _answer(reader))[0] == 503
    while house.admission.inside:
        house.admission.leave(float("inf"))
    house.open.set()
    writer.write(_head() + BODY)
    assert (await _answer(reader))[2] == b"judged"
    writer.close()


async def test_however_many_requests_come_in_one_piece_each_is_refused(house: _House) -> None:
    house.overload()
    reader, writer = await house.connect()
    empty = _head(length=0)
    many = (1 << 16) // len(empty)
    writer.write(empty * many)
    for _ in range(many):
        assert (await _answer(reader))[0] == 503
    writer.close()


@pytest.mark.parametrize("name", ["Content-Length: ", "content-length: ", "Content-Length:", "CONTENT-LENGTH: 0"])
async def test_the_body_of_a_refused_request_is_as_long_as_its_own_head_says(house: _House, name: str) -> None:
    house.overload()
    reader, writer = await house.connect()
    for length in (0, 9, 400, 9):
        head = f"POST /v1/comments HTTP/1.1\r\nHost: x\r\n{name}{length}\r\nX-Last: 1\r\n\r\n".encode()
        writer.write(head + b"x" * length)
        assert (await _answer(reader))[0] == 503
    writer.close()


async def test_a_client_that_wants_to_end_is_let_go_after_a_refusal(house: _House) -> None:
    house.overload()
    reader, writer = await house.connect()
    writer.write(_head(more="Connection: close\r\n") + BODY)
    status, headers, _ = await _answer(reader)
    assert (status, headers["connection"]) == (503, "close")
    assert await reader.read() == b""
    writer.close()


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/healthz", ""),
        ("/v1/comments/019ab2f0-7c00-7000-8000-000000000000/verdict", ""),
        ("/1.1/submit-spam", ""),
        ("/v1/comments", "Expect: something\r\n"),
        ("/v1/comments", f"Content-Length: {len(BODY)}\r\n"),
        ("/v1/comments", "Content-Length : 7\r\n"),
        ("/v1/comments", "X-Folded: a\r\n b\r\n"),
        ("/v1/comments", "X-Short: a\n"),
    ],
)
async def test_what_judges_nothing_or_is_unusual_is_never_refused_at_the_door(
    house: _House, path: str, more: str
) -> None:
    house.overload()
    house.open.set()
    reader, writer = await house.connect()
    writer.write(_head(path, more) + BODY)
    assert (await _answer(reader))[0] != 503
    writer.close()


@pytest.mark.parametrize("length", ["+5", "\x0b5", "5,5", "9" * 10, "9" * 5000, ""])
async def test_a_length_that_is_none_is_refused_by_who_reads_it(house: _House, length: str) -> None:
    house.overload()
    house.open.set()
    reader, writer = await house.connect()
    writer.write(f"POST /v1/comments HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n".encode())
    if length.isdigit() and len(length) < 20:
        writer.write_eof()
    assert b" 503 " not in await reader.readline()
    writer.close()


async def test_what_belongs_to_a_head_that_has_begun_is_no_request(house: _House) -> None:
    reader, writer = await house.connect()
    writer.write(b"POST /v1/comments HTTP/1.1\r\nX-Name: ")
    await until(lambda: bool(house.connections()))
    await asyncio.sleep(0.05)
    house.overload()
    house.open.set()
    writer.write(_head() + BODY)
    assert (await _answer(reader))[2] == b"judged"
    writer.write(_head() + BODY)
    assert (await _answer(reader))[0] == 503
    writer.close()


async def test_what_belongs_to_a_body_that_nobody_read_is_no_request(house: _House) -> None:
    reader, writer = await house.connect()
    writer.write(_head("/early", length=4_000) + b"x" * 10)
    assert (await _answer(reader))[2] == b"none of the body was read"
    house.overload()
    piece = _head(length=999_999_999)
    writer.write(piece)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(reader.read(1), 0.1)
    writer.write(b"x" * (4_000 - 10 - len(piece)))
    await asyncio.sleep(0.05)
    writer.write(_head() + BODY)
    assert (await _answer(reader))[0] == 503
    writer.close()


@pytest.mark.parametrize("path", ["/v1/comments", "/not/held"])
async def test_however_many_requests_come_in_one_piece_each_is_answered(house: _House, path: str) -> None:
    reader, writer = await house.connect()
    house.open.set()
    writer.write((_head(path) + BODY) * 100)
    for _ in range(100):
        assert (await _answer(reader))[2] == b"judged"
    writer.close()


@pytest.mark.parametrize("encoded", [False, True], ids=["as it is", "compressed"])
async def test_a_long_body_is_read_to_its_end(house: _House, *, encoded: bool) -> None:
    reader, writer = await house.connect()
    house.open.set()
    sent = gzip.compress(b"x" * 900_000) if encoded else b"x" * 900_000
    more = "Content-Encoding: gzip\r\n" if encoded else ""
    writer.write(_head(more=more, length=len(sent)) + sent)
    assert (await _answer(reader))[2] == b"judged"
    assert house.read == 900_000
    writer.close()


def test_a_head_that_is_very_long_is_not_remembered() -> None:
    refusals = Refusals(ENDPOINTS)
    for length in (5, 6):
        for more in ("", f"Cookie: {'x' * 3_000}\r\n"):
            refusal = refusals.of(_head(more=more, length=length))
            assert refusal is not None
            assert refusal.body_bytes == length
    assert refusals._known.cache_info().currsize == 1  # noqa: SLF001 - nothing else tells


async def test_a_refusal_is_counted(house: _House) -> None:
    house.overload()
    reader, writer = await house.connect()
    writer.write(_head() + BODY)
    await _answer(reader)
    assert b'copydesk_problems_total{status="503"} 1.0' in house.metrics.exposition()
    writer.close()


def test_who_asks_again_at_once_is_held_to_the_admission_each_time() -> None:
    def ask(port: int) -> None:
        with socket.create_connection(("127.0.0.1", port)) as connection:
            for _ in range(_AGAIN):
                connection.sendall(_head() + BODY)
                answer = b""
                while not answer.endswith(b"judged"):
                    answer += (more := connection.recv(1 << 16))
                    assert more

    async def counted() -> int:
        async with _serving({}) as house:
            house.open.set()
            await asyncio.gather(*(asyncio.to_thread(ask, house.port) for _ in range(_CLIENTS)))
            return house.clock.asked

    # For whoever enters, and leaves, and for nobody else, the clock is asked.
    assert uvloop.run(counted()) == 2 * _CLIENTS * _AGAIN


def test_of_those_who_connect_at_once_several_are_accepted_in_a_turn_of_the_loop() -> None:
    async def accepted() -> int:
        async with _serving({}) as house:
            clients = [socket.create_connection(("127.0.0.1", house.port)) for _ in range(_CLIENTS)]
            for _ in range(_CLIENTS // 4):
                await asyncio.sleep(0)
            connections = len(house.connections())
            for client in clients:
                client.close()
            return connections

    # As it serves: asyncio's own loop accepts all of them.
    assert uvloop.run(accepted()) == _CLIENTS
