"""Whatever keeps the second reader from answering in time, whoever asked goes on without it."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from model.bundle import BundleError
from model.reader.reader import Reader
from model.text import Text
from service.metrics import Metrics
from service.second_reader import QUEUE, SecondReader, second_reader
from tests.model.reader.readers import fake_reader

SOON = 30.0


@contextmanager
def reading(say: Callable[[str], float], *, deadline: float = SOON) -> Iterator[tuple[SecondReader, Metrics]]:
    """A second reader that is loaded, and what counts its outcomes."""
    metrics = Metrics()
    second = SecondReader(lambda: fake_reader(say), metrics, deadline=deadline)
    second.load()
    try:
        yield second, metrics
    finally:
        second.close()


def outcomes(metrics: Metrics) -> dict[str, int]:
    return {
        line.split('"')[1]: int(float(line.split()[-1]))
        for line in metrics.exposition().decode().splitlines()
        if line.startswith("copydesk_reader_total")
    }


async def test_it_tells_what_it_makes_of_a_text() -> None:
    with reading(lambda text: float(len(text))) as (second, metrics):
        found = await second.read(Text("four"))
        assert found is not None
        assert found.logits == [4.0] * 7
        assert outcomes(metrics) == {"read": 1}
        assert b"copydesk_reader_seconds_count 1.0" in metrics.exposition()


async def test_what_is_late_is_let_go_and_the_next_is_read() -> None:
    go = threading.Event()

    def slow(text: str) -> float:
        if text == "slow":
            assert go.wait(SOON)
        return 1.0

    with reading(slow, deadline=0.01) as (second, metrics):
        assert await second.read(Text("slow")) is None
        assert await second.read(Text("behind it")) is None  # its turn does not come in time either
        go.set()
        assert await second.read(Text("patient"), patient=True) is not None
        assert outcomes(metrics) == {"late": 2, "read": 1}


async def test_what_waited_too_long_is_not_read_any_more() -> None:
    go, seen = threading.Event(), []

    def noting(text: str) -> float:
        seen.append(text)
        assert go.wait(SOON)
        return 1.0

    with reading(noting, deadline=0.01) as (second, _):
        assert await second.read(Text("first")) is None
        assert await second.read(Text("second")) is None
        go.set()
        assert await second.read(Text("third"), patient=True) is not None
        assert seen == ["first", "third"]


async def test_more_than_may_wait_are_told_at_once() -> None:
    go = threading.Event()

    def held(_: str) -> float:
        assert go.wait(SOON)
        return 1.0

    with reading(held) as (second, metrics):
        waiting = [asyncio.ensure_future(second.read(Text(str(number)))) for number in range(QUEUE)]
        await asyncio.sleep(0)
        assert await second.read(Text("one more")) is None
        go.set()
        assert None not in await asyncio.gather(*waiting)
        assert outcomes(metrics) == {"full": 1, "read": QUEUE}


async def test_what_could_not_be_read_in_time_does_not_wait_at_all() -> None:
    go = threading.Event()

    def slow(text: str) -> float:
        if text == "held":
            assert go.wait(SOON)
        else:
            time.sleep(0.05)
        return 1.0

    with reading(slow, deadline=0.01) as (second, metrics):
        for _ in range(5):  # it learns how long one takes
            assert await second.read(Text("slow"), patient=True) is not None
        held = asyncio.ensure_future(second.read(Text("held"), patient=True))
        await asyncio.sleep(0)
        assert await second.read(Text("behind it")) is None
        go.set()
        assert await held is not None
        assert outcomes(metrics) == {"full": 1, "read": 6}


@pytest.mark.parametrize("said", [float("nan"), float("inf"), None])
async def test_a_reading_that_fails_is_none_and_the_next_is_read(said: float | None) -> None:
    def failing(text: str) -> float:
        if text != "bad":
            return 1.0
        if said is None:
            message = "out of order"
            raise RuntimeError(message)
        return said

    with reading(failing) as (second, metrics):
        assert await second.read(Text("bad")) is None
        assert await second.read(Text("good")) is not None
        assert outcomes(metrics) == {"failed": 1, "read": 1}


async def test_whoever_gives_up_leaves_no_place_taken() -> None:
    with reading(lambda _: 1.0) as (second, _):
        for _ in range(3 * QUEUE):
            asked = asyncio.ensure_future(second.read(Text("left")))
            await asyncio.sleep(0)
            asked.cancel()
        async with asyncio.timeout(SOON):
            while await second.read(Text("stayed"), patient=True) is None:  # noqa: ASYNC110 - threads'
                await asyncio.sleep(0)


async def test_once_closed_it_reads_nothing() -> None:
    with reading(lambda _: 1.0) as (second, _):
        second.close()
        assert await second.read(Text("late")) is None


def test_until_it_is_loaded_it_is_asked_nothing() -> None:
    second = SecondReader(lambda: fake_reader(lambda _: 1.0), Metrics())
    states = [second.state]
    assert not second.is_asked({"toxicity": 0.5}, "en")
    second.load()
    assert second.is_asked({"toxicity": 0.5}, "en")
    assert [*states, second.state] == ["loading", "ready"]


def test_one_that_cannot_be_loaded_says_why_and_is_asked_nothing() -> None:
    def broken() -> Reader:
        message = "restore it"
        raise BundleError(message)

    second = SecondReader(broken, Metrics())
    second.load()
    assert (second.state, second.error) == ("failed", "BundleError: restore it")
    assert not second.is_asked({"toxicity": 0.5}, "en")


def test_there_is_one_where_it_is_wanted_and_can_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def made(wanted: str, folder: Path) -> bool:
        return second_reader(wanted, folder, Metrics(), deadline=1.0) is not None  # type: ignore[arg-type]

    monkeypatch.setattr("service.second_reader.find_spec", lambda _: object())
    assert made("auto", tmp_path)
    assert not made("off", tmp_path)
    assert not made("auto", tmp_path / "none")
    assert made("on", tmp_path / "none")
    monkeypatch.setattr("service.second_reader.find_spec", lambda _: None)
    assert not made("auto", tmp_path)
    assert made("on", tmp_path)
