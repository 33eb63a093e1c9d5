"""The fast path: a plain request that has come in one piece is answered without aiohttp.

What aiohttp makes for each request, a task, a request, a route, a response and a writer, takes more of the processor
than to judge most comments. Here is what has to be a connection of aiohttp's; the rest is `service.exchange`, compiled.
"""

from typing import TYPE_CHECKING, Any

from aiohttp import web
from aiohttp.http import RawRequestMessage

from service.exchange import Exchange, House

if TYPE_CHECKING:
    import asyncio

_END = b"\r\n\r\n"


class Connection(web.RequestHandler):
    """A connection of aiohttp's whose plain requests are taken by an `Exchange`."""

    __slots__ = ("_exchange", "_is_new")

    def __init__(self, server: web.Server, *, house: House, **options: Any) -> None:  # noqa: ANN401 - aiohttp's
        super().__init__(server, **options)
        self._exchange = Exchange(self, house)
        if self._logging_enabled:
            # The access log is made of aiohttp's requests and responses.
            self._exchange.is_at_beginning = False
        self._is_new = True

    @property
    def aiohttp(self) -> tuple[Any, Any, Any]:
        """What makes a request of a message, what handles it, and the task that would have done both."""
        return self._request_factory, self._request_handler, self._task_handler

    def data_received(self, data: bytes) -> None:
        """A piece of a request, or several; nothing, where aiohttp itself goes on with what it has put aside."""
        if not data:
            super().data_received(data)
            return
        data = self._exchange.take(data)
        if not data:
            return
        if self._is_new and self._waiter is None:
            # It came with the connection, and aiohttp's own task begins in the loop's next turn.
            self._loop.call_soon(self.take, data)
        else:
            self.take(data)

    def take(self, data: bytes) -> bool:
        """As `data_received`, once aiohttp is ready for it; whether it was given anything."""
        self._is_new = False
        exchange = self._exchange
        data = exchange.take(data)
        if data:
            super().data_received(data)
            exchange.is_at_beginning = exchange.is_at_beginning and self._ends_with(data)
        return bool(data)

    def waiting(self) -> "asyncio.Future[None] | None":
        """What aiohttp's task waits for where it waits for a request, and the client has taken what it was sent."""
        waiter = self._waiter
        if waiter is None or waiter.done() or self._messages or self._paused or self._close or self._force_close:
            return None
        return waiter

    def hold(self) -> None:
        """A request is in work: whatever comes is read by aiohttp, and handled afterwards."""
        self._waiter = None
        self._request_in_progress = True

    def release(self, waiter: "asyncio.Future[None]") -> None:
        """The request is answered, and aiohttp's task, which waits for that, goes on where there is more to do."""
        self._request_in_progress = False
        self._waiter = waiter
        if self._handler_waiter is not None:
            self._handler_waiter.set_result(None)
        if (self._messages or self._close or self._force_close) and not waiter.done():
            if self._close or self._force_close:
                waiter.cancel()
            else:
                waiter.set_result(None)
        self.stay()

    def stay(self) -> None:
        """Let the connection stay open for as long as aiohttp does after a request."""
        self._next_keepalive_close_time = self._loop.time() + self._keepalive_timeout
        if self._keepalive_handle is None and not self._force_close:
            self._keepalive_handle = self._loop.call_at(self._next_keepalive_close_time, self._process_keepalive)

    def _ends_with(self, data: bytes) -> bool:
        """Whether what aiohttp has just read is one request, and nothing of another."""
        if len(self._messages) != 1:
            return False
        message, payload = self._messages[0]
        if not isinstance(message, RawRequestMessage) or message.compression or message.upgrade:
            return False
        return payload.is_eof() and data.find(_END) + len(_END) + payload.total_bytes == len(data)
