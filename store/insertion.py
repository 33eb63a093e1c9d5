"""Inserts a batch in one commit, so that a record which cannot be stored spoils no other."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Final

from store.answered import let_stand
from store.database import Database
from store.errors import concerns_records, is_busy, is_lost_connection
from store.records import CommentRecord
from store.revisions import insert_linked
from store.sqlite import LOCK_SECONDS, SQLiteFile, TurnTaker
from store.statements import ROWS, insert

Insert = Callable[[Sequence[CommentRecord]], None]

# Revisions that two processes store at the same moment collide; whoever comes second succeeds when it tries again.
_ATTEMPTS = 3
_PAUSE_SECONDS: Final = 0.0002


class Inserter:
    """One connection of the driver, kept open for one thread that inserts.

    `survives_power_loss`: whether SQLite's commits are flushed to the disk one by one. PostgreSQL does as its server is
    set. `patience`: seconds that it waits for others who write to SQLite.
    """

    def __init__(self, database: Database, *, survives_power_loss: bool = True, patience: float = LOCK_SECONDS) -> None:
        self._database = database
        self._survives_power_loss = survives_power_loss
        self._patience = patience
        self._connection: Any = None

    def insert(self, records: Sequence[CommentRecord]) -> list[Exception | None]:
        """What kept each record from being stored, None where it is committed.

        Raises what the driver raises where the database is to blame; some of the records may then be stored.
        """
        try:
            return insert_divided(self._commit, records)
        except Exception:
            self.disconnect()
            raise

    def insert_at_once(self, records: Sequence[CommentRecord]) -> bool:
        """Whether all records are committed within `patience`; if not, none is, and `insert` tells what is in the way.

        Does nothing before `connect`, nor after a failure, until it is called again.
        """
        if self._connection is None:
            return False
        try:
            self._wait_for(self._insert, records)
        except Exception as error:  # noqa: BLE001 - whatever it is, `insert` meets it, too
            if not is_busy(error):
                self.disconnect()
            return False
        return True

    def connect(self) -> None:
        """Have a connection ready; raises what the driver raises."""
        if self._connection is None:
            self._connection = self._connect()

    def ask(self) -> None:
        """Return where the database takes writes; raises what the driver raises."""
        self._wait_or_disconnect(self._begin)

    def let_stand(self, records: Sequence[CommentRecord]) -> None:
        """Correct what was stored before, as `store.answered` does; raises what the driver raises."""
        self._wait_or_disconnect(self._let_stand, records)

    def disconnect(self) -> None:
        """Drop the connection; the next insert makes a new one."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(Exception):
                connection.close()

    def _commit(self, records: Sequence[CommentRecord]) -> None:
        kept_open = self._connection is not None
        try:
            self._wait_for(self._insert, records)
        except Exception as error:
            # The server may have been restarted since the last insert.
            if not (kept_open and is_lost_connection(error)):
                raise
            self.disconnect()
            self._insert(records)

    def _wait_or_disconnect(self, work: Callable[..., None], *given: object) -> None:
        """As `_wait_for`; a connection on which it failed is not used again."""
        try:
            self._wait_for(work, *given)
        except Exception:
            self.disconnect()
            raise

    def _wait_for(self, work: Callable[..., None], *given: object) -> None:
        """Try again while another process writes to the SQLite file.

        SQLite itself would ask after 1, 3, 8, 18 and 33 ms, and the other one is done after three.
        """
        began = time.monotonic()
        while True:
            try:
                return work(*given)
            except Exception as error:
                if not is_busy(error) or time.monotonic() - began >= self._patience:
                    raise
            time.sleep(_PAUSE_SECONDS)

    def _insert(self, records: Sequence[CommentRecord]) -> None:
        try:
            if len(records) > ROWS:
                with self._transaction() as connection:
                    insert(connection, records)
            else:
                self._insert_alone(records)
        except Exception as error:
            if not concerns_records(error):
                raise
            # A revision of a comment that is stored already, most likely: the first time, nobody looks for one.
            with self._transaction() as connection:
                insert_linked(connection, records)

    def _insert_alone(self, records: Sequence[CommentRecord]) -> None:
        """By a statement that is a transaction; every comment pays for it, so that no context is made here."""
        self.connect()
        connection = self._connection
        if not isinstance(connection, TurnTaker):
            insert(connection, records)
            return
        connection.begin_turn(self._patience)
        try:
            insert(connection, records)
        finally:
            connection.end_turn()

    def _let_stand(self, records: Sequence[CommentRecord]) -> None:
        with self._transaction() as connection:
            let_stand(connection, records)

    def _begin(self) -> None:
        with self._transaction():
            pass

    @contextmanager
    def _turn(self) -> Iterator[Any]:
        """The connection, by which each statement is a transaction."""
        self.connect()
        if isinstance(self._database.source, SQLiteFile):
            with self._connection.writing(self._patience):
                yield self._connection
        else:
            yield self._connection

    def _connect(self) -> Any:  # noqa: ANN401 - either driver's connection
        source = self._database.source
        if isinstance(source, SQLiteFile):
            connection = source.connect()
            connection.execute("PRAGMA busy_timeout=0")
            if not self._survives_power_loss:
                connection.execute("PRAGMA synchronous=NORMAL")
            return connection
        server = source.connect()
        server.autocommit = True
        return server

    @contextmanager
    def _transaction(self) -> Iterator[Any]:
        """The connection in a transaction, committed at the end of the block, rolled back on an exception."""
        with self._turn() as connection:
            connection.cursor().execute(_BEGIN[self._database.source.dialect])
            try:
                yield connection
                connection.commit()
            except BaseException:
                # Where even that fails, the connection is dropped.
                with suppress(Exception):
                    connection.rollback()
                raise


_BEGIN = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "BEGIN"}


def insert_divided(insert: Insert, records: Sequence[CommentRecord]) -> list[Exception | None]:
    """What kept each record from being stored, None where it is.

    `insert` stores all records it is given in one transaction or raises; a batch that fails is halved until the bad
    ones are alone. Raises what `insert` raises where the records are not to blame.
    """
    try:
        insert(records)
    except Exception as error:
        if not concerns_records(error):
            raise
        if len(records) == 1:
            return [_insist(insert, records, error)]
        middle = len(records) // 2
        return insert_divided(insert, records[:middle]) + insert_divided(insert, records[middle:])
    return [None] * len(records)


def _insist(insert: Insert, records: Sequence[CommentRecord], fault: Exception) -> Exception | None:
    for _ in range(_ATTEMPTS - 1):
        try:
            insert(records)
        except Exception as error:
            if not concerns_records(error):
                raise
            fault = error
        else:
            return None
    return fault
