"""What the model is unsure of is read again, and both decide together; everything else is as it was without."""

import asyncio
import json
import threading
from pathlib import Path
from typing import Any

import pytest

from model.policy import Threshold
from model.reader.bundle import Band
from model.scorer import ATTRIBUTES
from service.parts import READER
from tests.conftest_service import Desk, StartDesk
from tests.model.reader.readers import fake_reader, make_reader
from tests.service.commands.runs import run_json
from tests.serving_process import serving
from tests.waiting import until

pytest.importorskip("onnxruntime")
UNSURE = "meh"
"""The model of these tests would queue it."""


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    limits = {attribute: Threshold(0.3, 0.9) for attribute in ATTRIBUTES}
    return make_reader(tmp_path_factory.mktemp("readers"), thresholds=limits)


async def start(start_desk: StartDesk, reader: Path, **given: Any) -> Desk:  # noqa: ANN401 - of the settings
    desk = await start_desk(reader="on", reader_folder=reader, reader_deadline_ms=20_000, **given)
    second = desk.app[READER]
    assert second is not None
    await until(lambda: second.state != "loading")
    assert second.state == "ready", second.error
    return desk


async def test_both_decide_together_what_the_model_would_have_queued(start_desk: StartDesk, reader: Path) -> None:
    desk = await start(start_desk, reader)
    foul, kind = await desk.submit(f"{UNSURE} foul foul"), await desk.submit(f"{UNSURE} kind kind")
    assert (foul["decision"], kind["decision"]) == ("queue", "accept")
    assert foul["model"] == kind["model"] == "test-1+reader-1"
    assert foul["scores"]["toxicity"] > 0.9
    assert kind["scores"]["toxicity"] < 0.3
    (reason,) = [one for one in foul["reasons"] if one["code"] == "toxicity"]
    assert (reason["score"], reason["threshold"]) == (foul["scores"]["toxicity"], 0.3)
    assert [span["begin"] for span in reason["spans"]] == [0]
    assert kind["reasons"] == []


async def test_a_reject_takes_both(start_desk: StartDesk, tmp_path: Path) -> None:
    everywhere = dict.fromkeys(ATTRIBUTES, Band(0.0, 1.0))
    desk = await start(start_desk, make_reader(tmp_path, bands=everywhere))
    agreed, taken_back = await desk.submit("You idiot, foul foul"), await desk.submit("idiot kind kind kind kind")
    assert [agreed["decision"], taken_back["decision"]] == ["reject", "accept"]
    assert agreed["model"] == taken_back["model"] == "test-1+reader-1"


@pytest.mark.parametrize(("asked_about", "expected"), [("toxicity", "reject"), ("identity_attack", "queue")])
async def test_where_no_level_of_both_rejects_it_is_the_models_own_unless_a_group_is_in_question(
    start_desk: StartDesk, tmp_path: Path, asked_about: str, expected: str
) -> None:
    limits = {attribute: Threshold(0.3) for attribute in ATTRIBUTES}
    reader = make_reader(tmp_path, bands={asked_about: Band(0.0, 1.0)}, thresholds=limits)
    desk = await start(start_desk, reader)
    agreed, taken_back = await desk.submit("You idiot, foul foul"), await desk.submit("idiot kind kind kind kind")
    raised = await desk.submit(f"{UNSURE} foul foul")
    assert [one["decision"] for one in (agreed, taken_back, raised)] == [expected, "accept", "queue"]


async def test_the_word_of_both_is_what_is_stored(start_desk: StartDesk, reader: Path) -> None:
    desk = await start(start_desk, reader)
    answered = await desk.submit(f"{UNSURE} foul foul")
    stored = await (await desk.get(f"/v1/comments/{answered['id']}")).json()
    assert {name: stored[name] for name in answered} == answered


async def test_what_is_not_read_again_is_queued_from_the_level_of_both(start_desk: StartDesk, tmp_path: Path) -> None:
    limits = {attribute: Threshold(0.7, 0.95) for attribute in ATTRIBUTES}
    nowhere = {"toxicity": Band(0.0, 0.01)}
    desk = await start(start_desk, make_reader(tmp_path, thresholds=limits, bands=nowhere))
    found = await desk.submit(UNSURE)
    assert (found["decision"], found["model"]) == ("accept", "test-1")
    assert (await desk.submit("You idiot!"))["decision"] == "reject"


@pytest.mark.parametrize("content", ["You idiot, how foul!", "That was well explained, how kind."])
async def test_what_the_model_is_sure_of_is_not_read_again(
    start_desk: StartDesk, reader: Path, desk: Desk, content: str
) -> None:
    both = await start(start_desk, reader)
    alone, found = await desk.submit(content), await both.submit(content)
    assert found | {"id": ""} == alone | {"id": ""}


async def test_trust_and_rejects_of_other_checks_need_no_second_reader(start_desk: StartDesk, reader: Path) -> None:
    desk = await start(start_desk, reader)
    await desk.set_policy(json.dumps({"banned_words": ["cabbage"]}))
    trusted = await desk.submit(f"{UNSURE} foul foul", author_role="editor")
    banned = await desk.submit(f"{UNSURE} kind kind cabbage")
    assert (trusted["decision"], trusted["model"]) == ("accept", "test-1")
    assert (banned["decision"], banned["model"]) == ("reject", "test-1")


async def test_findings_of_other_checks_stay(start_desk: StartDesk, reader: Path) -> None:
    desk = await start(start_desk, reader)
    await desk.set_policy(json.dumps({"suspect_words": ["cabbage"]}))
    found = await desk.submit(f"{UNSURE} kind kind cabbage")
    assert [one["code"] for one in found["reasons"]] == ["suspect_word"]
    assert (found["decision"], found["model"]) == ("queue", "test-1+reader-1")


async def test_the_site_s_own_thresholds_hold_for_both(start_desk: StartDesk, reader: Path) -> None:
    desk = await start(start_desk, reader)
    await desk.set_policy(json.dumps({"queue_at": dict.fromkeys(ATTRIBUTES, 1.0)}))
    found = await desk.submit(f"{UNSURE} foul foul")
    assert (found["decision"], found["model"]) == ("accept", "test-1+reader-1")


async def test_a_batch_is_read_again_like_single_comments(start_desk: StartDesk, reader: Path) -> None:
    desk = await start(start_desk, reader)
    contents = [f"{UNSURE} foul foul", "That was well explained.", f"{UNSURE} kind kind", "You idiot!"]
    comments = [{"content": content, "author_name": f"Ada {content}"} for content in contents]
    answered = await (await desk.post("/v1/comments/batch", json={"comments": comments})).json()
    assert [one["decision"] for one in answered["results"]] == ["queue", "accept", "accept", "reject"]


async def test_many_at_once_each_get_their_own_answer(start_desk: StartDesk, reader: Path) -> None:
    desk = await start(start_desk, reader)
    contents = [f"{UNSURE} {'foul foul' if number % 2 else 'kind kind'} {number}" for number in range(12)]
    found = await asyncio.gather(*(desk.submit(content, author_name=content) for content in contents))
    assert [one["decision"] for one in found] == ["accept", "queue"] * 6


async def test_health_and_metrics_tell_of_it(start_desk: StartDesk, reader: Path) -> None:
    desk = await start(start_desk, reader)
    await desk.submit(f"{UNSURE} foul")
    checks = (await (await desk.get("/readyz")).json())["checks"]
    assert checks["reader"] == {"ok": True, "state": "ready", "version": "reader-1", "error": ""}
    told = await (await desk.get("/metrics")).text()
    assert 'copydesk_reader_total{outcome="read"} 1.0' in told
    assert "copydesk_reader_seconds_count 1.0" in told


async def test_one_that_cannot_be_loaded_is_told_and_the_model_goes_on_alone(
    start_desk: StartDesk, tmp_path: Path
) -> None:
    desk = await start_desk(reader="on", reader_folder=tmp_path / "none")
    await desk.until("/readyz", lambda ready: ready["checks"]["reader"]["state"] == "failed")
    response = await desk.get("/readyz")
    assert response.status == 200
    assert "cannot be read" in (await response.json())["checks"]["reader"]["error"]
    found = await desk.submit(f"{UNSURE} foul foul")
    assert (found["decision"], found["model"]) == ("queue", "test-1")


async def test_a_late_reading_leaves_the_model_s_word(start_desk: StartDesk, reader: Path) -> None:
    desk = await start(start_desk, reader)
    second = desk.app[READER]
    assert second is not None
    go = threading.Event()
    second.reader = fake_reader(lambda _: float(go.wait(30)))
    second._deadline = 0.01  # noqa: SLF001 - it is loaded
    found = await desk.submit(f"{UNSURE} kind kind")
    go.set()
    assert (found["decision"], found["model"]) == ("queue", "test-1")
    assert 'copydesk_reader_total{outcome="late"} 1.0' in await (await desk.get("/metrics")).text()


def test_the_command_line_reads_again_too(shared_models: Path, reader: Path) -> None:
    texts = (f"{UNSURE} foul foul", f"{UNSURE} kind kind")
    options = (f"--models={shared_models}", "--reader=on", f"--reader-folder={reader}")
    assert [one["decision"] for one in run_json("check", *texts, *options)] == ["queue", "accept"]
    stdin = "\n".join(json.dumps({"content": text, "author_name": "Ada"}) for text in texts)
    assert [one["decision"] for one in run_json("check", "-", *options, stdin=stdin)] == ["queue", "accept"]


async def test_without_onnxruntime_the_service_judges_as_before(
    tmp_path: Path, shared_models: Path, reader: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['onnxruntime'] = None\n")
    variables = {"PYTHONPATH": f"{tmp_path}:{Path(__file__).parents[2]}"}
    for wanted, state in (("auto", "off"), ("on", "failed")):
        folder = tmp_path / wanted
        folder.mkdir()
        options = ("--reader", wanted, "--reader-folder", str(reader))
        with serving(folder, shared_models, *options, **variables) as served:
            async with served.session() as client:
                comment = {"content": "meh", "author_name": "Ada"}
                async with client.post("/v1/comments", json=comment) as response:
                    assert (await response.json())["decision"] == "queue"
                async with asyncio.timeout(20):
                    while (told := await ready(client))["state"] == "loading":  # noqa: ASYNC110 - another process's
                        await asyncio.sleep(0.05)
                assert told["state"] == state
                if wanted == "on":
                    assert "pip install 'copydesk[reader]'" in told["error"]


async def ready(client: Any) -> dict[str, str]:  # noqa: ANN401 - aiohttp's
    async with client.get("/readyz") as response:
        told: dict[str, str] = (await response.json())["checks"]["reader"]
        return told
