"""A site with a model of its own, made from its verdicts: eight attributes, in every protocol, for this site alone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from model.findings import worded
from model.registry import Registry
from model.scorer import ATTRIBUTES
from service.parts import SITES
from store import keys, sites
from store.database import writing
from store.identifiers import now
from tests.conftest_service import WORDS, Desk, StartDesk
from tests.model.bundles import make_bundle

EIGHT = (*ATTRIBUTES, "unwanted")
OWN = {**WORDS, "umbrella": {"unwanted": 6.0}, "parasol": {"unwanted": 0.8}}


@pytest.fixture
async def desk(start_desk: StartDesk, models: Path) -> Desk:
    """A service whose site `default` has a model of its own, which minds umbrellas."""
    make_bundle(models, version="own-1", words=OWN, attributes=EIGHT)
    Registry(models).promote("own-1", site="default")
    return await start_desk()


@pytest.fixture
def key_of_another(desk: Desk) -> str:
    """The key of a site that has none."""
    with writing(desk.engine) as connection:
        policy = sites.list_sites(connection)[0].policy
        site = sites.add(connection, "another", policy, now=now())
        key = keys.add(connection, site.id, "", now=now())
    desk.app[SITES].load()
    return key


async def ask(desk: Desk, key: str, content: str) -> Any:  # noqa: ANN401 - JSON
    headers = {"Authorization": f"Bearer {key}"}
    body = {"content": content, "author_name": "Ada"}
    return await (await desk.client.post("/v1/comments", json=body, headers=headers)).json()


async def test_each_site_is_judged_by_its_own_model(desk: Desk, key_of_another: str) -> None:
    own, other = await desk.submit("My umbrella"), await ask(desk, key_of_another, "My umbrella")
    assert (own["decision"], own["model"]) == ("reject", "own-1")
    assert (other["decision"], other["model"]) == ("accept", "test-1")
    assert (await desk.submit("A parasol"))["decision"] == "queue"
    (reason,) = own["reasons"]
    assert (reason["code"], reason["message"]) == ("unwanted", worded("unwanted", reason["score"]))
    assert [(span["begin"], span["end"]) for span in reason["spans"]] == [(3, 11)]
    assert list(own["scores"]) == list(EIGHT)
    assert list(other["scores"]) == list(ATTRIBUTES)


async def test_a_key_is_told_the_model_of_its_site(desk: Desk, key_of_another: str) -> None:
    own = await (await desk.get("/v1/model")).json()
    headers = {"Authorization": f"Bearer {key_of_another}"}
    other = await (await desk.client.get("/v1/model", headers=headers)).json()
    assert (own["version"], own["attributes"]) == ("own-1", list(EIGHT))
    assert (other["version"], other["attributes"]) == ("test-1", list(ATTRIBUTES))


async def test_a_stored_comment_keeps_its_eight_scores(desk: Desk) -> None:
    decision = await desk.submit("My umbrella")
    stored = await (await desk.get(f"/v1/comments/{decision['id']}")).json()
    assert set(stored["scores"]) == set(EIGHT)
    assert stored["model"] == "own-1"
    verdict = f"/v1/comments/{decision['id']}/verdict"
    assert (await desk.post(verdict, json={"verdict": "approve", "labels": ["spam"]})).status == 200
    refused = await desk.post(verdict, json={"verdict": "reject", "labels": ["unwanted"]})
    assert refused.status == 422, "a rejection says so already: it is no label"


async def test_a_batch_is_judged_by_it_too(desk: Desk) -> None:
    body = {"comments": [{"content": text, "author_name": "Ada"} for text in ("My umbrella", "A bridge")]}
    answers = (await (await desk.post("/v1/comments/batch", json=body)).json())["results"]
    assert [(one["decision"], one["model"]) for one in answers] == [("reject", "own-1"), ("accept", "own-1")]


async def test_perspective_is_asked_for_it_in_whole_and_by_sentence(desk: Desk) -> None:
    body = {
        "comment": {"text": "A bridge. My umbrella!"},
        "requestedAttributes": {"LIKELY_TO_REJECT": {}, "TOXICITY": {}},
        "spanAnnotations": True,
    }
    path = "/v1alpha1/comments:analyze"
    answer = await (await desk.client.post(path, params={"key": desk.key}, json=body)).json()
    found = answer["attributeScores"]["LIKELY_TO_REJECT"]
    assert found["summaryScore"]["value"] > 0.9
    assert [span["score"]["value"] > 0.5 for span in found["spanScores"]] == [False, True]


async def test_akismet_is_told_what_only_it_minds(desk: Desk) -> None:
    form = {"api_key": desk.key, "blog": "https://news.example", "user_ip": "192.0.2.1", "comment_content": "umbrella"}
    answer = await desk.client.post("/1.1/comment-check", data=form)
    assert await answer.text() == "true"


async def test_models_change_while_it_serves(desk: Desk, models: Path) -> None:
    make_bundle(models, version="own-2", words=WORDS, attributes=EIGHT)
    Registry(models).promote("own-2", site="default")
    await desk.until("/v1/model", lambda told: told["version"] == "own-2")
    assert (await desk.submit("My umbrella"))["decision"] == "accept"
    Registry(models).rollback("default")
    await desk.until("/v1/model", lambda told: told["version"] == "own-1")
    Registry(models).rollback("default")
    await desk.until("/v1/model", lambda told: told["version"] == "test-1")
    assert (await desk.submit("My umbrella"))["model"] == "test-1"


def broken(models: Path) -> Callable[[Any], bool]:
    """Puts a broken model in front of the site's; whether that is told."""
    make_bundle(models, version="own-2", words=WORDS, attributes=EIGHT)
    (models / "own-2" / "table.npy").write_bytes(b"")
    (models / "sites" / "default" / "champion").write_text("own-2\n", encoding="utf-8")
    return lambda ready: "table.npy" in ready["checks"]["model"]["sites"].get("default", "")


async def test_a_broken_model_leaves_the_sites_old_one_and_is_told(desk: Desk, models: Path) -> None:
    is_told = broken(models)
    await desk.until("/readyz", is_told)
    response = await desk.client.get("/readyz")
    assert response.status == 200
    assert (await desk.submit("My umbrella"))["model"] == "own-1"
