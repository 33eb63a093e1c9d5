"""The native protocol, over HTTP and with a real database."""

import asyncio
import json
from typing import Any

import pytest

from store import comments, keys, sites
from store.database import writing
from store.records import CommentRecord
from tests.conftest_service import Desk, StartDesk


def stored(desk: Desk, identifier: str) -> CommentRecord | None:
    """The record of a comment."""
    with desk.engine.connect() as connection:
        return comments.get(connection, 1, identifier)


async def test_a_comment_is_accepted_and_stored(desk: Desk) -> None:
    decision = await desk.submit("That was well explained.")
    assert decision == {
        "id": decision["id"],
        "decision": "accept",
        "degraded": False,
        "reasons": [],
        "scores": decision["scores"],
        "language": "en",
        "model": "test-1",
        "policy": "default",
    }
    assert set(decision["scores"]) == {
        "toxicity",
        "severe_toxicity",
        "obscene",
        "threat",
        "insult",
        "identity_attack",
        "spam",
    }
    record = stored(desk, decision["id"])
    assert record is not None
    assert (record.content, record.author_name, record.decision) == ("That was well explained.", "Ada", "accept")
    assert json.loads(record.scores) == decision["scores"]


async def test_a_toxic_comment_is_rejected_with_its_reason_and_the_word(desk: Desk) -> None:
    decision = await desk.submit("You idiot!")
    (reason,) = decision["reasons"]
    assert decision["decision"] == reason["severity"] == "reject"
    assert reason["code"] == "toxicity"
    assert reason["score"] == decision["scores"]["toxicity"] > reason["threshold"] == 0.9
    assert [(span["begin"], span["end"]) for span in reason["spans"]] == [(4, 9)]


async def test_scores_have_four_decimals(desk: Desk) -> None:
    decision = await desk.submit("You idiot!")
    assert all(score == round(score, 4) for score in decision["scores"].values())


@pytest.mark.parametrize("given", [{"store": False}, {"test": True}])
async def test_a_trial_is_judged_and_forgotten(desk: Desk, given: dict[str, Any]) -> None:
    text = "One text that is long enough to be recognised when somebody submits it once more."
    for _ in range(3):
        decision = await desk.submit(text, **given)
        assert (decision["decision"], decision["reasons"]) == ("accept", [])
        assert stored(desk, decision["id"]) is None


async def test_explain_tells_the_words_whatever_the_decision(desk: Desk) -> None:
    await desk.set_policy('{"reject_at": {"toxicity": 1}, "queue_at": {"toxicity": 1}}')
    decision = await desk.submit("You idiot!", explain=True)
    assert decision["decision"] == "accept"
    assert [(span["begin"], span["end"]) for span in decision["explanation"]["toxicity"]] == [(4, 9)]


async def test_the_language_is_the_comments_or_the_sites(desk: Desk) -> None:
    assert (await desk.submit(language="az"))["language"] == "az"
    await desk.set_policy('{"languages": ["az", "en"]}')
    assert (await desk.submit())["language"] == "az"


async def test_a_comment_submitted_again_is_an_edit(desk: Desk) -> None:
    first, second = [await desk.submit(text, comment_id="7") for text in ("One text.", "Another text.")]
    with desk.engine.connect() as connection:
        found = comments.revisions(connection, 1, "7")
    assert [(one.id, one.superseded_by) for one in found] == [(first["id"], second["id"]), (second["id"], "")]


async def test_addresses_are_kept_as_keyed_hashes_only(desk: Desk) -> None:
    decision = await desk.submit(author_email="ada@reader.example", author_ip="192.0.2.7")
    record = stored(desk, decision["id"])
    assert record is not None
    assert record.author_email is None
    assert record.author_ip is None
    assert record.author_email_hash
    assert record.author_ip_hash
    assert not {"ada@reader.example", "192.0.2.7"} & set(map(str, record))


async def test_a_site_may_keep_addresses(desk: Desk) -> None:
    await desk.set_policy('{"keep_personal_data": true}')
    decision = await desk.submit(author_email="ada@reader.example", author_ip="192.0.2.7")
    response = await desk.get(f"/v1/comments/{decision['id']}")
    assert (await response.json())["comment"]["author_email"] == "ada@reader.example"


async def test_many_comments_are_answered_in_their_order(desk: Desk) -> None:
    contents = [f"Comment number {number} of a long day." for number in range(250)]
    contents[7] = "You idiot!"
    items: list[Any] = [{"content": content, "author_name": f"Ada {number}"} for number, content in enumerate(contents)]
    items[3] = {"content": "Nobody wrote this."}
    items[4] = 5
    items[5] = {"content": "x", "author_name": "Ada", "colour": "red"}
    response = await desk.post("/v1/comments/batch", json={"comments": items})
    results = (await response.json())["results"]
    assert response.status == 200
    assert len(results) == 250
    for number, result in enumerate(results):
        if number in (3, 4, 5):
            assert result["status"] in (400, 422)
        else:
            record = stored(desk, result["id"])
            assert record is not None
            assert record.content == contents[number]
    assert results[3]["errors"] == [
        {"field": "author_name", "code": "required", "message": "Please enter your name here"}
    ]
    assert results[5]["errors"][0]["field"] == "colour"
    assert results[7]["decision"] == "reject"


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({}, 422, "comments"),
        ({"comments": "x"}, 422, "comments"),
        ({"comments": [{}] * 1001}, 422, "comments"),
        ({"comments": [], "more": 1}, 422, "more"),
        ([], 400, None),
    ],
)
async def test_an_envelope_that_is_wrong_is_refused(desk: Desk, body: object, status: int, field: str | None) -> None:
    response = await desk.post("/v1/comments/batch", json=body)
    problem = await response.json()
    assert response.status == problem["status"] == status
    assert [error["field"] for error in problem.get("errors", [])] == ([field] if field else [])


async def test_no_comments_get_no_answers(desk: Desk) -> None:
    response = await desk.post("/v1/comments/batch", json={"comments": []})
    assert await response.json() == {"results": []}


async def test_a_stored_comment_is_read_back_with_its_decision(desk: Desk) -> None:
    fields = {"article_url": "https://news.example/1", "created_at": "2026-11-24T10:00:00+04:00", "comment_id": "c1"}
    decision = await desk.submit("You idiot!", **fields)
    response = await desk.get(f"/v1/comments/{decision['id']}")
    found = await response.json()
    assert {name: found[name] for name in decision} == decision
    assert found["comment"] == {
        "content": "You idiot!",
        "content_format": "text",
        "author_name": "Ada",
        "article_url": "https://news.example/1",
        "comment_id": "c1",
        "language": "en",
        "created_at": "2026-11-24T06:00:00+00:00",
    }
    assert (found["superseded_by"], found["protocol"]) == (None, "native")


async def test_another_sites_comment_is_not_found(desk: Desk) -> None:
    with writing(desk.engine) as connection:
        other = keys.add(connection, sites.add(connection, "other", "{}", now=0).id, "", now=0)
    decision = await desk.submit()
    response = await desk.client.get(f"/v1/comments/{decision['id']}", headers={"Authorization": f"Bearer {other}"})
    assert response.status == 404


async def test_the_model_in_use_is_told(desk: Desk) -> None:
    model = await (await desk.get("/v1/model")).json()
    assert (model["version"], model["format"]) == ("test-1", 1)
    assert "digests" not in model
    assert "toxicity" in model["thresholds"]


async def test_the_body_may_not_be_larger_than_the_settings_say(start_desk: StartDesk) -> None:
    desk = await start_desk(max_body=2000)
    response = await desk.post("/v1/comments", json={"content": "x" * 2000, "author_name": "Ada"})
    assert response.status == 413


async def test_a_long_comment_does_not_hold_up_the_others(desk: Desk) -> None:
    long = asyncio.create_task(desk.submit("word " * 12_000))
    quick = [await desk.submit(f"Short comment {number}.") for number in range(3)]
    assert [one["decision"] for one in quick] == ["accept"] * 3
    assert (await long)["degraded"] is False
