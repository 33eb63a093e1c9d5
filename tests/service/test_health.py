"""Alive, ready, counted."""

from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from model import IS_COMPILED
from model.kernel import compiled
from model.registry import Registry
from tests.conftest_service import WORDS, Desk, StartDesk
from tests.model.bundles import make_bundle

KERNEL = "numpy" if compiled is None else "compiled"


async def samples(desk: Desk) -> dict[str, float]:
    """What `/metrics` says, by the sample as it is written."""
    response = await desk.client.get("/metrics")
    assert response.content_type == "text/plain"
    return {
        f"{sample.name}{sorted(sample.labels.values())}": sample.value
        for family in text_string_to_metric_families(await response.text())
        for sample in family.samples
    }


async def test_a_new_service_is_alive_and_ready(desk: Desk) -> None:
    assert await (await desk.client.get("/healthz")).json() == {"status": "ok"}
    response = await desk.client.get("/readyz")
    assert response.status == 200
    assert await response.json() == {
        "status": "ready",
        "checks": {
            "model": {
                "ok": True,
                "version": "test-1",
                "kernel": KERNEL,
                "modules": "compiled" if IS_COMPILED else "python",
                "error": "",
                "sites": {},
            },
            "reader": {"ok": True, "state": "off", "version": "", "error": ""},
            "database": {"ok": True, "state": "ok"},
            "spool": {"ok": True, "bytes": 0},
        },
    }


async def test_what_was_decided_is_counted(desk: Desk) -> None:
    await desk.submit("Fine.")
    await desk.submit("You idiot!")
    await desk.post("/v1/comments/batch", json={"comments": [{"content": "One of many.", "author_name": "Ada"}] * 2})
    await desk.post("/v1/comments", data=b"no JSON")
    found = await samples(desk)
    assert found["copydesk_decisions_total['accept', 'native']"] == 3
    assert found["copydesk_decisions_total['native', 'reject']"] == 1
    assert found["copydesk_decision_seconds_count[]"] == 2
    assert found["copydesk_decision_seconds_bucket['+Inf']"] == 2
    assert found["copydesk_problems_total['400']"] == 1
    assert found["copydesk_store_records_total['committed']"] == 4
    assert found["copydesk_store_state['ok']"] == 1
    assert found["copydesk_model['test-1']"] == 1


async def test_a_service_without_a_model_queues_and_says_so(start_desk: StartDesk, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    (tmp_path / "nothing" / "champion").write_text("gone-1\n")
    desk = await start_desk(models=tmp_path / "nothing")
    decision = await desk.submit("Fine.")
    assert (decision["decision"], decision["degraded"], decision["scores"], decision["model"]) == (
        "queue",
        True,
        {},
        "",
    )
    assert [reason["code"] for reason in decision["reasons"]] == ["model_unavailable"]
    response = await desk.client.get("/readyz")
    problem = await response.json()
    assert response.status == 503
    assert "gone-1" in problem["checks"]["model"]["error"]
    assert (await desk.get("/v1/model")).status == 503
    assert (await samples(desk))["copydesk_degraded_total['native']"] == 1


async def test_a_corrupt_champion_leaves_the_old_one_in_use(desk: Desk, models: Path) -> None:
    make_bundle(models, version="test-2", words=WORDS)
    with (models / "test-2" / "table.npy").open("r+b") as file:
        file.seek(1000)
        file.write(b"tampered")
    (models / "champion").write_text("test-2\n")
    await desk.until("/readyz", lambda ready: ready["checks"]["model"]["error"] != "")
    response = await desk.client.get("/readyz")
    assert response.status == 200
    assert "table.npy" in (await response.json())["checks"]["model"]["error"]
    decision = await desk.submit("You idiot!")
    assert (decision["decision"], decision["degraded"], decision["model"]) == ("reject", False, "test-1")


async def test_a_new_champion_serves_within_seconds_and_loses_no_request(desk: Desk, models: Path) -> None:
    make_bundle(models, version="test-2", words={"bridge": {"threat": 6.0}})
    Registry(models).promote("test-2")
    seen = set()
    for number in range(400):
        decision = await desk.submit(f"Under the bridge {number}.", store=False)
        seen.add(decision["model"])
        if decision["model"] == "test-2":
            assert decision["decision"] == "reject"
            break
        assert decision["decision"] == "accept"
    else:
        await desk.until("/v1/model", lambda model: model["version"] == "test-2")
    assert seen <= {"test-1", "test-2"}
