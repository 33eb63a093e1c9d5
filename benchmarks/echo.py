"""The reference: what aiohttp and uvloop do at best. Reads the same body as the service and always answers the same."""

import asyncio
import sys
from typing import Final

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


async def _serve() -> None:
    app = web.Application()
    app.router.add_post("/v1/comments", submit)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, backlog=1024).start()
    sys.stdout.buffer.write(to_json({"address": f"http://127.0.0.1:{runner.addresses[0][1]}"}) + b"\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(_serve())
