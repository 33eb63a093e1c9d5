"""What other processes stored lately is remembered here, too: who wrote it, and what it is like."""

import asyncio
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from functools import partial
from typing import Any, Final

from model.likeness import Signature
from service.grouping import sign_stored
from service.history import OVERLAP_MS, History
from service.periodic import in_thread
from store import serving
from store.database import Database
from store.identifiers import first_at, millisecond_of, now
from store.records import CommentTrace
from store.sqlite import SQLiteFile

SIGNED: Final = 1_000
"""So many of the newest comments each time are read, to tell what they are like."""
_KEEP_MS: Final = 7 * 24 * 3_600_000
_FIRST: Final = 20_000
"""No more are read the first time, and none that is older than that: a start is not to take long."""
_PAGE: Final = 1_000
_ROWS: Final = 200
_BITE: Final = 100
_TEXTS: Final = 50
_REST_SECONDS: Final = 0.001


class Recalling:
    """Remembers what is new in the store since it last looked, all of it or, where something fails, nothing.

    `own`: the mark of the ids that are given here; those comments were remembered then, and are not read.
    """

    def __init__(
        self, database: Database, history: History, own: str = "", *, first: int = _FIRST, keep_ms: int = _KEEP_MS
    ) -> None:
        self._database = database
        self._history = history
        self._own = own
        self._first = first
        self._keep_ms = keep_ms
        self._newest: int | None = None
        self._row: serving.Row | None = None

    async def refresh(self) -> None:
        """Look once; raises the driver's errors, and then the next time may go well.

        SQLite's own steps are so short that they are done between the turns of the loop. In a thread each of the rows
        would have to wait for the interpreter, and each of the requests after that.
        """
        is_quick = isinstance(self._database.source, SQLiteFile)
        with closing(self.steps()) as steps:
            step = partial(next, steps, None)
            while (step() if is_quick else await in_thread(step)) is not None:  # noqa: ASYNC110 - a rest, nothing is waited for
                await asyncio.sleep(_REST_SECONDS)

    def steps(self) -> Generator[int, None, None]:
        """The same in steps of a fraction of a millisecond, as far as it is up to SQLite: what each has remembered."""
        found: list[CommentTrace] = []
        signatures: dict[str, Signature] = {}
        moment = now()
        with self._database.reading() as cursor:
            last = serving.newest_row(cursor)
            for page in self._pages(cursor, last, moment):
                found += page
                yield 0
            for begin in range(max(0, len(found) - SIGNED), len(found), _TEXTS):
                signatures |= _signed(cursor, [one.id for one in found[begin : begin + _TEXTS]])
                yield 0
        for begin in range(0, len(found), _BITE):
            yield self._history.seed(found[begin : begin + _BITE], signatures)
        newest = millisecond_of(max(found)[0]) if found else moment - OVERLAP_MS
        self._newest, self._row = max(self._newest or 0, min(newest, moment)), last

    def _pages(self, cursor: Any, last: serving.Row | None, moment: int) -> Iterator[list[CommentTrace]]:  # noqa: ANN401 - either driver's
        """What is not known yet, oldest first.

        Ids are given before the commit, so that what is older by five seconds than the newest one may still be new;
        where rows have no numbers, the ids of these seconds are read again each time.
        """
        if self._newest is None:
            after = max(first_at(moment - self._keep_ms), serving.greater_than(cursor, self._first))
            yield from self._since(cursor, after, "")
            return
        after = first_at(self._newest - OVERLAP_MS)
        if last is None or self._row is None or not serving.is_there(cursor, self._row):
            yield from self._since(cursor, after, self._own)
            return
        for begin in range(self._row.number, last.number, _ROWS):
            end = min(begin + _ROWS, last.number)
            yield serving.stored_between(cursor, begin, end, after, but=self._own)

    def _since(self, cursor: Any, after: str, own: str) -> Iterator[list[CommentTrace]]:  # noqa: ANN401 - as above
        """Of what is known already only the ids are read."""
        while page := serving.since(cursor, after, _PAGE, but=own):
            new = [identifier for identifier in page if not self._history.knows(identifier)]
            for begin in range(0, len(new), _BITE):
                yield serving.traces(cursor, new[begin : begin + _BITE])
            if len(page) < _PAGE:
                return
            after = page[-1]


def _signed(cursor: Any, identifiers: Sequence[str]) -> dict[str, Signature]:  # noqa: ANN401 - as above
    read = ((one.id, sign_stored(one.content, one.content_format)) for one in serving.texts(cursor, identifiers))
    return {identifier: signature for identifier, signature in read if signature is not None}
