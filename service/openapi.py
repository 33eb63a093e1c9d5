"""The OpenAPI 3.1 document, made of the endpoints and their schemas (https://spec.openapis.org/oas/v3.1.0)."""

import re
from collections.abc import Iterable
from importlib.metadata import version
from typing import Any, Final

from pydantic.json_schema import models_json_schema

from model.comment import DEFAULT_REQUIRED, FILLED_PATTERN
from service.endpoints import JSON, Endpoint
from service.examples import EXAMPLES
from service.problems import CONTENT_TYPE, PROBLEMS
from service.schemas import SCHEMAS

_DESCRIPTION: Final = (
    "Copydesk answers accept, queue or reject for a reader's comment, with its reasons. "
    "Every error is a problem document (RFC 9457)."
)
_BEARER: Final = {"type": "http", "scheme": "bearer", "description": "A key of the site: 12 characters."}
_PARAMETER: Final = re.compile(r"\{(\w+):([^/]+)\}(?=/|$)")


def document(endpoints: Iterable[Endpoint]) -> dict[str, Any]:
    """The document of all endpoints that are documented."""
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in endpoints:
        if endpoint.documented:
            path = _PARAMETER.sub(r"{\1}", endpoint.path)
            paths.setdefault(path, {})[endpoint.method.lower()] = _operation(endpoint)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Copydesk", "version": version("copydesk"), "description": _DESCRIPTION},
        "paths": paths,
        "components": {"schemas": _schemas(), "securitySchemes": {"key": _BEARER}},
    }


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    name = endpoint.handler.__name__
    operation: dict[str, Any] = {
        "operationId": name,
        "summary": endpoint.summary,
        "description": endpoint.description,
        "security": [{"key": []}] if endpoint.needs_key else [],
        "responses": {
            **{
                str(status): _answer(answer.description, answer.content_type, answer.schema)
                for status, answer in endpoint.answers.items()
            },
            **{str(status): _problem(status, name) for status in endpoint.problems},
        },
    }
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "pattern": f"^{pattern}$"}}
        for name, pattern in _PARAMETER.findall(endpoint.path)
    ]
    parameters += [
        {"name": name, "in": "query", "description": description, "schema": {"type": "string", "pattern": r"\S"}}
        for name, description in endpoint.query.items()
    ]
    if parameters:
        operation["parameters"] = parameters
    if endpoint.body:
        content: dict[str, Any] = {"schema": _reference(endpoint.body)}
        if examples := EXAMPLES.get(name):
            content["examples"] = {title: {"value": value} for title, value in examples.items()}
        operation["requestBody"] = {"required": True, "content": {JSON: content}}
    return operation


def _answer(description: str, content_type: str, schema: str) -> dict[str, Any]:
    return {
        "description": description,
        "content": {content_type: {"schema": _reference(schema) if schema else {"type": "string"}}},
    }


def _problem(status: int, operation: str) -> dict[str, Any]:
    schema = "NotReady" if operation == "readyz" else "Problem"
    titles = [problem.title for problem in PROBLEMS if problem.status == status]
    answer = _answer(" ".join(titles), CONTENT_TYPE, schema)
    if status in (429, 503):
        answer["headers"] = {
            "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 1}}
        }
    return answer


def _reference(schema: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{schema}"}


def _schemas() -> dict[str, Any]:
    kinds = [(kind, "validation") for kind in SCHEMAS.values()]
    _, found = models_json_schema(kinds, ref_template="#/components/schemas/{model}")  # type: ignore[arg-type] # a list of a literal
    schemas: dict[str, Any] = found["$defs"]
    for schema in schemas.values():
        for member in schema.get("properties", {}).values():
            if member.get("default", ...) is None:
                del member["default"]
    submission = schemas["Submission"]
    submission["required"] = sorted(DEFAULT_REQUIRED)
    submission["description"] = "A comment to be judged. A site's policy may require other fields than these."
    for name in DEFAULT_REQUIRED:
        submission["properties"][name].pop("default", None)
        submission["properties"][name]["pattern"] = FILLED_PATTERN
    # A bad comment is answered in its place and spoils no other: here, anything may stand.
    schemas["Batch"]["properties"]["comments"]["items"] = {"anyOf": [_reference("Submission"), {}]}
    address = submission["properties"]["author_ip"]
    address["anyOf"] = [{"format": "ipv4"}, {"format": "ipv6"}, {"const": ""}]
    return schemas
