"""Work in the time of the processors that nobody else wants."""

import os
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from threading import Thread
from typing import TypeVar

Done = TypeVar("Done")


def in_spare_time(work: Callable[[], Done]) -> Done:
    """What `work` returns or raises; it runs in a thread that yields to every other the moment that one wakes up.

    Linux lets a merely nicer thread finish its turn first, some milliseconds for each comment that comes in meanwhile
    (`man 7 sched`, SCHED_IDLE); elsewhere the thread is like any other. Hold no lock in it that others wait for: while
    they are busy it does not go on.
    """
    outcome: Future[Done] = Future()

    def run() -> None:
        if hasattr(os, "SCHED_IDLE"):
            with suppress(OSError):
                os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
        try:
            outcome.set_result(work())
        except BaseException as error:  # noqa: BLE001 - whoever waits is told
            outcome.set_exception(error)

    # Who stops the process does not wait for it.
    Thread(target=run, name="spare time", daemon=True).start()
    return outcome.result()
