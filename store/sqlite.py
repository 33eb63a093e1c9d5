"""A SQLite file, and its connections, which take turns at writing.

SQLite lets one transaction write at a time, and whoever comes second asks again after longer and longer pauses: beside
a thread that commits without end, a verdict waited up to 1.3 s for its chance. A lock has no pauses: 23 ms. Between
processes it is as SQLite has it.
"""

import os
import sqlite3
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Final, Self
from urllib.parse import quote

from store.errors import DatabaseMovedError, DatabaseURLError, TurnError
from store.urls import EXAMPLES, DatabaseURL

LOCK_SECONDS = 5.0

# A safety net: `store.checkpoints` copies the log to the file long before. 1 GiB.
_CHECKPOINT_PAGES: Final = 262_144
_STATEMENTS: Final = 256

_turns: defaultdict[str, Lock] = defaultdict(Lock)


class SQLiteFile:
    """Where the file is, and how it is opened.

    `create`: whether one that is missing is made; a running service must not put an empty one in its place. `flushes`:
    whether each commit waits for the disk.
    """

    dialect: Final = "sqlite"

    def __init__(self, path: str, *, create: bool, flushes: bool = True) -> None:
        self.path = path
        self._synchronous = "FULL" if flushes else "NORMAL"
        self._address = f"file:{quote(path)}?mode={'rwc' if create else 'rw'}"
        # One for each file and process, whoever opens it.
        self._turn = _turns[str(Path(path).resolve())]

    @classmethod
    def of(cls, url: DatabaseURL, *, create: bool, flushes: bool = True) -> Self:
        """The file that the URL names; raises DatabaseURLError."""
        if url.host or url.query:
            message = f"a SQLite URL has a path and nothing else: {EXAMPLES}"
            raise DatabaseURLError(message)
        if not url.database or url.database == ":memory:":
            message = f"the SQLite URL names no file, and a database in memory would forget everything: {EXAMPLES}"
            raise DatabaseURLError(message)
        folder = Path(url.database).resolve().parent
        if not folder.is_dir():
            message = f"the folder {folder} of the SQLite file does not exist: create it or correct the database URL"
            raise DatabaseURLError(message)
        return cls(url.database, create=create, flushes=flushes)

    @property
    def place(self) -> str:
        """What tells it from other databases."""
        return str(Path(self.path).resolve())

    def connect(self) -> "TurnTaker":
        """A new connection in autocommit mode; raises sqlite3.Error."""
        connection = sqlite3.connect(
            self._address,
            uri=True,
            timeout=LOCK_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=_STATEMENTS,
            factory=TurnTaker,
        )
        connection.turn = self._turn
        _use_write_ahead_log(connection)
        connection.execute(f"PRAGMA synchronous={self._synchronous}")
        connection.execute(f"PRAGMA wal_autocheckpoint={_CHECKPOINT_PAGES}")
        connection.execute("PRAGMA foreign_keys=ON")
        # What retention deletes is overwritten, not only forgotten.
        connection.execute("PRAGMA secure_delete=ON")
        connection.path = self.path
        connection.file = file_at(self.path)
        return connection


class TurnTaker(sqlite3.Connection):
    """A connection that holds `turn`, which it shares with others, from `take_turn` to the end of its transaction."""

    turn: Lock
    path: str
    file: tuple[int, int] | None = None
    _has_turn = False

    def check_place(self) -> None:
        """Raise DatabaseMovedError where the file that is open is no longer the one at its path.

        SQLite goes on writing to a file that was moved or removed, and what it commits there is lost.
        """
        # None: it was moved while this connection was being made.
        if self.file is None or self.file != file_at(self.path):
            message = f"the SQLite file {self.path} was moved or removed"
            raise DatabaseMovedError(message)

    def take_turn(self, seconds: float) -> None:
        """Wait until no other connection writes; raises TurnError after so many seconds."""
        if not self.turn.acquire(timeout=seconds):
            message = f"another thread has been writing for {seconds:g} s"
            raise TurnError(message)
        self._has_turn = True

    def give_turn(self) -> None:
        """Let others write."""
        if self._has_turn:
            self._has_turn = False
            self.turn.release()

    @contextmanager
    def writing(self, patience: float = LOCK_SECONDS) -> Iterator[None]:
        """The turn while the block runs; each statement in it is a transaction, unless it begins one.

        Raises TurnError after `patience` seconds.
        """
        self.begin_turn(patience)
        try:
            yield
        finally:
            self.end_turn()

    def begin_turn(self, patience: float) -> None:
        """As `writing`, to be followed by `end_turn` whatever happens in between."""
        self.take_turn(patience)
        try:
            self.check_place()
        except BaseException:
            self.give_turn()
            raise

    def end_turn(self) -> None:
        """Take back what is not committed, and let others write."""
        if self.in_transaction:
            self.rollback()
        self.give_turn()

    def begin_writing(self) -> None:
        """Begin a transaction that holds the turn, and SQLite's own lock for writing, to its end."""
        self.take_turn(LOCK_SECONDS)
        try:
            self.execute("BEGIN IMMEDIATE")
        except BaseException:
            self.give_turn()
            raise

    def commit(self) -> None:
        """As of sqlite3; a commit that fails may leave the transaction open, and the turn is kept then."""
        try:
            super().commit()
        finally:
            if not self.in_transaction:
                self.give_turn()

    def rollback(self) -> None:
        """As of sqlite3."""
        try:
            super().rollback()
        finally:
            if not self.in_transaction:
                self.give_turn()

    def close(self) -> None:
        """As of sqlite3."""
        try:
            super().close()
        finally:
            self.give_turn()


def file_at(path: str) -> tuple[int, int] | None:
    """What tells one file from another of the same name, None where there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116 - each commit asks, and a Path would cost it as much again
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Switch the file to WAL; SQLite does not wait by itself where several processes open a new file at once."""
    deadline = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return
