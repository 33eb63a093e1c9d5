"""Whatever a page is asked for, on either database: it answers, and nothing of it is a fault."""

import re
from urllib.parse import quote

import pytest

from service.desk.routes import ENDPOINTS
from tests.conftest_desk import SignIn
from tests.conftest_service import Desk

HOSTILE = ("\0\ud800'\"\\%", "9" * 30, "NaN", "//[\r\nX: y")
FIELDS = (
    *("order", "reason", "attribute", "language", "article", "author_kind", "author", "text", "aside", "by", "before"),
    *("decision", "verdict", "label", "labels", "moderator", "source", "days", "move", "wrong", "missed", "action"),
    *("low", "high", "until", "chosen", "shown", "alike", "back", "seen", "note", "next", "site", "role", "name"),
    *("session", "change", "done", "sure", "erased"),
)
USUAL = {"attribute": "spam", "low": "0.1", "high": "1", "verdict": "approve", "author_kind": "id", "sure": "yes"}
# Whoever signs out is shown nothing more; the pages of models start processes, and take no text to the database.
PAGES = [
    one
    for one in ENDPOINTS
    if one.path.startswith("/desk") and not one.path.startswith(("/desk/sign-out", "/desk/models"))
]


@pytest.fixture
def service_url(database_url: str) -> str:
    """Either database."""
    return database_url


def encoded(text: str) -> str:
    """As a part of an address; what is no text is sent all the same."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


@pytest.mark.parametrize("value", HOSTILE, ids=["signs", "number", "no number", "address"])
async def test_no_page_fails_whatever_it_is_asked_for(desk: Desk, signed_in: SignIn, value: str) -> None:
    comment = (await desk.submit("meh", author_id="7"))["id"]
    ada = await signed_in("Ada", "admin", None)
    parts = {"id": comment, "kind": "id", "value": encoded(value), "token": "x" * 30}
    headers = {"Cookie": ada.cookie, "X-CSRF-Token": ada.csrf, "Content-Type": "application/x-www-form-urlencoded"}
    failed = []
    for page in PAGES:
        path = re.sub(r"\{(\w+)(:[^{}]*(\{[\d,]+\})?[^{}]*)?\}", lambda found: parts[found[1]], page.path)
        for usual in ({}, USUAL):
            asked = "&".join(f"{name}={encoded(usual.get(name, value))}" for name in FIELDS)
            query, body = (f"?{asked}", None) if page.method == "GET" else ("", asked)
            async with ada.client.request(
                page.method, f"{path}{query}", data=body, headers=headers, allow_redirects=False
            ) as answer:
                await answer.read()
                if answer.status >= 500:
                    failed.append((page.method, page.path, answer.status))
    assert failed == []
