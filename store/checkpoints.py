"""SQLite's log is copied into the file beside the writing, so that no comment waits for it."""

import logging
import sqlite3
from threading import Event, Thread
from typing import Final

from store.errors import describe
from store.sqlite import SQLiteFile, TurnTaker

_SECONDS: Final = 1.0
_LONG_FRAMES: Final = 16_384
"""64 MiB: from here on the log is to begin anew."""
_AGAIN: Final = 2
_PATIENCE_MS: Final = 50

_log = logging.getLogger(__name__)


class Checkpoints:
    """A thread that makes checkpoints while there is something to copy; each flushes the log to the disk first.

    https://www.sqlite.org/wal.html, section 2: without them the log grows, and with SQLite's own the one commit in a
    thousand that comes after the thousandth page waits for all of them.
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
        connection: TurnTaker | None = None
        while not self._closing.wait(self._every):
            try:
                if connection is None:
                    connection = self._file.connect()
                    connection.execute(f"PRAGMA busy_timeout={_PATIENCE_MS}")
                connection.check_place()
                _copy(connection)
            except (sqlite3.Error, OSError) as error:
                # Whoever writes notices it too, and says so.
                _log.debug("no checkpoint was made: %s", describe(error))
                if connection is not None:
                    connection.close()
                    connection = None
        if connection is not None:
            connection.close()


def _copy(connection: TurnTaker) -> None:
    if _copied(connection) <= _LONG_FRAMES:
        return
    # The log begins anew only where all of it is copied and nobody adds to it. What came in while it was copied is
    # copied next, and what came in meanwhile: so few are left, and whoever waits then waits for two short flushes.
    for _ in range(_AGAIN):
        _copied(connection)
    with connection.writing():
        connection.execute("PRAGMA wal_checkpoint(RESTART)")


def _copied(connection: TurnTaker) -> int:
    """Copies what it can without keeping anybody from writing; how long the log was."""
    _, frames, _ = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    return int(frames)
