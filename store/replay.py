"""Writes the spool back to the database as soon as it answers again."""

import logging
from threading import Event, Thread

from store.database import Database
from store.errors import SpoolError, describe
from store.insertion import Inserter
from store.spool import Portion, Spool, encode

_PORTION = 256

_log = logging.getLogger(__name__)


class Replayer:
    """Knows whether the database is away, asks it with growing waits (seconds), and empties the spool into it.

    A portion leaves the spool only after its commit, and a record stored twice is stored once: a crash loses nothing.
    What the spool says of a comment stands over what is stored of it, as long as no moderator has decided.
    """

    def __init__(
        self, database: Database, spool: Spool, *, first_wait: float = 0.2, longest_wait: float = 30.0
    ) -> None:
        self._inserter = Inserter(database)
        self._spool = spool
        self._first_wait = first_wait
        self._longest_wait = longest_wait
        self._away = False
        self._attention = Event()
        self._closing = Event()
        self._thread = Thread(target=self._run, name="store-replayer", daemon=True)
        self._thread.start()

    @property
    def database_is_away(self) -> bool:
        """Whether the database failed and has not answered since."""
        return self._away

    def database_failed(self, error: Exception) -> None:
        """Take note of an outage."""
        if not self._away:
            _log.error("the database is away, comments go to the spool: %s", describe(error))
        self._away = True
        self._attention.set()

    def wake(self) -> None:
        """Look at the spool: something was put there."""
        self._attention.set()

    def close(self) -> None:
        """Stop; what is still spooled stays for the next start."""
        self._closing.set()
        self._attention.set()
        self._thread.join()

    def _run(self) -> None:
        wait = self._first_wait
        went_well = True
        while not self._closing.is_set():
            if not self._away and not self._spool.size:
                self._attention.wait()
                self._attention.clear()
                continue
            if (self._away or not went_well) and self._closing.wait(wait):
                break
            went_well = self._replay()
            wait = self._first_wait if went_well else min(2 * wait, self._longest_wait)
        self._inserter.disconnect()

    def _replay(self) -> bool:
        """Move a portion, or only ask the database where there is none; whether that went well."""
        try:
            portion = self._spool.oldest(_PORTION)
            if portion is None:
                self._inserter.ask()
                self._database_answers()
            else:
                self._move(portion)
        except SpoolError as error:
            _log.error("%s", error)
            return False
        except Exception as error:  # noqa: BLE001 - whatever it is, the thread must live to try again
            self.database_failed(error)
            return False
        return True

    def _database_answers(self) -> None:
        if self._away:
            _log.warning("the database answers again")
            self._away = False

    def _move(self, portion: Portion) -> None:
        faults: list[Exception | None] = []
        if portion.records:
            faults = self._inserter.insert(portion.records)
            # A commit whose outcome the writer did not hear of may have stored what it was about to answer.
            self._inserter.let_stand(portion.records)
            # Before the portion is dropped: once the spool is empty, the database counts as back.
            self._database_answers()
        for record, fault in zip(portion.records, faults, strict=True):
            if fault is not None:
                _log.error("the database refuses comment %s from the spool: %s", record.id, describe(fault))
                portion.file.set_aside(encode(record), "refused")
        portion.file.drop(portion)
