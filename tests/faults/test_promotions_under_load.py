"""Versions are promoted and rolled back while comments come in: each answer is of one version, and none fails."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from model.comment import Comment
from model.policy import Threshold
from model.registry import Registry
from model.scorer import ATTRIBUTES
from model.text import read
from tests.model.bundles import make_bundle
from tests.serving_process import serving

VERSIONS = ("test-1", "v-2", "v-3", "v-4")
TEXT = "What a word about the bridge"
REQUESTS = 5_000
CLIENTS = 12
PATIENCE = 20.0
"""Two seconds is what is promised, of a machine that does nothing else."""


def versions_in(folder: Path) -> dict[str, tuple[float, float]]:
    """Versions that say the same of every attribute, each something else, with a threshold of its own; by name both."""
    told = {}
    for number, version in enumerate(VERSIONS):
        threshold = round(0.2 + number / 100, 4)
        words = {"word": dict.fromkeys(ATTRIBUTES, 1.5 + number)}
        limits = dict.fromkeys(ATTRIBUTES, Threshold(threshold, None))
        make_bundle(folder, version=version, words=words, thresholds=limits)
        scores = Registry(folder).load(version).scorer.score(read(TEXT), Comment(content=TEXT, author_name="Ada"))
        (score,) = {round(one, 4) for one in scores.values()}
        told[version] = (score, threshold)
    assert len(set(told.values())) == len(VERSIONS)
    return told


@dataclass(slots=True)
class Load:
    """Clients that submit one comment after the other, and what they are answered."""

    address: str
    key: str
    answered: list[tuple[float, str]] = field(default_factory=list)
    mixed: list[Any] = field(default_factory=list)
    over: bool = False

    async def client(self, told: dict[str, tuple[float, float]], *, keeps: bool) -> None:
        """Submit without end; a client that keeps its connection stays with one worker."""
        connector = aiohttp.TCPConnector(force_close=not keeps)
        headers = {"Authorization": f"Bearer {self.key}"}
        body = {"content": TEXT, "author_name": "Ada", "store": False, "explain": not keeps}
        async with aiohttp.ClientSession(self.address, connector=connector, headers=headers) as session:
            while not self.over:
                async with session.post("/v1/comments", json=body) as response:
                    answer = await response.json()
                    assert response.status == 200, answer
                self.answered.append((time.monotonic(), answer["model"]))
                said = {(score, answer["model"]) for score in answer["scores"].values()}
                said |= {(one["score"], answer["model"]) for one in answer["reasons"]}
                limits = {one["threshold"] for one in answer["reasons"]}
                score, threshold = told[answer["model"]]
                if said != {(score, answer["model"])} or limits != {threshold} or len(answer["reasons"]) != 7:
                    self.mixed.append(answer)

    async def more(self, count: int) -> None:
        """Return when so many more are answered."""
        enough = len(self.answered) + count
        while len(self.answered) < enough:  # noqa: ASYNC110 - other tasks'
            await asyncio.sleep(0.01)


async def followed(session: aiohttp.ClientSession, version: str) -> None:
    """Return when both workers judge by the version, by what each answers on connections of its own."""
    async with asyncio.timeout(PATIENCE):
        in_a_row = 0
        while in_a_row < 40:
            body = {"content": TEXT, "author_name": "Ada", "store": False}
            async with session.post("/v1/comments", json=body) as response:
                in_a_row = in_a_row + 1 if (await response.json())["model"] == version else 0


async def test_no_request_fails_or_sees_half_a_model_and_all_workers_follow(tmp_path: Path) -> None:
    models = tmp_path / "models"
    told = versions_in(models)
    registry = Registry(models)
    registry.promote("test-1")
    steps: list[tuple[Callable[[], object], str]] = [
        (lambda: registry.promote("v-2"), "v-2"),
        (lambda: registry.promote("v-3", "default"), "v-3"),
        (lambda: registry.promote("v-4", "default"), "v-4"),
        (lambda: registry.rollback("default"), "v-3"),
    ]
    waits = []
    with serving(tmp_path, models, "--workers", "2") as served:
        load = Load(served.address, served.key)
        clients = [asyncio.create_task(load.client(told, keeps=number % 4 > 0)) for number in range(CLIENTS)]
        connector = aiohttp.TCPConnector(force_close=True)
        headers = {"Authorization": f"Bearer {served.key}"}
        async with aiohttp.ClientSession(served.address, connector=connector, headers=headers) as session:
            for act, version in steps:
                await gently(load.more(REQUESTS // 5), clients)
                begun = time.monotonic()
                await asyncio.to_thread(act)
                await gently(followed(session, version), clients)
                await gently(load.more(REQUESTS // 10), clients)
                last = max((at for at, seen in load.answered if seen != version), default=begun)
                waits.append(last - begun)
            await gently(load.more(max(0, REQUESTS - len(load.answered))), clients)
            load.over = True
            await asyncio.gather(*clients)
            async with session.get("/metrics") as response:
                metrics = await response.text()
        assert served.stop() == 0
    assert load.mixed == []
    assert len(load.answered) >= REQUESTS
    seen = [version for _, version in load.answered]
    assert set(seen) == set(VERSIONS)
    assert max(waits) < PATIENCE, waits
    # Nobody was refused, and nothing was taken for a fault.
    assert not re.search(r"^copydesk_(problems|degraded)_total\{", metrics, re.MULTILINE)
    assert "Traceback" not in (tmp_path / "log").read_text()


async def gently(work: Awaitable[None], clients: list[asyncio.Task[None]]) -> None:
    """Wait for the work; raises what ended a client before."""
    task = asyncio.ensure_future(work)
    done, _ = await asyncio.wait([task, *clients], return_when=asyncio.FIRST_COMPLETED)
    for one in done:
        await one
    assert task in done
