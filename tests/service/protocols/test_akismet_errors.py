"""What an Akismet client is answered when something is wrong: status 200, `invalid`, and a header with the remedy."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from service.parts import SITES
from service.protocols.akismet import ENDPOINTS
from tests.conftest_service import Desk, StartDesk
from tests.service.protocols.akismet_client import BLOG, REJECTED, Answered, call, check, send

WRONG: Final = "abcdefghjkmn"
NO_KEY: Final = 'Empty "api_key" value: send the key in the body, in the query, or as the first label of the host.'
WRONG_KEY: Final = "This key opens no site: it is mistyped or revoked; make one with `copydesk keys add --site NAME`."
NO_BLOG: Final = 'Empty "blog" value: send the address of the site\'s front page.'
NO_JSON: Final = "The JSON body is not an object in UTF-8."


def invalid(remedy: str) -> Answered:
    """The one answer to what cannot be done."""
    return Answered(b"invalid", {"debug-help": remedy})


NAMES: Final = sorted({endpoint.path.rpartition("/")[2] for endpoint in ENDPOINTS} - {"test"})


@pytest.mark.parametrize("remedy", [NO_KEY, WRONG_KEY, NO_BLOG, NO_JSON])
def test_every_remedy_is_documented(remedy: str) -> None:
    assert remedy in (Path(__file__).parents[3] / "docs/akismet.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_key_is_needed_for_every_call(desk: Desk, name: str, method: str) -> None:
    for version in ("1.1", "1.2"):
        assert await send(desk, f"/{version}/{name}", method=method) == invalid(NO_KEY)


@pytest.mark.parametrize("name", NAMES)
async def test_a_wrong_key_opens_nothing(desk: Desk, name: str) -> None:
    for key in (WRONG, "short", "\0", "ключ", "x" * 5000):
        assert await call(desk, name, {"key": key, "blog": BLOG}) == invalid(WRONG_KEY)


@pytest.mark.parametrize("host", [f"{WRONG}.rest.akismet.com", "secret.rest.akismet.com:80"])
async def test_a_wrong_key_in_the_host(desk: Desk, host: str) -> None:
    assert await send(desk, "/1.1/comment-check", headers={"Host": host}) == invalid(WRONG_KEY)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "akismet.example", "", "[::1]:80", "thehostistwelve"])
async def test_another_host_is_no_key(desk: Desk, host: str) -> None:
    assert await send(desk, "/1.1/comment-check", headers={"Host": host}) == invalid(NO_KEY)


@pytest.mark.parametrize("name", ["verify-key", "comment-check"])
@pytest.mark.parametrize("blog", [{}, {"blog": ""}, {"blog": " "}])
async def test_the_blog_is_needed(desk: Desk, name: str, blog: dict[str, str]) -> None:
    assert await call(desk, name, {"key": desk.key, **blog}) == invalid(NO_BLOG)


@pytest.mark.parametrize("body", [b"{", b"[]", b'"x"', b"{'a': 1}", b'{"a": "\xff"}', b'{"a": "\\ud8"}', b"", b"nul"])
async def test_json_that_is_none(desk: Desk, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    assert await send(desk, "/1.1/comment-check", data=body, headers=headers) == invalid(NO_JSON)


@pytest.mark.parametrize(
    ("kind", "remedy"),
    [
        ("multipart/form-data", "The multipart body has no boundary."),
        ("multipart/form-data; boundary=", "The multipart body has no boundary."),
        ("multipart/form-data; boundary=other", NO_KEY),
        ("multipart/form-data; boundary=b", NO_KEY),
    ],
)
async def test_multipart_that_is_none(desk: Desk, kind: str, remedy: str) -> None:
    body = b'--b\r\n--b\r\n\r\n--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b\r\nfilename="api_key"'
    assert await send(desk, "/1.1/comment-check", data=body, headers={"Content-Type": kind}) == invalid(remedy)


async def test_a_body_that_is_compressed_badly(desk: Desk) -> None:
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/x-www-form-urlencoded"}
    response = await desk.client.post("/1.1/comment-check", data=b"no gzip", headers=headers)
    assert response.status in (200, 400)
    assert b"<html" not in await response.read()


async def test_a_body_that_is_too_large(start_desk: StartDesk) -> None:
    desk = await start_desk(max_body=2000)
    assert await check(desk, "x" * 2000) == invalid("Request Entity Too Large: see the settings of Copydesk.")


async def test_wrong_keys_are_throttled(desk: Desk) -> None:
    for _ in range(10):
        await check(desk, api_key=WRONG)
    response = await desk.client.post("/1.1/verify-key", data={"key": WRONG, "blog": BLOG})
    assert (response.status, await response.read()) == (200, b"invalid")
    assert response.headers["X-akismet-debug-help"] == "Too many wrong keys from this address."
    assert 1 <= int(response.headers["Retry-After"]) <= 60
    assert (await check(desk, REJECTED)).body == b"true"


async def test_a_sites_own_limit(desk: Desk) -> None:
    await desk.set_policy('{"requests_per_minute": 1}')
    await check(desk)
    assert await check(desk) == invalid("This site's policy allows 1 requests a minute.")


async def test_a_fault_of_our_own_is_told_without_its_words(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    def broken(*_: object) -> None:
        message = "a secret"
        raise RuntimeError(message)

    desk.app[SITES].open = broken  # type: ignore[method-assign, assignment]
    assert await check(desk) == invalid("The service failed; its log tells why.")
    assert "RuntimeError" in caplog.text


_NAMES = some.sampled_from(
    [
        *("comment_content", "comment_author", "comment_author_email", "comment_author_url", "comment_date_gmt"),
        *("blog_charset", "blog_lang", "user_ip", "permalink", "honeypot_field_name", "comment_ID", "is_test"),
        *("recheck_reason", "callback", "guid", "comment_check_response", "reporter"),
        *("from", "month", "format", "limit", "offset", "order"),
    ]
)
_KINDS = some.sampled_from(
    ["application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=b", "text/plain", ";;="]
)
_LINES = some.lists(
    some.sampled_from([b"--b", b"--b--", b"\r\n", b"content-disposition: form-data; name=", b'"', b"x"])
)
_BODIES = some.one_of(
    some.binary(max_size=300),
    some.text(max_size=100).map(lambda text: ("{" + text).encode("utf-8", "surrogatepass")),
    _LINES.map(b"".join),
    some.lists(some.tuples(_NAMES.map(str.encode), some.binary(max_size=40))).map(
        lambda pairs: b"&".join(name + b"=" + value for name, value in pairs)
    ),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=some.sampled_from(NAMES), body=_BODIES, kind=_KINDS)
async def test_whatever_is_sent_the_answer_is_akismets(desk: Desk, name: str, body: bytes, kind: str) -> None:
    path = f"/1.1/{name}?key={desk.key}&blog=news.example"
    response = await desk.client.post(path, data=body, headers={"Content-Type": kind})
    assert response.status == 200
    assert response.content_type in ("text/plain", "application/json", "text/csv")
    assert response.headers.get("X-akismet-debug-help", "") != "The service failed; its log tells why."


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=some.dictionaries(_NAMES, some.text(max_size=60), max_size=6))
async def test_a_comment_is_always_judged(desk: Desk, fields: Mapping[str, Any]) -> None:
    given = {"key": desk.key, "blog": BLOG, **fields}
    for how in ({"json": given}, {"data": given}):
        answered = await send(desk, "/1.1/comment-check", **how)  # type: ignore[arg-type]
        assert answered.body in (b"true", b"false"), answered
