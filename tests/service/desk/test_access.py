"""Who may see a page of the desk, and that a change is asked for by a page of the desk itself."""

import re
from urllib.parse import quote

import pytest

from service.desk.access import own_path
from service.desk.routes import ENDPOINTS
from service.endpoints import Endpoint
from service.parts import SESSIONS
from store import comments, moderators, sites, verdicts
from store.database import writing
from store.identifiers import now
from store.moderators import ROLES, Role
from tests.conftest_desk import Browser, SignIn, add_moderator
from tests.conftest_service import Desk, StartDesk
from tests.store.records import record

OPEN = ("/desk/sign-in", "/desk/welcome/", "/static/", "/{rest")
CLOSED = [one for one in ENDPOINTS if not one.path.startswith(OPEN)]
RESERVED: dict[str, Role] = {
    "GET /desk/queue/band": "lead",
    "POST /desk/queue/band": "lead",
    "POST /desk/what-if": "lead",
    "POST /desk/what-if/undo": "lead",
    "POST /desk/models/retraining": "lead",
    "POST /desk/models/rollback": "lead",
    "POST /desk/models/versions/{}/promote": "lead",
    "POST /desk/models/shadow": "lead",
    "POST /desk/models/shadow/stop": "lead",
    "POST /desk/comments/{}/erase": "admin",
    "POST /desk/authors/{}/{}/erase": "admin",
    "GET /desk/people": "admin",
    "POST /desk/people": "admin",
    "POST /desk/people/{}/invite": "admin",
    "POST /desk/people/{}/role": "admin",
    "POST /desk/people/{}/revoke": "admin",
    "GET /desk/audit": "admin",
}
"""What is not for moderators, and for whom it is. A page that is not here is for all who are signed in: think twice."""
FOR_ALL = 25
"""How many pages that are."""


PART = re.compile(r"\{\w+(:[^{}]*(\{\d+\})?[^{}]*)?\}")


def path_of(pattern: str) -> str:
    """An address that the pattern takes."""
    return re.sub(PART, "0" * 36, pattern)


@pytest.mark.parametrize("endpoint", CLOSED, ids=lambda one: f"{one.method} {one.path}")
async def test_every_page_leads_whoever_is_not_signed_in_to_the_form(browser: Browser, endpoint: object) -> None:
    assert hasattr(endpoint, "method")
    assert hasattr(endpoint, "path")
    answer = await browser.client.request(endpoint.method, path_of(endpoint.path), allow_redirects=False)
    assert answer.status == 303
    assert answer.headers["Location"].startswith("/desk/sign-in")


@pytest.mark.parametrize(
    "endpoint", [one for one in CLOSED if one.method != "GET"], ids=lambda one: f"{one.method} {one.path}"
)
async def test_every_change_needs_the_sessions_own_token(signed_in: SignIn, endpoint: object) -> None:
    assert hasattr(endpoint, "path")
    ada = await signed_in("Ada", "admin", None)
    grace = await signed_in("Grace", "admin", None)
    path = path_of(endpoint.path)
    for csrf in ("", "é", grace.csrf):
        answer = await ada.post(path, data={"csrf": csrf})
        assert (answer.status, "earlier session" in await answer.text()) == (403, True)
    answer = await ada.client.post(path, headers={"Cookie": ada.cookie}, json={"csrf": ada.csrf})
    assert answer.status == 403


async def test_the_token_also_comes_as_a_header(signed_in: SignIn) -> None:
    ada = await signed_in()
    answer = await ada.post("/desk/sign-out", data={"csrf": ""}, X_CSRF_Token=ada.csrf)
    assert answer.status == 303


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"Sec_Fetch_Site": "same-origin"}, 303),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 303),
    ],
)
async def test_nobody_is_signed_in_by_another_sites_page(
    desk: Desk, browser: Browser, headers: dict[str, str], status: int
) -> None:
    add_moderator(desk.engine, "Ada")
    form = {"name": "Ada", "password": "seventeen green herons"}
    assert (await browser.post("/desk/sign-in", data=form, **headers)).status == status
    assert bool(browser.cookies) == (status == 303)


def named(endpoint: Endpoint) -> str:
    """How the endpoint is named above."""
    return f"{endpoint.method} {re.sub(PART, '{}', endpoint.path)}"


@pytest.mark.parametrize("role", ["moderator", "lead"])
async def test_what_is_reserved_is_refused_to_everybody_else(signed_in: SignIn, role: Role) -> None:
    grace = await signed_in("Grace", role)
    refused = set()
    for endpoint in CLOSED:
        if named(endpoint) in RESERVED and ROLES.index(RESERVED[named(endpoint)]) > ROLES.index(role):
            path = path_of(endpoint.path)
            answer = await (grace.get(path) if endpoint.method == "GET" else grace.post(path))
            assert (answer.status, f"yours is {role}" in await answer.text()) == (403, True), named(endpoint)
            refused.add(named(endpoint))
    assert refused == {name for name, least in RESERVED.items() if ROLES.index(least) > ROLES.index(role)}
    assert len([one for one in CLOSED if named(one) not in RESERVED]) == FOR_ALL


async def test_a_page_of_another_role_says_which_it_takes(signed_in: SignIn) -> None:
    ada = await signed_in("Ada", "lead")
    answer = await ada.get("/desk/people")
    assert answer.status == 403
    text = await answer.text()
    assert "It takes the role admin; yours is lead." in text
    assert 'href="/desk/people"' not in text


async def test_pages_keep_to_themselves(signed_in: SignIn) -> None:
    ada = await signed_in("Ada", "admin", None)
    for path in ("/desk/sign-in", "/desk/people", "/desk/none", "/desk/audit"):
        headers = (await ada.get(path)).headers
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Copydesk-Desk"] == "1"


async def test_no_page_has_a_script_or_a_style_of_its_own(signed_in: SignIn) -> None:
    ada = await signed_in("Ada", "admin", None)
    for path in ("/desk/sign-in", "/desk", "/desk/people", "/desk/audit", "/desk/account", "/desk/none"):
        text = await (await ada.get(path)).text()
        assert not re.search(r"<style|<script(?! src)|\sstyle=|\son\w+=|javascript:", text)


async def test_what_is_not_there_is_told_on_a_page(signed_in: SignIn) -> None:
    ada = await signed_in()
    answer = await ada.get("/desk/no/such/page")
    assert (answer.status, answer.content_type) == (404, "text/html")
    assert "There is nothing here." in await answer.text()


async def test_whoever_is_not_signed_in_learns_of_no_page(browser: Browser) -> None:
    assert (await browser.get("/desk/no/such/page")).status == 404


async def test_htmx_is_told_where_to_sign_in_and_what_went_wrong(browser: Browser, signed_in: SignIn) -> None:
    led = await browser.get("/desk/audit", HX_Request="true", HX_Current_URL="http://x/desk/audit?action=policy")
    assert led.status == 204
    assert led.headers["HX-Redirect"] == "/desk/sign-in?next=/desk/audit%3Faction%3Dpolicy"
    ada = await signed_in()
    part = await ada.get("/desk/people", HX_Request="true")
    assert (part.status, part.headers["HX-Retarget"]) == (403, "#notice")
    assert "<html" not in await part.text()


async def test_the_cookie_is_the_browsers_alone(desk: Desk, browser: Browser) -> None:
    add_moderator(desk.engine, "Ada")
    cookie = (await browser.sign_in("Ada")).cookies["copydesk_session"]
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"], cookie["path"]) == (True, "Strict", "", "/")


async def test_over_https_the_cookie_never_leaves_it(start_desk: StartDesk) -> None:
    behind = await start_desk(proxies=1)
    add_moderator(behind.engine, "Ada")
    form = {"name": "Ada", "password": "seventeen green herons"}
    for told in ("https", "http, https"):
        answer = await Browser(behind.client).post("/desk/sign-in", data=form, X_Forwarded_Proto=told)
        cookie = answer.cookies["__Host-copydesk_session"]
        assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
    answer = await Browser(behind.client).post("/desk/sign-in", data=form, X_Forwarded_Proto="https, http")
    assert "copydesk_session" in answer.cookies


async def test_nobody_but_a_trusted_proxy_says_that_it_is_https(desk: Desk, browser: Browser) -> None:
    add_moderator(desk.engine, "Ada")
    form = {"name": "Ada", "password": "seventeen green herons"}
    assert "copydesk_session" in (await browser.post("/desk/sign-in", data=form, X_Forwarded_Proto="https")).cookies


async def test_a_moderator_of_all_sites_goes_from_one_to_another(desk: Desk, signed_in: SignIn) -> None:
    with writing(desk.engine) as connection:
        sites.add(connection, "northern-news", "{}", now=now())
    await desk.set_policy("{}")
    ada = await signed_in("Ada", "moderator", None)
    assert 'class="site"' not in await (await ada.get("/desk")).text()
    answer = await ada.post("/desk/site", data={"site": "northern-news", "next": "/desk/decided"})
    assert (answer.status, answer.headers["Location"]) == (303, "/desk/decided")
    assert "<option selected>northern-news" in await (await ada.get("/desk/account")).text()
    one = await ada.post("/desk/site", data={"site": "default", "next": "/desk/comments/of-the-other"})
    assert one.headers["Location"] == "/desk"
    assert (await ada.post("/desk/site", data={"site": "southern-news"})).status == 404


async def test_a_moderator_of_one_site_stays_there(desk: Desk, signed_in: SignIn) -> None:
    with writing(desk.engine) as connection:
        sites.add(connection, "northern-news", "{}", now=now())
    await desk.set_policy("{}")
    ada = await signed_in("Ada", "admin")
    assert (await ada.post("/desk/site", data={"site": "northern-news"})).status == 404
    assert "northern-news" not in await (await ada.get("/desk/people")).text()


async def test_a_session_ends_with_its_moderator(desk: Desk, signed_in: SignIn) -> None:
    eve = await signed_in("Eve")
    with writing(desk.engine) as connection:
        found = moderators.find(connection, "Eve")
        assert found is not None
        moderators.revoke(connection, found.id, now=now())
    assert (await eve.get("/desk")).status == 303


async def test_a_session_ends_when_nobody_uses_it(start_desk: StartDesk) -> None:
    short = await start_desk(session_idle_hours=1e-9)
    add_moderator(short.engine, "Ada")
    ada = Browser(short.client)
    assert (await ada.sign_in("Ada")).status == 303
    assert (await ada.get("/desk")).status == 303


@pytest.mark.parametrize("path", ["/desk", "/desk/decided?text=a%20b", "/desk/authors/id/7"])
def test_a_page_of_the_desk_is_gone_on_to(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "path", ["//[", "http://[", "/desk/../../x//[", "//evil.example/desk", "/desk\r\nX: y", "/desk?" + "a" * 5_000]
)
async def test_what_is_no_page_of_the_desk_leads_to_the_queue(signed_in: SignIn, path: str) -> None:
    ada = await signed_in()
    answer = await ada.get(f"/desk/sign-in?next={quote(path, safe='')}")
    led = "/desk/../../x//[" if path.startswith("/desk/..") else "/desk"
    assert (answer.status, answer.headers["Location"]) == (303, led)


async def test_headers_that_are_no_addresses_are_refused_like_others(browser: Browser) -> None:
    assert (await browser.post("/desk/sign-in", Origin="http://[")).status == 403
    told = await browser.get("/desk", HX_Request="true", HX_Current_URL="http://[")
    assert told.headers["HX-Redirect"] == "/desk/sign-in"


@pytest.mark.parametrize("name", ["A\0da", "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 100_000])
async def test_whatever_is_sent_for_a_name_is_nobodys(desk: Desk, browser: Browser, name: str) -> None:
    assert (await browser.sign_in(name)).status == 403
    kept = desk.app[SESSIONS]()._by_name._buckets  # noqa: SLF001 - what is kept in memory
    assert all(len(known) < 2_000 for known in kept)


async def test_while_the_database_is_away_the_desk_says_so(desk: Desk, signed_in: SignIn) -> None:
    ada = await signed_in()
    (desk.settings.folder / "copydesk.db").rename(desk.settings.folder / "elsewhere.db")
    answer = await ada.get("/desk")
    assert (answer.status, answer.content_type) == (503, "text/html")
    assert "The database is away." in await answer.text()
    assert answer.headers["Retry-After"]
    (desk.settings.folder / "elsewhere.db").rename(desk.settings.folder / "copydesk.db")
    assert (await ada.get("/desk")).status == 200


async def test_the_bare_address_leads_to_the_desk(browser: Browser) -> None:
    response = await browser.client.get("/", allow_redirects=False)
    assert (response.status, response.headers["Location"]) == (302, "desk")


async def test_a_page_made_for_another_site_than_the_one_chosen_since_changes_nothing(
    desk: Desk, signed_in: SignIn
) -> None:
    """A second tab that turns to another site turns the session; what the first one shows is not decided there."""
    with writing(desk.engine) as connection:
        other = sites.add(connection, "sports", "{}", now=now())
        unseen = record(other.id, "meh")._replace(decision="queue", scores='{"toxicity": 0.7}')
        comments.insert_many(connection, [unseen])
    await desk.set_policy("{}")
    ada = await signed_in("Ada", "lead", None)
    form = {"attribute": "toxicity", "low": "0", "high": "1", "verdict": "reject", "until": str(now() + 1_000)}
    first = ada.csrf
    await ada.post("/desk/site", data={"site": "sports"})
    await ada.get("/desk")
    for path in (
        "/desk/queue/band",
        f"/desk/queue/{unseen.id}",
        "/desk/what-if",
        "/desk/models/versions/test-1/promote",
    ):
        answer = await ada.post(path, data={**form, "wrong": "1", "missed": "1", "for": "site", "csrf": first})
        told = await answer.text()
        assert (answer.status, "made for default, and sports was chosen since" in told) == (409, True), path
        assert "Load the page again to go on with sports" in told
    with desk.engine.connect() as connection:
        assert verdicts.history(connection, other.id, unseen.id) == []
        found = sites.find(connection, "sports")
    assert found is not None
    assert found.policy == "{}"
    part = await ada.post(f"/desk/queue/{unseen.id}", data={"csrf": first}, HX_Request="true")
    assert (part.status, part.headers["HX-Retarget"]) == (409, "#notice")
    assert (await ada.post(f"/desk/queue/{unseen.id}", data={"verdict": "reject"})).status == 303


async def test_what_belongs_to_no_site_is_changed_from_any_sites_page(desk: Desk, signed_in: SignIn) -> None:
    with writing(desk.engine) as connection:
        sites.add(connection, "sports", "{}", now=now())
    await desk.set_policy("{}")
    ada = await signed_in("Ada", "admin", None)
    first = ada.csrf
    await ada.post("/desk/site", data={"site": "sports"})
    added = await ada.post("/desk/people", data={"name": "Grace", "role": "lead", "site": "default", "csrf": first})
    assert added.status == 200
    assert (await ada.post("/desk/site", data={"site": "default", "csrf": first})).status == 303
    await ada.post("/desk/site", data={"site": "sports", "csrf": first})
    assert (await ada.post("/desk/sign-out", data={"csrf": first})).status == 303
