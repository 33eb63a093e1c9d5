"""Every error of every endpoint has the one shape of a problem document (RFC 9457)."""

import re
from collections.abc import Awaitable, Callable
from typing import Any, Final

import pytest
from aiohttp import ClientResponse

from service.app import ENDPOINTS
from service.openapi import document
from service.problems import CONTENT_TYPE, PROBLEMS
from service.schemas import Problem
from tests.conftest_service import Desk, StartDesk

CODES: Final = {"required", "too_short", "too_long", "invalid_email", "invalid_url", "invalid_value", "unknown_field"}
GOOD: Final = {"content": "A comment.", "author_name": "Ada"}
ID: Final = re.compile(r"\{id:.*\}")
OTHERS: Final = re.compile(r"\{\w+(:[^/]+)?\}")
DOCUMENTED: Final = document(ENDPOINTS)["paths"]

Ask = Callable[[Desk], Awaitable[ClientResponse]]


async def problem_of(response: ClientResponse, status: int) -> dict[str, Any]:
    """The document, once it is found to have the shape."""
    assert response.status == status, await response.text()
    assert response.content_type == CONTENT_TYPE
    members: dict[str, Any] = await response.json()
    extra = {name: members[name] for name in members if name != "checks"}
    problem = Problem.model_validate(extra)
    assert problem.status == status
    assert problem.type in {known.type for known in PROBLEMS}
    assert problem.title
    if status == 422:
        assert problem.errors
        assert all(error.code in CODES and error.message for error in problem.errors)
    if status in (429, 503):
        assert int(response.headers["Retry-After"]) >= 1
    return members


def path_of(path: str) -> str:
    """A path with its parameters filled in."""
    return OTHERS.sub("x", ID.sub("01900000-0000-7000-8000-000000000000", path))


@pytest.mark.parametrize(
    "endpoint", [one for one in ENDPOINTS if one.needs_key and one.documented], ids=lambda one: one.path
)
@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer wrong", "Basic abc", "Bearer abcdefghjkmn", "Bearer \xff"]
)
async def test_without_its_key(desk: Desk, endpoint: Any, header: str | None) -> None:  # noqa: ANN401
    headers = {} if header is None else {"Authorization": header}
    response = await desk.client.request(endpoint.method, path_of(endpoint.path), headers=headers, json=GOOD)
    await problem_of(response, 401)
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


async def test_where_get_only_reads_head_is_answered_like_it_but_for_the_body(desk: Desk) -> None:
    pages = {endpoint.path for endpoint in ENDPOINTS if endpoint.method == "GET" and endpoint.is_safe}
    assert {"/healthz", "/readyz", "/metrics", "/docs", "/openapi.json", "/desk", "/v1/model"} <= pages
    for path in (*map(path_of, pages), "/docs/docs.js", "/desk/sign-in"):
        head, get = [await desk.client.request(method, path, allow_redirects=False) for method in ("HEAD", "GET")]
        assert (head.status, head.content_type, await head.read()) == (get.status, get.content_type, b""), path


async def test_where_get_does_something_head_does_not(desk: Desk) -> None:
    query = f"?api_key={desk.key}&blog=news.example&comment_content=meh"
    response = await desk.client.head(f"/1.1/comment-check{query}")
    assert response.status == 405
    assert set(response.headers["Allow"].split(",")) == {"GET", "POST"}


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda one: f"{one.method} {one.path}")
async def test_by_a_method_it_does_not_take(desk: Desk, endpoint: Any) -> None:  # noqa: ANN401
    taken = {one.method for one in ENDPOINTS if one.path == endpoint.path}
    for method in {"POST", "GET", "PUT", "PATCH", "DELETE"} - taken:
        response = await desk.client.request(method, path_of(endpoint.path))
        if response.status != 401:  # the pattern of another endpoint takes the path by this method
            await problem_of(response, 405)
            assert taken <= set(response.headers["Allow"].split(","))


@pytest.mark.parametrize(
    "path",
    ["/v1", "/v1/comment", "/v1/comments/", "/V1/COMMENTS", "/v1/comments/a/b", "/%00", "/a%0Ab", "/v2/x?y"],
)
async def test_where_nothing_is(desk: Desk, path: str) -> None:
    await problem_of(await desk.get(path), 404)


@pytest.mark.parametrize("endpoint", [one for one in ENDPOINTS if one.body], ids=lambda one: one.path)
@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"nope", 400),
        (b"[]", 400),
        (b"null", 400),
        (b'"text"', 400),
        (b'{"content":"\xff"}', 400),
        (b'{"content":"\\ud800","comments":[]}', 400),
        (b'{"content":' + b"[" * 100_000, 400),
        (b"content=x&author_name=Ada", 400),
        (b"{}", 422),
        (b'{"colour":1}', 422),
        (b" " * 200_000 + b"{}", 413),
    ],
    ids=range(13),
)
async def test_with_a_body_it_cannot_take(start_desk: StartDesk, endpoint: Any, body: bytes, status: int) -> None:  # noqa: ANN401
    desk = await start_desk(max_body=150_000)
    await problem_of(await desk.post(path_of(endpoint.path), data=body), status)


async def test_fields_are_named_with_the_words_for_the_reader(desk: Desk) -> None:
    body = {
        "content": " ",
        "author_email": "ada",
        "author_url": "ftp://x",
        "author_ip": "1.2.3",
        "parent_id": "x" * 600,
        "x": 1,
    }
    problem = await problem_of(await desk.post("/v1/comments", json=body), 422)
    assert {error["field"]: error["code"] for error in problem["errors"]} == {
        "content": "required",
        "author_name": "required",
        "author_email": "invalid_email",
        "author_url": "invalid_url",
        "author_ip": "invalid_value",
        "parent_id": "too_long",
        "x": "unknown_field",
    }


async def test_wrong_keys_without_end(desk: Desk) -> None:
    for _ in range(10):
        await desk.client.get("/v1/model", headers={"Authorization": "Bearer abcdefghjkmn"})
    await problem_of(await desk.client.get("/v1/model", headers={"Authorization": "Bearer abcdefghjkmn"}), 429)


async def test_more_than_the_site_allows(desk: Desk) -> None:
    await desk.set_policy('{"requests_per_minute": 1}')
    await desk.submit()
    await problem_of(await desk.post("/v1/comments", json=GOOD), 429)


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ("", {"email": "required"}),
        ("?id=", {"id": "required"}),
        ("?email=%20", {"email": "required"}),
        ("?email=a@b.example&id=7", {"id": "invalid_value"}),
        ("?id=7&id=8", {"id": "invalid_value"}),
        ("?name=Ada", {"name": "unknown_field"}),
        ("?id=7&name=Ada", {"name": "unknown_field"}),
    ],
)
async def test_an_author_who_is_not_named_in_exactly_one_way(desk: Desk, query: str, errors: dict[str, str]) -> None:
    problem = await problem_of(await desk.delete(f"/v1/authors{query}"), 422)
    assert {error["field"]: error["code"] for error in problem["errors"]} == errors


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({}, {"verdict": "required"}),
        ({"verdict": "unsure"}, {"verdict": "invalid_value"}),
        ({"verdict": "reject", "labels": "spam"}, {"labels": "invalid_value"}),
        (
            {"verdict": "reject", "labels": ["spam", "rude", 1]},
            {"labels.1": "invalid_value", "labels.2": "invalid_value"},
        ),
        ({"verdict": "reject", "labels": ["spam"] * 8}, {"labels": "too_long"}),
        ({"verdict": "reject", "note": "x" * 2001}, {"note": "too_long"}),
        ({"verdict": "reject", "comment": "x"}, {"comment": "unknown_field"}),
    ],
)
async def test_a_verdict_that_is_none(desk: Desk, body: dict[str, Any], errors: dict[str, str]) -> None:
    decision = await desk.submit()
    problem = await problem_of(await desk.post(f"/v1/comments/{decision['id']}/verdict", json=body), 422)
    assert {error["field"]: error["code"] for error in problem["errors"]} == errors


async def test_an_unknown_comment(desk: Desk) -> None:
    unknown = "/v1/comments/01900000-0000-7000-8000-000000000000"
    await problem_of(await desk.get(unknown), 404)
    await problem_of(await desk.post(f"{unknown}/verdict", json={"verdict": "reject"}), 404)
    await problem_of(await desk.delete(unknown), 404)
    await problem_of(await desk.get("/v1/comments/none"), 404)


async def test_without_a_model(start_desk: StartDesk, models: Any) -> None:  # noqa: ANN401
    (models / "champion").write_text("none\n")
    desk = await start_desk()
    await problem_of(await desk.get("/v1/model"), 503)
    await problem_of(await desk.get("/readyz"), 503)


async def test_an_expectation_it_does_not_know(desk: Desk) -> None:
    response = await desk.client.post("/v1/comments", headers={"Expect": "a-miracle"}, json=GOOD)
    await problem_of(response, 417)


async def test_a_fault_of_our_own_is_told_without_its_words(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    def broken(*_: object) -> None:
        message = "a secret"
        raise RuntimeError(message)

    from service.parts import SITES  # noqa: PLC0415

    desk.app[SITES].open = broken  # type: ignore[method-assign, assignment]
    problem = await problem_of(await desk.post("/v1/comments", json=GOOD), 500)
    assert "secret" not in str(problem)
    assert "RuntimeError" in caplog.text


def test_every_problem_that_an_endpoint_may_answer_is_documented() -> None:
    for path, operations in DOCUMENTED.items():
        for operation in operations.values():
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    assert list(answer["content"]) == [CONTENT_TYPE], path
