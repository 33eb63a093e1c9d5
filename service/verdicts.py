"""Moderators' verdicts, whatever protocol they come by: on disk before they are acknowledged, then told on."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from model.scorer import ATTRIBUTES
from service.checks import SiteRules
from service.errors import AwayError, NotFoundError, ServiceError
from store import verdicts
from store.database import writing
from store.errors import describe
from store.records import VerdictRecord
from store.writer import Writer

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from store.verdicts import Added, Over

NOTE_CHARACTERS: Final = 2_000
MODERATOR_CHARACTERS: Final = 245

_AT_ONCE: Final = 500
"""More verdicts in one transaction would keep the comments waiting."""

_log = logging.getLogger(__name__)


class OvertakenError(ServiceError):
    """Nothing was recorded: somebody has said something else meanwhile, `newest`."""

    def __init__(self, newest: VerdictRecord) -> None:
        self.newest = newest
        super().__init__(f"{newest.moderator or 'Somebody'} has decided it meanwhile.")


class OutdatedError(ServiceError):
    """Nothing was recorded: the comment's author has replaced what the verdict is on."""


Subscriber = Callable[[SiteRules, VerdictRecord], None]
"""Called on the event loop after the commit, once for each verdict that says anything new; must return at once."""

Companion = Callable[["Connection", SiteRules, VerdictRecord], None]
"""Called in the verdict's own transaction, in a thread, once for each that says anything new: what it writes is there
if and only if the verdict is. What it raises undoes both."""


@dataclass(frozen=True, slots=True, eq=False)
class _Waiting:
    site: SiteRules
    comment: str
    verdict: str
    labels: tuple[str, ...]
    note: str
    moderator: str
    source: str
    over: "Over | None"
    of_newest: bool
    outcome: "asyncio.Future[Added | None]"


class Verdicts:
    """Records verdicts; those that wait share a commit, and the last one on a comment counts."""

    def __init__(self, engine: "Engine", writer: Writer) -> None:
        self._engine = engine
        self._writer = writer
        self._waiting: list[_Waiting] = []
        self._recording: asyncio.Task[None] | None = None
        self._subscribers: list[Subscriber] = []
        self._companions: list[Companion] = []

    def on_verdict(self, subscriber: Subscriber) -> None:
        """Have the subscriber told of every verdict from now on that this process records."""
        self._subscribers.append(subscriber)

    def along(self, companion: Companion) -> None:
        """Have the companion called for every verdict from now on that this process records."""
        self._companions.append(companion)

    async def record(  # noqa: PLR0913 - what a verdict consists of
        self,
        site: SiteRules,
        comment: str,
        *,
        verdict: str,
        labels: Iterable[str] = (),
        note: str = "",
        moderator: str = "",
        source: str,
        over: "Over | None" = None,
        of_newest: bool = False,
    ) -> VerdictRecord:
        """The verdict as it is stored; on disk when this returns, also where whoever waits for it has gone.

        `comment` is the store's id, `verdict` one of `store.verdicts.VERDICTS`, `labels` are attributes of the model.
        The newest verdict word for word again is answered with the one that is there. Raises NotFoundError where the
        site has no such comment, OvertakenError where `over` says no of the newest verdict at the time of recording,
        OutdatedError with `of_newest` where a newer revision of the comment is there by then, and AwayError where the
        database is away; then nothing was recorded.
        """
        said = set(labels)
        if verdict not in verdicts.VERDICTS or not said <= set(ATTRIBUTES):
            message = f"no verdict: {verdict!r} with labels {sorted(said)}"
            raise ValueError(message)
        outcome: asyncio.Future[Added | None] = asyncio.get_running_loop().create_future()
        ordered = tuple(attribute for attribute in ATTRIBUTES if attribute in said)
        note, moderator = note[:NOTE_CHARACTERS], moderator[:MODERATOR_CHARACTERS]
        self._waiting.append(
            _Waiting(site, comment, verdict, ordered, note, moderator, source, over, of_newest, outcome)
        )
        if self._recording is None:
            self._recording = asyncio.create_task(self._record_all())
        added = await outcome
        if added is None and self._writer.health().spool_bytes:
            message = "No such comment is in the database yet; some wait to be written there."
            raise AwayError(message)
        if added is None:
            message = "This site has no comment with that id."
            raise NotFoundError(message)
        if added.is_outdated:
            message = "Its author has edited it meanwhile."
            raise OutdatedError(message)
        if added.is_late:
            raise OvertakenError(added.record)
        return added.record

    async def close(self) -> None:
        """Return when everything that waits is recorded."""
        if self._recording is not None:
            await self._recording

    async def _record_all(self) -> None:
        while self._waiting:
            # In the order of the comments, so that two processes never wait for each other; stable for each comment.
            batch = sorted(self._waiting[:_AT_ONCE], key=attrgetter("comment"))
            del self._waiting[:_AT_ONCE]
            try:
                outcomes = await asyncio.to_thread(self._commit, batch)
            except Exception as error:  # noqa: BLE001 - whatever it is, nobody may wait for ever
                _log.error("%d verdicts were not recorded: %s", len(batch), describe(error))
                _refuse(batch, error)
                continue
            for waiting, added in zip(batch, outcomes, strict=True):
                if not waiting.outcome.done():
                    waiting.outcome.set_result(added)
                if added is not None and added.is_new:
                    self._tell(waiting.site, added.record)
        self._recording = None

    def _commit(self, batch: Sequence[_Waiting]) -> "list[Added | None]":
        with writing(self._engine) as connection:
            return [self._added(connection, waiting) for waiting in batch]

    def _added(self, connection: "Connection", waiting: _Waiting) -> "Added | None":
        added = verdicts.add(
            connection,
            waiting.site.site_id,
            waiting.comment,
            verdict=waiting.verdict,
            labels=waiting.labels,
            note=waiting.note,
            moderator=waiting.moderator,
            source=waiting.source,
            over=waiting.over,
            of_newest=waiting.of_newest,
        )
        if added is not None and added.is_new:
            for companion in self._companions:
                companion(connection, waiting.site, added.record)
        return added

    def _tell(self, site: SiteRules, record: VerdictRecord) -> None:
        for subscriber in self._subscribers:
            try:
                subscriber(site, record)
            except Exception:  # noqa: BLE001 - the verdict is recorded, and the others are to hear of it
                _log.exception("a subscriber failed on verdict %s", record.id)


def _refuse(batch: Sequence[_Waiting], error: Exception) -> None:
    for waiting in batch:
        if not waiting.outcome.done():
            refused = AwayError("The verdict was not recorded, because the database is away.")
            refused.__cause__ = error
            waiting.outcome.set_exception(refused)
