"""Where requests come in: while more is asked than can be judged, most are refused before anything is read of them.

A refusal must cost a small part of a judgement, or refusing would be all that an overloaded service does.
"""

import asyncio
import os
import socket
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web
from aiohttp.http import RawRequestMessage
from aiohttp.web_request import BaseRequest

from service.admission import Admission
from service.endpoints import Endpoint
from service.errors import NotReadableError, SlowBodyError
from service.exchange import Direct, House
from service.fast_path import Connection
from service.metrics import Metrics
from service.middleware import respond
from service.problems import OF_HTTP, document
from service.refusals import Refusals

if TYPE_CHECKING:
    from aiohttp.streams import StreamReader

_ACCEPTED_AT_ONCE: Final = 8
"""In a turn of the loop: libuv accepts one, which in an overloaded service is one in some milliseconds."""
_STAY_SECONDS: Final = 75.0
"""A connection may be silent, or at a request's head, for so long; proxies mostly end an idle one after a minute."""
_BODY_SECONDS: Final = 30.0
"""A body that does not come with its head may take so long."""
_SLOW: Final = "The request's body did not come within {:g} seconds."
_BROKEN: Final = "The request's body is not framed as HTTP wants it."


class Entrance(web.BaseSite):
    """The listening socket of a process, at which `endpoints` that tell how they refuse are held to the admission."""

    def __init__(  # noqa: PLR0913 - what a site of aiohttp is told, and what it is for
        self,
        runner: web.BaseRunner,
        host: str,
        port: int,
        *,
        admission: Admission,
        metrics: Metrics,
        endpoints: tuple[Endpoint, ...],
        direct: Mapping[bytes, Direct],
        backlog: int,
        reuse_port: bool | None = None,
        **options: Any,  # noqa: ANN401 - aiohttp's own, for each connection
    ) -> None:
        super().__init__(runner, backlog=backlog)
        self._address = host, port
        self._reuse_port = reuse_port
        self._options = {"keepalive_timeout": _STAY_SECONDS, **options}
        self._house = House(direct, admission, Refusals(endpoints), metrics)
        self._more: list[asyncio.Server] = []

    @property
    def name(self) -> str:
        """The address in words."""
        host, port = self._address
        return f"http://{host}:{port}"

    async def start(self) -> None:
        """Listen. Raises OSError where the address is taken."""
        await super().start()
        server = self._runner.server
        if server is None:
            message = "the runner is not set up"
            raise RuntimeError(message)
        loop = asyncio.get_running_loop()

        def door() -> Door:
            return Door(server, self._house, loop=loop, **self._options)

        self._server = await loop.create_server(
            door, *self._address, backlog=self._backlog, reuse_port=self._reuse_port
        )
        for listening in self._server.sockets:
            for _ in range(_ACCEPTED_AT_ONCE - 1):
                again = socket.socket(fileno=os.dup(listening.fileno()))
                self._more.append(await loop.create_server(door, sock=again, backlog=self._backlog))

    async def stop(self) -> None:
        """Listen no more."""
        for server in self._more:
            server.close()
        await super().stop()


class Door(Connection):
    """A connection. Requests that are let in are handled; a refused one is answered and its body thrown away."""

    __slots__ = ("_body", "_coming", "_entered", "_has_half_a_head", "_house", "_is_asked", "_limit")

    def __init__(self, server: web.Server, house: House, **options: Any) -> None:  # noqa: ANN401 - as above
        super().__init__(server, house=house, **options)
        self._house = house
        self._entered: float | None = None
        self._has_half_a_head = False
        self._is_asked = False
        """Whether aiohttp has a request that it has not answered."""
        self._body: StreamReader | None = None
        """That of the last request aiohttp has answered, whose rest may be still to come."""
        self._coming: StreamReader | None = None
        """That of the last request aiohttp has not answered, if it did not come with its head."""
        self._limit: asyncio.TimerHandle | None = None

    def take(self, data: bytes) -> bool:
        """A piece of a request, or several, that is not one plain request which is let in; whether aiohttp has it."""
        data = self._exchange.throw_away(data)
        watched = self._house.refusals.watched
        is_beginning = self._is_idle and not self._has_half_a_head
        is_watched = is_beginning and data.startswith(watched)
        while is_watched and not self._house.admission.admits():
            rest = self._exchange.refuse(data)
            if rest is None:
                break
            if not rest:
                return False
            data, is_watched = rest, rest.startswith(watched)
        is_given = super().take(data)
        if self._messages:
            self._watch(*self._messages[-1])
        self._is_asked = self._is_asked or bool(self._messages)
        # What comes then belongs to it, whatever it begins with.
        self._has_half_a_head = is_given and not self._messages and (is_beginning or self._has_half_a_head)
        # A request whose body is still to come takes nobody's place.
        if is_watched and self._entered is None and self._messages and self._messages[-1][1].is_eof():
            self._entered = self._house.admission.enter()
        return is_given

    async def finish_response(
        self, request: BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> tuple[web.StreamResponse, bool]:
        """The handler is done: the answer goes out."""
        self._left()
        self._is_asked = bool(self._messages)
        self._body = request.content
        is_broken = self._body.exception() is not None
        if self._body is self._coming:
            self._wait_no_more()
        finished = await super().finish_response(request, resp, start_time)
        if is_broken:
            # Where the next request begins cannot be told.
            self.force_close()
        return finished

    def handle_error(
        self,
        request: BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """What aiohttp cannot read is refused, and not logged: the line may hold a key, and anybody can send it."""
        if status != HTTPStatus.BAD_REQUEST or request.writer.output_size:
            return super().handle_error(request, status, exc, message)
        self._house.metrics.refused(status)
        answer = respond(document(OF_HTTP[status]), {})
        answer.force_close()
        return answer

    def connection_lost(self, exc: BaseException | None) -> None:
        """The client is gone."""
        super().connection_lost(exc)
        self._left()
        self._wait_no_more()
        self._exchange.left()

    def _watch(self, message: object, body: "StreamReader") -> None:
        """The last of what aiohttp has read: have a handler wait for its body for some time, and for no broken one."""
        if not isinstance(message, RawRequestMessage):
            # Aiohttp tells of the error as of another request, for which the handler of this one would wait.
            self._give_up(NotReadableError(_BROKEN))
        elif body is not self._coming and not body.is_eof():
            self._wait_no_more()
            self._coming = body
            late = SlowBodyError(_SLOW.format(_BODY_SECONDS))
            self._limit = self._loop.call_later(_BODY_SECONDS, self._give_up, late)

    def _give_up(self, error: Exception) -> None:
        if self._coming is not None and not self._coming.is_eof():
            self._coming.set_exception(error)
        self._wait_no_more()

    def _wait_no_more(self) -> None:
        if self._limit is not None:
            self._limit.cancel()
        self._coming = self._limit = None

    def _left(self) -> None:
        if self._entered is not None:
            self._house.admission.leave(self._entered)
            self._entered = None

    @property
    def _is_idle(self) -> bool:
        """Whether nothing is in work, waits, or is still to come, and the client takes its answers.

        Aiohttp's task knows it a turn of the loop later; what is read in between would be taken for something else.
        """
        is_read = self._body is None or self._body.is_eof()
        return is_read and not self._is_asked and not self._exchange.is_in_work and not self._paused
