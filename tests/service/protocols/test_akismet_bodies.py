"""The ways in which an Akismet request may say what it says."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest
from aiohttp import FormData

from store import comments
from tests.conftest_service import Desk
from tests.service.protocols.akismet_client import ACCEPTED, BLOG, REJECTED, Answered, plain, send

PATH = "/1.1/comment-check"


def content(desk: Desk, answered: Answered) -> str:
    """What was stored as the content."""
    with desk.engine.connect() as connection:
        found = comments.get(connection, 1, str(UUID(answered.told["guid"])))
    assert found is not None
    return found.content


def fields(desk: Desk, **given: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """A comment with the site's key."""
    return {"api_key": desk.key, "blog": BLOG, "comment_content": REJECTED, **given}


async def form(desk: Desk, body: bytes, kind: str = "application/x-www-form-urlencoded") -> Answered:
    """A form as it is on the wire, with the key and the blog before it."""
    start = f"api_key={desk.key}&blog=news.example&".encode()
    return await send(desk, PATH, data=start + body, headers={"Content-Type": kind})


async def test_multipart(desk: Desk) -> None:
    data = FormData(default_to_multipart=True)
    for name, value in fields(desk, comment_author="Zoë").items():
        data.add_field(name, value)
    data.add_field("file", b"\0" * 1000, filename="name.png", content_type="image/png")
    assert plain(await send(desk, PATH, data=data)) == (b"true", {})


@pytest.mark.parametrize("kind", ["application/json", "application/vnd.api+json; charset=utf-8", "text/plain", ""])
async def test_json_whatever_it_is_called(desk: Desk, kind: str) -> None:
    body = json.dumps(fields(desk, is_test=True, extra={"a": [1]}, comment_parent=5, user_ID=None))
    answered = await send(desk, PATH, data=body.encode(), headers={"Content-Type": kind} if kind else {})
    assert plain(answered) == (b"true", {})


@pytest.mark.parametrize("half", ["\\ud83d", "\\ude00"])
async def test_half_of_a_surrogate_pair_is_replaced(desk: Desk, half: str) -> None:
    body = json.dumps(fields(desk, comment_content="You idiot! X")).replace("X", half)
    answered = await send(desk, PATH, data=body.encode(), headers={"Content-Type": "application/json"})
    assert plain(answered) == (b"true", {})
    assert content(desk, answered) == "You idiot! \ufffd"


@pytest.mark.parametrize("kind", ["", "text/plain", "application/octet-stream", "no type at all"])
async def test_a_form_whatever_it_is_called(desk: Desk, kind: str) -> None:
    assert (await form(desk, b"comment_content=You+idiot%21", kind)).body == b"true"


async def test_more_than_a_thousand_fields_and_a_quarter_of_a_megabyte(desk: Desk) -> None:
    many = {f"POST_field_{number}": "x" * 80 for number in range(2500)}
    answered = await send(desk, PATH, data={**many, **fields(desk), "HTTP_LAST": "x" * 30_000})
    assert plain(answered) == (b"true", {})


@pytest.mark.parametrize(
    "names", [("comment_context[]", "comment_context[]"), ("comment_context[0]", "comment_context[1]")]
)
async def test_a_context_in_either_spelling_is_no_hindrance(desk: Desk, names: tuple[str, str]) -> None:
    pairs = [*fields(desk).items(), *((name, "cooking") for name in names)]
    assert plain(await send(desk, PATH, data=FormData(pairs))) == (b"true", {})


async def test_discourse_says_content_type_for_the_type_of_the_comment(desk: Desk) -> None:
    assert (await send(desk, PATH, data=fields(desk, content_type="forum-post"))).body == b"true"


@pytest.mark.parametrize(
    ("body", "kind", "expected"),
    [
        (b"comment_content=caf%C3%A9", "", "café"),
        (b"comment_content=caf%E9&blog_charset=ISO-8859-1", "", "café"),
        (b"blog_charset=windows-1251&comment_content=%CF%F0%E8%E2%E5%F2", "", "Привет"),
        (b"comment_content=%82%B1%82%F1&blog_charset=Shift_JIS", "", "こん"),
        (b"comment_content=%1B%24B%243%24s%1B%28B&blog_charset=ISO-2022-JP", "", "こん"),
        (b"comment_content=caf%E9", "application/x-www-form-urlencoded; charset=ISO-8859-1", "café"),
        (b"comment_content=caf%C3%A9&blog_charset=ISO-8859-1", "", "café"),
        (b"comment_content=caf%E9&blog_charset=no-such-charset", "", "caf\ufffd"),
        (b"comment_content=caf%E9&blog_charset=UTF-16", "", "caf\ufffd"),
        (b"comment_content=a%5Cx41%E9&blog_charset=unicode_escape", "", "a\\x41\ufffd"),
        (b"comment_content=caf%E9&blog_charset=%00%FF", "", "caf\ufffd"),
        (b"comment_content=%2BADw-&blog_charset=UTF-7", "", "+ADw-"),
        ("comment_content=Привет%20!".encode(), "", "Привет !"),
        (b"comment_content=100%+of+it%2", "", "100% of it%2"),
        (b"comment_content=one&comment_content=two", "", "two"),
        (b"comment_content=a%26b%3Dc&&=&x", "", "a&b=c"),
        (b"comment_content=+spaces+stay+", "", " spaces stay "),
    ],
)
async def test_a_form_is_read_in_its_charset(desk: Desk, body: bytes, kind: str, expected: str) -> None:
    answered = await form(desk, body, *([kind] if kind else []))
    assert content(desk, answered) == expected


@pytest.mark.parametrize(
    "extra",
    [{"comment_parent": 10**400}, {"comment_parent": 1e400}, {"comment_parent": [[]]}, {"honeypot_field_name": "none"}],
)
async def test_odd_values_in_json(desk: Desk, extra: Mapping[str, Any]) -> None:
    assert (await send(desk, PATH, json=fields(desk, comment_content=ACCEPTED, **extra))).body == b"false"
