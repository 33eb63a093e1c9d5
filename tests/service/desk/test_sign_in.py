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


async def test_signing_out_ends_the_session(signed_in: SignIn) -> None:
    ada = await signed_in("Ada")
    token = dict(ada.cookies)
    answer = await ada.post("/desk/sign-out")
    assert (answer.status, answer.headers["Location"], ada.cookies) == (303, "/desk/sign-in", {})
    ada.cookies = token
    assert (await ada.get("/desk/account")).status == 303
