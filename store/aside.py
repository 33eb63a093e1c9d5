"""Files beside the spool with the lines that cannot be used, for a person to look at."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


def put(path: Path, lines: bytes) -> None:
    """Add whole lines; they are on disk when this returns. Raises OSError."""
    with _locked(path) as descriptor:
        os.lseek(descriptor, 0, os.SEEK_END)
        _write(descriptor, lines)
        os.fsync(descriptor)


def drop(path: Path, is_meant: Callable[[bytes], bool]) -> int:
    """Take out the lines that are meant, given without their ends; how many they were. Raises OSError."""
    with _locked(path) as descriptor:
        lines = os.pread(descriptor, os.fstat(descriptor).st_size, 0).splitlines(keepends=True)
        left = [line for line in lines if not is_meant(line.rstrip(b"\n"))]
        if len(left) < len(lines):
            kept = b"".join(left)
            # What was there is overwritten, not only forgotten.
            os.lseek(descriptor, 0, os.SEEK_SET)
            _write(descriptor, kept + bytes(os.fstat(descriptor).st_size - len(kept)))
            os.fsync(descriptor)
            os.ftruncate(descriptor, len(kept))
            os.fsync(descriptor)
    return len(lines) - len(left)


def _write(descriptor: int, content: bytes) -> None:
    written = 0
    while written < len(content):
        written += os.write(descriptor, content[written:])


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)
