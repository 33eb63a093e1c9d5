"""SQLite connections of one process that take turns at writing.

SQLite lets one transaction write at a time, and whoever comes second asks again after longer and longer pauses: beside
a thread that commits without end, a verdict waited up to 1.3 s for its chance. A lock has no pauses: 23 ms. Between
processes it is as SQLite has it.
"""

import sqlite3
from threading import Lock


class TurnTaker(sqlite3.Connection):
    """A connection that holds `turn`, which it shares with others, from `take_turn` to the end of its transaction."""

    turn: Lock
    _has_turn = False

    def take_turn(self, seconds: float) -> None:
        """Wait until no other connection writes; raises sqlite3.OperationalError after so many seconds."""
        if not self.turn.acquire(timeout=seconds):
            message = f"another thread has been writing for {seconds:g} s"
            raise sqlite3.OperationalError(message)
        self._has_turn = True

    def give_turn(self) -> None:
        """Let others write."""
        if self._has_turn:
            self._has_turn = False
            self.turn.release()

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
