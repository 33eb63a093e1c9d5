"""A burst is let in whole; a queue that stands is kept short until it is gone."""

from collections import deque

import pytest

from service.admission import CALM_SECONDS, FEW, LONG_SECONDS, MANY, MOST, Admission
from tests.clock import Clock


def _served(admission: Admission, clock: Clock, alone: float, each: float, rounds: int) -> None:
    """A service that takes `alone` for a comment, and `each` more for every other in work; it is asked all the time."""
    for _ in range(rounds):
        entered: list[float] = []
        while len(entered) < 4_000 and admission.admits():
            entered.append(admission.enter())
        clock.now += alone + each * len(entered)
        for one in entered:
            admission.leave(one)


def _warm(clock: Clock, alone: float = 0.002) -> Admission:
    """One that has learned how long a comment takes alone."""
    admission = Admission(clock)
    for _ in range(500):
        _round(admission, clock, 1, alone)
    return admission


def _round(admission: Admission, clock: Clock, asked: int, seconds: float) -> int:
    """So many ask at once and are answered together after a while; how many were let in."""
    entered = [admission.enter() for _ in range(asked) if admission.admits()]
    clock.now += seconds
    for one in entered:
        admission.leave(one)
    return len(entered)


def test_many_at_once_are_let_in_when_it_is_quick() -> None:
    clock = Clock()
    admission = Admission(clock)
    assert [_round(admission, clock, 500, LONG_SECONDS / 2) for _ in range(20)] == [500] * 20
    assert admission.inside == 0


def test_on_a_slow_machine_so_many_may_wait_however_long_it_takes() -> None:
    clock = Clock()
    admission = Admission(clock)
    assert [_round(admission, clock, MANY, LONG_SECONDS * 10) for _ in range(20)] == [MANY] * 20


def test_after_many_waited_long_few_are_let_in_at_once() -> None:
    clock = Clock()
    admission = _warm(clock)
    assert [_round(admission, clock, MANY * 4, LONG_SECONDS * 2) for _ in range(2)] == [MANY * 4] * 2
    assert _round(admission, clock, MANY * 4, LONG_SECONDS * 2) == MANY
    assert admission.is_overloaded
    assert [_round(admission, clock, MANY * 4, LONG_SECONDS) for _ in range(50)] == [FEW] * 50


@pytest.mark.parametrize("is_warm", [True, False], ids=["after comments that came one by one", "from the first on"])
@pytest.mark.parametrize("alone", [0.001, 0.004, 0.05])
@pytest.mark.parametrize("each", [0.0001, 0.0007])
def test_while_more_is_asked_than_can_be_judged_a_comment_takes_twice_as_long_as_alone(
    alone: float, each: float, *, is_warm: bool
) -> None:
    clock = Clock()
    admission = _warm(clock, alone) if is_warm else Admission(clock)
    _served(admission, clock, alone, each, 3_000)
    assert admission.is_overloaded
    # An overload that is there from the first comment on is learned from with six at once.
    learned = alone if is_warm else alone + 6 * each
    assert admission.limit == pytest.approx(min(max((2 * learned - alone) / each, FEW), MOST), rel=0.3)


def test_a_disk_that_stalls_now_and_then_is_no_overload() -> None:
    clock = Clock()
    admission = Admission(clock)
    for _ in range(20):
        assert _round(admission, clock, 500, LONG_SECONDS * 20) == 500
        assert [_round(admission, clock, MANY, 0.002) for _ in range(50)] == [MANY] * 50
    assert not admission.is_overloaded


def test_one_burst_refuses_nobody_who_comes_after_it() -> None:
    clock = Clock()
    admission = Admission(clock)
    _round(admission, clock, 1_000, LONG_SECONDS * 4)
    assert [_round(admission, clock, FEW, LONG_SECONDS / 10) for _ in range(50)] == [FEW] * 50


def test_a_burst_that_takes_two_turns_is_worked_off() -> None:
    clock = Clock()
    admission = Admission(clock)
    assert _round(admission, clock, MANY * 2, LONG_SECONDS * 1.8) == MANY * 2
    assert _round(admission, clock, MANY * 2, LONG_SECONDS * 1.8) == MANY * 2
    assert not admission.is_overloaded


@pytest.mark.parametrize(("count", "seconds"), [(200, 0.01), (300, 0.01), (64, 0.001)])
def test_a_burst_on_an_idle_service_is_let_in_whole(count: int, seconds: float) -> None:
    clock = Clock()
    admission = _warm(clock, 0.0006)
    waits = _offered(admission, clock, [number * seconds / count for number in range(count)])
    assert len(waits) == count


@pytest.mark.parametrize("each", [0.0001, 0.0002, 0.0004])
def test_a_burst_that_finds_a_slow_machine_is_let_in_whole(each: float) -> None:
    clock = Clock()
    admission = _warm(clock, 0.0006)
    waits = _offered(admission, clock, [number * 0.01 / 200 for number in range(200)], each)
    assert len(waits) == 200


def test_twice_as_much_as_can_be_judged_is_told_before_anybody_waits_for_long() -> None:
    clock = Clock()
    admission = _warm(clock, 0.0006)
    waits = _offered(admission, clock, [number / 16_000 for number in range(16_000)])
    assert max(waits) < 0.025
    assert sum(wait > 0.015 for wait in waits) < 0.025 * len(waits)
    assert len(waits) > 16_000 * 0.28


def _offered(admission: Admission, clock: Clock, moments: list[float], each: float = 0.00011) -> list[float]:
    """How long those waited who were let in, of comments that come at these moments (s).

    The service judges 32 at a time, and reads what came meanwhile: `each` a comment, 0.3 ms a turn, 0.02 a refusal.
    """
    began, waiting, waits = clock.now, deque[tuple[float, float]](), []
    coming = deque(began + moment for moment in moments)
    while coming or waiting:
        if not waiting:
            clock.now = max(clock.now, coming[0])
        read_at = clock.now
        while coming and coming[0] <= read_at:
            came = coming.popleft()
            clock.now += 0.00002
            if admission.admits():
                waiting.append((came, admission.enter()))
        while waiting and admission.gives_up(waiting[0][1]):
            clock.now += 0.00002
            admission.leave(waiting.popleft()[1])
        turn = [waiting.popleft() for _ in range(min(32, len(waiting)))]
        clock.now += 0.0003 + each * len(turn)
        for came, entered in turn:
            admission.leave(entered)
            waits.append(clock.now - came)
    return waits


def test_who_came_before_an_overload_was_known_is_refused_while_others_are() -> None:
    clock = Clock()
    admission = _warm(clock)
    early = admission.enter()
    for _ in range(2):
        _round(admission, clock, MANY * 4, LONG_SECONDS * 2)
    assert not admission.gives_up(early)
    late = [admission.enter() for _ in range(MANY)][-1]
    assert not admission.admits()
    assert admission.gives_up(early)
    assert not admission.gives_up(late)
    clock.now += LONG_SECONDS * 4
    assert not admission.admits()
    assert admission.gives_up(late)


def test_after_a_burst_that_nobody_follows_no_one_who_waits_is_refused() -> None:
    clock = Clock()
    admission = _warm(clock)
    for _ in range(2):
        _round(admission, clock, MANY * 4, LONG_SECONDS * 2)
    waiting = [admission.enter() for _ in range(MANY)]
    assert not admission.admits()
    clock.now += LONG_SECONDS * 4
    assert admission.is_overloaded
    assert not any(map(admission.gives_up, waiting))


def test_it_is_full_only_while_more_is_asked_than_can_be_judged() -> None:
    clock = Clock()
    admission = _warm(clock)
    waiting = [admission.enter() for _ in range(MANY * 2)]
    assert not admission.is_full
    for one in waiting:
        admission.leave(one)
    for _ in range(3):
        _round(admission, clock, MANY * 4, LONG_SECONDS * 2)
    assert not admission.is_full
    while admission.admits():
        admission.enter()
    assert admission.is_full


def test_a_turn_that_takes_long_is_no_calm() -> None:
    clock = Clock()
    admission = _warm(clock)
    for _ in range(3):
        _round(admission, clock, MANY * 4, LONG_SECONDS * 2)
    assert [_round(admission, clock, MANY * 4, CALM_SECONDS * 3) for _ in range(5)] == [FEW] * 5


def test_when_nobody_was_refused_for_a_while_many_are_let_in_again() -> None:
    clock = Clock()
    admission = _warm(clock)
    for _ in range(3):
        _round(admission, clock, MANY * 4, LONG_SECONDS * 2)
    assert FEW <= _round(admission, clock, MANY * 2, 0.001) < MANY
    clock.now += CALM_SECONDS * 1.1
    assert _round(admission, clock, MANY * 2, 0.001) == MANY * 2
    assert not admission.is_overloaded


def test_while_many_are_in_work_it_is_not_learned_how_long_one_takes_alone() -> None:
    clock = Clock()
    admission = Admission(clock)
    for _ in range(500):
        _round(admission, clock, MANY, LONG_SECONDS * 2)
    assert _round(admission, clock, MANY * 2, LONG_SECONDS * 2) == MANY


def test_no_more_are_let_in_than_were_asked_for() -> None:
    clock = Clock()
    admission = _warm(clock)
    _round(admission, clock, MANY, LONG_SECONDS * 2)
    _round(admission, clock, MANY * 2, LONG_SECONDS * 2)
    for _ in range(500):
        _round(admission, clock, FEW // 2, LONG_SECONDS / 100)
    assert admission.limit == FEW


def test_one_that_takes_long_by_itself_is_no_overload() -> None:
    clock = Clock()
    admission = Admission(clock)
    long_one = admission.enter()
    assert [_round(admission, clock, MANY - 1, LONG_SECONDS) for _ in range(5)] == [MANY - 1] * 5
    admission.leave(long_one)
    assert not admission.is_overloaded
