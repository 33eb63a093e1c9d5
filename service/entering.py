"""Keeps the queue's orders and the authors' index in step with the comments, beside the requests."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Final

from model.policy import Threshold
from service.checks import SiteRules
from service.grouping import Grouping
from service.live_model import LiveModel
from service.sites import Sites
from store import authors, comments, desk_actions, likenesses, queue, queue_entries, verdicts
from store.database import writing
from store.identifiers import now
from store.records import VerdictRecord

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from store.queue_entries import Knowing

EVERY_SECONDS: Final = 1.0
_QUEUE_SECONDS: Final = 0.03
"""So much of each second it works for the queue, enough for some hundred comments that wait, and less for the
authors: under more load it falls behind rather than slow down the comments that come in."""
_AUTHOR_SECONDS: Final = 0.02
_SECOND_MS: Final = 1_000
_BITE: Final = 4
_AUTHORS_BITE: Final = 10
"""Comments a transaction: while one lasts, a millisecond or two, SQLite lets no comment be stored."""
_A_PAGE: Final = 100
_FOUND: Final = 500
_EXPIRED: Final = 10
_REST_SECONDS: Final = 0.01
_STORM: Final = 1_000
"""More comments a second than that are more than it can enter, whatever it does."""
_STORM_SECONDS: Final = 0.2
"""So long it rests then: each of its transactions makes those wait that come in meanwhile, one in a hundred of them."""
_MEND_SECONDS: Final = 30.0
_MEND_ANYWAY_SECONDS: Final = 600.0
"""What is late waits while what is new is entered, but not for ever."""


class Entering:
    """Enters what waits, and who wrote what, in small transactions with rests between them."""

    def __init__(  # noqa: PLR0913 - the parts that it works with
        self,
        engine: "Engine",
        sites: Sites,
        model: LiveModel,
        grouping: Grouping,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._engine = engine
        self._sites = sites
        self._model = model
        self._grouping = grouping
        self._clock = clock
        self._sleep = sleep
        self._mended = -_MEND_SECONDS
        self._working = Lock()
        self._closed = False

    def work(self) -> None:
        """Go on for a while; blocks. Raises the driver's errors, and then the next time may go well."""
        with self._working:
            if not self._closed:
                self._work()

    def close(self) -> None:
        """Return when no thread works any more, nor will; blocks."""
        self._closed = True
        with self._working:
            pass

    def catch_up(self) -> None:
        """Enter what came in since, at most some bites of it: whoever asks for the queue sees what is new; blocks."""
        with self._engine.connect() as connection:
            found = queue_entries.missing(connection, _A_PAGE)
        for bite in _bites(found):
            self._enter(bite)

    def bring_back(self, connection: "Connection", _site: SiteRules, verdict: VerdictRecord) -> None:
        """Let a comment that waits again be in the queue in the same transaction."""
        if verdict.verdict not in verdicts.SETTLING:
            queue_entries.enter(connection, [verdict.comment], self._knowing)

    def thresholds(self, site_id: int) -> Mapping[str, Threshold]:
        """Those that the site's comments are judged by now; empty where there is no model."""
        rules = self._sites.rules(site_id)
        bundle = None if rules is None else self._model.of(rules.name)
        return {} if rules is None or bundle is None else rules.thresholds(bundle)

    @property
    def _knowing(self) -> "Knowing":
        return queue_entries.Knowing(self.thresholds, self._grouping.sign)

    def _enter(self, identifiers: Sequence[str]) -> None:
        # What can be worked out first keeps nobody from writing.
        with self._engine.connect() as connection:
            prepared = queue_entries.prepare(connection, identifiers, self._knowing)
        if prepared:
            with writing(self._engine) as connection:
                queue_entries.enter_prepared(connection, prepared)

    def _work(self) -> None:
        has_caught_up = self._enter_all(queue_entries.missing)
        self._for_a_while(_AUTHOR_SECONDS, self._enter_authors)
        passed = self._clock() - self._mended
        if passed < (_MEND_SECONDS if has_caught_up else _MEND_ANYWAY_SECONDS):
            return
        # With time to spare it goes on at once with what is left of it.
        if self._mend() or not has_caught_up:
            self._mended = self._clock()

    def _mend(self) -> bool:
        """Whether nothing is left that came late, as it does after an outage of the database."""
        # Looked for first, so that nobody is kept from writing meanwhile.
        with self._engine.connect() as connection:
            groups = likenesses.expired(connection, now(), _EXPIRED)
            is_tidy = queue_entries.is_tidy(connection)
        with writing(self._engine) as connection:
            likenesses.drop(connection, groups)
            queue.forget(connection, now=now())
            desk_actions.forget(connection, now() - desk_actions.KEEP_MS)
            if not is_tidy:
                queue_entries.tidy(connection)
        return self._enter_all(queue_entries.late)

    def _enter_all(self, find: "Callable[[Connection, int], list[str]]") -> bool:
        """Enter what is found, for a while; whether that was all."""
        with self._engine.connect() as connection:
            found = find(connection, _FOUND)
        bites = _bites(found)

        def enter() -> bool:
            if (bite := next(bites, None)) is not None:
                self._enter(bite)
            return bite is None

        return self._for_a_while(_QUEUE_SECONDS, enter) and len(found) < _FOUND

    def _enter_authors(self) -> bool:
        # As above.
        with self._engine.connect() as connection:
            found = authors.unentered(connection, _AUTHORS_BITE)
        if found.rows:
            with writing(self._engine) as connection:
                authors.enter_next(connection, found)
        return len(found.rows) < _AUTHORS_BITE

    def _for_a_while(self, seconds: float, work: Callable[[], bool]) -> bool:
        """Work until that says it is done, or so much time was taken by it; whether it is done."""
        worked = 0.0
        while worked < seconds and not self._closed:
            began = self._clock()
            if work():
                return True
            worked += self._clock() - began
            self._rest()
        return False

    def _rest(self) -> None:
        with self._engine.connect() as connection:
            is_storm = comments.are_more_than(connection, _STORM, now() - _SECOND_MS)
        self._sleep(_STORM_SECONDS if is_storm else _REST_SECONDS)


def _bites(identifiers: Sequence[str]) -> Iterator[Sequence[str]]:
    return (identifiers[begin : begin + _BITE] for begin in range(0, len(identifiers), _BITE))
