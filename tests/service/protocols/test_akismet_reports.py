"""What Akismet's clients are told of their account: the site's real counts."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from store import comments
from store.database import writing
from store.identifiers import Identifiers
from store.records import CommentRecord
from tests.conftest_service import Desk
from tests.service.protocols.akismet_client import ACCEPTED, BLOG, QUEUED, REJECTED, Answered, call, check, send


async def report(desk: Desk, name: str, version: str = "1.1", **fields: str) -> Any:  # noqa: ANN401 - JSON
    """The JSON that a call answers."""
    form = {"key": desk.key, "blog": BLOG, **fields}
    return json.loads((await send(desk, f"/{version}/{name}", data=form, kind="application/json")).body)


async def _work(desk: Desk) -> None:
    """Spam 3, one of it wrongly; ham 2, one of it missed spam; one queued that a moderator rejected, one that waits."""
    texts = (ACCEPTED, "Missed.", REJECTED, "idiot, wrongly", "idiot, twice", QUEUED, "meh, it waits")
    for text in texts:
        await check(desk, text)
    for name, text in (("spam", "Missed."), ("ham", "idiot, wrongly"), ("spam", QUEUED)):
        form = {"api_key": desk.key, "blog": BLOG, "user_ip": "192.0.2.7", "comment_content": text}
        await call(desk, f"submit-{name}", form)


COUNTS = {"spam": 4, "ham": 3, "missed_spam": 1, "false_positives": 1}


async def test_the_counts_are_the_sites(desk: Desk) -> None:
    await desk.set_policy('{"flood_seconds": 0}')
    await _work(desk)
    month = f"{datetime.now(UTC):%Y-%m}"
    for span in ("all", "6-months"):
        assert await report(desk, "get-stats", **{"from": span}) == {
            **COUNTS,
            "accuracy": 71.43,
            "time_saved": 30,
            "breakdown": {month: {"da": month, "blogs": 1, **COUNTS}},
        }
    by_day = await report(desk, "get-stats", **{"from": "60-days"})
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    assert by_day["breakdown"] == {day: {"da": day, "blogs": 1, **COUNTS}}


async def test_a_span_leaves_out_what_was_before_it(desk: Desk) -> None:
    now = datetime.now(UTC)
    with writing(desk.engine) as connection:
        for days in (0, 59, 100, 300, 500):
            at = int((now - timedelta(days=days)).timestamp() * 1000)
            identifier = Identifiers(lambda at=at: at).new()  # type: ignore[misc]
            comments.insert_many(connection, [CommentRecord(identifier, 1, at, "text", "reject")])
    spans = ("60-days", "6-months", "year", "all", "")
    counts = {span: (await report(desk, "get-stats", **{"from": span}))["spam"] for span in spans}
    assert counts == {"60-days": 2, "6-months": 3, "year": 4, "all": 5, "": 5}


async def test_a_site_without_comments_has_counts_too(desk: Desk) -> None:
    month = f"{datetime.now(UTC):%Y-%m}"
    none = {"spam": 0, "ham": 0, "missed_spam": 0, "false_positives": 0}
    found = await report(desk, "get-stats")
    breakdown = {month: {"da": month, "blogs": 1, **none}}
    assert found == {**none, "accuracy": 100.0, "time_saved": 0, "breakdown": breakdown}


async def test_akismets_kit_for_php_asks_for_the_counts_by_another_name(desk: Desk) -> None:
    await check(desk, REJECTED)
    found = await report(desk, "get-key-stats", "1.2", **{"from": "year"})
    assert found["spam"] == 1
    assert found == await report(desk, "get-stats", **{"from": "year"})


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_the_usage_of_this_month(desk: Desk, method: str) -> None:
    await check(desk)
    path = f"/1.2/usage-limit?api_key={desk.key}"
    answered = await send(desk, path, method=method, kind="application/json")
    assert answered.body == b'{"limit":"none","usage":1,"percentage":"0.00","throttled":false}'


async def test_the_sites_of_a_key_as_json(desk: Desk) -> None:
    await desk.set_policy('{"flood_seconds": 0}')
    await _work(desk)
    month = f"{datetime.now(UTC):%Y-%m}"
    row = {"site": "default", "api_calls": 7, **COUNTS, "is_revoked": False}
    whole = {month: [row], "limit": 500, "offset": 0, "total": 1}
    assert await report(desk, "key-sites", "1.2") == whole
    assert await report(desk, "key-sites", "1.2", month=month, filter="FAU", order="spam") == whole
    assert await report(desk, "key-sites", "1.2", limit="x", offset="-1") == whole
    assert await report(desk, "key-sites", "1.2", filter="other") == {month: [], "limit": 500, "offset": 0, "total": 0}
    assert await report(desk, "key-sites", "1.2", offset="1", limit="9") == {
        month: [],
        "limit": 9,
        "offset": 1,
        "total": 1,
    }
    for other in ("1999-01", "0000-01", "9999-12"):
        assert (await report(desk, "key-sites", "1.2", month=other))["total"] == 0


async def test_the_sites_of_a_key_as_csv(desk: Desk) -> None:
    await check(desk, REJECTED)
    answered = await send(desk, f"/1.2/key-sites?api_key={desk.key}&format=csv", method="GET", kind="text/csv")
    assert answered.body.decode().splitlines() == [
        f"Active sites for {desk.key} during {datetime.now(UTC):%Y-%m} (limit: 500, offset: 0, total: 1)",
        "Site,Total API Calls,Spam,Ham,Missed Spam,False Positives,Is Revoked",
        "default,1,1,0,0,0,false",
    ]


async def test_the_subscription_is_active(desk: Desk) -> None:
    found = await report(desk, "get-subscription")
    assert (found["status"], found["account_name"], found["limit_reached"]) == ("active", "default", False)
    assert found["next_billing_date"] is False


async def test_a_client_that_is_deactivated_loses_no_key(desk: Desk) -> None:
    form = {"key": desk.key, "blog": BLOG}
    assert await call(desk, "deactivate", form) == Answered(b"deactivated", {})
    assert await call(desk, "verify-key", form) == Answered(b"valid", {})


async def test_a_token_is_a_word_that_is_not_the_key(desk: Desk) -> None:
    body = (await call(desk, "token", {"api_key": desk.key})).body
    assert body.isalnum()
    assert desk.key.encode() not in body


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_the_connection_is_tested_without_a_key(desk: Desk, method: str) -> None:
    assert await send(desk, "/1.1/test", method=method) == Answered(b"connected", {})
