"""A request is refused before anything is read of it but where it ends: what an overloaded service does most."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple, final

from aiohttp import web

from service.endpoints import Endpoint
from service.errors import OverloadedError
from service.requests import KNOWN_HEADS, LONGEST_KNOWN

_OVERLOADED: Final = "More is asked than can be judged at the moment: try again shortly."
_END: Final = b"\r\n\r\n"
_USUAL: Final = b"\r\nContent-Length: "
_LENGTH: Final = b"\r\ncontent-length:"
_UNUSUAL: Final = (b"\r\ntransfer-encoding:", b"\r\nexpect:", b"\r\nupgrade:", b" :", b"\t:", b"\r\n ", b"\r\n\t")
"""What may tell the end of a request otherwise than its length does, or is read in two ways: aiohttp reads those."""
_DIGITS: Final = 9
"""Of a length at most, as of a request that is read."""
_LAST: Final = (b"\r\nconnection: close", b" http/1.0\r\n")


class Refusal(NamedTuple):
    """What is answered, whether the connection ends with it, and the bytes of the head and of the body."""

    answer: bytes
    ends: bool
    head_bytes: int
    body_bytes: int


@final
class Refusals:
    """The answers of the endpoints that tell how they refuse, ready to be sent."""

    def __init__(self, endpoints: Sequence[Endpoint]) -> None:
        self._answers = [
            (line, *_on_the_wire(endpoint.overloaded(OverloadedError(_OVERLOADED))))
            for endpoint in endpoints
            if endpoint.overloaded is not None
            for line in _request_lines(endpoint)
        ]
        self.watched = tuple([line for line, _, _ in self._answers])
        """How the requests begin that may be refused."""
        self._known = lru_cache(KNOWN_HEADS)(self._read)

    def of(self, data: bytes) -> Refusal | None:
        """How a request that begins so is refused, None where its end cannot be told."""
        end = data.find(_END)
        if end < 0:
            return None
        head = data[: end + 2]
        before, _, after = head.partition(_USUAL)
        digits, _, others = after.partition(b"\r\n")
        # A client's heads differ in the length alone.
        is_usual = end + len(_END) <= LONGEST_KNOWN and _is_length(digits)
        told = self._known(before + _USUAL + b"0\r\n" + others) if is_usual else self._read(head)
        if told is None:
            return None
        answer, ends, length = told
        # Made as tuples are: a named one's own constructor takes ten times as long.
        return tuple.__new__(Refusal, (answer, ends, end + len(_END), int(digits) if is_usual else length))

    def _read(self, head: bytes) -> tuple[bytes, bool, int] | None:
        """The answer, whether the connection ends with it, and the length of the body, of a head but its empty line."""
        lines = head.lower()
        length = _body_length(lines)
        if length is None:
            return None
        ends = _has_one_of(lines, _LAST)
        for line, refusal, last in self._answers:
            if head.startswith(line):
                return last if ends else refusal, ends, length
        return None


def _body_length(head: bytes) -> int | None:
    """The length of a request's body in bytes, None where the head, in small letters, does not tell it plainly."""
    begin = head.find(_LENGTH)
    if begin < 0:
        return None
    begin += len(_LENGTH)
    end = head.find(b"\r\n", begin)
    told = head[begin:end].strip(b" \t")
    if not _is_length(told) or head.find(_LENGTH, end) >= 0 or _has_one_of(head, _UNUSUAL):
        return None
    return int(told) if head.count(b"\n") == head.count(b"\r\n") == head.count(b"\r") else None


def _is_length(told: bytes) -> bool:
    return told.isdigit() and len(told) <= _DIGITS


def _has_one_of(head: bytes, marks: tuple[bytes, ...]) -> bool:
    for mark in marks:  # noqa: SIM110 - compiled, a generator costs as much as all the rest
        if mark in head:
            return True
    return False


def _request_lines(endpoint: Endpoint) -> Sequence[bytes]:
    """How the first lines of its requests begin."""
    path, variable, _ = endpoint.path.partition("{")
    line = f"{endpoint.method} {path}".encode()
    return (line,) if variable else (line + b" ", line + b"?")


def _on_the_wire(response: web.Response) -> tuple[bytes, bytes]:
    """An answer in HTTP/1.1, for a connection that stays, and for one that ends with it."""
    body = response.body if isinstance(response.body, bytes) else b""
    headers: Mapping[str, str] = {**response.headers, "Content-Length": str(len(body))}
    lines = "".join([f"{name}: {value}\r\n" for name, value in headers.items()])
    begin = f"HTTP/1.1 {response.status} {response.reason}\r\n{lines}".encode()
    return begin + b"\r\n" + body, begin + b"Connection: close\r\n\r\n" + body
