"""The one use case: a comment in, a decision out, remembered before it is answered."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, NamedTuple

from model.comment import Submission
from model.policy import Finding
from service.checks import SiteRules
from service.decision import NOT_STORED, STORE_AWAY, Decision, degrade
from service.errors import AwayError, OverloadedError, ServiceError
from service.judge import Judge, Judged
from service.keeping import record_of
from service.metrics import Metrics
from store.errors import BacklogFullError, RecordRefusedError, StoreError, StoreUnavailableError
from store.outcomes import Outcome, WriteResult
from store.writer import Writer

LONG_CHARACTERS: Final = 8_000
"""A longer comment is judged in a thread, so that the others need not wait for it."""
_LONG_AT_ONCE: Final = 2
_TOGETHER: Final = 32
"""So many comments at most are judged and stored before what came in meanwhile is read."""
_BREATH: Final = 8
"""After so many comments of a batch, others get their turn."""
_FEW: Final = 16
"""More parts of a comment are scored in a thread."""

Tell = Callable[[Decision | Exception], None]
"""Who is told of a decision, or of the error in its place."""

_log = logging.getLogger(__name__)


class _Case(NamedTuple):
    """A comment to be judged and kept; `judged`: what another thread has made of it already."""

    submission: Submission
    site: SiteRules
    protocol: str
    told: Sequence[Finding]
    tell: Tell
    judged: Judged | None = None


class Moderator:
    """Judges comments and has them stored; `max_pending` comments are in work at once, no more."""

    def __init__(self, judge: Judge, writer: Writer, metrics: Metrics, *, max_pending: int) -> None:
        self._judge = judge
        self._writer = writer
        self._metrics = metrics
        self._max_pending = max_pending
        self._in_work = 0
        self._turn: deque[_Case] = deque()
        self._working: set[asyncio.Task[None]] = set()
        # Threads of its own: however many long comments there are, keys are looked up and comments read meanwhile.
        self._aside = ThreadPoolExecutor(_LONG_AT_ONCE, "judge")

    def close(self) -> None:
        """Take no more long comments; what is in work is finished."""
        self._aside.shutdown(wait=False)

    async def check(
        self, submission: Submission, site: SiteRules, protocol: str, told: Sequence[Finding] = ()
    ) -> Decision:
        """The decision; when this returns it is on disk, unless the comment was not to be stored.

        `told` is what the protocol itself has to say of the comment, such as that a part of it was cut off.
        Raises OverloadedError at once past the backlog, and AwayError where the comment can be kept nowhere.
        """
        future: asyncio.Future[Decision] = asyncio.get_running_loop().create_future()
        self.begin(submission, site, protocol, lambda outcome: _resolve(future, outcome), told)
        return await future

    def begin(
        self, submission: Submission, site: SiteRules, protocol: str, tell: Tell, told: Sequence[Finding] = ()
    ) -> None:
        """As `check`, but what it returns or raises is told later, by a call; only OverloadedError is raised.

        No future: its callbacks would run in the loop's next turn, after the requests that came in meanwhile are read.
        """
        self._admit(1)
        case = _Case(submission, site, protocol, told, tell)
        if len(submission.content) > LONG_CHARACTERS:
            self._go_on(self._judge_aside(case))
        else:
            self._add_to_turn(case)

    async def check_many(self, submissions: Sequence[Submission], site: SiteRules, protocol: str) -> list[Decision]:
        """As `check` for each of them, in order and with one commit; raises for all of them or for none."""
        self._admit(len(submissions))
        try:
            judged = []
            for number, submission in enumerate(submissions, 1):
                if len(submission.content) > LONG_CHARACTERS:
                    judged.append(await self._judged_aside(submission, site))
                else:
                    judged.append(self._judge.judge(submission, site))
                if number % _BREATH == 0:
                    await asyncio.sleep(0)
            # One after the other and without a deadline, so that a batch takes turns with what readers wait for.
            judged = [one if one.doubt is None else await self._doubted(one, patient=True) for one in judged]
            decisions = [one.decision for one in judged]
            kept = [number for number, submission in enumerate(submissions) if submission.is_kept]
            records = [record_of(judged[number], submissions[number], site, protocol) for number in kept]
            try:
                outcomes: Sequence[Outcome] = await self._writer.write_many(records) if records else ()
            except StoreError as error:
                outcomes = [error] * len(records)
            for number, outcome in zip(kept, outcomes, strict=True):
                decisions[number] = _settled(decisions[number], outcome)
        finally:
            self._in_work -= len(submissions)
        for decision in decisions:
            self._metrics.judged(protocol, decision.decision, degraded=decision.degraded, reasons=decision.reasons)
        return decisions

    async def scores_of(self, parts: Sequence[str], site: SiteRules, language: str) -> list[Mapping[str, float]]:
        """As `Judge.scores_of`; nothing is decided and nothing kept."""
        if len(parts) > _FEW or sum(map(len, parts)) > LONG_CHARACTERS:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._aside, self._judge.scores_of, parts, site, language)
        return self._judge.scores_of(parts, site, language)

    def _add_to_turn(self, case: _Case) -> None:
        """What is asked in one turn of the loop is judged at its end and stored with one commit, up to `_TOGETHER`.

        One comment after the other, while the processor has code and tables at hand. What is beyond comes in the next
        turn: who waits longest is answered first, and whoever comes then is let in or not by how long these waited.
        """
        self._turn.append(case)
        if len(self._turn) == 1:
            self._go_on(self._work_off())

    async def _judge_aside(self, case: _Case) -> None:
        try:
            judged = await self._doubted(await self._judged_aside(case.submission, case.site, case.told))
        except Exception as error:  # noqa: BLE001 - it is told to whoever waits
            self._end(case, error)
        else:
            self._add_to_turn(case._replace(judged=judged))

    async def _read_again(self, case: _Case, judged: Judged) -> None:
        """Decide once the second reader has read, or as the first one did; whoever came after need not wait for it."""
        try:
            judged = await self._doubted(judged)
        except Exception as error:  # noqa: BLE001 - as above
            self._end(case, error)
        else:
            self._add_to_turn(case._replace(judged=judged))

    async def _doubted(self, judged: Judged, *, patient: bool = False) -> Judged:
        """What is judged, once what is in doubt was read again; it stays where it cannot be."""
        second = self._judge.second
        if second is None or judged.doubt is None:
            return judged
        reading = await second.read(judged.doubt.text, patient=patient)
        return judged._replace(doubt=None) if reading is None else self._judge.again(judged, reading)

    async def _work_off(self) -> None:
        turn = [self._turn.popleft() for _ in range(min(_TOGETHER, len(self._turn)))]
        if self._turn:
            # Not told when this is done: where a thread stores, the next ones are judged meanwhile.
            self._go_on(self._work_off())
        kept: list[tuple[_Case, Decision]] = []
        records = []
        for case in turn:
            submission, site, protocol, told, _, aside = case
            try:
                judged = aside or self._judge.judge(submission, site, told)
                if judged.doubt is not None and aside is None:
                    self._go_on(self._read_again(case, judged))
                elif submission.is_kept:
                    records.append(record_of(judged, submission, site, protocol))
                    kept.append((case, judged.decision))
                else:
                    self._settle(case, judged.decision, WriteResult.COMMITTED)
            except Exception as error:  # noqa: BLE001 - it is the one comment's, and the others go on
                self._end(case, error)
        try:
            outcomes: Sequence[Outcome] = await self._writer.write_many(records) if records else ()
        except StoreError as error:
            outcomes = [error] * len(records)
        except Exception:  # noqa: BLE001 - as above
            # Nobody may be left to wait for an answer.
            _log.exception("comments could not be stored")
            outcomes = [StoreUnavailableError("the store failed unexpectedly")] * len(records)
        for (case, decision), outcome in zip(kept, outcomes, strict=True):
            self._settle(case, decision, outcome)

    def _settle(self, case: _Case, decision: Decision, outcome: Outcome) -> None:
        """Let whoever waits know what became of the comment."""
        try:
            settled = _settled(decision, outcome)
        except ServiceError as error:
            self._end(case, error)
            return
        self._metrics.judged(case.protocol, settled.decision, degraded=settled.degraded, reasons=settled.reasons)
        self._end(case, settled)

    def _end(self, case: _Case, outcome: Decision | Exception) -> None:
        self._in_work -= 1
        try:
            case.tell(outcome)
        except Exception:  # noqa: BLE001 - as above
            _log.exception("an answer could not be given")

    def _go_on(self, work: Coroutine[None, None, None]) -> None:
        self._working.add(task := asyncio.get_running_loop().create_task(work))
        task.add_done_callback(self._working.discard)

    async def _judged_aside(self, submission: Submission, site: SiteRules, told: Sequence[Finding] = ()) -> Judged:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._aside, self._judge.judge, submission, site, told)

    def _admit(self, count: int) -> None:
        # A batch larger than the backlog is taken when there is nothing else, or it could never be.
        if self._in_work and self._in_work + count > self._max_pending:
            message = f"{self._in_work} comments are in work and {self._max_pending} may be."
            raise OverloadedError(message)
        self._in_work += count


def _resolve(future: asyncio.Future[Decision], outcome: Decision | Exception) -> None:
    """Let the one who waits go on, unless they have given up."""
    if future.done():
        return
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)


def _settled(decision: Decision, outcome: Outcome) -> Decision:
    """The decision as it is answered once it is known what became of the record."""
    match outcome:
        case WriteResult.COMMITTED:
            return decision
        case WriteResult.SPOOLED:
            return degrade(decision, STORE_AWAY)
        case RecordRefusedError():
            return degrade(decision, NOT_STORED)
        case BacklogFullError():
            message = "The comments wait too long to be stored."
            raise OverloadedError(message) from outcome
    message = "The comment could be kept neither in the database nor on disk."
    raise AwayError(message) from outcome
