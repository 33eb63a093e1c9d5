"""The server is killed while moderators work: every acknowledged verdict and erasure stands afterwards."""

import asyncio
import random
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from store import comments, verdicts
from store.database import open_engine
from tests.serving_process import Served, serving, submit
from tests.waiting import until


async def decide(session: aiohttp.ClientSession, comment: str, number: int) -> tuple[str, str] | None:
    """The id of a verdict and the verdict, once it is acknowledged; None where the connection was cut."""
    body = {"verdict": ("approve", "reject")[number % 2], "labels": ["spam"], "note": f"No. {number}"}
    try:
        async with session.post(f"/v1/comments/{comment}/verdict", json=body) as response:
            assert response.status == 200, await response.text()
            told = await response.json()
    except (TimeoutError, aiohttp.ClientError):
        return None
    return told["id"], told["verdict"]


async def moderators_until_killed(served: Served, queue: list[str], enough: int) -> dict[str, list[tuple[str, str]]]:
    """Eight moderators at once, and the kill after enough verdicts; by comment the verdicts acknowledged, in order."""
    acknowledged: dict[str, list[tuple[str, str]]] = {comment: [] for comment in queue}

    async def moderator(session: aiohttp.ClientSession, own: list[str]) -> None:
        number = 0
        while True:
            comment = own[number % len(own)]
            said = await decide(session, comment, number)
            if said is None:
                return
            acknowledged[comment].append(said)
            number += 1

    async with served.session() as session:
        work = [asyncio.create_task(moderator(session, queue[number::8])) for number in range(8)]
        await until(lambda: sum(map(len, acknowledged.values())) >= enough)
        served.process.kill()
        await asyncio.wait(work, timeout=60)
        assert all(task.done() and task.exception() is None for task in work)
    return acknowledged


@pytest.mark.parametrize("enough", [1, 200])
async def test_killed_while_verdicts_are_given(
    database_url: str, tmp_path: Path, shared_models: Path, enough: int
) -> None:
    with serving(tmp_path, shared_models, "--database", database_url) as served:
        async with served.session() as session:
            queue = [(await submit(session, f"That is meh, number {number}."))["id"] for number in range(24)]
        acknowledged = await moderators_until_killed(served, queue, enough)
    engine = open_engine(database_url)
    with engine.connect() as connection:
        for comment, said in acknowledged.items():
            stored = [(one.id, one.verdict) for one in verdicts.history(connection, 1, comment)]
            # The last one may be there without having been acknowledged.
            assert stored[: len(said)] == said
            assert len(stored) <= len(said) + 1
            found = comments.get(connection, 1, comment)
            assert found is not None
            assert found.verdict == (stored[-1][1] if stored else "")
            assert (found.waiting_since is None) == bool(stored)
    engine.dispose()
    with serving(tmp_path, shared_models, "--database", database_url) as again:
        async with again.session(served.key) as session:
            decided = next(comment for comment, said in acknowledged.items() if said)
            shown = await shown_verdicts(session, decided)
            assert {one["id"] for one in shown} >= {identifier for identifier, _ in acknowledged[decided]}


async def test_killed_while_comments_are_erased(database_url: str, tmp_path: Path, shared_models: Path) -> None:
    gone: list[str] = []
    with serving(tmp_path, shared_models, "--database", database_url) as served:
        async with served.session() as session:
            queue = [(await submit(session, f"Comment {number}."))["id"] for number in range(60)]
            random.shuffle(queue)

            async def erase(own: list[str]) -> None:
                for comment in own:
                    try:
                        async with session.delete(f"/v1/comments/{comment}") as response:
                            assert response.status == 200, await response.text()
                            await response.read()
                    except (TimeoutError, aiohttp.ClientError):
                        return
                    gone.append(comment)

            work = [asyncio.create_task(erase(queue[number::4])) for number in range(4)]
            await until(lambda: len(gone) >= 10)
            served.process.kill()
            await asyncio.wait(work, timeout=60)
            assert all(task.done() and task.exception() is None for task in work)
    with serving(tmp_path, shared_models, "--database", database_url) as again:
        async with again.session(served.key) as session:
            for comment in gone:
                async with session.get(f"/v1/comments/{comment}") as response:
                    assert response.status == 404
            assert (await submit(session, "After the crash."))["decision"] == "accept"


async def shown_verdicts(session: aiohttp.ClientSession, comment: str) -> list[dict[str, Any]]:
    """The verdicts shown with a comment."""
    async with session.get(f"/v1/comments/{comment}") as response:
        assert response.status == 200
        found: list[dict[str, Any]] = (await response.json())["verdicts"]
        return found
