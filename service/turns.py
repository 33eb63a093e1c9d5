"""Comments that come in the same turn of the event loop: judged and stored together, told at once."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from math import inf
from typing import TYPE_CHECKING, Final, Protocol

from model.comment import Submission
from model.findings import Finding
from service.admission import Admission
from service.checks.site_rules import SiteRules
from service.decision import NOT_STORED, STORE_AWAY, Decision, degrade
from service.errors import AwayError, OverloadedError, ServiceError
from service.judge import Asked, Judged
from service.keeping import record_of
from service.metrics import Metrics
from store.errors import BacklogFullError, RecordRefusedError, StoreError, StoreUnavailableError
from store.outcomes import Outcome, WriteResult

if TYPE_CHECKING:
    from store.records import CommentRecord
    from store.writer import Writer

LONG_CHARACTERS: Final = 8_000
"""A longer comment is judged in a thread, so that the others need not wait for it."""
_TOGETHER: Final = 32
"""So many comments at most are judged and stored before what came in meanwhile is read."""

_COMMITTED: Final = WriteResult.COMMITTED
"""An enumeration's members are found by a function of Python's, each time anew."""

Tell = Callable[[Decision | Exception], None]
"""Who is told of a decision, or of the error in its place."""

_log = logging.getLogger(__name__)


class Judging(Protocol):
    """What judges: a `service.judge.Judge`."""

    def judge_all(self, asked: Sequence[Asked]) -> Sequence[Judged]:
        """The decision on each comment, in their order."""
        ...

    def forget(self, identifiers: Iterable[str]) -> None:
        """Hold these comments against no later one: they are kept nowhere."""
        ...


class Case:
    """A comment to be judged and kept; `judged`: what was made of it already, outside the turn.

    `since`: when it began to wait, on the admission's clock; that of one who waits for as long as it takes is infinite.
    """

    __slots__ = ("judged", "protocol", "since", "site", "submission", "tell", "told")

    def __init__(
        self, submission: Submission, site: SiteRules, protocol: str, told: Sequence[Finding], tell: Tell
    ) -> None:
        self.submission = submission
        self.site = site
        self.protocol = protocol
        self.told = told
        self.tell = tell
        self.judged: Judged | None = None
        self.since = inf


class Turns:
    """What is asked until the loop brings nobody more is judged then and stored with one commit, up to 32 comments.

    While more is asked than can be judged, a turn begins as soon as nobody more is let in.

    What is beyond comes in the next turn: who waits longest is answered first, and whoever comes then is let in or not
    by how long these waited. In an overload, who waited too long for `admission` is refused in place of a judgement.

    `later` is given what takes too long for a turn: a long comment that is to be judged, or one that is judged and in
    doubt; it calls `add` or `end` when that is done. At most `max_pending` comments are in work.
    """

    def __init__(  # noqa: PLR0913 - the parts that it works with
        self,
        judge: Judging,
        writer: "Writer",
        metrics: Metrics,
        later: Callable[[Case], None],
        admission: Admission,
        *,
        max_pending: int,
    ) -> None:
        self._judge = judge
        self._writer = writer
        self._metrics = metrics
        self._later = later
        self._admission = admission
        self._max_pending = max_pending
        self._in_work = 0
        self._waiting: deque[Case] = deque()

    def begin(  # noqa: PLR0913 - what is asked, and by whom
        self,
        submission: Submission,
        site: SiteRules,
        protocol: str,
        tell: Tell,
        told: Sequence[Finding] = (),
        *,
        is_patient: bool = False,
    ) -> None:
        """Have it judged and stored, and `tell` called with what `Moderator.check` returns or raises.

        Only OverloadedError is raised. No future: its callbacks would run in the loop's next turn, after the requests
        that came in meanwhile are read.
        """
        self.admit(1)
        case = Case(submission, site, protocol, told, tell)
        if not is_patient:
            case.since = self._admission.now()
        if is_long(submission):
            self._later(case)
        else:
            self.add(case)

    def admit(self, count: int) -> None:
        """Take so many into work; raises OverloadedError where that would be too many."""
        # A batch larger than the backlog is taken when there is nothing else, or it could never be.
        if self._in_work and self._in_work + count > self._max_pending:
            message = f"{self._in_work} comments are in work and {self._max_pending} may be."
            raise OverloadedError(message)
        self._in_work += count

    def leave(self, count: int) -> None:
        """So many are in work no longer."""
        self._in_work -= count

    def add(self, case: Case) -> None:
        """Have it judged, or stored, with those that come now."""
        self._waiting.append(case)
        if len(self._waiting) == 1:
            asyncio.get_running_loop().call_soon(self._gather, 0)

    def end(self, case: Case, outcome: Decision | Exception) -> None:
        """Let whoever waits know."""
        self._in_work -= 1
        try:
            case.tell(outcome)
        except Exception:  # noqa: BLE001 - it is the one comment's, and the others go on
            _log.exception("an answer could not be given")

    def _gather(self, known: int) -> None:
        """Work off once a turn of the loop has brought nobody more: who came too late would wait for all of these.

        Where nobody more is let in, what the loop brings are refusals.
        """
        waiting = len(self._waiting)
        if known < waiting < _TOGETHER and not self._admission.is_full:
            asyncio.get_running_loop().call_soon(self._gather, waiting)
        else:
            self._work_off()

    def _next(self) -> list[Case]:
        """Who is to be judged or stored now; those who waited too long are refused."""
        turn: list[Case] = []
        while self._waiting and len(turn) < _TOGETHER:
            case = self._waiting.popleft()
            if case.judged is None and self._admission.gives_up(case.since):
                message = "More is asked than can be judged."
                self.end(case, OverloadedError(message))
            else:
                turn.append(case)
        return turn

    def _work_off(self) -> None:
        turn = self._next()
        if self._waiting:
            # Not told when this is done: where a thread stores, the next ones are judged meanwhile.
            asyncio.get_running_loop().call_soon(self._work_off)
        records: list[CommentRecord] = []
        kept: list[tuple[Case, Decision]] = []
        for case, judged in self._judged(turn):
            try:
                if judged.is_kept:
                    records.append(record_of(judged, case.submission, case.site, case.protocol))
                    kept.append((case, judged.decision))
                else:
                    self._settle(case, judged.decision, _COMMITTED)
            except Exception as error:  # noqa: BLE001 - as above
                self.end(case, error)
        if records:
            self._store(kept, records)

    def _judged(self, turn: Sequence[Case]) -> list[tuple[Case, Judged]]:
        """Judge those that nobody has; all but those that are in doubt now."""
        new = [case for case in turn if case.judged is None]
        done = [(case, case.judged) for case in turn if case.judged is not None]
        try:
            outcomes = self._judge.judge_all([Asked(case.submission, case.site, case.told) for case in new])
        except Exception as error:  # noqa: BLE001 - nobody may be left to wait for an answer
            for case in new:
                self.end(case, error)
            return done
        for case, judged in zip(new, outcomes, strict=True):
            case.judged = judged
            if judged.doubt is None:
                done.append((case, judged))
            else:
                self._put_off(case)
        return done

    def _put_off(self, case: Case) -> None:
        try:
            self._later(case)
        except Exception as error:  # noqa: BLE001 - as above
            self.end(case, error)

    def _store(self, kept: "list[tuple[Case, Decision]]", records: "list[CommentRecord]") -> None:
        outcome: Outcome = _COMMITTED
        try:
            if not self._writer.stores_at_once(records):
                self._hand_over(kept, records)
                return
        except StoreError as error:
            outcome = error
        except Exception:  # noqa: BLE001 - nobody may be left to wait for an answer
            _log.exception("comments could not be stored")
            outcome = StoreUnavailableError("the store failed unexpectedly")
        for case, decision in kept:
            self._settle(case, decision, outcome)

    def _hand_over(self, kept: "list[tuple[Case, Decision]]", records: "list[CommentRecord]") -> None:
        def settle(stored: "asyncio.Future[Sequence[Outcome]]") -> None:
            if not stored.cancelled():
                for (case, decision), outcome in zip(kept, stored.result(), strict=True):
                    self._settle(case, decision, outcome)

        self._writer.handed_over(records).add_done_callback(settle)

    def _settle(self, case: Case, decision: Decision, outcome: Outcome) -> None:
        """Let whoever waits know what became of the comment."""
        try:
            decision = settled(decision, outcome)
        except ServiceError as error:
            self._judge.forget((decision.id,))
            self.end(case, error)
            return
        self._metrics.judged(case.protocol, decision.decision, degraded=decision.degraded, reasons=decision.reasons)
        self.end(case, decision)


def is_long(submission: Submission) -> bool:
    """Whether it takes too long for a turn."""
    return len(submission.__dict__["content"]) > LONG_CHARACTERS


def settled(decision: Decision, outcome: Outcome) -> Decision:
    """The decision as it is answered once it is known what became of the record.

    Raises OverloadedError and AwayError where the comment is kept nowhere.
    """
    if outcome is _COMMITTED:
        return decision
    if outcome is WriteResult.SPOOLED:
        return degrade(decision, STORE_AWAY)
    if isinstance(outcome, RecordRefusedError):
        return degrade(decision, NOT_STORED)
    if isinstance(outcome, BacklogFullError):
        message = "The comments wait too long to be stored."
        raise OverloadedError(message) from outcome
    message = "The comment could be kept neither in the database nor on disk."
    raise AwayError(message) from outcome
