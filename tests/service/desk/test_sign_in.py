"""Signing in and out."""

import re

import pytest

from tests.conftest_desk import Browser, SignIn, add_moderator
from tests.conftest_service import Desk


async def test_whoever_is_not_signed_in_is_led_to_the_form_and_back(desk: Desk, browser: Browser) -> None:
    add_moderator(desk.engine, "Ada", "admin")
    led = await browser.get("/desk/audit?action=verdict")
    assert (led.status, led.headers["Location"]) == (303, "/desk/sign-in?next=/desk/audit%3Faction%3Dverdict")
    form = await (await browser.get(led.headers["Location"])).text()
    assert 'name="next" value="/desk/audit?action=verdict"' in form
    answer = await browser.post(
        "/desk/sign-in",
        data={"name": " ada", "password": "seventeen green herons", "next": "/desk/audit?action=verdict"},
    )
    assert (answer.status, answer.headers["Location"]) == (303, "/desk/audit?action=verdict")
    assert (await browser.get("/desk/audit?action=verdict")).status == 200


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example/desk", "https://evil.example/desk", "/desk\\..", "/deskx", "/v1"]
)
async def test_the_form_leads_to_no_other_place(desk: Desk, browser: Browser, elsewhere: str) -> None:
    add_moderator(desk.engine, "Ada")
    answer = await browser.post(
        "/desk/sign-in", data={"name": "Ada", "password": "seventeen green herons", "next": elsewhere}
    )
    assert (answer.status, answer.headers["Location"]) == (303, "/desk")


async def test_a_wrong_name_and_a_wrong_password_are_told_alike(desk: Desk, browser: Browser) -> None:
    add_moderator(desk.engine, "Ada")
    told = []
    for name, password in (("Ada", "seventeen grey herons"), ("Eve", "seventeen green herons")):
        answer = await browser.sign_in(name, password)
        assert answer.status == 403
        told.append(re.findall(r'class="fault"[^>]*>([^<]+)', await answer.text()))
    assert told[0] == told[1] != []
    assert not browser.cookies


async def test_whoever_sent_something_without_a_session_is_told_that_it_is_not_saved(browser: Browser) -> None:
    page = {"HX_Request": "true", "HX_Current_URL": "http://x/desk?order=time"}
    path = "/desk/queue/01234567-89ab-7def-8123-456789abcdef"
    led = await browser.post(path, data={"verdict": "reject"}, **page)
    assert led.headers["HX-Redirect"] == "/desk/sign-in?next=/desk%3Forder%3Dtime&unsaved=1"
    assert "was not saved" in await (await browser.get(led.headers["HX-Redirect"])).text()
    plain = await browser.post(path, data={"verdict": "reject"})
    assert plain.headers["Location"] == "/desk/sign-in?unsaved=1"
    for nothing_lost in (await browser.get("/desk"), await browser.post("/desk/sign-out")):
        assert nothing_lost.headers["Location"] == "/desk/sign-in"


async def test_signing_out_ends_the_session(signed_in: SignIn) -> None:
    ada = await signed_in("Ada")
    token = dict(ada.cookies)
    answer = await ada.post("/desk/sign-out")
    assert (answer.status, answer.headers["Location"], ada.cookies) == (303, "/desk/sign-in", {})
    ada.cookies = token
    assert (await ada.get("/desk/account")).status == 303
