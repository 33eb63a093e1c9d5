"""An entrance of its own to a service that a test runs, for what is asked on the fast path."""

import asyncio
from collections.abc import Mapping

from aiohttp import web

from service.admission import Admission
from service.entrance import Entrance
from service.exchange import Direct
from service.metrics import Metrics
from tests.conftest_service import Desk


async def connect(desk: Desk, direct: Mapping[bytes, Direct]) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """One connection to an entrance at which `direct` answers; the runner closes the entrance at the end."""
    runner = desk.client.server.runner
    assert isinstance(runner, web.AppRunner)
    entrance = Entrance(
        runner,
        "127.0.0.1",
        0,
        admission=Admission(),
        metrics=Metrics(),
        endpoints=(),
        direct=direct,
        backlog=16,
        access_log=None,
    )
    await entrance.start()
    return await asyncio.open_connection("127.0.0.1", runner.addresses[-1][1])
