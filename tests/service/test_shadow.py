"""A challenger in shadow: what it would have decided, from the database, after the answer."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from model.policy import Threshold
from model.registry import Registry
from model.scorer import ATTRIBUTES
from service.parts import SITES
from service.shadow import Shadowing
from store import audit, comments, shadows
from store.database import Database, writing
from store.shadows import Shadow
from tests.conftest_desk import SignIn
from tests.conftest_service import WORDS, Desk
from tests.model.bundles import make_bundle
from tests.store.records import record

AHEAD = -5_000
"""Comments of these milliseconds in the future are looked at, too: a test need not wait."""


@pytest.fixture
def challenger(models: Path) -> str:
    """A version that minds `meh` more, and `casino` not at all; it knows what moderators reject."""
    words = {"idiot": WORDS["idiot"], "meh": {"toxicity": 6.0}, "rival": {"unwanted": 6.0}}
    limits = {name: Threshold(0.5, 0.9) for name in (*ATTRIBUTES, "unwanted")}
    make_bundle(models, version="test-2", words=words, thresholds=limits, attributes=(*ATTRIBUTES, "unwanted"))
    return "test-2"


def shadowing(desk: Desk) -> Shadowing:
    """What works beside the service."""
    registry = Registry(desk.settings.models)
    return Shadowing(Database(desk.settings.database), desk.app[SITES], registry, settled_ms=AHEAD)


def start(engine: Engine, version: str) -> None:
    """Have the version judge in shadow."""
    with writing(engine) as connection:
        shadows.start(connection, 1, version, started_by="Ada")


def known(engine: Engine) -> Shadow:
    """The site's shadow."""
    with engine.connect() as connection:
        found = shadows.get(connection, 1)
    assert found is not None
    return found


async def test_what_it_would_decide_otherwise_is_kept_and_nothing_is_decided_by_it(desk: Desk, challenger: str) -> None:
    start(desk.engine, challenger)
    await desk.set_policy('{"suspect_words": ["bridge"]}')
    texts = ["meh", "casino", "a rival", "You idiot", "Fine.", "the bridge", "meh bridge"]
    decided = [(await desk.submit(text)) for text in texts]
    await desk.submit("meh, too", author_role="editor")
    shadowing(desk).work()
    assert dict(known(desk.engine).counts) == {
        "queue-reject": 2,
        "reject-accept": 1,
        "accept-reject": 1,
        "reject-reject": 1,
        "accept-accept": 2,
        "queue-queue": 1,
    }
    with desk.engine.connect() as connection:
        found = {one.comment: one for one in shadows.disagreements(connection, 1, 10)}
        for one in decided:
            stored = comments.get(connection, 1, one["id"])
            assert stored is not None
            assert (stored.decision, stored.model) == (one["decision"], "test-1")
    assert {text: found[one["id"]].reasons for text, one in zip(texts, decided, strict=True) if one["id"] in found} == {
        "meh": ("toxicity",),
        "casino": (),
        "a rival": ("unwanted",),
        "meh bridge": ("toxicity",),
    }
    assert {one.champion for one in found.values()} == {"test-1"}
    shadowing(desk).work()
    assert known(desk.engine).judged == 8


async def test_it_sees_the_headline_that_a_comment_stands_under(desk: Desk, models: Path) -> None:
    make_bundle(models, version="test-3", words={}, shapes={"article: another script": {"spam": 12.0}})
    start(desk.engine, "test-3")
    await desk.submit("Fine.", article_title="Старый мост закрыт")
    shadowing(desk).work()
    assert dict(known(desk.engine).counts) == {"accept-reject": 1}


async def test_what_came_before_and_what_nobody_could_judge_is_left_out(desk: Desk, challenger: str) -> None:
    await desk.submit("meh")
    start(desk.engine, challenger)
    with writing(desk.engine) as connection:
        comments.insert_many(connection, [record(1, "meh")._replace(model="test-1", degraded=True, decision="queue")])
    shadowing(desk).work()
    assert (known(desk.engine).judged, known(desk.engine).error) == (0, "")


async def test_more_than_it_can_look_at_is_passed_over_and_counted(
    desk: Desk, challenger: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.shadow.AT_ONCE", 4)
    start(desk.engine, challenger)
    for number in range(7):
        await desk.submit(f"Comment {number}.")
    shadowing(desk).work()
    assert (known(desk.engine).judged, known(desk.engine).passed_over) == (4, 3)


async def test_a_version_that_cannot_be_loaded_is_told_and_harms_nothing(
    desk: Desk, challenger: str, models: Path, signed_in: SignIn
) -> None:
    start(desk.engine, challenger)
    (models / challenger / "table.npy").write_bytes(b"")
    await desk.submit("meh")
    shadowing(desk).work()
    assert "is not the file" in known(desk.engine).error
    ada = await signed_in("Ada")
    assert "It cannot judge: " in await (await ada.get("/desk/models/shadow")).text()
    assert "It cannot judge: " in await (await ada.get("/desk/models")).text()


async def test_from_the_page_it_is_started_stopped_looked_at_and_promoted(
    desk: Desk, challenger: str, signed_in: SignIn, models: Path
) -> None:
    ada = await signed_in("Ada", "lead")
    assert "No version has been in shadow" in await (await ada.get("/desk/models/shadow")).text()
    assert "Run in shadow" in await (await ada.get(f"/desk/models/versions/{challenger}")).text()
    for version in ("missing", "", "../test-1", "2026.11.24-1"):
        assert (await ada.post("/desk/models/shadow", data={"version": version})).status == 404
    assert (await ada.post("/desk/models/shadow", data={"version": challenger})).status == 303
    await desk.submit("meh <b>", author_name="<i>Eve")
    await desk.submit("fine")
    shadowing(desk).work()
    page = await (await ada.get("/desk/models/shadow")).text()
    assert "50.0%" in page
    assert "meh &lt;b&gt;" in page
    assert "<i>Eve" not in page
    assert "queued → rejected: 1" in page
    assert "Nothing of this kind so far." in await (await ada.get("/desk/models/shadow?both=accept-reject")).text()
    assert "in shadow" in await (await ada.get("/desk/models")).text()
    assert (await ada.post("/desk/models/shadow/stop")).status == 303
    assert (await ada.post("/desk/models/shadow/stop")).status == 409
    await desk.submit("meh again")
    shadowing(desk).work()
    assert known(desk.engine).judged == 2
    await ada.post("/desk/models/shadow", data={"version": challenger})
    assert known(desk.engine).judged == 0
    await ada.post(f"/desk/models/versions/{challenger}/promote", data={"for": "site"})
    assert Registry(models).own_champion("default") == challenger
    assert known(desk.engine).stopped_at is not None
    with desk.engine.connect() as connection:
        logged = [(one.who, one.subject, one.details["change"]) for one in audit.page(connection, 1, action="shadow")]
    assert logged == [("Ada", challenger, change) for change in ("started", "stopped", "started")]


async def test_the_service_lets_it_judge_by_itself(desk: Desk, challenger: str) -> None:
    start(desk.engine, challenger)
    await desk.submit("meh")
    await desk.until("/healthz", lambda _: known(desk.engine).judged == 1, seconds=20)
