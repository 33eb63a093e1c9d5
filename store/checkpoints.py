"""SQLite's log is flushed to the disk, and copied into the file, beside the writing, so that no comment waits for it.

https://www.sqlite.org/wal.html
"""

import logging
import os
import sqlite3
from threading import Event, Thread
from typing import Final

from store.errors import DatabaseMovedError, describe
from store.sqlite import SQLiteFile, TurnTaker

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
    disk. Each process that writes has such a thread.
    """

    def __init__(self, file: SQLiteFile, *, every: float = _SECONDS) -> None:
        self._file = file
        self._every = every
        self._failed = ""
        self._closing = Event()
        self._thread = Thread(target=self._run, name="store-checkpoints", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop; SQLite itself makes the last one when the last connection is closed. Blocks."""
        self._closing.set()
        self._thread.join()

    def _run(self) -> None:
        log = _Log(self._file)
        is_closing = False
        while not is_closing:
            is_closing = self._closing.wait(self._every)
            try:
                log.tend()
            except (sqlite3.Error, OSError) as error:
                self._tell(error)
                log.disconnect()
            else:
                self._failed = ""
        log.disconnect()

    def _tell(self, error: Exception) -> None:
        """Once, until it goes well again: where the log cannot be taken to the disk, nobody else may notice."""
        told, self._failed = self._failed, type(error).__name__
        if told == self._failed:
            return
        # Whoever writes notices this one, too, and says so.
        level = logging.DEBUG if isinstance(error, DatabaseMovedError) else logging.WARNING
        _log.log(level, "SQLite's log was not taken to the disk, and will be tried again: %s", describe(error))


class _Log:
    def __init__(self, file: SQLiteFile) -> None:
        self._file = file
        # SQLite keeps it beside the file itself, not beside a link to it.
        self._path = f"{file.place}-wal"
        self._connection: TurnTaker | None = None
        self._flushed: int | None = None
        self._copied: int | None = None
        self._times = 0

    def disconnect(self) -> None:
        """Have another connection the next time."""
        connection, self._connection = self._connection, None
        # Another one's versions have nothing to do with these.
        self._flushed = self._copied = None
        if connection is not None:
            connection.close()

    def tend(self) -> None:
        """Flush what is new, and copy it when it is time."""
        connection = self._connected()
        connection.check_place()
        # Another one after each commit of another connection.
        (version,) = connection.execute("PRAGMA data_version").fetchone()
        self._times += 1
        if self._times >= _TIMES_UNTIL_COPIED and version != self._copied:
            self._times = 0
            self._copied = version if _copy(connection) else None
        if version != self._flushed:
            self._flush()
            self._flushed = version

    def _connected(self) -> TurnTaker:
        if self._connection is None:
            self._connection = self._file.connect()
            self._connection.execute(f"PRAGMA busy_timeout={_PATIENCE_MS}")
        return self._connection

    def _flush(self) -> None:
        descriptor = os.open(self._path, os.O_RDWR | os.O_CLOEXEC)
        try:
            os.fdatasync(descriptor)
        finally:
            os.close(descriptor)


def _copy(connection: TurnTaker) -> bool:
    """Whether all of the log is in the file now."""
    frames, copied = _checkpoint(connection, "PASSIVE")
    if frames <= _LONG_FRAMES:
        # Where another process makes one, both are unknown.
        return 0 <= frames == copied
    # The log begins anew only where all of it is copied and nobody adds to it. What came in while it was copied is
    # copied next, and what came in meanwhile: so few are left, and whoever waits then waits for two short flushes.
    for _ in range(_AGAIN):
        _checkpoint(connection, "PASSIVE")
    with connection.writing():
        _checkpoint(connection, "RESTART")
    return False


def _checkpoint(connection: TurnTaker, mode: str) -> tuple[int, int]:
    """How long the log was, and how much of it is copied; PASSIVE keeps nobody from writing."""
    _, frames, copied = connection.execute(f"PRAGMA wal_checkpoint({mode})").fetchone()
    return frames, copied
