"""The reference: what aiohttp and uvloop do at best. Reads the same body as the service and always answers the same.

With `--fast-path` the same by the service's fast path, to tell what receiving and answering take there; with `--two` by
two processes, which share a port as workers do, to tell what a second one gives where they share nothing else.
"""

import asyncio
import multiprocessing
import signal
import socket
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, Final

import uvloop
from aiohttp import web
from pydantic_core import from_json, to_json

_ANSWER: Final = to_json(
    {
        "id": "019ab2f0-7c00-7000-8000-000000000000",
        "decision": "accept",
        "degraded": False,
        "reasons": [],
        "scores": {
            "toxicity": 0.0213,
            "severe_toxicity": 0.0012,
            "obscene": 0.0101,
            "threat": 0.0009,
            "insult": 0.0154,
            "identity_attack": 0.0031,
            "spam": 0.0044,
        },
        "language": "en",
        "model": "2026.11.24-1",
        "policy": "default",
    }
)


async def submit(request: web.Request) -> web.Response:
    """Read the body, answer the constant."""
    from_json(await request.read())
    return web.Response(body=_ANSWER, content_type="application/json")


class _Constant:
    """As `submit`, for the fast path."""

    largest = 1 << 20

    def open(self, request: Any, connection: Any) -> str:  # noqa: ANN401 - of the fast path, which only some need
        del connection
        return str(request.head.key)

    def begin(self, opened: str, body: bytes, tell: Callable[[bytes], None]) -> None:
        del opened
        from_json(body)
        asyncio.get_running_loop().call_soon(tell, _ANSWER)

    def finish(self, answer: bytes, seconds: float) -> bytes:
        del seconds
        return answer

    def refused(self, status: int) -> None:
        del status


def _tell(port: int) -> None:
    sys.stdout.buffer.write(to_json({"address": f"http://127.0.0.1:{port}"}) + b"\n")
    sys.stdout.flush()


async def _serve(tell: Callable[[int], None], *, port: int = 0, has_fast_path: bool = False) -> None:
    app = web.Application()
    app.router.add_post("/v1/comments", submit)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site: web.BaseSite = web.TCPSite(runner, "127.0.0.1", port, backlog=1024, reuse_port=bool(port))
    if has_fast_path:
        site = _with_fast_path(runner)
    await site.start()
    tell(runner.addresses[0][1])
    await asyncio.Event().wait()


def _with_fast_path(runner: web.AppRunner) -> web.BaseSite:
    # The reference itself imports nothing of the service.
    from service.admission import Admission  # noqa: PLC0415
    from service.entrance import Entrance  # noqa: PLC0415
    from service.metrics import Metrics  # noqa: PLC0415

    return Entrance(
        runner,
        "127.0.0.1",
        0,
        admission=Admission(),
        metrics=Metrics(),
        endpoints=(),
        direct={b"/v1/comments": _Constant()},
        backlog=1024,
        access_log=None,
    )


def _serve_shared(port: int, ready: Connection) -> None:
    uvloop.run(_serve(ready.send, port=port))


def _serve_twice() -> None:
    spawn = multiprocessing.get_context("spawn")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        held.bind(("127.0.0.1", 0))
        heard, ready = spawn.Pipe(duplex=False)
        processes = [
            spawn.Process(target=_serve_shared, args=(held.getsockname()[1], ready), daemon=True) for _ in range(2)
        ]
        for process in processes:
            process.start()
        ports = [heard.recv() for _ in processes]
        _tell(ports[0])
        for process in processes:
            process.join()


if __name__ == "__main__":
    if "--two" in sys.argv[1:]:
        _serve_twice()
    else:
        uvloop.run(_serve(_tell, has_fast_path="--fast-path" in sys.argv[1:]))
