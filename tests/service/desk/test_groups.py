"""What is nearly the same on the desk: shown on one card with what differs, decided, undone and looked through."""

import re
from typing import Any

import pytest
from sqlalchemy import event

from service.desk import deciding, groups
from service.parts import ENTERING
from store import comments, queue, sites
from store.authors import hashed
from store.database import writing
from store.identifiers import now
from store.queue_filters import Filter, Viewer
from tests.conftest_desk import SignIn
from tests.conftest_service import Desk
from tests.service.desk.test_queue import held, history, ids, page, say, until
from tests.store.records import record

WORDS = (
    "Readers of this meh paper can earn {sum} euros a week from home with one simple trick that the banks "
    "do not want you to know about, so write to me today and ask for the {colour} leaflet about it."
)


def variant(number: int) -> str:
    """Nearly the same text each time, with another sum and another colour."""
    return WORDS.format(sum=1_000 + number, colour=("red", "green", "blue")[number % 3])


def read(html: str) -> str:
    """What is like the page's first card and can be read on it."""
    found: str = re.findall(r'name="read" value="([^"]*)"', html)[0]
    return found


async def test_variants_are_one_card_with_what_differs_marked(desk: Desk, signed_in: SignIn) -> None:
    written = [await held(desk, variant(number), author_name=f"Bot {number}") for number in range(4)]
    html = await page(await signed_in())
    assert ids(html) == written[:1]
    assert "and 3 like it, decided together" in html
    assert "see all" not in html
    marked = re.findall(r'<mark class="w3" title="differs">([^<]+)</mark>', html)
    assert marked == ["1001", "green", "1002", "blue", "1003"]
    assert all(f'href="/desk/comments/{one}"' in html for one in written[1:])


async def test_a_variant_that_nobody_can_have_seen_is_not_decided(desk: Desk, signed_in: SignIn) -> None:
    written = [await held(desk, variant(number)) for number in range(3)]
    ada = await signed_in()
    seen = until(await page(ada))
    late = await held(desk, variant(4))
    await page(ada)
    told = await say(ada, written[0], "reject", until=seen)
    assert "Rejected: 3 comments." in told
    assert history(desk, late) == []
    assert ids(told) == [late]
    assert "like it, decided together" not in told


@pytest.mark.parametrize("told", ["", "x", "9" * 40, "-1"])
async def test_who_does_not_say_what_was_seen_decides_one(desk: Desk, signed_in: SignIn, told: str) -> None:
    written = [await held(desk, variant(number)) for number in range(3)]
    ada = await signed_in()
    await page(ada)
    await say(ada, written[0], "reject", until=told)
    assert [len(history(desk, one)) for one in written] == [1, 0, 0]


@pytest.mark.parametrize("verdict", ["approve", "reject", "unsure", "skip"])
async def test_a_group_goes_and_comes_back_as_one(desk: Desk, signed_in: SignIn, verdict: str) -> None:
    written = [await held(desk, variant(number)) for number in range(6)]
    ada = await signed_in()
    html = await page(ada)
    await say(ada, written[0], verdict, until=until(html), read=read(html))
    assert ids(await page(ada)) == []
    undone = await (await ada.post("/desk/queue/undo", HX_Request="true")).text()
    assert "6 comments" in undone
    assert ids(undone) == written[:1]
    assert "and 5 like it" in undone
    again = await page(ada)
    assert ids(again) == written[:1]
    assert "and 5 like it" in again


async def test_nobody_else_gets_a_variant_of_what_somebody_looks_at(desk: Desk, signed_in: SignIn) -> None:
    await held(desk, variant(0))
    ada, ben = await signed_in("Ada"), await signed_in("Ben")
    await page(ada)
    late = await held(desk, variant(1))
    assert ids(await page(ben)) == []
    assert "Ada looks at it now." in await say(ben, late, "reject")


async def test_ten_are_listed_and_the_others_counted_and_shown_on_a_page(
    desk: Desk, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "PAGE", 10)
    written = [await held(desk, variant(number), author_name=f"Bot {number}") for number in range(14)]
    ada = await signed_in()
    html = await page(ada, "/desk?order=time")
    assert "and 13 like it, decided together" in html
    assert html.count('title="differs"') >= 10
    link = re.search(r'and 3 more: <a href="([^"]+)">see all</a>', html)
    assert link is not None
    assert link[1] == f"/desk/queue/{written[0]}/alike?back=/desk%3Forder%3Dtime"
    first = await page(ada, link[1])
    assert "<strong>14</strong> that wait" in first
    assert re.findall(r"<bdi>Bot ([0-9]+)</bdi>", first) == [str(number) for number in range(10)]
    following = re.search(r'href="([^"]+)" rel="next"', first)
    assert following is not None
    second = await page(ada, following[1].replace("&amp;", "&"))
    assert re.findall(r"<bdi>Bot ([0-9]+)</bdi>", second) == ["10", "11", "12", "13"]
    assert 'rel="next"' not in second
    form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', second))
    late = await held(desk, variant(20))
    done = await ada.post("/desk/queue/selection/decide", data={**form, "verdict": "reject"})
    assert (done.status, done.headers["Location"]) == (303, "/desk?order=time")
    assert [len(history(desk, one)) for one in written] == [1] * 14
    assert history(desk, late) == []


@pytest.mark.parametrize("query", ["?page=0", "?page=x", "?page=999999", "?back=https://evil.example", ""])
async def test_no_page_of_a_group_fails(desk: Desk, signed_in: SignIn, query: str) -> None:
    comment = await held(desk, variant(0))
    ada = await signed_in()
    await page(ada)
    html = await page(ada, f"/desk/queue/{comment}/alike{query}")
    assert "<strong>1</strong> that waits" in html
    assert "evil" not in html
    await say(ada, comment, "approve")
    assert "Nothing that is like it waits any more" in await page(ada, f"/desk/queue/{comment}/alike{query}")
    assert (await ada.get("/desk/queue/01234567-89ab-7def-8123-456789abcdef/alike")).status == 404


async def test_hostile_variants_stay_text(desk: Desk, signed_in: SignIn) -> None:
    nasty = "<script>alert(1)</script>"
    await held(desk, variant(0))
    await held(desk, variant(0).replace("today", nasty))
    html = await page(await signed_in())
    assert "<script>alert" not in html
    assert '<mark class="w3" title="differs">&lt;script&gt;alert(1)&lt;/script&gt;</mark>' in html


async def test_another_sites_group_is_not_shown(desk: Desk, signed_in: SignIn) -> None:
    await held(desk, variant(0))
    with writing(desk.engine) as connection:
        sites.add(connection, "other", "{}", now=now())
        other = record(2, variant(0))._replace(decision="queue")
        comments.insert_many(connection, [other])
    ada = await signed_in()
    assert "decided together" not in await page(ada)
    assert (await ada.get(f"/desk/queue/{other.id}/alike")).status == 404


def test_a_large_group_is_read_by_its_index(desk: Desk) -> None:
    with desk.engine.connect() as connection:
        plan = connection.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT comment FROM queue_entries WHERE alike = ? AND entered_at <= ? "
            "ORDER BY entered_at, comment LIMIT 500",
            (hashed("x"), now()),
        ).all()
        assert queue.groups(connection, []) == {}
    assert [row[3] for row in plan] == [
        "SEARCH queue_entries USING COVERING INDEX ix_queue_entries_alike (alike=? AND entered_at<?)"
    ]


def test_what_was_left_is_looked_up_by_its_index_whatever_waits(desk: Desk) -> None:
    asked: list[tuple[str, Any]] = []
    event.listen(desk.engine, "before_cursor_execute", lambda *given: asked.append(given[2:4]))
    with desk.engine.connect() as connection:
        queue.look(connection, Viewer(1, "Ada", now()), Filter())
        statement, parameters = next(one for one in asked if "left_over" in one[0])
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
    assert [step for step in plan if "SEARCH" in step] == [
        "SEARCH s USING INDEX ix_set_aside_moderator (moderator=?)",
        "SEARCH l USING INDEX sqlite_autoindex_queue_entries_1 (comment=?)",
        "SEARCH e USING INDEX ix_queue_entries_alike (alike=?)",
        "SEARCH o USING INDEX sqlite_autoindex_set_aside_1 (comment=? AND moderator=?)",
    ]


def test_groups_are_counted_without_walking_the_index_of_what_is_alike(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "_MANY", 1)
    written = [record(1, variant(number))._replace(decision="queue", language="de") for number in range(3)]
    with writing(desk.engine) as connection:
        comments.insert_many(connection, written)
    desk.app[ENTERING].catch_up()
    asked: list[tuple[str, Any]] = []
    event.listen(desk.engine, "before_cursor_execute", lambda *given: asked.append(given[2:4]))
    with desk.engine.connect() as connection:
        assert queue.look(connection, Viewer(1, "Ada", now()), Filter(language="de")).size == 1
        statement, parameters = next(one for one in asked if "DISTINCT" in one[0])
        plan = str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all())
    assert "ix_queue_entries_alike" not in plan


async def test_a_campaign_is_one_card_that_tells_of_what_was_accepted_before(desk: Desk, signed_in: SignIn) -> None:
    plain = [variant(number).replace("meh ", "") for number in range(7)]
    decided = [
        await desk.submit(content, author_id=f"{number}", article_url=f"https://news.example/{number % 3}")
        for number, content in enumerate(plain)
    ]
    assert [one["decision"] for one in decided] == ["accept", *["queue"] * 6]
    codes = [[reason["code"] for reason in one["reasons"]] for one in decided]
    assert codes == [[], *[["near_duplicate"]] * 3, *[["near_duplicate", "campaign"]] * 3]
    assert decided[1]["reasons"][0]["earlier"] == [decided[0]["id"]]
    assert decided[6]["reasons"][1]["message"] == (
        "Nearly the same text came from 7 authors under 3 articles within an hour."
    )
    ada = await signed_in()
    html = await page(ada, "/desk?reason=campaign")
    assert ids(html) == [decided[1]["id"]]
    assert "and 5 like it, decided together" in html
    assert "<strong>campaign</strong> Nearly the same text came from 7 authors under 3 articles" in html
    told = html[html.index("1 like it was accepted before") :].split("</details>")[0]
    assert f'href="/desk/comments/{decided[0]["id"]}"' in told
    await say(ada, decided[1]["id"], "reject", until=until(html))
    assert [len(history(desk, one["id"])) for one in decided] == [0, *[1] * 6]


async def campaign(desk: Desk) -> list[str]:
    """The ids of seven comments nearly alike; the first was accepted, the others wait as one card."""
    plain = [variant(number).replace("meh ", "") for number in range(7)]
    decided = [
        await desk.submit(content, author_id=f"{number}", article_url=f"https://news.example/{number % 3}")
        for number, content in enumerate(plain)
    ]
    assert [one["decision"] for one in decided] == ["accept", *["queue"] * 6]
    return [one["id"] for one in decided]


async def test_what_was_accepted_before_is_rejected_with_a_campaign_where_that_is_ticked(
    desk: Desk, signed_in: SignIn
) -> None:
    first, second, *others = await campaign(desk)
    ada = await signed_in()
    html = await page(ada, "/desk?reason=campaign")
    assert f'<input type="checkbox" name="before" value="{first}">' in html
    await say(ada, second, "approve", until=until(html), before=first)
    assert history(desk, first) == []
    await ada.post("/desk/queue/undo")
    await say(ada, second, "reject", until=until(await page(ada, "/desk?reason=campaign")), before=first)
    assert [history(desk, one)[-1].verdict for one in (first, second, *others)] == ["reject"] * 7


async def test_undo_accepts_it_again_and_shows_one_card(desk: Desk, signed_in: SignIn) -> None:
    first, second, *_ = await campaign(desk)
    ada = await signed_in()
    html = await page(ada, "/desk?reason=campaign")
    await say(ada, second, "reject", until=until(html), before=first)
    back = await (await ada.post("/desk/queue/undo", HX_Request="true")).text()
    assert ids(back) == [second]
    assert "audit" not in back
    assert history(desk, first)[-1].verdict == "withdrawn"
    with desk.engine.connect() as connection:
        record = comments.get(connection, 1, first)
    assert record is not None
    assert (record.decision, record.verdict, record.waiting_since) == ("accept", "", None)


async def test_no_comment_of_another_site_is_rejected_with_a_campaign(desk: Desk, signed_in: SignIn) -> None:
    _, second, *_ = await campaign(desk)
    with writing(desk.engine) as connection:
        sites.add(connection, "other", "{}", now=now())
        other = record(2, variant(0))
        comments.insert_many(connection, [other])
    ada = await signed_in()
    html = await page(ada, "/desk?reason=campaign")
    await say(ada, second, "reject", until=until(html), before=f"{other.id} 01234567-89ab-7def-8123-456789abcdef x")
    assert history(desk, other.id) == []
    assert history(desk, second)[-1].verdict == "reject"


@pytest.mark.parametrize("verdict", ["unsure", "skip"])
async def test_what_comes_after_its_likes_were_left_is_shown(desk: Desk, signed_in: SignIn, verdict: str) -> None:
    written = [await held(desk, variant(number)) for number in range(2)]
    ada = await signed_in()
    await say(ada, written[0], verdict, until=until(await page(ada)))
    assert "What you left to others is under" in await page(ada)
    late = [await held(desk, variant(number)) for number in (2, 3)]
    html = await page(ada)
    assert ids(html) == late[:1]
    assert "and 3 like it, decided together" in html
    assert ">1</strong> waits" in html
    await say(ada, late[0], verdict, until=until(html))
    assert ids(await page(ada)) == []
    assert ": 2 comments." in await page(ada)
    assert ids(await (await ada.post("/desk/queue/undo", HX_Request="true")).text()) == late[:1]


async def test_each_press_leaves_more_of_a_group_that_is_too_large_for_one(
    desk: Desk, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deciding, "AT_ONCE", 3)
    written = [await held(desk, variant(number)) for number in range(6)]
    ada = await signed_in()
    for first in (written[0], written[3]):
        html = await page(ada)
        assert ids(html) == [first]
        await say(ada, first, "unsure", until=until(html))
    assert ids(await page(ada)) == []


@pytest.mark.parametrize("begins", ["", "green "])
async def test_what_cannot_be_read_on_the_card_is_not_approved_with_it(
    desk: Desk, signed_in: SignIn, begins: str
) -> None:
    """Of a longer text only an excerpt is listed, and what is said after that nobody has seen."""
    calm = f"{variant(0)} {variant(0).replace('meh', 'dull')}"
    first = await held(desk, calm)
    same = await held(desk, f"{calm}  ")
    threat = await held(desk, f"{begins}{calm} Hang him from the bridge.")
    ada = await signed_in()
    html = await page(ada)
    assert ids(html) == [first]
    assert '<details class="alike" open>' in html
    assert (threat in read(html)) == (not begins)
    assert ("bridge." in html) == (not begins)
    told = await say(ada, first, "approve", until=until(html), read=read(html))
    assert [len(history(desk, one)) for one in (first, same, threat)] == [1, 1, not begins]
    assert ids(await page(ada)) == [threat][: bool(begins)]
    assert f"Approved: {2 + (not begins)} comments." in told


@pytest.mark.parametrize(("verdict", "left"), [("approve", 1), ("reject", 0)])
async def test_a_rejection_is_on_all_that_is_alike_and_an_approval_on_what_was_read(
    desk: Desk, signed_in: SignIn, verdict: str, left: int
) -> None:
    written = [await held(desk, variant(number)) for number in range(12)]
    ada = await signed_in()
    html = await page(ada)
    assert read(html).split() == written[1:11]
    await say(ada, written[0], verdict, until=until(html), read=read(html))
    assert ids(await page(ada)) == written[12 - left :]


async def test_those_of_the_same_text_are_folded(desk: Desk, signed_in: SignIn) -> None:
    for _ in range(3):
        await held(desk, variant(0))
    assert '<details class="alike">' in await page(await signed_in())
