"""The fast path: a plain request that has come in one piece is answered without aiohttp.

What aiohttp makes for each request, a task, a request, a route, a response and a writer, takes more of the processor
than to judge most comments. Plain is what leaves no doubt where a request ends and what it wants: whatever is not of
that form, and whatever a connection sends that is not at a request's beginning for sure, is aiohttp's to read.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from http import HTTPStatus
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from aiohttp import web
from aiohttp.helpers import rfc822_formatted_time
from aiohttp.http import SERVER_SOFTWARE, RawRequestMessage

from service.middleware import respond
from service.problems import describe

if TYPE_CHECKING:
    import asyncio

_LONGEST_HEAD: Final = 2_048
_HEADS: Final = 1_024
"""So many heads are known by heart: a client sends the same again and again, but for the length of the body."""
_END: Final = b"\r\n\r\n"
_LENGTH: Final = b"\ncontent-length:"
_WHO: Final = b"\nauthorization:"
# RFC 9112: a line is a token, a colon and visible characters; those that say how the request is sent, or how the
# connection goes on, have none of them. No byte can be read in two ways, so that looking takes no longer than reading.
_HEAD: Final = re.compile(
    rb"POST (/[!-~]*) HTTP/1\.1\r\n"
    rb"(?:content-length:[\t ]*(\d{1,9})[\t ]*\r\n"
    rb"|authorization:([\t -~]*)\r\n"
    rb"|(?!content-|authorization|connection|transfer-encoding|expect|upgrade|trailer|te:)"
    rb"[!#$%&'*+.^_`|~0-9a-z-]+:[\t -~]*\r\n"
    rb"|content-type:[\t -~]*\r\n)+\r\n",
    re.IGNORECASE,
)


class Direct(Protocol):
    """What answers the plain POST requests of a path; whatever it raises is answered by a problem document."""

    largest: int
    """Bytes of a body; larger ones are aiohttp's to refuse."""

    def open(self, head: "Head", connection: "Connection") -> Any:  # noqa: ANN401 - for `begin`
        """Who asks by that head, for `begin`; None where one has to wait to know: it is aiohttp's to handle."""

    def begin(self, opened: Any, body: bytes, tell: Callable[[Any], None]) -> None:  # noqa: ANN401 - of `open`
        """Have `tell` called, later, with what is to be answered, or with an exception."""

    def finish(self, answer: Any, seconds: float) -> bytes | web.Response:  # noqa: ANN401 - of `begin`
        """The answer, after so long: JSON, or a response that holds its body."""

    def refused(self, status: int) -> None:
        """It was a problem that was answered."""


class Connection(web.RequestHandler):
    """A connection of aiohttp's with a fast path: `direct`, by path, or by what goes before the path's last part."""

    __slots__ = ("_asleep", "_began", "_direct", "_in_work", "_is_at_beginning", "_is_new")

    def __init__(self, server: web.Server, *, direct: Mapping[bytes, Direct], **options: Any) -> None:  # noqa: ANN401 - aiohttp's
        super().__init__(server, **options)
        self._direct = direct
        # The access log is made of aiohttp's requests and responses.
        self._is_at_beginning = bool(direct) and not self._logging_enabled
        self._is_new = True
        self._in_work: Direct | None = None
        self._asleep: asyncio.Future[None] | None = None
        self._began = 0.0

    @property
    def is_on_fast_path(self) -> bool:
        """Whether a request is being answered that aiohttp knows nothing of."""
        return self._in_work is not None

    @property
    def aiohttp(self) -> tuple[Any, Any, Any]:
        """What makes a request of a message, what handles it, and the task that would have done both."""
        return self._request_factory, self._request_handler, self._task_handler

    def data_received(self, data: bytes) -> None:
        """A piece of a request, or several."""
        if self._is_new and self._waiter is None:
            # It came with the connection, and aiohttp's own task begins in the loop's next turn.
            self._loop.call_soon(self.take, data)
        else:
            self.take(data)

    def take(self, data: bytes) -> None:
        """As `data_received`, once aiohttp is ready for it."""
        self._is_new = False
        if self._is_at_beginning and self._begin(data):
            return
        super().data_received(data)
        if data:
            self._is_at_beginning = self._is_at_beginning and self._ends_with(data)

    def left(self) -> None:
        """A request on the fast path is answered."""

    def _begin(self, data: bytes) -> bool:
        """Whether the data is a request that is answered here."""
        waiter = self._waiter
        # aiohttp's own task must be waiting for a request, and the client must have taken what it was sent.
        if waiter is None or waiter.done() or self._messages or self._paused or self._close or self._force_close:
            return False
        head = _plain(data)
        if head is None:
            return False
        direct = self._direct.get(head.path) or self._direct.get(head.folder)
        if direct is None or head.length > direct.largest:
            return False
        self._began = perf_counter()
        try:
            opened = direct.open(head, self)
            if opened is None:
                return False
            direct.begin(opened, data[head.end :], self._finish)
        except Exception as error:  # noqa: BLE001 - whatever it is, the client gets the one shape
            self._report(direct, error)
            self._stay()
            return True
        # What comes before the answer is read by aiohttp, whose task finds it afterwards.
        self._in_work, self._asleep, self._waiter = direct, waiter, None
        self._request_in_progress = True
        return True

    def _ends_with(self, data: bytes) -> bool:
        """Whether what aiohttp has just read is one request, and nothing of another."""
        if len(self._messages) != 1:
            return False
        message, payload = self._messages[0]
        if not isinstance(message, RawRequestMessage) or message.compression or message.upgrade:
            return False
        return payload.is_eof() and data.find(_END) + len(_END) + payload.total_bytes == len(data)

    def _finish(self, answer: Any) -> None:  # noqa: ANN401 - of `Direct.begin`
        direct, self._in_work = self._in_work, None
        if direct is None:
            return
        self._request_in_progress = False
        self.left()
        try:
            if isinstance(answer, Exception):
                self._report(direct, answer)
            else:
                finished = direct.finish(answer, perf_counter() - self._began)
                if isinstance(finished, bytes):
                    self._write(200, "OK", "Content-Type: application/json\r\n", finished)
                else:
                    self._respond(finished)
        except Exception as error:  # noqa: BLE001 - as above
            self._report(direct, error)
        waiter, self._waiter, self._asleep = self._asleep, self._asleep, None
        if self._handler_waiter is not None:
            self._handler_waiter.set_result(None)
        if waiter is not None and not waiter.done():
            if self._close or self._force_close:
                waiter.cancel()
            elif self._messages:
                waiter.set_result(None)
        self._stay()

    def _report(self, direct: Direct, error: Exception) -> None:
        response = respond(*describe(error))
        direct.refused(response.status)
        self._respond(response)

    def _respond(self, response: web.Response) -> None:
        headers = "".join([f"{name}: {value}\r\n" for name, value in response.headers.items()])
        body = response.body if isinstance(response.body, bytes) else b""
        self._write(response.status, response.reason or "", headers, body)

    def _write(self, status: int, phrase: str, headers: str, body: bytes) -> None:
        if self.transport is None:
            return
        length = f"Content-Length: {len(body)}\r\n" if status != HTTPStatus.NO_CONTENT else ""
        own = f"{length}Date: {rfc822_formatted_time()}\r\nServer: {SERVER_SOFTWARE}\r\n\r\n"
        self.transport.write(f"HTTP/1.1 {status} {phrase}\r\n{headers}{own}".encode() + body)

    def _stay(self) -> None:
        """Let the connection stay open for as long as aiohttp does after a request."""
        self._next_keepalive_close_time = self._loop.time() + self._keepalive_timeout
        if self._keepalive_handle is None and not self._force_close:
            self._keepalive_handle = self._loop.call_at(self._next_keepalive_close_time, self._process_keepalive)


class Head(NamedTuple):
    """What a plain request begins with: its path, the length of its body and who asks; `end`: where the body begins.

    `folder` is the path up to its last slash, `head` all of it as it was sent. A query belongs to neither.
    """

    path: bytes
    folder: bytes
    length: int
    authorization: str
    end: int
    head: bytes


def _plain(data: bytes) -> Head | None:
    """The head where the data is one plain request, and nothing else."""
    end = data.find(_END) + len(_END)
    head = _read(data[:end]) if end <= _LONGEST_HEAD else None
    return head if head is not None and len(data) - end == head.length else None


@lru_cache(_HEADS)
def _read(head: bytes) -> Head | None:
    """What a head tells, None where it is not plain."""
    found = _HEAD.fullmatch(head)
    if found is None or found[2] is None:
        return None
    lines = head.lower()
    if lines.count(_LENGTH) != 1 or lines.count(_WHO) > 1:
        return None
    path = found[1].partition(b"?")[0]
    folder = path[: path.rfind(b"/") + 1]
    return Head(path, folder, int(found[2]), (found[3] or b"").decode().strip(), len(head), head)
