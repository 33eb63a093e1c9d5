"""The writer: a record is acknowledged when it is on disk, and everything that waits shares one commit.

Up to some hundreds of records for a SQLite file, where another who writes is done within milliseconds, are committed
where they are asked for, unless each commit waits for the disk: that costs less than to hand them over. All others are
handed to a thread, which waits as long as it takes.
"""

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Final, NamedTuple

from store.checkpoints import Checkpoints
from store.database import Database
from store.errors import (
    BacklogFullError,
    RecordRefusedError,
    SpoolError,
    StoreError,
    StoreUnavailableError,
    describe,
)
from store.insertion import Inserter
from store.outcomes import DEFAULT_LIMITS, Health, Limits, Outcome, WriteResult
from store.records import CommentRecord, degraded
from store.replay import Replayer
from store.spool import Spool
from store.sqlite import SQLiteFile

AT_ONCE: Final = 256
"""More records are handed to the thread: to commit takes a tenth of the time that judging them took."""
_PATIENCE_SECONDS: Final = 0.003
"""For so long they wait there for another who writes: the companion is done after a millisecond or two, and to hand
them over, and hear of them, takes longer."""

_log = logging.getLogger(__name__)


class _Waiting(NamedTuple):
    records: Sequence[CommentRecord]
    future: asyncio.Future[Sequence[Outcome]]
    loop: asyncio.AbstractEventLoop


class Writer:
    """Stores records with group commit, at once or through one thread; make it after any fork.

    `survives_power_loss`: as of `store.insertion.Inserter`. While the database is away, records go to the spool as
    `on_spool` changes them (by default an accepted one is to be queued, for its answer says so) and a second thread
    writes them back. What the database refuses is put aside beside the spool.
    """

    def __init__(
        self,
        database: Database,
        spool: Spool,
        *,
        limits: Limits = DEFAULT_LIMITS,
        survives_power_loss: bool = True,
        on_spool: Callable[[CommentRecord], CommentRecord] = degraded,
    ) -> None:
        self._inserter = Inserter(database, survives_power_loss=survives_power_loss)
        self._spool = spool
        self._limits = limits
        self._on_spool = on_spool
        self._replayer = Replayer(database, spool, first_wait=limits.first_wait, longest_wait=limits.longest_wait)
        source = database.source
        self._checkpoints = Checkpoints(source) if isinstance(source, SQLiteFile) else None
        self._at_once: Inserter | None = None
        if self._checkpoints is not None and not survives_power_loss:
            self._at_once = Inserter(database, survives_power_loss=False, patience=_PATIENCE_SECONDS)
        self._waiting: deque[_Waiting] = deque()
        self._admitting = Lock()
        self._admitted = self._settled = 0
        self._committed = self._spooled = self._refused = self._lost = 0
        self._spool_works = True
        self._closed = False
        self._wake: SimpleQueue[bool] = SimpleQueue()
        self._woken_by: asyncio.AbstractEventLoop | None = None
        self._thread = Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    async def write(self, record: CommentRecord) -> WriteResult:
        """Store the record; returns when it is on disk. A cancelled wait does not keep it from being stored.

        Raises BacklogFullError at once past the backlog, RecordRefusedError, and StoreUnavailableError where neither
        the database nor the spool could take it.
        """
        (outcome,) = await self.write_many((record,))
        if isinstance(outcome, StoreError):
            raise outcome
        return outcome

    async def write_many(self, records: Sequence[CommentRecord]) -> list[Outcome]:
        """Store the records, each on its own merits: what became of each, a RecordRefusedError among them, in order.

        Raises BacklogFullError for all of them or for none.
        """
        if self.stores_at_once(records):
            return [WriteResult.COMMITTED] * len(records)
        return list(await self.handed_over(records))

    def stores_at_once(self, records: Sequence[CommentRecord]) -> bool:
        """Whether they are committed when this returns; if not, none of them is, and `handed_over` is to have them."""
        if self._at_once is None or len(records) > AT_ONCE:
            return False
        with self._admitting:
            # Not past those that wait: the thread stores them in their order.
            if self._closed or self._pending or not self._at_once.insert_at_once(records):
                return False
            self._committed += len(records)
        return True

    def handed_over(self, records: Sequence[CommentRecord]) -> asyncio.Future[Sequence[Outcome]]:
        """What becomes of each, told by the thread that stores them; raises as `write_many` does."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Sequence[Outcome]] = loop.create_future()
        self._admit(_Waiting(records, future, loop))
        # One wake-up a turn of the loop, after all its handlers have run: larger batches and fewer thread switches.
        if self._woken_by is not loop:
            self._woken_by = loop
            loop.call_soon(self._hand_over)
        return future

    def health(self) -> Health:
        """How the writer fares at this moment."""
        away = self._replayer.database_is_away
        return Health(
            state="ok" if not away else "spooling" if self._spool_works else "unavailable",
            pending=self._pending,
            spool_bytes=self._spool.size,
            committed=self._committed,
            spooled=self._spooled,
            refused=self._refused,
            lost=self._lost,
        )

    def close(self) -> None:
        """Store all that was admitted, then stop; blocks, so call it in a thread while the event loop still runs."""
        with self._admitting:
            if self._closed:
                return
            self._closed = True
        self._wake.put(False)
        self._thread.join()
        if self._at_once is not None:
            self._at_once.disconnect()
        self._replayer.close()
        if self._checkpoints is not None:
            self._checkpoints.close()
        self._spool.close()

    @property
    def _pending(self) -> int:
        return self._admitted - self._settled

    def _admit(self, waiting: _Waiting) -> None:
        with self._admitting:
            if self._closed:
                message = "the store is closed"
                raise StoreUnavailableError(message)
            if self._pending + len(waiting.records) > self._limits.max_pending:
                message = (
                    f"{self._pending} records wait to be stored and {self._limits.max_pending} may: try again shortly"
                )
                raise BacklogFullError(message)
            self._admitted += len(waiting.records)
            self._waiting.append(waiting)

    def _hand_over(self) -> None:
        self._woken_by = None
        self._wake.put(True)

    def _run(self) -> None:
        while self._wake.get():
            self._drain()
        self._drain()
        self._inserter.disconnect()

    def _drain(self) -> None:
        while batch := self._take():
            records = [record for waiting in batch for record in waiting.records]
            try:
                outcomes = self._store(records)
            except Exception:  # noqa: BLE001 - a dead thread would leave every later request without an answer
                _log.exception("%d records were not stored", len(records))
                outcomes = [StoreUnavailableError("the store failed")] * len(records)
            self._count(outcomes)
            _acknowledge(batch, outcomes)

    def _take(self) -> list[_Waiting]:
        batch: list[_Waiting] = []
        size = 0
        while self._waiting and size < self._limits.max_batch:
            batch.append(self._waiting.popleft())
            size += len(batch[-1].records)
        return batch

    def _store(self, records: Sequence[CommentRecord]) -> list[Outcome]:
        if not self._replayer.database_is_away:
            try:
                if self._at_once is not None:
                    self._at_once.connect()
                faults = self._inserter.insert(records)
            except Exception as error:  # noqa: BLE001 - any failure of the database is answered by the spool
                self._replayer.database_failed(error)
            else:
                if faults.count(None) < len(faults):
                    self._put_aside([one for one, fault in zip(records, faults, strict=True) if fault is not None])
                return [WriteResult.COMMITTED if fault is None else _refusal(fault) for fault in faults]
        return self._keep(records)

    def _put_aside(self, refused: Sequence[CommentRecord]) -> None:
        try:
            self._spool.put_aside([degraded(record) for record in refused])
        except SpoolError as error:
            _log.error("%d refused records are kept nowhere: %s", len(refused), error)

    def _keep(self, records: Sequence[CommentRecord]) -> list[Outcome]:
        try:
            self._spool.append([self._on_spool(record) for record in records])
        except SpoolError as error:
            _log.error("%d records were not stored: %s", len(records), error)
            self._spool_works = False
            return [StoreUnavailableError(str(error))] * len(records)
        self._spool_works = True
        self._replayer.wake()
        return [WriteResult.SPOOLED] * len(records)

    def _count(self, outcomes: Sequence[Outcome]) -> None:
        committed = outcomes.count(WriteResult.COMMITTED)
        self._committed += committed
        if committed < len(outcomes):
            spooled = outcomes.count(WriteResult.SPOOLED)
            refused = sum(isinstance(outcome, RecordRefusedError) for outcome in outcomes)
            self._spooled += spooled
            self._refused += refused
            self._lost += len(outcomes) - committed - spooled - refused
        self._settled += len(outcomes)


def _refusal(fault: Exception) -> RecordRefusedError:
    _log.error("the database refuses a record: %s", describe(fault))
    return RecordRefusedError(describe(fault))


def _acknowledge(batch: Sequence[_Waiting], outcomes: Sequence[Outcome]) -> None:
    """Tell everybody what became of their records, each event loop by one call."""
    settled: defaultdict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Sequence[Outcome]], Sequence[Outcome]]]]
    settled = defaultdict(list)
    begin = 0
    for records, future, loop in batch:
        end = begin + len(records)
        settled[loop].append((future, outcomes[begin:end]))
        begin = end
    for loop, futures in settled.items():
        try:
            loop.call_soon_threadsafe(_settle, futures)
        except RuntimeError:
            _log.warning("%d requests ended before they heard that they are stored", len(futures))


def _settle(futures: Sequence[tuple[asyncio.Future[Sequence[Outcome]], Sequence[Outcome]]]) -> None:
    for future, outcomes in futures:
        if not future.done():
            future.set_result(outcomes)
