"""A process that gives way keeps its priority, and so do the threads that it starts."""

import os
import platform
import subprocess
import sys

_ASKED = """
import ctypes, os, struct, sys, threading
from service.time_slices import give_way

def told():
    attributes = ctypes.create_string_buffer(48)
    assert ctypes.CDLL(None).syscall(int(sys.argv[1]), 0, attributes, 48, 0) == 0
    print(os.sched_getscheduler(0), os.getpriority(os.PRIO_PROCESS, 0), struct.unpack("=IIQiIQQQ", attributes.raw)[5])

told()
print(give_way())
told()
thread = threading.Thread(target=told)
thread.start()
thread.join()
"""


def test_it_asks_for_longer_slices_and_keeps_its_priority() -> None:
    reading = {"x86_64": 315, "aarch64": 275}[platform.machine()]
    command = [sys.executable, "-c", _ASKED, str(reading)]
    shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own words
    before, was_taken, after, in_thread = shown.splitlines()
    assert was_taken == "True"
    assert after == in_thread
    assert after.split()[:2] == before.split()[:2]
    if _has_slices():
        assert int(before.split()[2]) < int(after.split()[2]) == 20_000_000


def _has_slices() -> bool:
    major, minor, *_ = os.uname().release.split(".")
    return (int(major), int(minor)) >= (6, 12)
