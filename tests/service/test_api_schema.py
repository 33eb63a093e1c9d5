"""Schemathesis: whatever the OpenAPI document allows or forbids, the running service answers as documented."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from service.app import ENDPOINTS
from service.openapi import document
from tests.serving_process import Served, serving

api = schemathesis.openapi.from_dict(document(ENDPOINTS))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, shared_models: Path) -> Iterator[Served]:
    """A service as it runs at a publisher's, whose log holds no fault at the end."""
    folder = tmp_path_factory.mktemp("served")
    with serving(folder, shared_models) as running:
        yield running
        assert running.stop() == 0
    assert "Traceback" not in (folder / "log").read_text()


@api.parametrize()
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_service_answers_as_documented(case: "schemathesis.Case[Any]", served: Served) -> None:
    # Without keys and with wrong ones, `tests.contracts` asks: here, so many would be throttled.
    excluded: list[Any] = [ignored_auth]
    if case.operation.path == "/v1/authors":
        # OpenAPI has no words for `exactly one of these parameters`.
        excluded.append(positive_data_acceptance)
    case.call_and_validate(
        base_url=served.address,
        headers={"Authorization": f"Bearer {served.key}"},
        timeout=20,
        excluded_checks=excluded,
    )
