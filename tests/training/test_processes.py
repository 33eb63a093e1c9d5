"""Work that other processes do: in order, with what it raises, and none of them left behind."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE

import pytest

from tests.waiting import until
from training.processes import EndedError, Processes

COUNTS = pytest.mark.parametrize("count", [0, 2])


def _done(number: int) -> tuple[int, int]:
    if number < 0:
        message = "no such number"
        raise ValueError(message)
    return number * number, os.getpid()


def _wait_for_ever(number: int) -> int:
    time.sleep(600)
    return number


def _killed(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


@COUNTS
def test_all_come_in_their_order(count: int) -> None:
    with Processes(count) as processes:
        made = list(processes.each(_done, range(7)))
        assert list(processes.each(_done, ())) == []
    assert [(given, square) for given, (square, _) in made] == [(number, number * number) for number in range(7)]
    assert (os.getpid() in {process for _, (_, process) in made}) is (count == 0)


@COUNTS
def test_what_the_work_raises_is_raised_in_its_place(count: int) -> None:
    with Processes(count) as processes:
        made = processes.each(_done, [2, -1, 3])
        assert next(made)[1][0] == 4
        with pytest.raises(ValueError, match="no such number"):
            next(made)


@COUNTS
def test_what_is_given_fails_where_it_is_read(count: int) -> None:
    def given() -> Iterator[int]:
        yield 1
        message = "line 2 cannot be read"
        raise ValueError(message)

    with Processes(count) as processes, pytest.raises(ValueError, match="line 2"):
        list(processes.each(_done, given()))


def test_no_more_than_a_few_are_made_ahead() -> None:
    taken = []

    def given() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    with Processes(2) as processes:
        made = processes.each(_done, given())
        next(made)
        assert len(taken) <= 4


def test_a_process_that_is_killed_is_told_of() -> None:
    with Processes(1) as processes, pytest.raises(EndedError, match="ended from outside"):
        list(processes.each(_killed, [1]))


def test_they_end_with_the_process_that_began_them_even_where_that_is_killed() -> None:
    program = (
        "import multiprocessing, sys\n"
        "from tests.training.test_processes import _done, _wait_for_ever\n"
        "from training.processes import Processes\n"
        "if __name__ == '__main__':\n"
        "    with Processes(1) as processes:\n"
        "        (one, (_, process)), = processes.each(_done, [1])\n"
        "        print(process, flush=True)\n"
        "        list(processes.each(_wait_for_ever, [1]))\n"
    )
    command = (sys.executable, "-c", program)
    with subprocess.Popen(command, stdout=PIPE, cwd=Path(__file__).parents[2]) as parent:  # noqa: S603 - our own words
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert _lives(child)
        parent.kill()
    asyncio.run(until(lambda: not _lives(child), seconds=30))


def _lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
