"""How soon a process gives way to another that wakes while it works.

Linux lets whoever works finish a slice of some milliseconds, even where a processor beside it is idle, unless the one
that wakes asks for shorter slices (since Linux 6.12; Documentation/scheduler/sched-eevdf.rst). Longer slices give way
at once and take nothing of a process's share, as a lower priority would.
"""

import ctypes
import os
import platform
import struct
import sys
from typing import Final

LONG_SECONDS: Final = 0.02
"""Longer than the slices that Linux gives by itself, 3 ms or less."""

_SET: Final = {"x86_64": 314, "aarch64": 274}
"""The system call `sched_setattr`, for which few C libraries have a function."""
_ATTRIBUTES: Final = struct.Struct("=IIQiIQQQ")
"""`struct sched_attr` (sched_setattr(2)): its size, policy, flags, niceness, priority, run time, deadline, period."""
_KEEP_POLICY: Final = 0x08


def give_way() -> bool:
    """Let this thread, and those that it starts, give way to whoever wakes; whether the system takes the wish."""
    number = _SET.get(platform.machine())
    if sys.platform != "linux" or number is None:
        return False
    slices = round(LONG_SECONDS * 1e9)
    attributes = _ATTRIBUTES.pack(_ATTRIBUTES.size, 0, _KEEP_POLICY, os.nice(0), 0, slices, 0, 0)
    failed: int = ctypes.CDLL(None).syscall(number, 0, attributes, 0)
    return not failed
