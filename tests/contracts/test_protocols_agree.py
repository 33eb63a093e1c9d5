"""What every protocol promises: the same comment gets the same decision, is kept, and is told so on the wire."""

# ruff: noqa: D102 - the name of a test is its sentence

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, Final

import pytest
from aiohttp import ClientResponse

from model.policy import Policy
from service import protocols
from store.records import CommentRecord
from tests.conftest_service import Desk, StartDesk
from tests.store.records import read_all

WORDPRESS: Final = {"User-Agent": "WordPress/6.7 | Akismet/5.5"}
ARTICLE: Final = "https://news.example/bridge"
LONG: Final = "The council has decided about the bridge, and nobody along the river was asked beforehand."
TEXTS: Final = {
    "an ordinary comment": ("That was well explained, thank you.", "accept"),
    "somewhat rude": ("That was meh.", "queue"),
    "rude": ("You idiot!", "reject"),
    "an advertisement": ("Come to our casino", "reject"),
    "many links": ("See https://a.example https://b.example https://c.example/x for it.", "queue"),
    "a banned word": ("A comment with forbidden fruit.", "reject"),
    "not in English": (
        "\u042d\u0442\u043e \u0445\u043e\u0440\u043e\u0448\u0430\u044f \u0441\u0442\u0430\u0442\u044c\u044f.",
        "queue",
    ),
    "hidden letters": ("You id\u200biot!", "reject"),
    "a picture of words": ("\U0001f600" * 200, "accept"),
}
POLICY: Final = Policy(banned_words=("forbidden fruit",)).model_dump_json(exclude_defaults=True)


@dataclass(frozen=True, slots=True)
class Speaker:
    """How a client of the protocol submits a comment, and what the answer means to it.

    `trial`: what it adds to a request for a comment that is not to be kept; None where the protocol has no such thing.
    """

    submit: Callable[[Desk, str, dict[str, Any]], Awaitable[ClientResponse]]
    meaning: Callable[[ClientResponse], Awaitable[str]]
    trial: dict[str, Any] | None


async def _native(desk: Desk, text: str, more: dict[str, Any]) -> ClientResponse:
    body = {"content": text, "author_name": "Ada", "article_url": ARTICLE, **more}
    return await desk.post("/v1/comments", json=body)


async def _native_means(response: ClientResponse) -> str:
    return str((await response.json())["decision"])


async def _akismet(desk: Desk, text: str, more: dict[str, Any]) -> ClientResponse:
    fields = {"api_key": desk.key, "blog": "https://news.example", "user_ip": "", "permalink": ARTICLE, **more}
    fields |= {"comment_content": text, "comment_author": "Ada"}
    return await desk.client.post("/1.1/comment-check", data=fields, headers=WORDPRESS)


async def _akismet_means(response: ClientResponse) -> str:
    said = await response.text()
    assert said in ("true", "false"), said
    if said == "true":
        return "reject"
    return "queue" if "X-akismet-recheck-after" in response.headers else "accept"


async def _perspective(desk: Desk, text: str, more: dict[str, Any]) -> ClientResponse:
    about = {"articleAndParentComment": {"article": {"text": ARTICLE}}}
    body = {"comment": {"text": text}, "requestedAttributes": {"TOXICITY": {}}, "context": about, **more}
    return await desk.client.post("/v1alpha1/comments:analyze", params={"key": desk.key}, json=body)


async def _perspective_means(response: ClientResponse) -> str:
    # A client has the scores and decides by itself; without a score it is told so, and the comment waits in the queue.
    if response.status == 200:
        return response.headers["X-Copydesk-Decision"]
    assert response.status == 503 or (await response.json())["error"]["details"][0]["errorType"].startswith("LANGUAGE")
    return "queue"


async def _coral(desk: Desk, text: str, more: dict[str, Any]) -> ClientResponse:
    body = {"action": "NEW", "comment": {"body": text}, "author": {"role": "COMMENTER"}, "story": {"url": ARTICLE}}
    return await desk.client.post(f"/coral/{desk.key}", json={**body, **more})


async def _coral_means(response: ClientResponse) -> str:
    if response.status == 204:
        return "accept"
    return {"SYSTEM_WITHHELD": "queue", "REJECTED": "reject"}[(await response.json())["status"]]


SPEAKERS: Final = {
    "native": Speaker(_native, _native_means, {"store": False}),
    "akismet": Speaker(_akismet, _akismet_means, {"is_test": "1"}),
    "perspective": Speaker(_perspective, _perspective_means, {"doNotStore": True}),
    "coral": Speaker(_coral, _coral_means, None),
}


def stored(desk: Desk) -> list[CommentRecord]:
    """All comments, oldest first."""
    with desk.engine.connect() as connection:
        return read_all(connection)


def essence(record: CommentRecord) -> tuple[Any, ...]:
    """What must not depend on the protocol."""
    return (
        record.content,
        record.decision,
        record.degraded,
        record.findings,
        record.scores,
        record.language,
        record.model,
        record.policy,
        record.fingerprint,
        record.article_url,
    )


def test_no_protocol_is_left_out() -> None:
    assert {module.name.partition("_")[0] for module in iter_modules(protocols.__path__)} == SPEAKERS.keys()


async def test_all_protocols_keep_the_same_of_the_same_comment(start_desk: StartDesk) -> None:
    desk = await start_desk()
    await desk.set_policy(POLICY[:-1] + ', "repeat_minutes": 0, "coral_content_format": "text"}')
    for text, _ in TEXTS.values():
        for speaker in SPEAKERS.values():
            await speaker.submit(desk, text, {})
        records = stored(desk)[-len(SPEAKERS) :]
        assert [record.protocol for record in records] == list(SPEAKERS)
        assert len({essence(record) for record in records}) == 1, text


async def test_what_one_protocol_submitted_another_repeats(desk: Desk) -> None:
    await SPEAKERS["native"].submit(desk, LONG, {})
    for name, speaker in SPEAKERS.items():
        assert await speaker.meaning(await speaker.submit(desk, LONG, {})) == "queue", name


@pytest.mark.parametrize("name", SPEAKERS)
class TestEveryProtocol:
    """The contract."""

    @pytest.fixture
    def speaker(self, name: str) -> Speaker:
        return SPEAKERS[name]

    @pytest.mark.parametrize("which", TEXTS)
    async def test_tells_the_decision_that_is_stored(self, desk: Desk, name: str, speaker: Speaker, which: str) -> None:
        text, expected = TEXTS[which]
        await desk.set_policy(POLICY)
        assert await speaker.meaning(await speaker.submit(desk, text, {})) == expected
        [record] = stored(desk)
        assert (record.decision, record.protocol, record.content) == (expected, name, text)

    async def test_keeps_nothing_of_a_trial(self, desk: Desk, speaker: Speaker) -> None:
        if speaker.trial is not None:
            assert await speaker.meaning(await speaker.submit(desk, "You idiot!", speaker.trial)) == "reject"
            assert stored(desk) == []

    async def test_keeps_nothing_where_the_key_is_wrong(self, desk: Desk, speaker: Speaker) -> None:
        stranger = Desk(desk.client, "abcdefghjkmn", desk.settings, desk.engine)
        response = await speaker.submit(stranger, "You idiot!", {})
        assert response.status != 200 or await response.text() == "invalid"
        assert stored(desk) == []

    async def test_accepts_nothing_without_a_model(self, start_desk: StartDesk, models: Path, speaker: Speaker) -> None:
        (models / "champion").write_text("none\n")
        desk = await start_desk()
        assert await speaker.meaning(await speaker.submit(desk, "Hello.", {})) == "queue"
        [record] = stored(desk)
        assert (record.decision, record.degraded) == ("queue", True)
