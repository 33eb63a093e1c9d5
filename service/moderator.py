"""The one use case: a comment in, a decision out, remembered before it is answered."""

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from typing import TYPE_CHECKING, Final

from model.comment import Submission
from model.findings import Finding
from service.admission import Admission
from service.checks import SiteRules
from service.decision import Decision
from service.errors import ServiceError
from service.judge import Asked, Judge, Judged
from service.keeping import record_of
from service.metrics import Metrics
from service.turns import LONG_CHARACTERS, Case, Turns, is_long, settled
from store.errors import StoreError
from store.writer import Writer

if TYPE_CHECKING:
    from store.outcomes import Outcome

_LONG_AT_ONCE: Final = 2
_BREATH: Final = 16
"""After so many comments of a batch, others get their turn."""
_FEW: Final = 16
"""More parts of a comment are scored in a thread."""


class Moderator:
    """Judges comments and has them stored; `max_pending` comments are in work at once, no more.

    `admission` tells who waited too long for it. `turns` is where they are judged, for whoever waits for no coroutine.
    """

    def __init__(
        self, judge: Judge, writer: Writer, metrics: Metrics, admission: Admission, *, max_pending: int
    ) -> None:
        self._judge = judge
        self._writer = writer
        self._metrics = metrics
        self.turns = Turns(judge, writer, metrics, self._begin_aside, admission, max_pending=max_pending)
        self._working: set[asyncio.Task[None]] = set()
        # Threads of its own: however many long comments there are, keys are looked up and comments read meanwhile.
        self._aside = ThreadPoolExecutor(_LONG_AT_ONCE, "judge")

    def close(self) -> None:
        """Take no more long comments; what is in work is finished."""
        self._aside.shutdown(wait=False)

    async def check(
        self,
        submission: Submission,
        site: SiteRules,
        protocol: str,
        told: Sequence[Finding] = (),
        *,
        is_patient: bool = False,
    ) -> Decision:
        """The decision; when this returns it is on disk, unless the comment was not to be stored.

        `told` is what the protocol itself has to say of the comment, such as that a part of it was cut off.
        Raises OverloadedError past the backlog, and, unless `is_patient`, where it has waited too long in an overload;
        AwayError where the comment can be kept nowhere.
        """
        future: asyncio.Future[Decision] = asyncio.get_running_loop().create_future()
        self.turns.begin(
            submission, site, protocol, lambda outcome: _resolve(future, outcome), told, is_patient=is_patient
        )
        return await future

    async def check_many(self, submissions: Sequence[Submission], site: SiteRules, protocol: str) -> list[Decision]:
        """As `check` for each of them, in order and with one commit; raises for all of them or for none."""
        self.turns.admit(len(submissions))
        try:
            judged: list[Judged] = []
            for begin in range(0, len(submissions), _BREATH):
                if begin:
                    await asyncio.sleep(0)
                judged += await self._judged_many(submissions[begin : begin + _BREATH], site)
            # One after the other and without a deadline, so that a batch takes turns with what readers wait for.
            judged = [one if one.doubt is None else await self._doubted(one, patient=True) for one in judged]
            decisions = [one.decision for one in judged]
            kept = [number for number, one in enumerate(judged) if one.is_kept]
            records = [record_of(judged[number], submissions[number], site, protocol) for number in kept]
            try:
                outcomes: Sequence[Outcome] = await self._writer.write_many(records) if records else ()
            except StoreError as error:
                outcomes = [error] * len(records)
            try:
                for number, outcome in zip(kept, outcomes, strict=True):
                    decisions[number] = settled(decisions[number], outcome)
            except ServiceError:
                self._judge.forget([record.id for record in records])
                raise
        finally:
            self.turns.leave(len(submissions))
        for decision in decisions:
            self._metrics.judged(protocol, decision.decision, degraded=decision.degraded, reasons=decision.reasons)
        return decisions

    async def scores_of(self, parts: Sequence[str], site: SiteRules, language: str) -> list[Mapping[str, float]]:
        """As `Judge.scores_of`; nothing is decided and nothing kept."""
        if len(parts) > _FEW or sum(map(len, parts)) > LONG_CHARACTERS:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._aside, self._judge.scores_of, parts, site, language)
        return self._judge.scores_of(parts, site, language)

    def _begin_aside(self, case: Case) -> None:
        self._working.add(task := asyncio.get_running_loop().create_task(self._work_aside(case)))
        task.add_done_callback(self._working.discard)

    async def _work_aside(self, case: Case) -> None:
        """Judge a long comment, and have read again what is in doubt; whoever came after need not wait for it."""
        try:
            judged = case.judged or await self._judged_aside(case.submission, case.site, case.told)
            case.judged = await self._doubted(judged)
        except Exception as error:  # noqa: BLE001 - it is told to whoever waits
            self.turns.end(case, error)
        else:
            self.turns.add(case)

    async def _doubted(self, judged: Judged, *, patient: bool = False) -> Judged:
        """What is judged, once what is in doubt was read again; it stays where it cannot be."""
        second = self._judge.second
        if second is None or judged.doubt is None:
            return judged
        reading = await second.read(judged.doubt.text, patient=patient)
        return judged._replace(doubt=None) if reading is None else self._judge.again(judged, reading)

    async def _judged_many(self, submissions: Sequence[Submission], site: SiteRules) -> list[Judged]:
        """Each after those before it."""
        judged: list[Judged] = []
        for are_long, some in groupby(submissions, is_long):
            if are_long:
                judged += [await self._judged_aside(one, site) for one in some]
                continue
            judged += self._judge.judge_all([Asked(one, site) for one in some])
        return judged

    async def _judged_aside(self, submission: Submission, site: SiteRules, told: Sequence[Finding] = ()) -> Judged:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._aside, self._judge.judge, submission, site, told)


def _resolve(future: asyncio.Future[Decision], outcome: Decision | Exception) -> None:
    """Let the one who waits go on, unless they have given up."""
    if future.done():
        return
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
