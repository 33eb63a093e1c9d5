"""Erasure: a comment or everything an author wrote, in the database, on disk beside it, and in memory."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, Literal

from service.away import or_away
from service.checks import SiteRules
from service.errors import AwayError, NotFoundError
from service.history import History
from store import erasure
from store.identifiers import now
from store.pseudonyms import Pseudonyms
from store.records import CommentRecord, clean
from store.spool import Spool

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from store.erasure import Trait

TRAITS: Final = ("email", "id", "ip")

_PATIENCE: Final = 3.0
_OVERLAP_MS: Final = 60_000
"""How long before its commit an erasure may have been dated."""

_log = logging.getLogger(__name__)


class Erasing:
    """Erases for good; what was erased by other processes on the same database is forgotten here at each `refresh`.

    Statistics keep how many there were. What a model has learned from them leaves at the next retraining.
    """

    def __init__(
        self, engine: "Engine", spool: Spool, history: History, pseudonyms: Pseudonyms, *, patience: float = _PATIENCE
    ) -> None:
        self._engine = engine
        self._spool = spool
        self._history = history
        self._pseudonyms = pseudonyms
        self._patience = patience
        self._asked = now()

    async def erase_comment(self, site: SiteRules, identifier: str) -> int:
        """Erase the comment with this id, all its revisions and their verdicts; how many revisions they were.

        Raises NotFoundError, and AwayError where the database is away or comments wait to be written there; then it
        must be asked for again.
        """
        identifier = clean(identifier)

        def find(connection: "Connection") -> Sequence[str]:
            return erasure.revisions_of(connection, site.site_id, identifier)

        erased = await self._erase(site, find, lambda record: record.id == identifier)
        if not erased:
            message = "This site has no comment with that id."
            raise NotFoundError(message)
        return erased

    async def erase_author(self, site: SiteRules, kind: Literal["email", "id", "ip"], value: str) -> int:
        """Erase what the author wrote, with all revisions and verdicts; how many comments and revisions they were.

        Raises AwayError as `erase_comment` does.
        """
        return await self.erase_trait(site, erasure.Trait(kind, clean(value), self._pseudonym(site, kind, value) or ""))

    async def erase_trait(self, site: SiteRules, trait: "Trait") -> int:
        """Erase what was written by whom the store knows by that; how many comments and revisions they were.

        Raises AwayError as `erase_comment` does, and ValueError for a trait that names nobody.
        """
        if not (trait.pseudonym or trait.value.strip()):
            message = "this names nobody"
            raise ValueError(message)

        def find(connection: "Connection") -> Sequence[str]:
            return erasure.written_by(connection, site.site_id, trait)

        return await self._erase(site, find, trait.is_of)

    def refresh(self) -> None:
        """Forget what was erased by others; blocks."""
        begun = now()
        with self._engine.connect() as connection:
            erased = erasure.erased_since(connection, self._asked - _OVERLAP_MS)
        self._history.forget(erased)
        # Only now: what was erased during an outage is asked for when it is over.
        self._asked = begun

    def _pseudonym(self, site: SiteRules, kind: str, value: str) -> str | None:
        match kind:
            case "email":
                return self._pseudonyms.email(site.site_id, value)
            case "ip":
                return self._pseudonyms.ip(site.site_id, value)
        return None

    async def _erase(
        self,
        site: SiteRules,
        find: "Callable[[Connection], Sequence[str]]",
        is_meant: Callable[[CommentRecord], bool],
    ) -> int:
        with or_away("Not everything could be erased, because the database is away: ask again.", 5):
            return await asyncio.to_thread(self._erase_everywhere, site.site_id, find, is_meant)

    def _erase_everywhere(
        self,
        site_id: int,
        find: "Callable[[Connection], Sequence[str]]",
        is_meant: Callable[[CommentRecord], bool],
    ) -> int:
        self._await_spool()
        erased = erasure.erase_all(self._engine, site_id, find)
        gone = set(erased)
        self._history.forget(gone)
        refused = self._spool.erase_refused(
            lambda record: record.site_id == site_id and (record.id in gone or is_meant(record))
        )
        # The database may have gone and come back in the meantime.
        self._await_spool()
        late = erasure.erase_all(self._engine, site_id, find)
        self._history.forget(late)
        if (erased or late) and not erasure.overwrite(self._engine):
            _log.info("what was erased is overwritten on disk by the database in its own time")
        return len(erased) + len(late) + refused

    def _await_spool(self) -> None:
        """Return when nothing waits on disk: what is erased now would come back with it."""
        deadline = time.monotonic() + self._patience
        while self._spool.waits_anywhere():
            if time.monotonic() > deadline:
                message = "Comments wait on disk to be written to the database: ask again when they are."
                raise AwayError(message, 5)
            time.sleep(0.05)
