"""npm's `akismet-api` against a running Copydesk: its key is the first label of the host."""

import json
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import select

from store.tables import comments, verdicts
from tests.clients import node
from tests.conftest_service import Desk

SCRIPT: Final = Path(__file__).with_name("akismet_api.js")
COMMENT: Final = {"ip": "192.0.2.7", "name": "Zoë", "email": "zoe@reader.example", "useragent": "Mozilla/5.0"}


@pytest.fixture(autouse=True)
def installed() -> None:
    """Node and the client are there."""
    if missing := node.missing("akismet-api"):
        pytest.skip(f"not installed: {missing} (tests/clients/install.sh installs it)")


async def ask(desk: Desk, call: str, comment: dict[str, str] | None = None, key: str = "") -> Any:  # noqa: ANN401
    """What the client makes of the answer."""
    given = [json.dumps({**COMMENT, **comment})] if comment is not None else []
    host = f"rest.akismet.com:{desk.client.port}"
    return json.loads(await node.run(SCRIPT, host, key or desk.key, call, *given))


async def test_the_key_is_verified(desk: Desk) -> None:
    assert await ask(desk, "verifyKey") is True
    assert await ask(desk, "verifyKey", key="abcdefghjkmn") is False


async def test_comments_are_ham_or_spam(desk: Desk) -> None:
    answers = [
        await ask(desk, "checkSpam", {"content": text})
        for text in ("That was well explained.", "That was meh.", "You idiot!")
    ]
    assert answers == [False, True, True]
    with desk.engine.connect() as connection:
        stored = connection.execute(select(comments.c.author_name, comments.c.decision).order_by(comments.c.id)).all()
    assert [tuple(one) for one in stored] == [("Zoë", "accept"), ("Zoë", "queue"), ("Zoë", "reject")]


async def test_its_honeypot_is_ours(desk: Desk) -> None:
    assert await ask(desk, "checkSpam", {"content": "That was well explained.", "honeypot": "everything"}) is True


async def test_a_wrong_key_is_told(desk: Desk) -> None:
    with pytest.raises(RuntimeError, match="Invalid API key"):
        await ask(desk, "checkSpam", {"content": "You idiot!"}, key="abcdefghjkmn")


async def test_verdicts_are_thanked_for_and_stored(desk: Desk) -> None:
    for call in ("submitSpam", "submitHam"):
        thanks = await ask(desk, call, {"content": "That was well explained."})
        assert thanks == "Thanks for making the web a better place."
    with desk.engine.connect() as connection:
        found = connection.scalars(select(verdicts.c.verdict).order_by(verdicts.c.id)).all()
    assert found == ["reject", "approve"]
