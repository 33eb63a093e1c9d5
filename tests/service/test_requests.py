"""A request's body is as its head says, or the client is told so."""

import gzip

import pytest

from tests.conftest_service import Desk

PATHS = {
    "native": "/v1/comments",
    "batch": "/v1/comments/batch",
    "coral": "/coral/{key}",
    "perspective": "/v1alpha1/comments:analyze?key={key}",
    "akismet": "/1.1/comment-check?api_key={key}&blog=https%3A%2F%2Fnews.example",
}


@pytest.fixture(params=PATHS)
def path(desk: Desk, request: pytest.FixtureRequest) -> str:
    return PATHS[request.param].format(key=desk.key)


async def test_a_body_that_is_not_compressed_as_its_head_says_is_the_clients_fault(desk: Desk, path: str) -> None:
    headers = {"Authorization": f"Bearer {desk.key}", "Content-Encoding": "gzip"}
    answer = await desk.client.post(path, data=b"no gzip", headers=headers)
    told = await answer.text()
    assert "not compressed as its head says" in told + answer.headers.get("X-akismet-debug-help", "")
    assert answer.status == (200 if "comment-check" in path else 400)


async def test_a_compressed_body_is_read(desk: Desk) -> None:
    body = gzip.compress(b'{"content": "That was well explained.", "author_name": "Ada"}')
    headers = {"Authorization": f"Bearer {desk.key}", "Content-Encoding": "gzip"}
    answer = await desk.client.post("/v1/comments", data=body, headers=headers)
    assert (answer.status, (await answer.json())["decision"]) == (200, "accept")
