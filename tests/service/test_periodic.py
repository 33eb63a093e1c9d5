"""Work beside the requests."""

import asyncio
import threading
import time

import pytest

from service.periodic import every
from tests.waiting import until


async def test_work_is_repeated_until_the_end() -> None:
    calls: list[int] = []
    async with every(0.01, lambda: calls.append(1), first=0.0):
        await asyncio.sleep(0.2)
    done = len(calls)
    assert done > 3
    await asyncio.sleep(0.05)
    assert len(calls) == done


async def test_a_failure_is_told_once_and_ends_nothing(caplog: pytest.LogCaptureFixture) -> None:
    calls: list[int] = []

    def work() -> None:
        calls.append(1)
        if len(calls) < 4:
            raise OSError

    async with every(0.01, work):
        await asyncio.sleep(0.3)
    assert len(calls) > 4
    assert len(caplog.records) == 1


async def test_what_is_being_done_is_waited_for_at_the_end() -> None:
    begun, done = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        time.sleep(0.2)
        done.set()

    async with every(60, work, first=0.0):
        await until(begun.is_set)
    assert done.is_set()
