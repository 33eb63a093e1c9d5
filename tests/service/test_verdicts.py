"""Verdicts, over HTTP and from within, with a real database."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import event

from service.checks import SiteRules
from service.errors import NotFoundError
from service.parts import SITES, VERDICTS
from store import verdicts
from store.records import VerdictRecord
from tests.conftest_service import Desk


async def site_of(desk: Desk) -> SiteRules:
    """The rules of the site `default`."""
    return await desk.app[SITES].admit(desk.key, "192.0.2.1")


def stored(desk: Desk, comment: str) -> list[VerdictRecord]:
    """The verdicts on a comment."""
    with desk.engine.connect() as connection:
        return verdicts.history(connection, 1, comment)


async def shown(desk: Desk, comment: str) -> list[dict[str, Any]]:
    """The verdicts as they are shown with the comment."""
    members = await (await desk.get(f"/v1/comments/{comment}")).json()
    found: list[dict[str, Any]] = members["verdicts"]
    return found


async def test_a_verdict_is_answered_stored_and_shown(desk: Desk) -> None:
    comment = (await desk.submit("meh"))["id"]
    assert await shown(desk, comment) == []
    body = {"verdict": "reject", "labels": ["insult", "spam", "insult"], "note": "No."}
    response = await desk.post(f"/v1/comments/{comment}/verdict", json=body)
    assert response.status == 200
    answer = await response.json()
    assert answer == {
        "id": answer["id"],
        "verdict": "reject",
        "labels": ["insult", "spam"],
        "note": "No.",
        "moderator": "",
        "source": "native",
        "at": answer["at"],
    }
    (record,) = stored(desk, comment)
    assert (record.id, record.verdict, record.labels, record.note) == (
        answer["id"],
        "reject",
        ("insult", "spam"),
        "No.",
    )
    assert await shown(desk, comment) == [answer]


async def test_the_newest_verdict_is_shown_last(desk: Desk) -> None:
    comment = (await desk.submit())["id"]
    for verdict in ("reject", "approve", "reject"):
        assert (await desk.post(f"/v1/comments/{comment}/verdict", json={"verdict": verdict})).status == 200
    assert [one["verdict"] for one in await shown(desk, comment)] == ["reject", "approve", "reject"]


async def test_the_same_verdict_again_is_answered_with_the_one_that_is_there(desk: Desk) -> None:
    comment = (await desk.submit())["id"]
    answers = [
        await (await desk.post(f"/v1/comments/{comment}/verdict", json={"verdict": "reject"})).json() for _ in range(3)
    ]
    assert answers[0] == answers[1] == answers[2]
    assert len(stored(desk, comment)) == 1


async def test_verdicts_that_come_at_once_are_all_kept_in_order(desk: Desk) -> None:
    comments = [(await desk.submit(f"Comment {number}."))["id"] for number in range(20)]
    told: list[str] = []
    commits: list[object] = []
    engine = desk.app[VERDICTS]._engine  # noqa: SLF001 - to count its commits
    event.listen(engine, "commit", commits.append)
    site = await site_of(desk)
    desk.app[VERDICTS].on_verdict(lambda _, record: told.append(record.id))
    records = await asyncio.gather(
        *(
            desk.app[VERDICTS].record(site, comment, verdict=verdict, source="desk", moderator="Ada")
            for verdict in ("approve", "reject")
            for comment in comments
        )
    )
    assert sorted(told) == sorted(record.id for record in records)
    for comment in comments:
        assert [record.verdict for record in stored(desk, comment)] == ["approve", "reject"]
    assert len(commits) < 10


async def test_a_subscriber_is_told_of_what_is_new_and_its_failure_harms_nobody(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[tuple[str, VerdictRecord]] = []

    def fail(_site: SiteRules, _record: VerdictRecord) -> None:
        message = "as it happens"
        raise RuntimeError(message)

    service = desk.app[VERDICTS]
    service.on_verdict(fail)
    service.on_verdict(lambda site, record: told.append((site.name, record)))
    site = await site_of(desk)
    comment = (await desk.submit())["id"]
    first = await service.record(site, comment, verdict="reject", source="akismet")
    again = await service.record(site, comment, verdict="reject", source="akismet")
    assert first == again
    assert told == [("default", first)]
    assert "as it happens" in caplog.text


async def test_what_is_too_long_is_cut(desk: Desk) -> None:
    comment = (await desk.submit())["id"]
    record = await desk.app[VERDICTS].record(
        await site_of(desk), comment, verdict="reject", source="akismet", note="x" * 9000, moderator="m" * 9000
    )
    assert (len(record.note), len(record.moderator)) == (2000, 245)


@pytest.mark.parametrize("said", [{"verdict": "perhaps"}, {"verdict": "reject", "labels": ["rude"]}])
async def test_what_is_no_verdict_is_a_mistake_of_the_caller(desk: Desk, said: dict[str, Any]) -> None:
    comment = (await desk.submit())["id"]
    with pytest.raises(ValueError, match="no verdict"):
        await desk.app[VERDICTS].record(await site_of(desk), comment, source="native", **said)


async def test_one_unknown_comment_spoils_no_other_verdict(desk: Desk) -> None:
    comment = (await desk.submit())["id"]
    site = await site_of(desk)
    outcomes = await asyncio.gather(
        *(desk.app[VERDICTS].record(site, one, verdict="reject", source="desk") for one in ("none", comment, "\ud800")),
        return_exceptions=True,
    )
    assert [type(one) for one in outcomes] == [NotFoundError, VerdictRecord, NotFoundError]


async def test_a_verdict_is_kept_also_when_nobody_waits_for_it(desk: Desk) -> None:
    comment = (await desk.submit())["id"]
    service = desk.app[VERDICTS]
    waiting = asyncio.create_task(service.record(await site_of(desk), comment, verdict="reject", source="native"))
    await asyncio.sleep(0)
    waiting.cancel()
    await service.close()
    assert len(stored(desk, comment)) == 1
