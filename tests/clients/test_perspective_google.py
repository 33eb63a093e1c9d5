"""`google-api-python-client`, which makes its methods of the discovery document, against a running Copydesk."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httplib2  # type: ignore[import-untyped]
import pytest
from googleapiclient.discovery import build  # type: ignore[import-untyped]
from googleapiclient.errors import HttpError  # type: ignore[import-untyped]
from sqlalchemy import select

from store.tables import comments, verdicts
from tests.conftest_service import Desk

Ask = Callable[[str, dict[str, Any]], Awaitable[Any]]


@pytest.fixture
def connect(desk: Desk) -> Callable[[str], Ask]:
    """Makes a client with a key."""
    address = f"{desk.client.make_url('/')}$discovery/rest?version=v1alpha1"

    def make(key: str) -> Ask:
        def call(method: str, body: dict[str, Any]) -> Any:  # noqa: ANN401 - what the client answers
            http = httplib2.Http(timeout=10)
            client = build(
                "commentanalyzer",
                "v1alpha1",
                developerKey=key,
                discoveryServiceUrl=address,
                static_discovery=False,
                http=http,
            )
            with client:
                return getattr(client.comments(), method)(body=body).execute()

        return lambda method, body: asyncio.to_thread(call, method, body)

    return make


@pytest.fixture
def ask(desk: Desk, connect: Callable[[str], Ask]) -> Ask:
    """Asks with the site's key."""
    return connect(desk.key)


async def test_a_comment_is_scored(ask: Ask) -> None:
    answer = await ask(
        "analyze",
        {
            "comment": {"text": "A lovely day. You idiot!"},
            "requestedAttributes": {"TOXICITY": {}, "INSULT": {"scoreThreshold": 0.9}},
            "spanAnnotations": True,
            "clientToken": "7",
        },
    )
    toxicity = answer["attributeScores"]["TOXICITY"]
    assert list(answer["attributeScores"]) == ["TOXICITY"]
    assert toxicity["summaryScore"]["value"] > 0.9
    assert [(span["begin"], span["end"]) for span in toxicity["spanScores"]] == [(0, 13), (14, 24)]
    assert (answer["languages"], answer["clientToken"]) == (["en"], "7")


async def test_what_is_not_to_be_stored_is_not(desk: Desk, ask: Ask) -> None:
    body = {"comment": {"text": "Hello."}, "requestedAttributes": {"TOXICITY": {}}}
    await ask("analyze", {**body, "doNotStore": True})
    with desk.engine.connect() as connection:
        assert connection.scalars(select(comments.c.id)).all() == []
    await ask("analyze", body)
    with desk.engine.connect() as connection:
        assert connection.scalars(select(comments.c.content)).all() == ["Hello."]


async def test_a_suggestion_is_stored_as_a_verdict(desk: Desk, ask: Ask) -> None:
    await ask("analyze", {"comment": {"text": "Hello."}, "requestedAttributes": {"TOXICITY": {}}})
    answer = await ask(
        "suggestscore",
        {
            "comment": {"text": "Hello."},
            "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1}}},
            "clientToken": "comment-53922",
        },
    )
    assert answer["clientToken"] == "comment-53922"
    with desk.engine.connect() as connection:
        found = connection.execute(select(comments.c.content, verdicts.c.verdict).join(verdicts)).all()
    assert found == [("Hello.", "reject")]


async def test_a_batch_is_refused_as_a_whole(desk: Desk) -> None:
    def send() -> None:
        address = f"{desk.client.make_url('/')}$discovery/rest?version=v1alpha1"
        with build(
            "commentanalyzer", "v1alpha1", developerKey=desk.key, discoveryServiceUrl=address, static_discovery=False
        ) as client:
            batch = client.new_batch_http_request()
            batch.add(client.comments().analyze(body={"comment": {"text": "Hello."}}))
            batch.execute()

    with pytest.raises(HttpError) as refused:
        await asyncio.to_thread(send)
    assert refused.value.status_code == 404


async def test_errors_come_as_the_clients_own(ask: Ask, connect: Callable[[str], Ask]) -> None:
    with pytest.raises(HttpError, match=r"Comment must be non-empty\.") as empty:
        await ask("analyze", {"comment": {"text": ""}, "requestedAttributes": {"TOXICITY": {}}})
    assert empty.value.status_code == 400
    assert empty.value.error_details[0]["errorType"] == "COMMENT_EMPTY"
    with pytest.raises(HttpError, match="Unknown requested attribute: CHARM"):
        await ask("analyze", {"comment": {"text": "Hello."}, "requestedAttributes": {"CHARM": {}}})
    with pytest.raises(HttpError, match=r"API key not valid\. Please pass a valid API key\."):
        await connect("abcdefghjkmn")("analyze", {"comment": {"text": "Hello."}})
