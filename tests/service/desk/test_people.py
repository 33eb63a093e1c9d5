"""Admins look after people; people look after their own password and sessions."""

import re
from html import unescape

import pytest
from sqlalchemy import Engine

from store import audit, moderators, sites
from store.database import writing
from store.identifiers import now
from store.moderators import Moderator
from tests.conftest_desk import PASSWORD, Browser, SignIn, add_moderator
from tests.conftest_service import Desk, StartDesk


def find(engine: Engine, name: str) -> Moderator:
    """Somebody who is there."""
    with engine.connect() as connection:
        found = moderators.find(connection, name)
    assert found is not None
    return found


def link_in(page: str) -> str:
    """The path of the link that the page shows."""
    (link,) = re.findall(r'readonly value="http://[^/]+(/desk/welcome/[^"]+)"', page)
    return str(link)


def fault_in(page: str) -> str:
    """What the page says is wrong."""
    return unescape("".join(re.findall(r'class="fault"[^>]*>([^<]*)', page)))


async def sessions_of(one: Browser) -> set[str]:
    """By what somebody ends their sessions."""
    page = await (await one.get("/desk/account")).text()
    return set(re.findall(r'name="session" value="([0-9a-f]{64})"', page))


async def test_somebody_is_invited_chooses_a_password_and_is_in(
    desk: Desk, signed_in: SignIn, browser: Browser
) -> None:
    ada = await signed_in("Ada", "admin", None)
    answer = await ada.post("/desk/people", data={"name": "Grace Hopper", "role": "lead", "site": "default"})
    link = link_in(await answer.text())
    assert "/desk/welcome/" not in await (await ada.get("/desk/people")).text()
    for _ in range(2):
        assert "Welcome, Grace Hopper" in await (await browser.get(link)).text()
    for form, words in (
        ({"password": "short", "again": "short"}, "at least 10"),
        ({"password": "nine slow rivers", "again": "nine slow river"}, "not the same"),
    ):
        refused = await browser.post(link, data=form)
        assert (refused.status, words in fault_in(await refused.text())) == (422, True)
    chosen = await browser.post(link, data={"password": "nine slow rivers", "again": "nine slow rivers"})
    assert (chosen.status, chosen.headers["Location"]) == (303, "/desk")
    assert (await browser.get("/desk/account")).status == 200
    assert (await browser.get(link)).status == 410
    grace = find(desk.engine, "Grace Hopper")
    assert (grace.role, grace.site_id) == ("lead", 1)
    with desk.engine.connect() as connection:
        told = [(entry.who, entry.details["change"]) for entry in audit.page(connection, None, action="moderator")]
    assert told == [("Grace Hopper", "password chosen"), ("Ada", "added")]


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"name": "ada", "role": "lead", "site": ""}, "There is already somebody named 'ada'"),
        ({"name": "<b>", "role": "lead", "site": ""}, "begins with a letter"),
        ({"name": "Grace", "role": "king", "site": ""}, "There is no role 'king'"),
    ],
)
async def test_what_cannot_be_added_is_told_beside_the_form(
    signed_in: SignIn, form: dict[str, str], words: str
) -> None:
    ada = await signed_in("Ada", "admin", None)
    answer = await ada.post("/desk/people", data=form)
    page = await answer.text()
    assert (answer.status, words in fault_in(page)) == (422, True)
    assert "<b>" not in page


async def test_a_role_is_changed_and_a_link_made_anew(desk: Desk, signed_in: SignIn) -> None:
    ada = await signed_in("Ada", "admin", None)
    grace = add_moderator(desk.engine, "Grace")
    assert (await ada.post(f"/desk/people/{grace.id}/role", data={"role": "lead"})).status == 303
    assert find(desk.engine, "Grace").role == "lead"
    link_in(await (await ada.post(f"/desk/people/{grace.id}/invite")).text())
    assert (await ada.post(f"/desk/people/{grace.id}/role", data={"role": "king"})).status == 409


async def test_the_last_admin_is_told_why_they_cannot_leave(desk: Desk, signed_in: SignIn) -> None:
    ada = await signed_in("Ada", "admin", None)
    answer = await ada.post(f"/desk/people/{find(desk.engine, 'Ada').id}/revoke")
    assert (answer.status, "last admin of all sites" in await answer.text()) == (409, True)


async def test_whoever_is_revoked_is_listed_and_not_invited_again(desk: Desk, signed_in: SignIn) -> None:
    ada = await signed_in("Ada", "admin", None)
    eve = add_moderator(desk.engine, "Eve")
    assert (await ada.post(f"/desk/people/{eve.id}/revoke")).status == 303
    assert "Eve, moderator, since" in await (await ada.get("/desk/people")).text()
    with desk.engine.connect() as connection:
        known = audit.page(connection, None)
    for change in ("invite", "role", "revoke"):
        assert (await ada.post(f"/desk/people/{eve.id}/{change}", data={"role": "lead"})).status == 409
    with desk.engine.connect() as connection:
        assert audit.page(connection, None) == known
    assert (await Browser(desk.client).sign_in("Eve")).status == 403


async def test_an_admin_of_one_site_looks_after_its_people_only(desk: Desk, signed_in: SignIn) -> None:
    with writing(desk.engine) as connection:
        sites.add(connection, "northern-news", "{}", now=now())
    await desk.set_policy("{}")
    north = add_moderator(desk.engine, "Nora", site="northern-news")
    every = add_moderator(desk.engine, "Eve", "admin", site=None)
    ada = await signed_in("Ada", "admin", "default")
    page = await (await ada.get("/desk/people")).text()
    assert "Nora" not in page
    assert "Eve" not in page
    for one in (north, every):
        for change in ("revoke", "invite", "role"):
            assert (await ada.post(f"/desk/people/{one.id}/{change}", data={"role": "lead"})).status == 404
    form = {"name": "Grace", "role": "admin"}
    assert (await ada.post("/desk/people", data={**form, "site": "northern-news"})).status == 403
    assert (await ada.post("/desk/people", data={**form, "site": ""})).status == 200
    assert find(desk.engine, "Grace").site_id == 1


async def test_somebody_ends_a_session_of_theirs_and_no_other(desk: Desk, signed_in: SignIn) -> None:
    ada, eve, elsewhere = await signed_in("Ada"), await signed_in("Eve"), Browser(desk.client)
    await elsewhere.sign_in("Ada")
    assert len(await sessions_of(ada)) == 2
    (foreign,) = await sessions_of(eve)
    assert (await ada.post("/desk/account/sessions", data={"session": foreign})).status == 404
    assert (await ada.post("/desk/account/sessions", data={"session": "others"})).status == 303
    assert [(await one.get("/desk/account")).status for one in (ada, eve, elsewhere)] == [200, 200, 303]


async def test_a_password_is_changed_and_ends_all_other_sessions(desk: Desk, signed_in: SignIn) -> None:
    ada, elsewhere = await signed_in("Ada"), Browser(desk.client)
    await elsewhere.sign_in("Ada")
    new = {"password": "nine slow rivers", "again": "nine slow rivers"}
    for form, status in (
        ({"old": "wrong", **new}, 403),
        ({"old": PASSWORD, **new, "again": "x"}, 422),
        ({"old": PASSWORD, "password": "short", "again": "short"}, 422),
        ({"old": PASSWORD, **new}, 303),
    ):
        assert (await ada.post("/desk/account/password", data=form)).status == status
    assert [(await one.get("/desk/account")).status for one in (ada, elsewhere)] == [200, 303]
    assert (await Browser(desk.client).sign_in("Ada", "nine slow rivers")).status == 303


async def test_too_many_attempts_are_told_with_the_time_to_wait(browser: Browser) -> None:
    for _ in range(10):
        assert (await browser.sign_in("Ada", "wrong")).status == 403
    answer = await browser.sign_in("Ada", "wrong")
    assert answer.status == 429
    assert re.search(r"Too many attempts to sign in\. Wait \d+ seconds\.", fault_in(await answer.text()))
    assert int(answer.headers["Retry-After"]) > 0


async def test_the_log_is_shown_page_by_page_and_by_action(desk: Desk, signed_in: SignIn) -> None:
    ada = await signed_in("Ada", "admin", None)
    with writing(desk.engine) as connection:
        for number in range(120):
            details = {"labels": ["spam", "threat"], "at": number}
            audit.append(connection, site_id=1, who="Grace", action="policy", subject=f"<{number}>", details=details)
    first = await (await ada.get("/desk/audit?action=policy")).text()
    assert "labels: spam, threat<" in first
    assert len(re.findall(r"&lt;\d+&gt;", first)) == 100
    (older,) = re.findall(r'href="([^"]+)" rel="next"', first)
    second = await (await ada.get(unescape(older))).text()
    assert len(re.findall(r"&lt;\d+&gt;", second)) == 20
    assert "Nothing of this kind" in await (await ada.get("/desk/audit?action=erasure")).text()


async def test_the_log_tells_in_words_what_was_and_is_nothing(desk: Desk, signed_in: SignIn) -> None:
    ada = await signed_in("Ada", "admin", None)
    with writing(desk.engine) as connection:
        lines: tuple[tuple[str, dict[str, object]], ...] = (
            ("policy", {"max_missed": "null → 0.05", "honeypot_field": '"site" → null', "max_links": "2 → 3"}),
            ("rollback", {"before": "", "for": "default", "after": None}),
            ("verdict", {"verdict": "reject"}),
        )
        for action, details in lines:
            audit.append(connection, site_id=1, who="Grace", action=action, subject="01a2", details=details)
    told = await (await ada.get("/desk/audit")).text()
    details_told = [unescape(one) for one in re.findall(r'class="detail">([^<]*)<', told)]
    assert details_told[:5] == [
        "verdict: reject",
        "for: default",
        "max missed: as trained → 0.05",
        'honeypot field: "site" → none',
        "max links: 2 → 3",
    ]
    assert '<a href="/desk/comments/01a2">01a2</a>' in told


@pytest.mark.parametrize("header", ["Host", "X_Forwarded_Host"])
async def test_behind_a_proxy_that_speaks_https_so_does_the_link(start_desk: StartDesk, header: str) -> None:
    behind = await start_desk(proxies=1)
    add_moderator(behind.engine, "Ada", "admin")
    ada = Browser(behind.client)
    https = {"X_Forwarded_Proto": "https", header: "desk.example"}
    await ada.post("/desk/sign-in", data={"name": "Ada", "password": PASSWORD}, **https)
    await ada.get("/desk/people", **https)
    page = await (await ada.post("/desk/people", data={"name": "Grace", "role": "lead"}, **https)).text()
    assert 'value="https://desk.example/desk/welcome/' in page
