"""npm's `perspective-api-client` against a running Copydesk."""

import json
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import select

from store.tables import comments
from tests.clients import node
from tests.conftest_service import Desk

SCRIPT: Final = Path(__file__).with_name("perspective_api_client.js")


@pytest.fixture(autouse=True)
def installed() -> None:
    """Node and the client are there."""
    if missing := node.missing("perspective-api-client"):
        pytest.skip(f"not installed: {missing} (tests/clients/install.sh installs it)")


async def analyze(desk: Desk, text: Any, key: str = "", **options: Any) -> Any:  # noqa: ANN401
    """What the client makes of the answer; options that a test does not give are the client's."""
    origin = str(desk.client.make_url("/")).rstrip("/")
    return json.loads(await node.run(SCRIPT, origin, key or desk.key, json.dumps(text), json.dumps(options)))


async def test_a_text_is_scored_for_its_toxicity(desk: Desk) -> None:
    answer = await analyze(desk, "You <i>idiot</i>! \U0001f600")
    toxicity = answer["attributeScores"]["TOXICITY"]
    assert toxicity["summaryScore"]["value"] > 0.9
    assert toxicity["summaryScore"]["type"] == "PROBABILITY"
    assert [(span["begin"], span["end"]) for span in toxicity["spanScores"]] == [(0, 13)]
    assert answer["languages"] == ["en"]


async def test_its_default_is_to_store_nothing(desk: Desk) -> None:
    await analyze(desk, "One comment.")
    await analyze(desk, "Another comment.", doNotStore=False)
    with desk.engine.connect() as connection:
        assert connection.scalars(select(comments.c.content)).all() == ["Another comment."]


async def test_attributes_are_asked_for_by_name(desk: Desk) -> None:
    answer = await analyze(desk, "Come to our casino", attributes=["spam", "insult", "profanity"])
    assert list(answer["attributeScores"]) == ["SPAM", "INSULT", "PROFANITY"]


async def test_a_whole_request_may_be_given(desk: Desk) -> None:
    request = {
        "comment": {"text": "Good morning."},
        "languages": ["en"],
        "requestedAttributes": {"TOXICITY": {"scoreThreshold": 0.6}, "INSULT": {"scoreThreshold": 0.7}},
    }
    answer = await analyze(desk, request)
    assert answer == {"languages": ["en"], "detectedLanguages": ["en"]}


async def test_errors_come_with_their_words(desk: Desk) -> None:
    with pytest.raises(RuntimeError, match=r"ResponseError: Comment must be non-empty\."):
        await analyze(desk, "", validate=False)
    with pytest.raises(RuntimeError, match="ResponseError: Comment text too long"):
        await analyze(desk, "x" * 20_481, validate=False)
    with pytest.raises(RuntimeError, match="ResponseError: Unknown requested attribute: CHARM"):
        await analyze(desk, "Hello.", attributes=["charm"])
    with pytest.raises(RuntimeError, match=r"ResponseError: API key not valid\. Please pass a valid API key\."):
        await analyze(desk, "Hello.", key="abcdefghjkmn")
