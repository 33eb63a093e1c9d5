"""An open load: comments are offered at a rate, whether the earlier ones are answered or not, as readers offer them."""

import gc
import select
import socket
import time
from collections import deque
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from benchmarks.servers import PATH, Server

CONNECTIONS: Final = 800
_PAUSE: Final = 50e-6
_LAST: Final = 5.0
_ACCEPTED: Final = 1.0


class Answer(NamedTuple):
    """When a request was due (seconds from the beginning), how long after that it was answered, and its status.

    It is counted from when it was due, sent or not: what waits for a free connection waits, too.
    """

    due: float
    latency: float
    status: int


def read_requests(bodies: Path, key: str) -> list[bytes]:
    """The requests of a file of bodies, a line each."""
    head = f"POST {PATH} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\n"
    begin = f"{head}Content-Type: application/json\r\nContent-Length: ".encode()
    return [begin + b"%d\r\n\r\n%b" % (len(line), line) for line in bodies.read_bytes().splitlines()]


def offer(
    server: Server, requests: Sequence[bytes], phases: Sequence[tuple[float, float]], connections: int = CONNECTIONS
) -> list[list[Answer]]:
    """Offer requests at random moments (Poisson), in each phase (rate a second, seconds) after the other.

    Of each phase the answers, `due` counted from its begin. Raises RuntimeError for an answer that is neither 200 nor
    503 with `Retry-After`, or where answers stay away.
    """
    due = _moments(phases)[: len(requests)]
    address = urlsplit(server.address)
    opened = [socket.create_connection((address.hostname, address.port)) for _ in range(connections)]
    # A server takes its time to accept them, and who has waited for that is no reader who waits for a decision.
    time.sleep(_ACCEPTED)
    gc.disable()
    try:
        answers = _offer(opened, requests, due)
    finally:
        gc.enable()
        for one in opened:
            one.close()
    begins = [sum(seconds for _, seconds in phases[:number]) for number in range(len(phases) + 1)]
    return [
        [one._replace(due=one.due - begin) for one in answers if begin <= one.due < end]
        for begin, end in pairwise(begins)
    ]


def _moments(phases: Sequence[tuple[float, float]]) -> list[float]:
    random = Random(7)  # noqa: S311 - no secret
    moments: list[float] = []
    begin = 0.0
    for rate, seconds in phases:
        clock = begin + random.expovariate(rate)
        begin += seconds
        while clock < begin:
            moments.append(clock)
            clock += random.expovariate(rate)
    return moments


def _offer(opened: Sequence[socket.socket], requests: Sequence[bytes], due: Sequence[float]) -> list[Answer]:
    poll = select.epoll()
    sockets = {}
    for one in opened:
        one.setblocking(False)
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        poll.register(one, select.EPOLLIN)
        sockets[one.fileno()] = one
    free = deque(sockets)
    waiting: dict[int, float] = {}
    answers: list[Answer] = []
    number, began = 0, time.perf_counter()
    while len(answers) < len(due):
        passed = time.perf_counter() - began
        while number < len(due) and due[number] <= passed and free:
            descriptor = free.popleft()
            sockets[descriptor].send(requests[number])
            waiting[descriptor] = due[number]
            number += 1
        ready = poll.poll(0)
        passed = time.perf_counter() - began
        for descriptor, _ in ready:
            moment = waiting.pop(descriptor)
            answers.append(Answer(moment, passed - moment, _status(sockets[descriptor].recv(1 << 16))))
            free.append(descriptor)
        if not ready:
            if number == len(due) and passed > due[-1] + _LAST:
                message = f"{len(due) - len(answers)} of {len(due)} requests were not answered"
                raise RuntimeError(message)
            time.sleep(_PAUSE)
    return answers


def _status(data: bytes) -> int:
    status = data[9:12]
    if status == b"200" or (status == b"503" and b"\r\nRetry-After:" in data):
        return int(status)
    message = f"unexpected answer: {data[:200]!r}"
    raise RuntimeError(message)
