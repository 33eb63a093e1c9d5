"""SQLite's log is flushed to the disk, and copied into the file, beside the writing, so that no comment waits for it.

https://www.sqlite.org/wal.html
"""

import logging
import os
import sqlite3
from threading import Event, Thread
from typing import Final

from store.errors import describe
from store.sqlite import SQLiteFile

_SECONDS: Final = 0.1
"""Little is flushed at once: while a disk writes the comments of a whole second, 30 ms, whoever needs it waits."""
_TIMES_UNTIL_COPIED: Final = 100
_LONG_FRAMES: Final = 65_536
"""256 MiB: from here on the log is to begin anew."""
_AGAIN: Final = 2
_PATIENCE_MS: Final = 50

_log = logging.getLogger(__name__)


class Checkpoints:
    """A thread that flushes the log each tenth of a second in which it grows, and makes a checkpoint every ten seconds.

    Without them the log grows, and with SQLite's own the one commit in a thousand that comes after the thousandth page
    waits for all of them. More of them would have it begin anew more often: whoever commits first then waits for the
    disk.
    """

    def __init__(self, file: SQLiteFile, *, every: float = _SECONDS) -> None:
        self._file = file
        self._every = every
        self._closing = Event()
        self._thread = Thread(target=self._run, name="store-checkpoints", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop; SQLite itself makes the last one when the last connection is closed. Blocks."""
        self._closing.set()
        self._thread.join()

    def _run(self) -> None:
        log: _Log | None = None
        while not self._closing.wait(self._every):
            try:
                if log is None:
                    log = _Log(self._file)
                log.tend()
            except (sqlite3.Error, OSError) as error:
                # Whoever writes notices it too, and says so.
                _log.debug("no checkpoint was made: %s", describe(error))
                if log is not None:
                    log.close()
                    log = None
        if log is not None:
            log.close()


class _Log:
    def __init__(self, file: SQLiteFile) -> None:
        self._path = f"{file.path}-wal"
        self._connection = file.connect()
        self._connection.execute(f"PRAGMA busy_timeout={_PATIENCE_MS}")
        self._flushed: int | None = None
        self._copied: int | None = None
        self._times = 0

    def close(self) -> None:
        self._connection.close()

    def tend(self) -> None:
        """Flush what is new, and copy it when it is time."""
        self._connection.check_place()
        # Another one after each commit of another connection.
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        if version != self._flushed:
            self._flush()
            self._flushed = version
        self._times += 1
        if self._times >= _TIMES_UNTIL_COPIED and version != self._copied:
            self._times = 0
            self._copied = version if self._copy() else None

    def _flush(self) -> None:
        descriptor = os.open(self._path, os.O_RDWR | os.O_CLOEXEC)
        try:
            os.fdatasync(descriptor)
        finally:
            os.close(descriptor)

    def _copy(self) -> bool:
        """Whether all of the log is in the file now."""
        frames, copied = self._checkpoint("PASSIVE")
        if frames <= _LONG_FRAMES:
            return copied == frames
        # The log begins anew only where all of it is copied and nobody adds to it. What came in while it was copied is
        # copied next, and what came in meanwhile: so few are left, and whoever waits then waits for two short flushes.
        for _ in range(_AGAIN):
            self._checkpoint("PASSIVE")
        with self._connection.writing():
            self._checkpoint("RESTART")
        return False

    def _checkpoint(self, mode: str) -> tuple[int, int]:
        """How long the log was, and how much of it is copied; PASSIVE keeps nobody from writing."""
        _, frames, copied = self._connection.execute(f"PRAGMA wal_checkpoint({mode})").fetchone()
        return frames, copied
