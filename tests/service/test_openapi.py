"""The OpenAPI document is valid, and says what the service does."""

import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # its stubs are a package apart
from openapi_spec_validator import OpenAPIV31SpecValidator

from service.app import ENDPOINTS
from service.examples import EXAMPLES
from service.openapi import document
from service.problems import PROBLEMS
from tests.conftest_service import Desk

DOCUMENT = document(ENDPOINTS)


def validator(schema: str) -> Draft202012Validator:
    """Checks a value against one of the document's schemas."""
    return Draft202012Validator({**DOCUMENT, "$ref": f"#/components/schemas/{schema}"})


def test_the_document_is_valid() -> None:
    OpenAPIV31SpecValidator(DOCUMENT).validate()


async def test_the_service_shows_the_document(desk: Desk) -> None:
    response = await desk.client.get("/openapi.json")
    assert response.content_type == "application/json"
    assert await response.json() == DOCUMENT


def test_every_documented_endpoint_says_what_it_is_for() -> None:
    for endpoint in ENDPOINTS:
        if endpoint.documented:
            assert endpoint.summary, endpoint.path
            assert endpoint.answers, endpoint.path


def test_every_status_of_a_problem_is_that_of_a_known_problem() -> None:
    known = {problem.status for problem in PROBLEMS}
    assert {status for endpoint in ENDPOINTS for status in endpoint.problems} <= known


@pytest.mark.parametrize(
    ("operation", "title", "body"),
    [(operation, title, body) for operation, examples in EXAMPLES.items() for title, body in examples.items()],
)
async def test_examples_are_answered_as_documented(
    desk: Desk, operation: str, title: str, body: dict[str, Any]
) -> None:
    (endpoint,) = (one for one in ENDPOINTS if one.handler.__name__ == operation)
    validator(endpoint.body).validate(body)
    path = re.sub(r"\{id:.*\}", (await desk.submit())["id"], endpoint.path)
    response = await desk.post(path, json=body)
    assert response.status == 200, title
    validator(endpoint.answers[200].schema).validate(await response.json())


@pytest.mark.parametrize("content", ["Fine.", "You idiot!"])
async def test_decisions_and_stored_comments_are_as_documented(desk: Desk, content: str) -> None:
    decision = await desk.submit(
        content, explain=True, author_url="https://ada.example", created_at="2026-11-24T10:00:00Z"
    )
    validator("Decision").validate(decision)
    path = f"/v1/comments/{decision['id']}"
    await desk.post(f"{path}/verdict", json={"verdict": "reject", "labels": ["insult"]})
    validator("StoredComment").validate(await (await desk.get(path)).json())
    validator("Erased").validate(await (await desk.delete(path)).json())


@pytest.mark.parametrize(("path", "schema"), [("/v1/model", "Model"), ("/healthz", "Health"), ("/readyz", "Readiness")])
async def test_facts_are_as_documented(desk: Desk, path: str, schema: str) -> None:
    response = await desk.get(path)
    assert response.status == 200
    validator(schema).validate(await response.json())
