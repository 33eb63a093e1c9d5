"""An author's page, and the erasure of what they wrote by what the store knows of them alone."""

import re
from html import unescape
from urllib.parse import quote

import pytest

from store import audit
from store.database import writing
from tests.conftest_desk import SignIn
from tests.conftest_service import Desk
from tests.store.records import enter_authors, read_all

MAIL = "ada@paper.example"


async def written(desk: Desk, content: str, **fields: str) -> str:
    """The id of a comment."""
    identifier: str = (await desk.submit(content, **fields))["id"]
    return identifier


def catch_up(desk: Desk) -> None:
    """Have all comments entered under their authors, also the newest."""
    with writing(desk.engine) as connection:
        enter_authors(connection)


def remaining(desk: Desk) -> set[str]:
    """Contents of what is stored."""
    with desk.engine.connect() as connection:
        return {one.content for one in read_all(connection)}


async def test_the_page_shows_what_the_author_wrote_and_what_became_of_it(desk: Desk, signed_in: SignIn) -> None:
    ada = await signed_in("Ada")
    await written(desk, "A fine day.", author_id="u/1?x=%2F", author_email=MAIL)
    rejected = await written(desk, "idiot", author_id="u/1?x=%2F", author_ip="192.0.2.7")
    await written(desk, "By another.", author_id="u/2")
    catch_up(desk)
    path = f"/desk/authors/id/{quote('u/1?x=%2F', safe='')}"
    page = await (await ada.get(path)).text()
    assert "A fine day." in page
    assert "By another." not in page
    assert "1 accepted, 0 queued, 1 rejected" in page
    assert MAIL not in page
    assert "Erase the author" not in page
    comment = await (await ada.get(f"/desk/comments/{rejected}")).text()
    (link,) = set(re.findall(r'href="(/desk/authors/id/[^"]+)"', comment))
    assert unescape(link) == path
    by_mail = re.findall(r'href="(/desk/authors/email/[0-9a-f]{32})"', page)
    assert "A fine day." in await (await ada.get(by_mail[0])).text()
    assert "There is no comment by this author" in await (await ada.get("/desk/authors/ip/unknown")).text()
    assert (await ada.get("/desk/authors/name/Ada")).status == 404


@pytest.mark.parametrize("kind", ["id", "email", "ip"])
async def test_an_admin_erases_an_author_by_what_the_store_knows_of_them(
    desk: Desk, signed_in: SignIn, kind: str
) -> None:
    ada = await signed_in("Ada", "admin")
    await written(desk, "First.", author_id="7", author_email=MAIL, author_ip="192.0.2.7")
    await written(desk, "Second.", author_id="7", author_email=MAIL, author_ip="192.0.2.7")
    await written(desk, "By nobody.")
    await written(desk, "By another.", author_id="8", author_email="b@paper.example", author_ip="192.0.2.8")
    catch_up(desk)
    first = await (await ada.get("/desk/authors/id/7")).text()
    path = "/desk/authors/id/7"
    if kind != "id":
        (path,) = set(re.findall(rf'href="(/desk/authors/{kind}/[0-9a-f]{{32}})"', first))
    assert (await ada.post(f"{path}/erase")).status == 303
    assert len(remaining(desk)) == 4
    answer = await ada.post(f"{path}/erase", data={"sure": "yes"})
    assert (answer.status, answer.headers["Location"]) == (303, f"{path}?erased=2")
    assert remaining(desk) == {"By nobody.", "By another."}
    with desk.engine.connect() as connection:
        (entry,) = audit.page(connection, 1, action="erasure")
    assert (entry.who, entry.details) == ("Ada", {"erased": 2})
    assert entry.subject in ("an author by the site's id", "an author by e-mail", "an author by IP address")


async def test_nobody_but_an_admin_erases_an_author(desk: Desk, signed_in: SignIn) -> None:
    ben = await signed_in("Ben", "lead")
    await written(desk, "First.", author_id="7")
    assert (await ben.post("/desk/authors/id/7/erase", data={"sure": "yes"})).status == 403
    assert remaining(desk) == {"First."}
