"""A plain request and its answer, past aiohttp: what every comment goes through twice.

Plain is what leaves no doubt where a request ends and what it wants: whatever is not of that form, and whatever a
connection sends that is not at a request's beginning for sure, is aiohttp's to read.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from http import HTTPStatus
from time import perf_counter, time
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from aiohttp import web
from aiohttp.helpers import rfc822_formatted_time
from aiohttp.http import SERVER_SOFTWARE

from service.admission import Admission
from service.metrics import Metrics
from service.middleware import respond
from service.problems import describe
from service.refusals import Refusals
from service.requests import KNOWN_HEADS, LONGEST_KNOWN, bearer

if TYPE_CHECKING:
    from service.fast_path import Connection

_END: Final = b"\r\n\r\n"
_LENGTH: Final = b"\ncontent-length:"
_USUAL: Final = b"\nContent-Length: "
_WHO: Final = b"\nauthorization:"
_DIGITS: Final = 12
"""Where a length ends is looked for among so many bytes: a plain one has nine digits at most."""
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
_REFUSED: Final = 503
_ANSWERED: Final = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "


class Head(NamedTuple):
    """What a plain request begins with: its path, the length of its body, and the key of whoever asks.

    `folder` is the path up to its last slash. A query belongs to neither.
    """

    path: bytes
    folder: bytes
    length: int
    key: str


class Plain(NamedTuple):
    """A plain request: what its head tells, the head as it was sent, and the body."""

    head: Head
    sent: bytes
    body: bytes


class Direct(Protocol):
    """What answers the plain POST requests of a path; whatever it raises is answered by a problem document."""

    largest: int
    """Bytes of a body; larger ones are aiohttp's to refuse."""

    def open(self, request: Plain, connection: "Connection") -> Any:  # noqa: ANN401 - for `begin`
        """Who asks, for `begin`; None where one has to wait to know: it is aiohttp's to handle."""

    def begin(self, opened: Any, body: bytes, tell: Callable[[Any], None]) -> None:  # noqa: ANN401 - of `open`
        """Have `tell` called, later, with what is to be answered, or with an exception."""

    def finish(self, answer: Any, seconds: float) -> bytes | web.Response:  # noqa: ANN401 - of `begin`
        """The answer, after so long: JSON, or a response that holds its body."""

    def refused(self, status: int) -> None:
        """It was a problem that was answered."""


class House(NamedTuple):
    """What the connections share: what answers, by path, or by what goes before the path's last part; who is let in."""

    direct: Mapping[bytes, Direct]
    admission: Admission
    refusals: Refusals
    metrics: Metrics

    def answering(self, request: Plain) -> Direct | None:
        """What answers a request, None where nothing here does."""
        head = request.head
        direct = self.direct.get(head.path) or self.direct.get(head.folder)
        return None if direct is None or len(request.body) > direct.largest else direct


class Exchange:
    """Takes the plain requests of a connection, one after the other, and answers them."""

    __slots__ = (
        "_asleep",
        "_began",
        "_connection",
        "_entered",
        "_house",
        "_in_work",
        "_known",
        "_unread",
        "is_at_beginning",
    )

    def __init__(self, connection: "Connection", house: House) -> None:
        self._connection = connection
        self._house = house
        self.is_at_beginning = bool(house.direct)
        """Whether what comes next is a request's beginning for sure."""
        self._unread = 0
        """Bytes still to come of a request that was refused."""
        self._known: KnownHead | None = None
        self._in_work: Direct | None = None
        self._asleep: Any = None
        self._began = 0.0
        self._entered: float | None = None

    @property
    def is_in_work(self) -> bool:
        """Whether a request is being answered that aiohttp knows nothing of."""
        return self._in_work is not None

    def take(self, data: bytes) -> bytes:
        """Have a plain request answered, and refuse who is not let in; what is left of the data for others to read."""
        connection = self._connection
        waiter = connection.waiting() if self.is_at_beginning and not self._unread else None
        if waiter is None:
            return data
        house = self._house
        is_watched = data.startswith(house.refusals.watched)
        if is_watched and not house.admission.admits():
            # Before anything of it is read.
            rest = self.refuse(data)
            return data if rest is None else rest
        request = self._plain(data)
        if request is None or (direct := house.answering(request)) is None:
            return data
        self._began = perf_counter()
        try:
            opened = direct.open(request, connection)
            if opened is None:
                return data
            direct.begin(opened, request.body, self.finish)
        except Exception as error:  # noqa: BLE001 - whatever it is, the client gets the one shape
            self._report(direct, error)
            connection.stay()
            return b""
        # What comes before the answer is read by aiohttp, whose task finds it afterwards.
        self._in_work, self._asleep = direct, waiter
        connection.hold()
        if is_watched:
            self._entered = house.admission.enter()
        return b""

    def refuse(self, data: bytes) -> bytes | None:
        """Answer a request without reading it; what came after it, None where its end cannot be told."""
        refusal = self._house.refusals.of(data)
        transport: Any = self._connection.transport
        if refusal is None or transport is None:
            return None
        self._house.metrics.refused(_REFUSED)
        transport.write(refusal.answer)
        if refusal.ends:
            transport.close()
            return b""
        self._unread = refusal.body_bytes
        return self.throw_away(data[refusal.head_bytes :])

    def throw_away(self, data: bytes) -> bytes:
        """Leave out the rest of a request that was refused; what comes after it."""
        thrown = min(len(data), self._unread)
        self._unread -= thrown
        return data[thrown:]

    def finish(self, answer: Any) -> None:  # noqa: ANN401 - of `Direct.begin`
        """Answer the request in work; nothing where its client is gone."""
        direct = self._in_work
        if direct is None:
            return
        self._in_work = None
        self.left()
        try:
            if isinstance(answer, Exception):
                self._report(direct, answer)
            else:
                finished = direct.finish(answer, perf_counter() - self._began)
                if isinstance(finished, bytes):
                    self._write(_ANSWERED + b"%d" % len(finished) + _tail.now() + finished)
                else:
                    self._respond(finished)
        except Exception as error:  # noqa: BLE001 - as above
            self._report(direct, error)
        waiter, self._asleep = self._asleep, None
        self._connection.release(waiter)

    def left(self) -> None:
        """The request is answered, or its client is gone."""
        entered = self._entered
        if entered is not None:
            self._entered = None
            self._house.admission.leave(entered)

    def _plain(self, data: bytes) -> Plain | None:
        """As `plain`, sooner where the head is the one before."""
        known = self._known
        request = None if known is None else known.again(data)
        if request is None and (request := plain(data)) is not None:
            self._known = KnownHead.of(request)
        return request

    def _report(self, direct: Direct, error: Exception) -> None:
        response = respond(*describe(error))
        direct.refused(response.status)
        self._respond(response)

    def _respond(self, response: web.Response) -> None:
        headers = "".join([f"{name}: {value}\r\n" for name, value in response.headers.items()])
        body = response.body if isinstance(response.body, bytes) else b""
        length = f"Content-Length: {len(body)}" if response.status != HTTPStatus.NO_CONTENT else ""
        first = f"HTTP/1.1 {response.status} {response.reason or ''}\r\n{headers}{length}"
        self._write(first.encode() + (_tail.now() if length else _tail.now()[2:]) + body)

    def _write(self, answer: bytes) -> None:
        transport: Any = self._connection.transport
        if transport is not None:
            transport.write(answer)


def plain(data: bytes) -> Plain | None:
    """The data where it is one plain request, and nothing else."""
    end = data.find(_END) + len(_END)
    if end > LONGEST_KNOWN:
        return None
    sent, body = data[:end], data[end:]
    # A client's heads differ in the length alone.
    before, found, after = sent.partition(b"%b%d\r\n" % (_USUAL, len(body)))
    head = _read(b"%b%b0\r\n%b" % (before, _USUAL, after) if found else sent)
    if head is None or (not found and head.length != len(body)):
        return None
    # Made as tuples are: a named one's own constructor takes ten times as long.
    return tuple.__new__(Plain, (head, sent, body))


class KnownHead:
    """What the requests of a connection begin with, but for the digits of their length: mostly all with the same."""

    __slots__ = ("_after", "_before", "_head")

    def __init__(self, before: bytes, after: bytes, head: Head) -> None:
        self._before = before
        self._after = after
        self._head = head

    @classmethod
    def of(cls, request: Plain) -> "KnownHead | None":
        """The head of a request, None where its length is not written as it usually is."""
        length = b"%d" % len(request.body)
        before, found, after = request.sent.partition(_USUAL + length)
        return cls(before + _USUAL, after, request.head) if found and after.startswith(b"\r\n") else None

    def again(self, data: bytes) -> Plain | None:
        """As `plain` where the data begins with the same head, None where it does not."""
        # Slices, for a method of bytes takes as long as all of this.
        begin, after = len(self._before), self._after
        if data[:begin] != self._before:
            return None
        length = data[begin : begin + _DIGITS].partition(b"\r")[0]
        end = begin + len(length)
        end_of_head = end + len(after)
        body = data[end_of_head:]
        if data[end:end_of_head] != after or length != b"%d" % len(body):
            return None
        return tuple.__new__(Plain, (self._head, data[:end_of_head], body))


@lru_cache(KNOWN_HEADS)
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
    return Head(path, folder, int(found[2]), bearer((found[3] or b"").decode().strip()))


class _Tail:
    """The headers that every answer ends with, and what comes before its body; made anew each second."""

    __slots__ = ("_second", "_written")

    def __init__(self) -> None:
        self._second = 0
        self._written = b""

    def now(self) -> bytes:
        """As they are at this moment."""
        second = int(time())
        if second != self._second:
            self._second = second
            date = rfc822_formatted_time()
            self._written = f"\r\nDate: {date}\r\nServer: {SERVER_SOFTWARE}\r\n\r\n".encode()
        return self._written


_tail: Final = _Tail()
