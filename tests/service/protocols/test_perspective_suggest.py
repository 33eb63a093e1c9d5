"""`comments:suggestscore` of the Perspective API: moderators' verdicts, joined to the comments they speak of."""

import json
from typing import Any, Final

import pytest
from aiohttp import ClientResponse

from service.errors import AwayError
from service.parts import FINDER
from store import verdicts
from store.records import CommentRecord, VerdictRecord
from tests.conftest_service import Desk
from tests.store.records import read_all

PATH: Final = "/v1alpha1/comments:suggestscore"


async def suggest(desk: Desk, **members: Any) -> ClientResponse:  # noqa: ANN401
    """A request with the members."""
    return await desk.client.post(PATH, params={"key": desk.key}, json=members)


def given(desk: Desk) -> list[tuple[CommentRecord, VerdictRecord]]:
    """All verdicts with their comments, oldest first."""
    with desk.engine.connect() as connection:
        pairs = [(one, said) for one in read_all(connection) for said in verdicts.history(connection, 1, one.id)]
    return sorted(pairs, key=lambda pair: pair[1].id)


def summary(value: float) -> dict[str, Any]:
    """A summary score."""
    return {"summaryScore": {"value": value}}


async def test_a_suggestion_is_a_verdict_on_the_comment_of_that_text(desk: Desk) -> None:
    decision = await desk.submit("Get busy living, or get busy dying.")
    response = await suggest(
        desk,
        comment={"text": "Get busy living,  or get busy dying."},
        attributeScores={"TOXICITY": summary(0)},
        communityId="/forum/movies",
        clientToken="comment-53922",
    )
    assert response.status == 200
    assert await response.json() == {
        "clientToken": "comment-53922",
        "detectedLanguages": ["en"],
        "requestedLanguages": ["en"],
    }
    [(comment, verdict)] = given(desk)
    assert comment.id == decision["id"]
    assert (verdict.verdict, verdict.labels, verdict.source) == ("approve", (), "perspective")
    assert verdict.moderator == "/forum/movies"


@pytest.mark.parametrize(
    ("scores", "verdict", "labels"),
    [
        ({"TOXICITY": summary(1)}, "reject", ("toxicity",)),
        ({"INSULT": summary(0.5), "TOXICITY@6": summary(0.7), "SPAM": summary(0.1)}, "reject", ("toxicity", "insult")),
        ({"LIKELY_TO_REJECT": summary(1)}, "reject", ()),
        ({"SEXUALLY_EXPLICIT": summary(1)}, "reject", ()),
        ({"SPAM": {"spanScores": [{"begin": 0, "end": 3, "score": {"value": 0.9}}]}}, "reject", ("spam",)),
        ({"TOXICITY": {"summaryScore": {}}}, "approve", ()),
        ({"TOXICITY": summary(0.49), "THREAT": None}, "approve", ()),
    ],
)
async def test_high_scores_reject_with_their_attributes_for_labels(
    desk: Desk, scores: dict[str, Any], verdict: str, labels: tuple[str, ...]
) -> None:
    response = await suggest(desk, comment={"text": "A comment."}, attributeScores=scores)
    assert response.status == 200, await response.text()
    [(_, recorded)] = given(desk)
    assert (recorded.verdict, recorded.labels) == (verdict, labels)


async def of_coral(desk: Desk, comment: str, story: str, text: str, value: float) -> None:
    """What Coral sends when its moderators have decided a comment."""
    blob = {"url": story, "reply_to_id_Coral_comment_id": None, "Coral_comment_id": comment}
    response = await suggest(
        desk,
        comment={"text": text},
        context={"entries": [{"text": json.dumps(blob)}]},
        attributeScores={"TOXICITY": summary(value)},
        languages=["en"],
        communityId="Coral:https://comments.news.example",
        clientToken=f"comment:{comment}",
    )
    assert response.status == 200, await response.text()


@pytest.mark.parametrize(
    ("first", "second", "of_first"),
    [
        ("https://news.example/a", "https://news.example/b", "https://news.example/a?commentID=c7"),
        ("https://news.example/?p=1", "https://news.example/?p=2", "https://news.example/?commentID=c7&p=1"),
        ("https://news.example/?a=1&p=1", "https://news.example/?p=2", "https://news.example/?a=1&commentID=c7&p=1"),
        ("https://news.example/?p=1#top", "https://news.example/", "https://news.example/?p=1&commentID=c7#top"),
        ("https://news.example/?myID=1", "https://news.example/", "https://news.example/?commentID=c7&myID=1"),
        (
            "https://news.example/?mycommentID=1",
            "https://news.example/",
            "https://news.example/?mycommentID=1&commentID=c7",
        ),
    ],
)
async def test_corals_feedback_is_joined_to_the_comment_under_its_own_story(
    desk: Desk, first: str, second: str, of_first: str
) -> None:
    ada = (await desk.submit("You idiot", author_id="ada", article_url=first))["id"]
    bob = (await desk.submit("You idiot", author_id="bob", article_url=second))["id"]
    await of_coral(desk, "c7", of_first, "You idiot", 1)
    await of_coral(desk, "c8", f"{second}{'&' if '?' in second else '?'}commentID=c8", "You idiot", 0)
    assert [(comment.id, said.verdict) for comment, said in given(desk)] == [(ada, "reject"), (bob, "approve")]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('Buy at <a href="http://www.pills.example">www.pills.example</a>', "Buy at www.pills.example"),
        ('<div>Ask <a href="mailto:me@pills.example">me@pills.example</a></div>', "Ask me@pills.example"),
    ],
)
async def test_corals_feedback_on_addresses_that_coral_made_links_of_is_joined_to_them(
    desk: Desk, html: str, text: str
) -> None:
    decision = await desk.submit(html, content_format="html")
    await of_coral(desk, "c7", "https://news.example/a?commentID=c7", text, 1)
    [(comment, _)] = given(desk)
    assert comment.id == decision["id"]


async def test_corals_feedback_is_joined_to_what_its_phase_submitted(desk: Desk) -> None:
    decision = await desk.submit("<p>You are <b>not</b> nice.</p>", content_format="html")
    blob = {
        "url": "https://news.example/story?commentID=c7",
        "reply_to_id_Coral_comment_id": "c6",
        "Coral_comment_id": "c7",
    }
    feedback: dict[str, Any] = {
        "comment": {"text": "You are not nice."},
        "context": {"entries": [{"text": json.dumps(blob)}]},
        "attributeScores": {"TOXICITY": summary(1)},
        "languages": ["en"],
        "communityId": "Coral:https://comments.news.example",
        "clientToken": "comment:c7",
    }
    response = await suggest(desk, **feedback)
    assert (await response.json())["clientToken"] == "comment:c7"
    [(comment, verdict)] = given(desk)
    assert (comment.id, verdict.verdict) == (decision["id"], "reject")
    assert verdict.moderator == "Coral:https://comments.news.example"


@pytest.mark.parametrize(
    "told",
    [
        {"communityId": "Coral:https://comments.news.example"},
        {"context": {"entries": [{"text": '{"url": "https://news.example/a", "Coral_comment_id": "c7"}'}]}},
    ],
)
async def test_what_coral_rejects_is_rejected_for_no_reason_that_it_names(desk: Desk, told: dict[str, Any]) -> None:
    await suggest(desk, comment={"text": "Cheap pills here."}, attributeScores={"TOXICITY": summary(1)}, **told)
    [(_, verdict)] = given(desk)
    assert (verdict.verdict, verdict.labels) == ("reject", ())


async def test_a_comment_that_was_never_seen_is_judged_and_stored_with_what_is_told_of_it(desk: Desk) -> None:
    blob = {"url": "https://news.example/story", "reply_to_id_Coral_comment_id": "c6", "Coral_comment_id": "c7"}
    for value in (1, 0):
        await suggest(
            desk,
            comment={"text": "You idiot!"},
            context={"entries": [{"text": json.dumps(blob)}]},
            attributeScores={"TOXICITY": summary(value)},
        )
    first, second = given(desk)
    assert first[0] == second[0]._replace(verdict=first[0].verdict)
    assert (first[1].verdict, second[1].verdict) == ("reject", "approve")
    assert (first[0].decision, first[0].comment_id, first[0].parent_id) == ("reject", "c7", "c6")
    assert first[0].article_url == "https://news.example/story"


async def test_our_own_id_names_the_comment(desk: Desk) -> None:
    first = await desk.submit("The same words.", author_name="Ada")
    await desk.submit("The same words.", author_name="Grace")
    await suggest(
        desk,
        comment={"text": "The same words."},
        attributeScores={"SPAM": summary(1)},
        clientToken=first["id"],
    )
    [(comment, _)] = given(desk)
    assert comment.id == first["id"]


async def test_a_site_whose_readers_know_the_key_takes_no_verdicts_from_them(desk: Desk) -> None:
    await desk.set_policy('{"perspective_feedback": false}')
    response = await suggest(desk, comment={"text": "Hello."}, attributeScores={"TOXICITY": summary(1)})
    assert response.status == 200
    assert given(desk) == []


@pytest.mark.parametrize(
    ("members", "kind", "message"),
    [
        ({}, "COMMENT_EMPTY", "Comment must be non-empty."),
        ({"comment": {"text": "x" * 20_481}}, "COMMENT_TOO_LONG", "Comment text too long."),
        ({"comment": {"text": "Hello."}}, "INVALID_REQUEST", "Missing attribute_scores"),
        ({"comment": {"text": "Hello."}, "attributeScores": {"TOXICITY": {}}}, "INVALID_REQUEST", None),
        (
            {"comment": {"text": "Hello."}, "attributeScores": {"CHARM": summary(1)}},
            "INVALID_REQUEST",
            "Unknown requested attribute: CHARM",
        ),
        (
            {"comment": {"text": "Hello."}, "attributeScores": {"TOXICITY": {"summaryScore": {"value": "high"}}}},
            "INVALID_REQUEST",
            "Invalid value at 'attributeScores.TOXICITY.summaryScore.value'",
        ),
    ],
)
async def test_what_is_wrong_is_said_in_the_words_of_the_api(
    desk: Desk, members: dict[str, Any], kind: str, message: str | None
) -> None:
    response = await suggest(desk, **members)
    error = (await response.json())["error"]
    assert (response.status, error["code"], error["status"]) == (400, 400, "INVALID_ARGUMENT")
    assert error["details"][0]["errorType"] == kind
    assert error["message"] == message or message is None
    assert given(desk) == []


async def test_without_a_valid_key_nothing_is_taken(desk: Desk) -> None:
    response = await desk.client.post(f"{PATH}?key=abcdefghjkmn", json={})
    assert (response.status, (await response.json())["error"]["details"][0]["reason"]) == (400, "API_KEY_INVALID")


async def test_where_the_database_is_away_nothing_is_acknowledged(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(*_: object) -> str:
        message = "The database is away."
        raise AwayError(message, 7)

    monkeypatch.setattr(desk.app[FINDER], "find_or_judge", away)
    response = await suggest(desk, comment={"text": "Hello."}, attributeScores={"TOXICITY": summary(1)})
    error = (await response.json())["error"]
    assert (response.status, error["code"], error["status"]) == (503, 503, "UNAVAILABLE")
    assert response.headers["Retry-After"] == "7"


async def test_a_comment_that_is_not_in_the_database_yet_is_to_be_told_of_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def spooled(*_: object) -> str:
        return "01900000-0000-7000-8000-000000000000"

    monkeypatch.setattr(desk.app[FINDER], "find_or_judge", spooled)
    response = await suggest(desk, comment={"text": "Hello."}, attributeScores={"TOXICITY": summary(1)})
    assert response.status == 503
