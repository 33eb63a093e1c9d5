"""Inserts a batch in one commit, so that a record which cannot be stored spoils no other."""

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, Engine

from store import comments
from store.database import for_writing
from store.errors import concerns_records, is_lost_connection
from store.records import CommentRecord

Insert = Callable[[Sequence[CommentRecord]], None]

# Revisions that two processes store at the same moment collide; whoever comes second succeeds when it tries again.
_ATTEMPTS = 3


class Inserter:
    """One connection kept open for one thread that inserts: the pool would cost more than the commit's own calls."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None

    def insert(self, records: Sequence[CommentRecord]) -> list[Exception | None]:
        """What kept each record from being stored, None where it is committed.

        Raises what the driver raises where the database is to blame; some of the records may then be stored.
        """
        try:
            return insert_divided(self._commit, records)
        except Exception:
            self.disconnect()
            raise

    def disconnect(self) -> None:
        """Drop the connection; the next insert makes a new one."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()

    def _commit(self, records: Sequence[CommentRecord]) -> None:
        kept_open = self._connection is not None
        try:
            self._insert(records)
        except Exception as error:
            # The server may have been restarted since the last insert.
            if not (kept_open and is_lost_connection(error)):
                raise
            self.disconnect()
            self._insert(records)

    def _insert(self, records: Sequence[CommentRecord]) -> None:
        if self._connection is None:
            self._connection = for_writing(self._engine.connect())
        with self._connection.begin():
            comments.insert_many(self._connection, records)


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
