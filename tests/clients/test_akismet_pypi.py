"""PyPI's `akismet`, sync and async, against a running Copydesk."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any, Final

import akismet
import httpx
import pytest
from sqlalchemy import select
from yarl import URL

from store.tables import verdicts
from tests.conftest_service import Desk

BLOG: Final = "https://news.example/"
AGENT: Final = {"User-Agent": akismet.USER_AGENT}
SECONDS: Final = 1.0
"""The client's own limit."""


class _Here(httpx.HTTPTransport):
    """Takes every request to the address, whatever host it was for."""

    def __init__(self, address: URL) -> None:
        super().__init__()
        self._address = address

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.url = request.url.copy_with(scheme="http", host=self._address.host, port=self._address.port)
        return super().handle_request(request)


class _HereAsync(httpx.AsyncHTTPTransport):
    """As `_Here`."""

    def __init__(self, address: URL) -> None:
        super().__init__()
        self._address = address

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        request.url = request.url.copy_with(scheme="http", host=self._address.host, port=self._address.port)
        return await super().handle_async_request(request)


Ask = Callable[..., Awaitable[Any]]
Connect = Callable[[Desk, str], Awaitable[Ask]]


async def _sync(address: URL, config: akismet.Config, closing: AsyncExitStack) -> Ask:
    own = httpx.Client(headers=AGENT, timeout=SECONDS, transport=_Here(address))
    closing.callback(own.close)
    client = await asyncio.to_thread(akismet.SyncClient.validated_client, config=config, http_client=own)

    async def ask(name: str, **given: Any) -> Any:  # noqa: ANN401 - what the client answers
        return await asyncio.to_thread(getattr(client, name), **given)

    return ask


async def _async(address: URL, config: akismet.Config, closing: AsyncExitStack) -> Ask:
    own = httpx.AsyncClient(headers=AGENT, timeout=SECONDS, transport=_HereAsync(address))
    closing.push_async_callback(own.aclose)
    client = await akismet.AsyncClient.validated_client(config=config, http_client=own)

    async def ask(name: str, **given: Any) -> Any:  # noqa: ANN401 - what the client answers
        return await getattr(client, name)(**given)

    return ask


@pytest.fixture(params=[_sync, _async], ids=["sync", "async"])
async def connect(request: pytest.FixtureRequest) -> AsyncIterator[Connect]:
    """Makes a client, which verifies its key."""
    async with AsyncExitStack() as closing:

        async def make(desk: Desk, key: str) -> Ask:
            config = akismet.Config(key=key, url=BLOG)
            ask: Ask = await request.param(desk.client.make_url("/"), config, closing)
            return ask

        yield make


async def test_comments_are_ham_or_spam(desk: Desk, connect: Connect) -> None:
    ask = await connect(desk, desk.key)
    verdict = {
        text: await ask("comment_check", user_ip="192.0.2.7", comment_content=text, comment_author="Zoë")
        for text in ("That was well explained.", "That was meh.", "You idiot!")
    }
    ham, queued, spam = verdict.values()
    assert (ham, queued, spam) == (akismet.CheckResponse.HAM, akismet.CheckResponse.SPAM, akismet.CheckResponse.SPAM)


async def test_the_blatant_is_discarded_where_the_site_wants_that(desk: Desk, connect: Connect) -> None:
    await desk.set_policy('{"akismet_discard": true}')
    ask = await connect(desk, desk.key)
    found = await ask("comment_check", user_ip="192.0.2.7", comment_content="You idiot!", is_test=True)
    assert found is akismet.CheckResponse.DISCARD


async def test_verdicts_are_thanked_for_and_stored(desk: Desk, connect: Connect) -> None:
    ask = await connect(desk, desk.key)
    for name in ("submit_spam", "submit_ham"):
        assert await ask(name, user_ip="192.0.2.7", comment_content="That was well explained.") is True
    with desk.engine.connect() as connection:
        found = connection.scalars(select(verdicts.c.verdict).order_by(verdicts.c.id)).all()
    assert found == ["reject", "approve"]


async def test_the_usage_is_told(desk: Desk, connect: Connect) -> None:
    ask = await connect(desk, desk.key)
    await ask("comment_check", user_ip="192.0.2.7", comment_content="That was well explained.")
    assert (await ask("usage_limit"))["usage"] == 1


async def test_a_wrong_key_is_no_client(desk: Desk, connect: Connect) -> None:
    with pytest.raises(akismet.APIKeyError):
        await connect(desk, "abcdefghjkmn")


async def test_the_names_for_tests(desk: Desk, connect: Connect) -> None:
    ask = await connect(desk, desk.key)
    assert await ask("comment_check", user_ip="127.0.0.1", comment_author="viagra-test-123")
    assert not await ask("comment_check", user_ip="127.0.0.1", comment_content="idiot", user_role="administrator")
