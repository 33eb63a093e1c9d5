"""Bodies that somebody sends on purpose: the same path, bounded time, never a fault."""

import asyncio
import json
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.comment import Comment, InvalidCommentError
from model.policy import Policy
from service.checks import SiteRules
from service.errors import NotReadableError
from service.reading import read_submission
from tests.conftest_service import Desk

FIELDS = list(Comment.model_fields)
SITE = SiteRules.of(1, "default", Policy())

HOSTILE = {
    "nuls": "\0" * 60_000,
    "right to left marks": "\u202e\u200f" * 10_000,
    "zalgo": "z" + "\u0335\u0321\u0341" * 10_000,
    "zalgo words": ("Z\u0335\u0321a\u0341l\u0300g\u0327o " * 4_000)[:30_000],
    "links": "https://a.example/ " * 3_400,
    "obfuscated links": "hxxp://a[.]example dot com " * 2_400,
    "dots": "a." * 32_000,
    "at signs": "@" * 65_000,
    "spaces": " " * 60_000 + "x",
    "open tags": "<b>" * 21_000,
    "quotes": "<a href='" * 7_000,
    "one word": "w" * 65_000,
    "emoji": "\U0001f469\u200d\U0001f469\u200d\U0001f467" * 3_000,
    "numbers": "1" * 65_000,
    "ligatures": "\ufdfa" * 20_000,
    "line ends": "\r\n" * 32_000 + "x",
}


@pytest.mark.parametrize("content_format", ["text", "html"])
@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_text_is_judged_in_bounded_time(desk: Desk, name: str, content_format: str) -> None:
    began = time.monotonic()
    decision = await desk.submit(HOSTILE[name], content_format=content_format)
    assert time.monotonic() - began < 5
    assert not decision["degraded"]
    for reason in decision["reasons"]:
        for span in reason.get("spans", []):
            assert 0 <= span["begin"] < span["end"] <= len(HOSTILE[name])
    response = await desk.get(f"/v1/comments/{decision['id']}")
    assert response.status == 200


@pytest.mark.parametrize(
    "body",
    [
        b"\0",
        b"\xff\xfe{\0}\0",
        b'{"content":"\\ud800","author_name":"Ada"}',
        b'{"content":"\xed\xa0\x80","author_name":"Ada"}',
        b'{"content":"\xc0\xaf","author_name":"Ada"}',
        b'{"content":"a","author_name":"Ada"',
        b'{"content":"a","author_name":"Ada"}}',
        b'{"content":' + b'{"a":' * 5_000,
        b"[" * 500_000,
        b'{"content":1e999}',
        b'{"content":"a","author_name":NaN}',
        b'{"a":' * 199 + b"1" + b"}" * 199,
        b'{"content":"a","author_name":"Ada","created_at":1e308}',
        b'{"content":"a","author_name":"Ada","created_at":-99999999999999}',
        b'{"content":' + b"9" * 100_000 + b"}",
    ],
    ids=range(15),
)
async def test_a_hostile_body_is_refused_with_a_reason(desk: Desk, body: bytes) -> None:
    for path in ("/v1/comments", "/v1/comments/batch"):
        response = await desk.post(path, data=body)
        assert response.status in (400, 422)
        assert (await response.json())["status"] == response.status


async def test_a_batch_of_hostile_items_spoils_no_other(desk: Desk) -> None:
    items: list[Any] = [
        None,
        1,
        "x",
        [],
        {},
        {"content": {}},
        {"content": "x" * 70_000},
        {"author_name": ["a"]},
        [[[[]]]],
    ]
    items.append({"content": "A comment.", "author_name": "Ada"})
    response = await desk.post("/v1/comments/batch", json={"comments": items})
    *refused, accepted = (await response.json())["results"]
    assert {one["status"] for one in refused} <= {400, 422}
    assert accepted["decision"] == "accept"


async def test_times_at_the_edge_of_the_calendar_are_kept(desk: Desk) -> None:
    for moment in ("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "1969-12-31T23:59:59.999Z", "0"):
        decision = await desk.submit(created_at=moment)
        assert (await desk.get(f"/v1/comments/{decision['id']}")).status == 200


async def test_the_service_lives_while_hostile_texts_are_judged(desk: Desk) -> None:
    hostile = [asyncio.create_task(desk.submit(content)) for content in HOSTILE.values()]
    waits = []
    while not all(task.done() for task in hostile):
        began = time.monotonic()
        assert (await desk.client.get("/healthz")).status == 200
        waits.append(time.monotonic() - began)
    assert sorted(waits)[len(waits) // 2] < 0.5
    for task in hostile:
        await task


any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
any_submission = st.dictionaries(
    st.sampled_from([*FIELDS, "explain", "store", "test"]) | st.text(), any_json, max_size=8
)


@given(any_submission | any_json)
@settings(max_examples=300, deadline=None)
def test_any_json_is_read_or_refused(value: object) -> None:
    _read(json.dumps(value).encode())


@given(st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    _read(body)


@given(st.text(), st.sampled_from(["text", "html"]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_text_gets_a_decision(desk: Desk, content: str, content_format: str) -> None:
    response = await desk.post(
        "/v1/comments", json={"content": f"x{content}", "content_format": content_format, "author_name": "Ada"}
    )
    answer = await response.json()
    assert (response.status, answer.get("degraded")) in ((200, False), (400, None))
    if response.status == 400:
        assert any("\ud800" <= character <= "\udfff" for character in content)


def _read(body: bytes) -> None:
    try:
        submission = read_submission(body, SITE)
    except (NotReadableError, InvalidCommentError):
        return
    assert submission.content.strip()
