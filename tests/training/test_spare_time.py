"""Work that yields to all other."""

import os

import pytest

from training.spare_time import in_spare_time


def test_what_the_work_returns_or_raises_comes_back() -> None:
    assert in_spare_time(lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        in_spare_time(lambda: 1 / 0)


@pytest.mark.skipif(not hasattr(os, "SCHED_IDLE"), reason="only Linux has it")
def test_it_is_done_by_a_thread_of_the_lowest_class_and_only_by_that() -> None:
    before = os.sched_getscheduler(0)
    assert in_spare_time(lambda: os.sched_getscheduler(0)) == os.SCHED_IDLE
    assert os.sched_getscheduler(0) == before
