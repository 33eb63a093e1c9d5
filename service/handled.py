"""Handlers on the fast path, for protocols that read more of a request than its key and its body.

They are given a request of aiohttp's as they are without it; what aiohttp does around them, for each request anew, is
left out: to parse it, to wake the connection's task, to prepare the response and to write it by a writer.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import lru_cache
from typing import Any

from aiohttp import HttpVersion11, web
from aiohttp.http import RawRequestMessage
from aiohttp.streams import EMPTY_PAYLOAD
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from service.endpoints import Endpoint
from service.exchange import Plain
from service.fast_path import Connection
from service.metrics import Metrics
from service.requests import KNOWN_HEADS

Tell = Callable[[Any], None]


class Handled:
    """A `service.exchange.Direct` for whatever aiohttp would handle; its handlers read the whole body and no more."""

    def __init__(self, largest: int, metrics: Metrics) -> None:
        self.largest = largest
        self._metrics = metrics
        self._working: set[asyncio.Future[web.StreamResponse]] = set()

    def open(self, request: Plain, connection: Connection) -> Callable[[bytes], Awaitable[web.StreamResponse]] | None:
        """What handles it, once its body is there."""
        make, handle, own = connection.aiohttp
        if make is None or handle is None:
            return None
        sent = request.sent

        async def answered(body: bytes) -> web.StreamResponse:
            made = make(_message(sent), EMPTY_PAYLOAD, connection, None, own)
            # It was read already.
            made._read_bytes = body  # noqa: SLF001 - aiohttp has no public way
            answer: web.StreamResponse = await handle(made)
            return answer

        return answered

    def begin(self, opened: Callable[[bytes], Any], body: bytes, tell: Tell) -> None:
        """Have it handled."""
        work = asyncio.get_running_loop().create_task(opened(body))
        self._working.add(work)
        work.add_done_callback(lambda done: self._tell(done, tell))

    def finish(self, answer: web.Response, seconds: float) -> web.Response:
        """What the handler answers, who counts its time as well."""
        del seconds
        return answer

    def refused(self, status: int) -> None:
        """Count the problem."""
        self._metrics.refused(status)

    def _tell(self, done: asyncio.Future[web.StreamResponse], tell: Tell) -> None:
        self._working.discard(done)
        if not done.cancelled():
            tell(done.exception() or done.result())


def handled(endpoints: tuple[Endpoint, ...], largest: int, metrics: Metrics) -> dict[bytes, Handled]:
    """For the endpoints at which comments come in, by path, or by what goes before a variable in it."""
    one = Handled(largest, metrics)
    return {
        endpoint.path.partition("{")[0].encode(): one
        for endpoint in endpoints
        if endpoint.method == "POST" and endpoint.overloaded is not None
    }


@lru_cache(KNOWN_HEADS)
def _message(head: bytes) -> RawRequestMessage:
    """A plain head as aiohttp's parser reads it."""
    line, *lines = head.decode().rstrip("\r\n").split("\r\n")
    target = line.split(" ")[1]
    path, _, query = target.partition("?")
    headers = [(name, value.strip("\t ")) for name, _, value in (one.partition(":") for one in lines)]
    return RawRequestMessage(
        "POST",
        target,
        HttpVersion11,
        CIMultiDictProxy(CIMultiDict(headers)),
        tuple((name.encode(), value.encode()) for name, value in headers),
        should_close=False,
        compression=None,
        upgrade=False,
        chunked=False,
        url=URL.build(path=path, query_string=query, encoded=True),
    )
