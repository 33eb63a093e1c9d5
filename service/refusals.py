"""A request is refused before anything is read of it but where it ends: what an overloaded service does most."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, final

from aiohttp import web

from service.endpoints import Endpoint
from service.errors import OverloadedError

_OVERLOADED: Final = "More is asked than can be judged at the moment: try again shortly."
_END: Final = b"\r\n\r\n"
_LENGTH: Final = b"\r\ncontent-length:"
_UNUSUAL: Final = (b"\r\ntransfer-encoding:", b"\r\nexpect:", b"\r\nupgrade:", b" :", b"\t:", b"\r\n ", b"\r\n\t")
"""What may tell the end of a request otherwise than its length does, or is read in two ways: aiohttp reads those."""
_DIGITS: Final = 9
"""Of a length at most, as of a request that is read."""
_LAST: Final = (b"\r\nconnection: close", b" http/1.0\r\n")


class Refusal(NamedTuple):
    """What is answered, whether the connection ends with it, the body's length, and what came after the head."""

    answer: bytes
    ends: bool
    length: int
    rest: bytes


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

    def of(self, data: bytes) -> Refusal | None:
        """How a request that begins so is refused, None where its end cannot be told."""
        end = data.find(_END)
        if end < 0:
            return None
        head = data[: end + 2].lower()
        length = _body_length(head)
        if length is None:
            return None
        ends = _has_one_of(head, _LAST)
        for line, refusal, last in self._answers:
            if data.startswith(line):
                return Refusal(last if ends else refusal, ends, length, data[end + len(_END) :])
        return None


def _body_length(head: bytes) -> int | None:
    """The length of a request's body in bytes, None where the head, in small letters, does not tell it plainly."""
    begin = head.find(_LENGTH)
    if begin < 0:
        return None
    begin += len(_LENGTH)
    end = head.find(b"\r\n", begin)
    told = head[begin:end].strip(b" \t")
    if not told.isdigit() or len(told) > _DIGITS or head.find(_LENGTH, end) >= 0 or _has_one_of(head, _UNUSUAL):
        return None
    return int(told) if head.count(b"\n") == head.count(b"\r\n") == head.count(b"\r") else None


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
