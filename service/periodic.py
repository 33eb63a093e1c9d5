"""Work that is done again and again beside the requests."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

_log = logging.getLogger(__name__)


@asynccontextmanager
async def every(seconds: float, work: Callable[[], object], *, first: float | None = None) -> AsyncIterator[None]:
    """While the context is open, call `work` in a thread again and again, `seconds` after its end.

    The first call comes after `first` seconds, by default after as many.

    A failure is logged once, until it goes well again or fails in another way; it never ends the repetition.
    """
    task = asyncio.create_task(_repeat(seconds, work, seconds if first is None else first))
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
            await asyncio.to_thread(work)
        except Exception as error:  # noqa: BLE001 - the next time may go well
            if failed != type(error).__name__:
                failed = type(error).__name__
                _log.exception("%s failed and will be tried again", getattr(work, "__qualname__", work))
        else:
            failed = ""
