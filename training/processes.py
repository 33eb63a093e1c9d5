"""Work of the interpreter's own, for several rows at a time, by processes beside this one."""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from types import TracebackType
from typing import Self, TypeVar

from training.ahead import ahead

Given = TypeVar("Given")
Made = TypeVar("Made")


class EndedError(Exception):
    """A process was ended before its work was done."""


class Processes:
    """So many processes, from the first work on until the end of the `with` block; with none, a thread does it.

    They end with this process, however it ends.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        # Forked, they would hold whatever lock a thread of numpy's or pyarrow's had just taken.
        self._pool = ProcessPoolExecutor(count, get_context("spawn"), _begin) if count else None

    def __enter__(self) -> Self:
        """They begin with the first work."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """They end; what they have not begun is left undone."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def each(self, work: Callable[[Given], Made], given: Iterable[Given]) -> Iterator[tuple[Given, Made]]:
        """Each with what `work`, a function of a module, makes of it, in order; a few are made ahead.

        What `work` raises is raised in its place. Raises EndedError where a process was ended.
        """
        if self._pool is None:
            yield from ahead((one, work(one)) for one in given)
            return
        making: deque[tuple[Given, Future[Made]]] = deque()
        try:
            for one in given:
                making.append((one, self._pool.submit(work, one)))
                if len(making) > self._count:
                    begun, made = making.popleft()
                    yield begun, made.result()
            while making:
                begun, made = making.popleft()
                yield begun, made.result()
        except BrokenProcessPool:
            message = "a process that reads the corpus was ended from outside, most often for want of memory"
            raise EndedError(message) from None


def _begin() -> None:
    """An interruption is the other process's to handle, whose end is this one's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
