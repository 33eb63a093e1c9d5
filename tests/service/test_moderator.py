"""Comments that come at the same moment are judged together, and each gets its own answer."""

import asyncio
import json
from collections.abc import Sequence

import pytest

from model.comment import Submission
from model.text import read
from service.admission import Admission
from service.checks import SiteRules
from service.decision import Decision
from service.errors import AwayError, OverloadedError
from service.judge import Asked, Doubt, Judged
from service.parts import MODEL, MODERATOR, SITES, WRITER
from service.turns import Case
from store.errors import BacklogFullError
from store.records import CommentRecord
from tests.clock import Clock
from tests.conftest_service import Desk
from tests.service.overloads import overload
from tests.waiting import until


async def test_what_comes_at_the_same_moment_is_stored_together(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    batches = _noted(desk, monkeypatch)
    site = await _site(desk)
    contents = [f"Comment number {number}, you idiot." for number in range(9)]
    submissions = [Submission(content=content, author_name="Ada", store=content[15] != "8") for content in contents]
    decisions = await asyncio.gather(*(desk.app[MODERATOR].check(one, site, "native") for one in submissions))
    assert batches == [8]
    assert len({decision.id for decision in decisions}) == 9
    assert all(decision.reasons[0].code == "toxicity" for decision in decisions)


async def test_of_very_many_the_first_are_answered_before_the_last_are_judged(desk: Desk) -> None:
    site, moderator = await _site(desk), desk.app[MODERATOR]
    await moderator.check(Submission(content="That was well explained.", author_name="Ada"), site, "native")
    told: list[int] = []
    for number in range(70):
        comment = Submission(content=f"Comment number {number}.", author_name="Ada", author_id=str(number))
        moderator.turns.begin(comment, site, "native", lambda _, number=number: told.append(number))  # type: ignore[misc]
    answered = []
    while len(told) < 70:
        await asyncio.sleep(0)
        answered.append(len(told))
    assert told == list(range(70))
    assert [count for count in answered if count] == [32, 64, 70]


async def test_in_an_overload_who_waited_too_long_is_refused_and_not_stored(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, moderator = await _site(desk), desk.app[MODERATOR]
    clock = Clock()
    monkeypatch.setattr(moderator.turns, "_admission", admission := Admission(clock))
    batches = _noted(desk, monkeypatch)
    told: dict[str, Decision | Exception] = {}

    def begin(name: str, *, is_patient: bool = False) -> None:
        comment = Submission(content="That was well explained.", author_name=name)
        moderator.turns.begin(
            comment, site, "native", lambda outcome: told.update({name: outcome}), is_patient=is_patient
        )

    begin("early")
    begin("patient", is_patient=True)
    overload(admission, clock)
    begin("late")
    assert not admission.admits()
    await until(lambda: len(told) == 3)
    assert isinstance(told["early"], OverloadedError)
    assert isinstance(told["patient"], Decision)
    assert isinstance(told["late"], Decision)
    assert batches == [2]
    begin("first")
    begin("second")
    clock.now += 0.02
    assert not admission.admits()
    await until(lambda: len(told) == 5)
    assert isinstance(told["first"], OverloadedError)
    assert isinstance(told["second"], OverloadedError)
    begin("last")
    await until(lambda: len(told) == 6)
    assert isinstance(told["last"], Decision)


async def test_a_turn_begins_at_once_where_nobody_more_is_let_in(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    site, moderator = await _site(desk), desk.app[MODERATOR]
    await moderator.check(Submission(content="That was well explained.", author_name="Ada"), site, "native")
    clock = Clock()
    monkeypatch.setattr(moderator.turns, "_admission", admission := Admission(clock))
    overload(admission, clock)
    told: list[Decision | Exception] = []
    moderator.turns.begin(Submission(content="So was this.", author_name="Ada"), site, "native", told.append)
    await asyncio.sleep(0)
    assert [type(one) for one in told] == [Decision]


async def test_who_comes_while_others_are_read_is_judged_and_stored_with_them(desk: Desk) -> None:
    site, moderator = await _site(desk), desk.app[MODERATOR]
    await moderator.check(Submission(content="That was well explained.", author_name="Ada"), site, "native")
    told: list[str] = []
    for name in ("first", "second", "third"):
        submission = Submission(content="That was well explained.", author_name=name)
        moderator.turns.begin(submission, site, "native", lambda _, name=name: told.append(name))  # type: ignore[misc]
        await asyncio.sleep(0)
        assert not told
    await asyncio.sleep(0)
    assert told == ["first", "second", "third"]


async def test_what_cannot_be_put_off_keeps_no_other_from_its_answer(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    moderator, site = desk.app[MODERATOR], await _site(desk)
    judge = moderator._judge  # noqa: SLF001 - nothing that is asked for makes it fail

    class Doubting:
        def judge_all(self, asked: Sequence[Asked]) -> Sequence[Judged]:
            first, *others = judge.judge_all(asked)
            doubt = Doubt(read("doubt"), desk.app[MODEL].bundle, site, asked[0].comment)  # type: ignore[arg-type]
            return [first._replace(doubt=doubt), *others]

    def fail(case: Case) -> None:
        raise RuntimeError(case.protocol)

    monkeypatch.setattr(moderator.turns, "_judge", Doubting())
    monkeypatch.setattr(moderator.turns, "_later", fail)
    comments = [Submission(content="That was well explained.", author_name=name) for name in ("Ada", "Ben")]
    asked = [moderator.check(one, site, "native") for one in comments]
    first, second = await asyncio.gather(*asked, return_exceptions=True)
    assert isinstance(first, RuntimeError)
    assert isinstance(second, Decision)


async def test_a_batch_is_judged_in_its_order_however_long_its_comments_are(desk: Desk) -> None:
    await desk.set_policy(json.dumps({"flood_comments": 3}))
    site = await _site(desk)
    contents = ["A long story. " * 700, *(f"Comment number {number} of this author." for number in range(3))]
    batch = [Submission(content=content, author_name="Ada", author_id="7") for content in contents]
    decisions = await desk.app[MODERATOR].check_many(batch, site, "native")
    assert ["flood" in {reason.code for reason in one.reasons} for one in decisions] == [False, False, False, True]
    assert [one.id for one in decisions] == sorted(one.id for one in decisions)


async def test_where_none_can_be_judged_nobody_is_left_to_wait(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing:
        def judge_all(self, asked: Sequence[Asked]) -> Sequence[Judged]:
            raise MemoryError(len(asked))

    moderator, site = desk.app[MODERATOR], await _site(desk)
    monkeypatch.setattr(moderator.turns, "_judge", Failing())
    comments = [Submission(content="That was well explained.", author_name=name) for name in ("Ada", "Ben")]
    asked = [moderator.check(one, site, "native") for one in comments]
    failures = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(failure) for failure in failures] == [MemoryError, MemoryError]


async def test_who_gives_up_keeps_no_other_from_its_answer(desk: Desk) -> None:
    site = await _site(desk)
    asked = [
        asyncio.ensure_future(desk.app[MODERATOR].check(Submission(content=content, author_name="Ada"), site, "native"))
        for content in ("That was well explained.", "So was this.")
    ]
    await asyncio.sleep(0)
    asked[0].cancel()
    assert (await asked[1]).decision == "accept"
    assert asked[0].cancelled()


async def test_one_who_cannot_be_told_keeps_no_other_from_its_answer(desk: Desk) -> None:
    site, moderator = await _site(desk), desk.app[MODERATOR]

    def deaf(outcome: Decision | Exception) -> None:
        raise ConnectionError(outcome)

    moderator.turns.begin(Submission(content="That was well explained.", author_name="Ada"), site, "native", deaf)
    decision = await moderator.check(Submission(content="So was this.", author_name="Ada"), site, "native")
    assert decision.decision == "accept"


async def test_what_is_committed_at_once_is_told_when_nobody_more_has_come(desk: Desk) -> None:
    site, moderator = await _site(desk), desk.app[MODERATOR]
    await moderator.check(Submission(content="That was well explained.", author_name="Ada"), site, "native")
    told: list[Decision | Exception] = []
    moderator.turns.begin(Submission(content="So was this.", author_name="Ada"), site, "native", told.append)
    await asyncio.sleep(0)
    assert not told
    await asyncio.sleep(0)
    assert [one.decision for one in told if isinstance(one, Decision)] == ["accept"]


async def test_what_fails_while_it_is_stored_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(records: Sequence[CommentRecord]) -> bool:
        raise OSError(len(records))

    monkeypatch.setattr(desk.app[WRITER], "stores_at_once", failing)
    with pytest.raises(AwayError):
        await desk.app[MODERATOR].check(
            Submission(content="Well said.", author_name="Ada"), await _site(desk), "native"
        )
    decision = await desk.app[MODERATOR].check(
        Submission(content="Well said.", author_name="Ada", store=False), await _site(desk), "native"
    )
    assert (decision.decision, decision.degraded) == ("accept", False)


async def test_what_could_be_kept_nowhere_is_held_against_nobody_who_sends_it_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(records: Sequence[CommentRecord]) -> bool:
        raise BacklogFullError(len(records))

    moderator, site = desk.app[MODERATOR], await _site(desk)
    content = "The bridge across the river was closed in May, and not in June, as you say."
    again = Submission(content=content, author_name="Ada")
    with monkeypatch.context() as patch:
        patch.setattr(desk.app[WRITER], "stores_at_once", failing)
        with pytest.raises(OverloadedError):
            await moderator.check(again, site, "native")
        with pytest.raises(OverloadedError):
            await moderator.check_many([again], site, "native")
    decision = await moderator.check(again, site, "native")
    assert (decision.decision, decision.reasons) == ("accept", ())
    (repeated,) = await moderator.check_many([again], site, "native")
    assert [reason.code for reason in repeated.reasons] == ["repeated_comment"]


async def _site(desk: Desk) -> SiteRules:
    return await desk.app[SITES].admit(desk.key, "192.0.2.1")


def _noted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many comments are stored together, each time."""
    batches: list[int] = []
    stores_at_once = desk.app[WRITER].stores_at_once

    def noting(records: Sequence[CommentRecord]) -> bool:
        batches.append(len(records))
        return stores_at_once(records)

    monkeypatch.setattr(desk.app[WRITER], "stores_at_once", noting)
    return batches
