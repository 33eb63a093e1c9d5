"""What is made once is made once."""

from concurrent.futures import ThreadPoolExecutor
from itertools import count

from service.once import Once


def test_of_many_who_ask_at_once_one_makes_it() -> None:
    numbers = count(1)
    thing = Once(lambda: next(numbers))
    assert thing.made is None
    with ThreadPoolExecutor(8) as askers:
        assert set(askers.map(lambda _: thing(), range(50))) == {1}
    assert thing.made == 1
