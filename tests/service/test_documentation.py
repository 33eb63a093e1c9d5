"""The page of the API comes whole from this machine."""

import re
from hashlib import sha256
from pathlib import Path

import pytest

from service.problems import PROBLEMS
from tests.conftest_service import Desk

SWAGGER = Path("service/static/swagger")


def test_the_vendored_files_are_those_that_were_vendored() -> None:
    lines = (line.split("  ") for line in (SWAGGER / "SHA256SUMS").read_text().splitlines())
    listed = {name: digest for digest, name in lines}
    assert {path.name for path in SWAGGER.iterdir()} == {*listed, "SHA256SUMS"}
    for name, digest in listed.items():
        assert sha256((SWAGGER / name).read_bytes()).hexdigest() == digest


async def test_everything_the_page_needs_is_here(desk: Desk) -> None:
    page = await desk.client.get("/docs")
    text = await page.text()
    assert page.content_type == "text/html"
    assert "http" not in re.sub(r"<!doctype html>|noscript", "", text)
    for address in re.findall(r'(?:src|href)="(/[^"]+)"', text):
        assert (await desk.client.get(address)).status == 200


@pytest.mark.parametrize("path", ["/docs", "/docs/docs.js", "/docs/swagger/swagger-ui.css"])
async def test_the_page_may_load_nothing_from_elsewhere(desk: Desk, path: str) -> None:
    response = await desk.client.get(path)
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["/docs/", "/docs/swagger/LICENSE", "/docs/../app.py", "/docs/%2e%2e/app.py", "/docs/x"]
)
async def test_no_other_file_is_shown(desk: Desk, path: str) -> None:
    assert (await desk.client.get(path)).status == 404


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem.name)
async def test_the_type_of_a_problem_leads_to_its_description(desk: Desk, problem: object) -> None:
    assert hasattr(problem, "type")
    response = await desk.client.get(problem.type)
    assert response.status == 200
    assert len((await response.text()).splitlines()) > 2


async def test_there_is_no_description_of_other_problems(desk: Desk) -> None:
    assert (await desk.client.get("/problems/none")).status == 404
