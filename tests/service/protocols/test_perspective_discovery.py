"""The discovery document of the Perspective API."""

from typing import Any

import pytest

from service.protocols.perspective.discovery import document
from tests.conftest_service import Desk, StartDesk

PATH = "/$discovery/rest"


async def test_it_leads_to_the_address_that_it_was_asked_at(desk: Desk) -> None:
    response = await desk.client.get(PATH, params={"version": "v1alpha1"})
    found = await response.json()
    assert (response.status, response.content_type) == (200, "application/json")
    assert found["rootUrl"] == str(desk.client.make_url("/"))
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    paths = {method["path"] for method in found["resources"]["comments"]["methods"].values()}
    assert paths == {"v1alpha1/comments:analyze", "v1alpha1/comments:suggestscore"}


@pytest.mark.parametrize("path", [PATH, "/%24discovery/rest", "/discovery/v1/apis/commentanalyzer/v1alpha1/rest"])
async def test_it_is_found_where_clients_look_for_it(desk: Desk, path: str) -> None:
    assert (await (await desk.client.get(path)).json())["version"] == "v1alpha1"


async def test_there_is_no_other_version(desk: Desk) -> None:
    response = await desk.client.get(PATH, params={"version": "v2"})
    error = (await response.json())["error"]
    assert (response.status, error["code"], error["status"]) == (404, 404, "NOT_FOUND")


async def test_behind_a_proxy_it_leads_to_the_proxy(start_desk: StartDesk) -> None:
    told = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "copydesk.news.example"}
    behind = await (await (await start_desk(proxies=1)).client.get(PATH, headers=told)).json()
    assert behind["rootUrl"] == "https://copydesk.news.example/"
    # The client's own word stands before what a proxy adds to it.
    told_more = {"X-Forwarded-Proto": "gopher, https", "X-Forwarded-Host": "evil.example, copydesk.news.example"}
    behind = await (await (await start_desk(proxies=1)).client.get(PATH, headers=told_more)).json()
    assert behind["rootUrl"] == "https://copydesk.news.example/"
    bare = await (await (await start_desk()).client.get(PATH, headers=told)).json()
    assert "news.example" not in bare["rootUrl"]


def test_every_reference_leads_to_a_schema() -> None:
    found = document("http://127.0.0.1/")

    def references(part: Any) -> set[str]:  # noqa: ANN401
        if isinstance(part, list):
            return set().union(*map(references, part))
        if isinstance(part, dict):
            return set().union(
                *(
                    {value} if name == "$ref" and isinstance(value, str) else references(value)
                    for name, value in part.items()
                )
            )
        return set()

    assert references(found) == found["schemas"].keys()
