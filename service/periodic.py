"""Work that is done again and again beside the requests."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any, Final

_LAST_SECONDS: Final = 5.0

Work = tuple[float, Callable[[], object], float]
"""What is called again and again: so many seconds after its end, and the first time after so many."""

_log = logging.getLogger(__name__)


@asynccontextmanager
async def every(seconds: float, work: Callable[[], object], *, first: float | None = None) -> AsyncIterator[None]:
    """While the context is open, call `work` in a thread again and again, `seconds` after its end.

    The first call comes after `first` seconds, by default after as many.

    A failure is logged once, until it goes well again or fails in another way; it never ends the repetition. At the end
    what is being done is waited for, some seconds at most: it may hold what is closed next.
    """
    async with beside(_repeat(seconds, work, seconds if first is None else first)):
        yield


@asynccontextmanager
async def beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """While the context is open, let the work go on; cancel it at the end."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _repeat(seconds: float, work: Callable[[], object], first: float) -> None:
    failed = ""
    pause = first
    while True:
        await asyncio.sleep(pause)
        pause = seconds
        try:
            await _in_thread(work)
        except Exception as error:  # noqa: BLE001 - the next time may go well
            if failed != type(error).__name__:
                failed = type(error).__name__
                _log.exception("%s failed and will be tried again", getattr(work, "__qualname__", work))
        else:
            failed = ""


async def _in_thread(work: Callable[[], object]) -> None:
    doing = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        await asyncio.shield(doing)
    except asyncio.CancelledError:
        await asyncio.wait([doing], timeout=_LAST_SECONDS)
        raise
