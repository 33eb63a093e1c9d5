"""Waits for what other threads and processes bring about."""

import asyncio
from collections.abc import Callable


async def until(condition: Callable[[], bool], seconds: float = 120.0) -> None:
    """Return as soon as the condition holds; raises TimeoutError where it never does.

    It waits long, which costs nothing where all is well: a machine may do other work, and some processes yield to it.
    """
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - the condition is another thread's
            await asyncio.sleep(0.01)
