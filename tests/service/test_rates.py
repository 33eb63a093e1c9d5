"""Token buckets."""

from service.rates import Rates
from tests.clock import Clock


def test_a_bucket_is_emptied_and_fills_with_time() -> None:
    clock = Clock()
    rates: Rates[str] = Rates(clock=clock)
    assert [rates.take("a", per_minute=60, burst=3) for _ in range(4)] == [0, 0, 0, 1]
    clock.now += 0.5
    assert rates.take("a", per_minute=60, burst=3) == 0.5
    clock.now += 0.5
    assert rates.take("a", per_minute=60, burst=3) == 0
    clock.now += 1000
    assert [rates.take("a", per_minute=60, burst=3) for _ in range(4)] == [0, 0, 0, 1]


def test_buckets_do_not_share_tokens() -> None:
    rates: Rates[int] = Rates(clock=Clock())
    assert rates.take(1, per_minute=1, burst=1) == 0
    assert rates.take(1, per_minute=1, burst=1) == 60
    assert rates.take(2, per_minute=1, burst=1) == 0


def test_memory_is_bounded_and_the_busiest_is_remembered() -> None:
    rates: Rates[int] = Rates(capacity=3, clock=Clock())
    for key in (1, 2, 3, 1, 4):
        rates.take(key, per_minute=1, burst=2)
    assert rates.take(1, per_minute=1, burst=2) > 0
    assert rates.take(2, per_minute=1, burst=2) == 0
