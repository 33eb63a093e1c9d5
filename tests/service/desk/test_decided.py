"""What was decided is shown, searched, taken back and corrected in place."""

import asyncio
import re
from html import unescape

import pytest
from sqlalchemy import insert

from service.parts import SITES
from store import audit, comments, sites, verdicts
from store.database import writing
from store.deliveries import Delivery
from store.identifiers import now
from store.insight_tables import samples, told
from store.records import CommentRecord, VerdictRecord
from store.tables import deliveries
from store.verdicts import VERDICTS
from tests.conftest_desk import Browser, SignIn
from tests.conftest_service import Desk
from tests.store.records import record

HOSTILE = "<script>alert(1)</script> \"'>{{ 7*7777777 }} \u202e idiot"


def latest(desk: Desk, identifier: str) -> VerdictRecord:
    """The verdict that counts."""
    with desk.engine.connect() as connection:
        found = verdicts.latest(connection, 1, identifier)
    assert found is not None
    return found


def stored(desk: Desk, identifier: str) -> CommentRecord:
    """The comment."""
    with desk.engine.connect() as connection:
        found = comments.get(connection, 1, identifier)
    assert found is not None
    return found


def listed(page: str) -> list[str]:
    """Ids of the comments on the page."""
    return re.findall(r'data-comment="([^"]+)"', page)


async def judged(desk: Desk, content: str = "meh", verdict: str = "approve", **fields: str) -> str:
    """The id of a comment with a verdict that came by the API."""
    identifier: str = (await desk.submit(content, **fields))["id"]
    assert (await desk.post(f"/v1/comments/{identifier}/verdict", json={"verdict": verdict})).status == 200
    return identifier


async def page_of(browser: Browser, path: str, status: int = 200) -> str:
    """A page's text."""
    answer = await browser.get(path)
    assert answer.status == status, await answer.text()
    return await answer.text()


async def test_an_old_verdict_is_corrected_and_the_correction_is_a_new_verdict(desk: Desk, signed_in: SignIn) -> None:
    ada = await signed_in("Ada")
    identifier = await judged(desk)
    page = await page_of(ada, "/desk/decided")
    assert listed(page) == [identifier]
    before = latest(desk, identifier)
    answer = await ada.post(
        f"/desk/decided/{identifier}",
        data={"verdict": "reject", "labels": "insult", "note": " unkind ", "seen": before.id, "back": "/desk/decided"},
    )
    assert (answer.status, answer.headers["Location"]) == (303, "/desk/decided")
    after = latest(desk, identifier)
    assert (after.verdict, after.labels, after.note) == ("reject", ("insult",), "unkind")
    assert (after.moderator, after.source) == ("Ada", "desk")
    page = await page_of(ada, "/desk/decided")
    assert listed(page) == [identifier, identifier]
    assert page.count("changed later") == 1
    assert page.count(f'action="/desk/decided/{identifier}"') == 1  # only the verdict that counts can be corrected
    with desk.engine.connect() as connection:
        (entry,) = audit.page(connection, 1, action="verdict")
    assert (entry.who, entry.subject) == ("Ada", identifier)


async def test_a_verdict_is_taken_back_and_the_comment_waits_again(desk: Desk, signed_in: SignIn) -> None:
    ada = await signed_in("Ada")
    identifier = await judged(desk)
    answer = await ada.post(
        f"/desk/decided/{identifier}",
        data={"verdict": "withdrawn", "labels": "spam", "seen": latest(desk, identifier).id},
        HX_Request="true",
    )
    assert answer.status == 200
    text = await answer.text()
    assert "it waits in the queue again" in text
    assert text.lstrip().startswith("<article")
    assert latest(desk, identifier).labels == ()
    assert stored(desk, identifier).waiting_since is not None


async def test_what_copydesk_decided_alone_is_corrected_too(desk: Desk, signed_in: SignIn) -> None:
    ada = await signed_in("Ada")
    accepted = (await desk.submit("A fine day."))["id"]
    rejected = (await desk.submit("idiot"))["id"]
    await desk.submit("meh")
    page = await page_of(ada, "/desk/decided?by=copydesk")
    assert listed(page) == [rejected, accepted]
    assert listed(await page_of(ada, "/desk/decided?by=copydesk&decision=reject&label=toxicity")) == [rejected]
    await ada.post(f"/desk/decided/{rejected}", data={"verdict": "approve", "seen": ""})
    assert stored(desk, rejected).verdict == "approve"
    assert listed(await page_of(ada, "/desk/decided?by=copydesk&verdict=open")) == [accepted]


async def test_a_correction_of_what_somebody_else_has_changed_is_not_made(desk: Desk, signed_in: SignIn) -> None:
    ada, ben = await signed_in("Ada"), await signed_in("Ben")
    identifier = await judged(desk)
    seen = latest(desk, identifier).id
    await ben.post(f"/desk/decided/{identifier}", data={"verdict": "reject", "seen": seen})
    answer = await ada.post(
        f"/desk/decided/{identifier}", data={"verdict": "withdrawn", "seen": seen}, HX_Request="true"
    )
    assert answer.status == 409
    assert answer.headers["HX-Retarget"] == "#notice"
    assert "Ben has decided it meanwhile: rejected" in await answer.text()
    assert latest(desk, identifier).moderator == "Ben"


@pytest.mark.parametrize(("verdict", "status"), [("unsure", 422), ("", 422), ("approve'", 422)])
async def test_what_is_no_correction_is_refused(desk: Desk, signed_in: SignIn, verdict: str, status: int) -> None:
    ada = await signed_in("Ada")
    identifier = await judged(desk)
    answer = await ada.post(f"/desk/decided/{identifier}", data={"verdict": verdict})
    assert answer.status == status
    assert latest(desk, identifier).source == "native"


async def test_a_comment_of_another_site_is_not_there(desk: Desk, signed_in: SignIn) -> None:
    identifier = await judged(desk)
    with writing(desk.engine) as connection:
        sites.add(connection, "other", "{}", now=now())
    await asyncio.to_thread(desk.app[SITES].load)
    ada = await signed_in("Ada", site="other")
    assert listed(await page_of(ada, "/desk/decided")) == []
    await page_of(ada, f"/desk/comments/{identifier}", 404)
    assert (await ada.post(f"/desk/decided/{identifier}", data={"verdict": "reject"})).status == 404
    assert latest(desk, identifier).verdict == "approve"


async def test_the_history_is_searched_and_paged(desk: Desk, signed_in: SignIn) -> None:
    ada = await signed_in("Ada")
    identifiers = [await judged(desk, f"meh number {number}") for number in range(34)]
    first = await page_of(ada, "/desk/decided?verdict=approve")
    assert listed(first) == identifiers[:3:-1]
    (older,) = re.findall(r'<a href="([^"]+)" rel="next">', first)
    assert listed(await page_of(ada, unescape(older))) == identifiers[3::-1]
    assert listed(await page_of(ada, "/desk/decided?text=NUMBER+33")) == [identifiers[33]]
    assert "Nothing of this kind was decided yet." in await page_of(ada, "/desk/decided?moderator=Nobody")
    assert listed(await page_of(ada, "/desk/decided?by=nonsense&before=nonsense&decision=%00")) == []


async def test_hostile_texts_are_only_shown(desk: Desk, signed_in: SignIn) -> None:
    ada = await signed_in("Ada", "admin")
    identifier = await judged(
        desk,
        HOSTILE,
        author_name="<img src=x onerror=alert(1)>",
        author_id='../"><b>x',
        article_url="https://paper.example/a",
        article_title="<svg/onload=alert(1)>",
        comment_id="<i>7</i>",
        user_agent="<u>",
    )
    await ada.post(
        f"/desk/decided/{identifier}",
        data={"verdict": "reject", "note": "<s>note", "seen": latest(desk, identifier).id},
    )
    (author,) = set(re.findall(r'href="(/desk/authors/[^"]+)"', await page_of(ada, "/desk/decided")))
    for path in ("/desk/decided", f"/desk/comments/{identifier}", unescape(author), "/desk/decided?text=%3Cscript"):
        page = await page_of(ada, path)
        for tag in ("<script>alert", "<img", "<svg/", "<b>x", "<i>7", "<u>", "<s>", "54444439"):
            assert tag not in page.replace("<svg viewBox", ""), (path, tag)


async def test_a_comments_page_tells_all_that_happened(desk: Desk, signed_in: SignIn) -> None:
    ada = await signed_in("Ada")
    first = await judged(desk, "meh", comment_id="7")
    said = latest(desk, first)
    with writing(desk.engine) as connection:
        connection.execute(insert(samples).values(comment=first, site_id=1, decision="accept", drawn_at=now()))
        url = "https://paper.example/secret/path"
        dead = Delivery("1", 1, said.id, "webhook", url, attempts=12, due_at=None, error="answered with status 500")
        waits = dead._replace(id="2", attempts=1, due_at=now() + 60_000, error="no answer")
        connection.execute(insert(deliveries), [dead._asdict(), waits._asdict()])
        connection.execute(insert(told).values(id="3", verdict=said.id, kind="webhook", url=url, attempts=2, at=now()))
    page = await page_of(ada, f"/desk/comments/{first}")
    for words in (
        "Submitted",
        "by the model test-1",
        "Drawn for the audit sample",
        "Approved by the site",
        "The site was told: approved",
        "paper.example · 2 attempts",
        "The site could not be told: approved",
        "given up after 12 attempts · answered with status 500",
        "The site is still to be told: approved",
    ):
        assert words in page, words
    assert "secret" not in page
    second = (await desk.submit("idiot", comment_id="7"))["id"]
    page = await page_of(ada, f"/desk/comments/{first}")
    assert "Edited by its author" in page
    assert f'href="/desk/comments/{second}"' in page
    assert "edited it since" in page
    assert f'action="/desk/decided/{first}"' not in page
    await page_of(ada, "/desk/comments/00000000-0000-7000-8000-000000000000", 404)


async def test_a_comment_that_was_edited_and_judged_without_end_has_a_page(desk: Desk, signed_in: SignIn) -> None:
    written = [record(1, f"Version {number}.")._replace(comment_id="7") for number in range(150)]
    with writing(desk.engine) as connection:
        comments.insert_many(connection, written)
        for number in range(150):
            verdicts.add(connection, 1, written[-1].id, verdict=VERDICTS[number % 2], source="native")
    page = await page_of(await signed_in(), f"/desk/comments/{written[-1].id}")
    assert page.count(">Version ") == 101
    assert page.count(" by the site</b>") == 100


async def test_only_an_admin_erases_a_comment_and_only_when_sure(desk: Desk, signed_in: SignIn) -> None:
    identifier = await judged(desk)
    lead, admin = await signed_in("Ben", "lead"), await signed_in("Ada", "admin")
    assert "/erase" not in await page_of(lead, f"/desk/comments/{identifier}")
    path = f"/desk/comments/{identifier}/erase"
    assert (await lead.post(path, data={"sure": "yes"})).status == 403
    assert (await admin.post(path)).status == 303
    assert stored(desk, identifier)
    answer = await admin.post(path, data={"sure": "yes"})
    assert (answer.status, answer.headers["Location"]) == (303, "/desk/decided")
    await page_of(admin, f"/desk/comments/{identifier}", 404)
    with desk.engine.connect() as connection:
        (entry,) = audit.page(connection, 1, action="erasure")
    assert (entry.who, entry.subject, entry.details) == ("Ada", f"comment {identifier}", {"erased": 1})


@pytest.mark.parametrize("word", ["approve", "withdrawn"])
async def test_what_its_author_has_edited_since_the_page_was_loaded_is_not_corrected(
    desk: Desk, signed_in: SignIn, word: str
) -> None:
    """The site knows both texts by one id: it would publish the one that nobody has looked at."""
    rejected = await judged(desk, "What an idiot!", "reject", comment_id="42")
    ada = await signed_in("Ada")
    await page_of(ada, "/desk/decided")
    seen = latest(desk, rejected)
    threat = await desk.submit("What a meh idiot!", comment_id="42")
    answer = await ada.post(f"/desk/decided/{rejected}", data={"verdict": word, "seen": seen.id})
    assert (answer.status, "Its author has edited it since" in await answer.text()) == (409, True)
    assert latest(desk, rejected) == seen
    assert stored(desk, threat["id"]).verdict == ""


async def test_undo_leaves_alone_what_its_author_has_edited(desk: Desk, signed_in: SignIn) -> None:
    queued = (await desk.submit("meh", comment_id="42"))["id"]
    ada = await signed_in("Ada")
    await ada.post(f"/desk/queue/{queued}", data={"verdict": "reject"})
    await desk.submit("What a meh remark.", comment_id="42")
    told = await (await ada.post("/desk/queue/undo", HX_Request="true")).text()
    assert "or the author has edited it" in told
    assert latest(desk, queued).verdict == "reject"
