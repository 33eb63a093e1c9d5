"""The service is killed while somebody promotes on the desk: what was acknowledged is in use, and stands in the log."""

import asyncio
import random
import re
from pathlib import Path

import aiohttp

from model.registry import Registry
from store import audit
from store.database import open_engine
from tests.conftest_desk import PASSWORD, add_moderator
from tests.model.bundles import make_bundle
from tests.serving_process import Served, serving, submit
from tests.waiting import until

VERSIONS = ("a", "b", "c")


async def promote_until_cut(served: Served, acknowledged: list[str]) -> None:
    """Sign in as Ada, and promote all versions in turn, until the connection is cut."""
    cookies = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(served.address, cookie_jar=cookies) as session:
        form = {"name": "Ada", "password": PASSWORD}
        async with session.post("/desk/sign-in", data=form) as response:
            found = re.search(r'X-CSRF-Token": "([0-9a-f]+)"', await response.text())
        assert found is not None
        while True:
            for version in VERSIONS:
                path, form = f"/desk/models/versions/{version}/promote", {"csrf": found[1], "for": "site"}
                try:
                    async with session.post(path, data=form, allow_redirects=False) as response:
                        assert response.status == 303, await response.text()
                except (TimeoutError, aiohttp.ClientError):
                    return
                acknowledged.append(version)


async def promoted_until_killed(served: Served) -> list[str]:
    """What was acknowledged until the kill, which comes some time after the second."""
    acknowledged: list[str] = []
    work = asyncio.create_task(promote_until_cut(served, acknowledged))
    await until(lambda: len(acknowledged) >= 2 or work.done())
    await asyncio.sleep(random.uniform(0, 0.05))  # noqa: S311 - no secret
    served.process.kill()
    await work
    return acknowledged


async def test_killed_while_versions_are_promoted(tmp_path: Path) -> None:
    models = tmp_path / "models"
    for version in VERSIONS:
        make_bundle(models, version=version, words={"idiot": {"toxicity": 6.0}})
    registry = Registry(models)
    engine = open_engine(f"sqlite:///{tmp_path / 'copydesk.db'}")
    key, added = "", False
    for _ in range(4):
        with serving(tmp_path, models) as served:
            key = served.key or key
            if not added:
                add_moderator(engine, "Ada", "lead")
                added = True
            acknowledged = await promoted_until_killed(served)
        champion = registry.own_champion("default")
        follower = VERSIONS[(VERSIONS.index(acknowledged[-1]) + 1) % len(VERSIONS)]
        assert champion in (acknowledged[-1], follower)
        assert registry.load(champion).version == champion
        with engine.connect() as connection:
            logged = [one.subject for one in audit.page(connection, 1, limit=500, action="promotion")][::-1]
        # Each that was acknowledged is there, in order; at the most one was noted and not done.
        assert logged[-len(acknowledged) :] == acknowledged or logged[-len(acknowledged) - 1 : -1] == acknowledged
        assert champion in logged[-2:]
    with serving(tmp_path, models) as served:
        async with served.session(key) as session:
            assert (await submit(session, "After the crash."))["model"] == registry.own_champion("default")
    engine.dispose()
