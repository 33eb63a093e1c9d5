"""A running service for the tests: a tiny real model, a real database with a site in it, and a client with its key."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse, DummyCookieJar, web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import Engine

from model.registry import Registry
from service.app import create_app
from service.parts import SITES
from service.settings import Settings
from store import keys, sites
from store.database import open_engine, writing
from store.identifiers import now
from store.pseudonyms import SECRET_BYTES
from store.schema import upgrade
from tests.model.bundles import make_bundle

WORDS = {"idiot": {"toxicity": 6.0}, "casino": {"spam": 6.0}, "meh": {"toxicity": 0.8}}
"""`idiot` and `casino` are rejected, `meh` is queued."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A running service, the key of its site `default`, and its database."""

    client: TestClient[web.Request, web.Application]
    key: str
    settings: Settings
    engine: Engine

    async def post(self, path: str, *, json: Any = None, data: bytes | None = None) -> ClientResponse:  # noqa: ANN401
        """A request with the key."""
        headers = {"Authorization": f"Bearer {self.key}"}
        return await self.client.post(path, json=json, data=data, headers=headers)

    async def get(self, path: str) -> ClientResponse:
        """A request with the key."""
        return await self.client.get(path, headers={"Authorization": f"Bearer {self.key}"})

    async def delete(self, path: str) -> ClientResponse:
        """A request with the key."""
        return await self.client.delete(path, headers={"Authorization": f"Bearer {self.key}"})

    async def submit(self, content: str = "A comment.", **fields: Any) -> dict[str, Any]:  # noqa: ANN401
        """The decision on a comment."""
        response = await self.post("/v1/comments", json={"content": content, "author_name": "Ada", **fields})
        assert response.status == 200, await response.text()
        decision: dict[str, Any] = await response.json()
        return decision

    async def until(self, path: str, condition: Callable[[Any], bool], seconds: float = 10.0) -> None:
        """Return as soon as the condition holds of what is answered at that path."""
        async with asyncio.timeout(seconds):
            while not condition(await (await self.get(path)).json()):  # noqa: ASYNC110 - another task's or thread's
                await asyncio.sleep(0.05)

    async def set_policy(self, policy: str) -> None:
        """Replace the site's policy, and have the service read it."""
        with writing(self.engine) as connection:
            site = sites.find(connection, "default")
            assert site is not None
            sites.update_policy(connection, site.id, policy, now=now())
        await asyncio.to_thread(self.app[SITES].load)

    @property
    def app(self) -> web.Application:
        """The application."""
        return self.client.app


StartDesk = Callable[..., Awaitable[Desk]]


@pytest.fixture(scope="session")
def shared_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of models that no test changes."""
    folder = tmp_path_factory.mktemp("models")
    make_bundle(folder, version="test-1", words=WORDS)
    Registry(folder).promote("test-1")
    return folder


@pytest.fixture
def models(shared_models: Path, tmp_path: Path) -> Path:
    """A folder of models of the test's own."""
    return Path(shutil.copytree(shared_models, tmp_path / "models"))


@pytest.fixture
def service_url(sqlite_url: str, sqlite_template: Path, tmp_path: Path) -> str:
    """The database of the service, with the schema in it; tests for both kinds replace it by `any_service_url`."""
    shutil.copy(sqlite_template, tmp_path / "copydesk.db")
    return sqlite_url


@pytest.fixture
def service_engine(service_url: str) -> Iterator[Engine]:
    """The service's database as others see it."""
    engine = open_engine(service_url)
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def key(service_engine: Engine) -> str:
    """The key of the site `default`."""
    with writing(service_engine) as connection:
        return keys.add(connection, sites.add(connection, "default", "{}", now=now()).id, "test", now=now())


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """The installation's secret: the same each time, since by it is estimated which comments are alike."""
    path = tmp_path / "secret"
    path.touch(mode=0o600)
    path.write_bytes(bytes(range(SECRET_BYTES)))
    return path


@pytest.fixture
async def start_desk(  # noqa: PLR0913, PLR0917 - what a service needs
    service_url: str, service_engine: Engine, key: str, models: Path, secret: Path, tmp_path: Path
) -> AsyncIterator[StartDesk]:
    """Starts services; settings are given by name."""
    started: list[TestClient[web.Request, web.Application]] = []

    async def start(**given: Any) -> Desk:  # noqa: ANN401
        settings = Settings(
            **{
                "database": service_url,
                "models": models,
                "spool": tmp_path / "spool",
                "secret": secret,
                **given,
            }
        )
        # Without cookies of its own: browsers of several people share it.
        client = TestClient(TestServer(create_app(settings)), cookie_jar=DummyCookieJar())
        started.append(client)
        await client.start_server()
        return Desk(client, key, settings, service_engine)

    yield start
    for client in started:
        await client.close()


@pytest.fixture
async def desk(start_desk: StartDesk) -> Desk:
    """A service with its defaults."""
    return await start_desk()
