"""The server is killed or stopped in the middle of its work: every acknowledged decision is there afterwards."""

import asyncio
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from store.database import open_engine
from tests.serving_process import Served, serving, submit, submit_until_cut
from tests.store.records import stored
from tests.waiting import until


async def clients_until(served: Served, enough: int, end: signal.Signals) -> list[str]:
    """Sixteen clients at once, and the signal after enough acknowledged comments; the ids acknowledged in all."""
    acknowledged: list[str] = []
    async with served.session() as session:
        clients = [
            asyncio.create_task(submit_until_cut(session, f"client {number}", acknowledged)) for number in range(16)
        ]
        await until(lambda: len(acknowledged) >= enough)
        served.process.send_signal(end)
        await asyncio.wait(clients, timeout=60)
    return acknowledged


def found_in(url: str) -> list[str]:
    """Ids of the stored comments."""
    engine = open_engine(url)
    try:
        return stored(engine)
    finally:
        engine.dispose()


@pytest.mark.parametrize("enough", [1, 300])
async def test_killed_while_it_answers(database_url: str, tmp_path: Path, shared_models: Path, enough: int) -> None:
    with serving(tmp_path, shared_models, "--database", database_url) as served:
        acknowledged = await clients_until(served, enough, signal.SIGKILL)
    assert set(acknowledged) <= set(found_in(database_url))
    with serving(tmp_path, shared_models, "--database", database_url) as again:
        assert again.key == ""
        async with again.session(served.key) as session:
            assert (await submit(session, "After the crash."))["decision"] == "accept"
            async with session.get(f"/v1/comments/{acknowledged[0]}") as response:
                assert response.status == 200


async def test_killed_while_the_database_is_away(tmp_path: Path, shared_models: Path) -> None:
    (tmp_path / "data").mkdir()
    url = f"sqlite:///{tmp_path / 'data' / 'copydesk.db'}"
    with serving(tmp_path, shared_models, "--database", url) as served:
        async with served.session() as session:
            before = await submit(session, "Before.")
            (tmp_path / "data").rename(tmp_path / "away")
            decisions = [await submit(session, f"During {number}.") for number in range(20)]
        assert {(one["decision"], one["degraded"]) for one in decisions} == {("queue", True)}
        served.process.kill()
        served.process.wait()
    (tmp_path / "away").rename(tmp_path / "data")
    with serving(tmp_path, shared_models, "--database", url):
        await until(lambda: len(found_in(url)) == 21)
    assert set(found_in(url)) == {before["id"], *(one["id"] for one in decisions)}


async def test_stopped_while_it_answers_it_finishes_and_exits_with_0(tmp_path: Path, shared_models: Path) -> None:
    with serving(tmp_path, shared_models) as served:
        acknowledged = await clients_until(served, 50, signal.SIGTERM)
        assert served.process.wait(30) == 0
    assert sorted(acknowledged) == found_in(f"sqlite:///{tmp_path / 'copydesk.db'}")
    assert "Traceback" not in (tmp_path / "log").read_text()


async def test_interrupted_it_exits_with_0_and_leaves_no_spool(tmp_path: Path, shared_models: Path) -> None:
    with serving(tmp_path, shared_models) as served:
        served.process.send_signal(signal.SIGINT)
        assert served.process.wait(30) == 0
    assert list((tmp_path / "spool").iterdir()) == []


async def test_an_address_that_is_taken_is_told(tmp_path: Path, shared_models: Path) -> None:
    with serving(tmp_path, shared_models) as served:
        port = served.address.rpartition(":")[2]
        for workers in ("1", "2"):
            command = [sys.executable, "-m", "service", "serve", "--port", port, "--workers", workers]
            files = ["--database", f"sqlite:///{tmp_path / 'second.db'}", "--models", str(shared_models)]
            second = await asyncio.to_thread(
                subprocess.run, [*command, *files], capture_output=True, text=True, check=False, timeout=60
            )
            assert second.returncode == 3
            assert f"cannot listen on {served.address}" in second.stderr
            assert "Traceback" not in second.stderr


@pytest.mark.parametrize("workers", ["1", "2"])
async def test_the_companion_enters_the_queue_is_replaced_and_does_not_outlive_the_service(
    tmp_path: Path, shared_models: Path, workers: str
) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'copydesk.db'}", create=False)

    def entered() -> int:
        with engine.connect() as connection:
            return int(connection.exec_driver_sql("SELECT count(*) FROM queue_entries").scalar_one())

    again = "The bridge over the river should have been built ten years ago, and not here."
    with serving(tmp_path, shared_models, "--workers", workers) as served:
        await until(lambda: len(companions_of(served)) == 1)
        async with served.session() as session:
            await submit(session, again)
            # A repetition is for a moderator to see.
            assert (await submit(session, again))["decision"] == "queue"
            await until(lambda: entered() == 1)
            (first,) = companions_of(served)
            os.kill(int(first), signal.SIGKILL)
            await until(lambda: companions_of(served) not in ([], [first]))
            assert (await submit(session, again))["decision"] == "queue"
            await until(lambda: entered() == 2)
        (second,) = companions_of(served)
        served.process.kill()
        await until(lambda: not Path(f"/proc/{second}").exists())
    engine.dispose()


class TestWorkers:
    """Several processes share the address."""

    async def test_a_worker_that_is_killed_is_replaced(self, tmp_path: Path, shared_models: Path) -> None:  # noqa: D102
        with serving(tmp_path, shared_models, "--workers", "2") as served:
            first = workers_of(served)
            assert len(first) == 2
            os.kill(int(first[0]), signal.SIGKILL)
            await until(lambda: len(set(workers_of(served)) - set(first)) == 1)
            async with served.session() as session:
                for number in range(20):
                    assert (await submit(session, f"Comment {number} after it."))["decision"] == "accept"
                async with session.get("/metrics") as response:
                    text = await response.text()
            assert 'copydesk_decisions_total{decision="accept",protocol="native"} 20.0' in text
            assert served.stop() == 0
        assert len(found_in(f"sqlite:///{tmp_path / 'copydesk.db'}")) == 20

    async def test_those_that_still_serve_go_on_while_another_cannot_start(  # noqa: D102
        self, tmp_path: Path, shared_models: Path
    ) -> None:
        def pauses() -> list[float]:
            log = (tmp_path / "log").read_text()
            return [float(one) for one in re.findall(r"ended with status 3, another starts in (\S+) s", log)]

        with serving(tmp_path, shared_models, "--workers", "2") as served:
            first = workers_of(served)
            (tmp_path / "secret").write_text("too short")
            os.kill(int(first[0]), signal.SIGKILL)
            await until(lambda: len(pauses()) > 1, 60)
            assert 0 < pauses()[0] < pauses()[1]
            assert first[1] in workers_of(served)
            async with served.session() as session:
                assert (await submit(session, "A comment in between."))["decision"] == "accept"
            assert served.stop() == 0

    async def test_workers_do_not_outlive_their_parent(self, tmp_path: Path, shared_models: Path) -> None:  # noqa: D102
        with serving(tmp_path, shared_models, "--workers", "2") as served:
            workers = workers_of(served)
            served.process.kill()
            served.process.wait()
            await until(lambda: not any(Path(f"/proc/{one}").exists() for one in workers))

    async def test_settings_that_no_worker_can_use_end_the_parent(  # noqa: D102
        self, tmp_path: Path, shared_models: Path
    ) -> None:
        (tmp_path / "secret").write_text("too short")
        command = [sys.executable, "-m", "service", "serve", "--port", "0", "--workers", "2"]
        files = ["--database", f"sqlite:///{tmp_path / 'copydesk.db'}", "--models", str(shared_models)]
        ended = await asyncio.to_thread(
            subprocess.run, [*command, *files], capture_output=True, text=True, check=False, timeout=60
        )
        assert ended.returncode == 3
        assert "secret holds 9 bytes" in ended.stderr
        assert "Traceback" not in ended.stderr
        shutil.rmtree(tmp_path / "spool", ignore_errors=True)


def workers_of(served: Served) -> list[str]:
    """Process ids of the workers."""
    return [one for one in children_of(served) if "spawn_main" in command_of(one)]


def companions_of(served: Served) -> list[str]:
    """Process ids of the processes that work beside the requests."""
    return [one for one in children_of(served) if "service.beside" in command_of(one)]


def children_of(served: Served) -> list[str]:
    """Process ids, whichever of the service's threads started them."""
    lists = Path(f"/proc/{served.process.pid}/task").glob("*/children")
    return [child for each in lists for child in each.read_text().split()]


def command_of(process: str) -> str:
    """What it runs, empty where it is gone."""
    try:
        return Path(f"/proc/{process}/cmdline").read_text()
    except FileNotFoundError:
        return ""
