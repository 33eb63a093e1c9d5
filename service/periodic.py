"""Work that is done again and again beside the requests."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any, Final, TypeVar

_LAST_SECONDS: Final = 5.0

Work = tuple[float, Callable[[], object], float]
"""What is called again and again: so many seconds after its end, and the first time after so many."""

_T = TypeVar("_T")
_log = logging.getLogger(__name__)


@asynccontextmanager
async def every(seconds: float, work: Callable[[], object], *, first: float | None = None) -> AsyncIterator[None]:
    """While the context is open, call `work` in a thread again and again, `seconds` after its end.

    The first call comes after `first` seconds, by default after as many.

    A failure is logged once, until it goes well again or fails in another way; it never ends the repetition. At the end
    what is being done is waited for, some seconds at most: it may hold what is closed next.
    """
    name = getattr(work, "__qualname__", work)
    async with beside(again(seconds, lambda: in_thread(work), first=first, name=name)):
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


async def again(
    seconds: float, work: Callable[[], Awaitable[object]], *, first: float | None = None, name: object = None
) -> None:
    """As `every`, for what waits by itself; `name`: what it is called in the log."""
    failed = ""
    pause = seconds if first is None else first
    while True:
        await asyncio.sleep(pause)
        pause = seconds
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - the next time may go well
            if failed != type(error).__name__:
                failed = type(error).__name__
                _log.exception("%s failed and will be tried again", name or getattr(work, "__qualname__", work))
        else:
            failed = ""


async def in_thread(work: Callable[[], _T]) -> _T:
    """What `work` returns; it is waited for, some seconds at most, also where this is cancelled."""
    doing = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        return await asyncio.shield(doing)
    except asyncio.CancelledError:
        await asyncio.wait([doing], timeout=_LAST_SECONDS)
        raise
