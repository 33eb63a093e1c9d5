"""The queue's pages: what a card shows, what its buttons do, and what is told where something fails."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, insert, select

from service.checks import SiteRules
from service.desk import deciding
from service.desk import queue as pages
from service.errors import AwayError
from service.parts import SITES, VERDICTS
from service.sessions import in_thread
from store import comments, desk_actions, leases, queue, sites, verdicts
from store.database import writing
from store.identifiers import now
from store.insight_tables import samples
from store.queue_tables import set_aside
from store.records import VerdictRecord
from store.tables import desk_sessions
from tests.conftest_desk import Browser, SignIn
from tests.conftest_service import Desk
from tests.store.records import enter_authors, record


async def held(desk: Desk, content: str = "A meh remark.", **fields: Any) -> str:  # noqa: ANN401 - any field
    """The id of a comment that is queued; texts that differ are not alike."""
    decision = await desk.submit(content, **fields)
    assert decision["decision"] == "queue", decision
    identifier: str = decision["id"]
    return identifier


def ids(html: str) -> list[str]:
    """The comments whose cards are on the page, in their order."""
    return re.findall(r'<article class="card[^"]*" id="card-([0-9a-f-]+)"', html)


async def page(browser: Browser, path: str = "/desk") -> str:
    """The page's text."""
    response = await browser.get(path)
    assert response.status == 200, await response.text()
    return await response.text()


async def say(browser: Browser, comment: str, verdict: str, **fields: str) -> str:
    """What htmx is answered when a button of the card is pressed."""
    response = await browser.post(f"/desk/queue/{comment}", data={"verdict": verdict, **fields}, HX_Request="true")
    assert response.status == 200, await response.text()
    return await response.text()


def until(html: str) -> str:
    """Until when that was entered which the page's first card shows."""
    found: str = re.findall(r'name="until" value="([0-9]+)"', html)[0]
    return found


def history(desk: Desk, comment: str) -> list[VerdictRecord]:
    """All verdicts on the comment, oldest first."""
    with desk.engine.connect() as connection:
        return verdicts.history(connection, 1, comment)


def meanwhile(desk: Desk, monkeypatch: pytest.MonkeyPatch, comment: str) -> None:
    """Have Ben reject the comment after the next look at the database and before what comes of it."""

    async def late(engine: Engine, work: Callable[[Connection], Any], *, write: bool = False) -> Any:  # noqa: ANN401
        found = await in_thread(engine, work, write=write)
        monkeypatch.undo()
        with writing(desk.engine) as connection:
            verdicts.add(connection, 1, comment, verdict="reject", moderator="Ben", source="desk")
        return found

    monkeypatch.setattr(deciding, "in_thread", late)


async def test_a_card_shows_the_words_that_weighed_the_reasons_and_the_scores(desk: Desk, signed_in: SignIn) -> None:
    await held(
        desk,
        "A meh & <plain> remark.",
        article_url="https://news.example/1?a=1&b=2",
        article_title="Bridges",
        language="en",
    )
    html = await page(await signed_in())
    assert re.search(r'A <mark class="w[123]" title="toxicity">meh</mark> &amp; &lt;plain&gt; remark\.', html)
    assert "Likely to be read as toxic." in html
    assert re.search(r'class="value">0\.\d\d<span class="unseen"> of 1, held from 0\.\d\d</span>', html)
    link = re.search(r'<a href="([^"]+)" rel="noopener noreferrer nofollow" target="_blank"><bdi>Bridges</bdi>', html)
    assert link is not None
    assert link[1] == "https://news.example/1?a=1&amp;b=2"
    assert ">1</strong> waits" in html


async def test_hostile_text_stays_text(desk: Desk, signed_in: SignIn) -> None:
    nasty = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>"
    written = record(1, f"meh {nasty}")._replace(
        decision="queue",
        author_name=nasty,
        author_url=f"javascript:{nasty}",
        author_id=nasty,
        article_url=f"javascript:alert(3)//{nasty}",
        article_title=nasty,
        language=nasty,
        findings=f'[{{"code": "<b>odd</b>", "severity": "queue", "message": "{nasty.replace(chr(34), "")}"}}]',
    )
    with writing(desk.engine) as connection:
        comments.insert_many(connection, [written])
    html = await page(await signed_in())
    assert ids(html) == [written.id]
    for sign in ("<script>alert", "<img", "<b>odd", 'href="javascript'):
        assert sign not in html
    assert html.count("&lt;script&gt;alert(1)") >= 4


async def test_what_has_no_web_address_is_no_link(desk: Desk, signed_in: SignIn) -> None:
    for number, url in enumerate(("data:text/html,x", "//evil.example", "ftp://a.example", "https://", " ", "\x00")):
        written = record(1, f"meh {number}")._replace(decision="queue", fingerprint=number + 1, article_url=url)
        with writing(desk.engine) as connection:
            comments.insert_many(connection, [written])
    html = await page(await signed_in())
    assert len(ids(html)) == 6
    assert 'target="_blank"' not in html


@pytest.mark.parametrize(
    "content",
    [
        "meh " + "many words " * 5_900,
        "meh " + "x" * 60_000,
        "meh\n" * 9_000,
        "meh " + "\N{COMBINING GRAVE ACCENT}" * 30_000,
        "\N{RIGHT-TO-LEFT OVERRIDE}meh " + "\N{ARABIC LETTER ALEF}" * 20_000,
    ],
)
async def test_a_long_comment_is_folded(desk: Desk, signed_in: SignIn, content: str) -> None:
    written = record(1, content)._replace(decision="queue")
    with writing(desk.engine) as connection:
        comments.insert_many(connection, [written])
    html = await page(await signed_in())
    head = re.search(r'<div class="text" id="[^"]*" dir="auto">(.*?)</div>', html, re.DOTALL)
    assert head is not None
    assert len(head[1]) <= 1_000
    assert head[1].count("\n") <= 20
    assert "Show all" in html


async def test_what_cannot_be_seen_in_a_text_is_named(desk: Desk, signed_in: SignIn) -> None:
    hidden = "meh https://good.example/\N{RIGHT-TO-LEFT OVERRIDE}gro.live//:sptth i\N{ZERO WIDTH SPACE}d<b>iot"
    written = record(1, hidden)._replace(decision="queue", author_name="\N{RIGHT-TO-LEFT OVERRIDE}ada")
    with writing(desk.engine) as connection:
        comments.insert_many(connection, [written])
    ada = await signed_in()
    for path in ("/desk", f"/desk/comments/{written.id}"):
        html = await page(ada, path)
        assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in re.sub(r'aria-label="[^"]*"', "", html)
        assert 'good.example/<bdi class="sign" title="right-to-left override">RLO</bdi>gro.live' in html
        assert 'i<bdi class="sign" title="zero-width space">ZWSP</bdi>d&lt;b&gt;iot' in html
        assert '<bdi class="sign" title="right-to-left override">RLO</bdi>ada</bdi>' in html


async def test_the_authors_past_is_told(desk: Desk, signed_in: SignIn) -> None:
    known = [record(1)._replace(decision=one, author_id="7/8") for one in ("accept", "accept", "reject")]
    with writing(desk.engine) as connection:
        comments.insert_many(connection, known)
        enter_authors(connection)
    await held(desk, author_id="7/8")
    await held(desk, "Another meh remark.", author_id="9")
    html = await page(await signed_in(), "/desk?order=time")
    assert "3 before: 2 accepted, 1 rejected" in html
    assert 'href="/desk/authors/id/7%2F8"' in html
    assert "first comment here" in html


async def test_a_verdict_without_scripts_is_recorded_and_leads_back(desk: Desk, signed_in: SignIn) -> None:
    comment = await held(desk)
    ada = await signed_in("Ada")
    await page(ada)
    data = {"verdict": "reject", "labels": "insult", "note": " Again. ", "back": "/desk?order=time&reason=toxicity"}
    response = await ada.post(f"/desk/queue/{comment}", data=data)
    assert (response.status, response.headers["Location"]) == (303, "/desk?order=time&reason=toxicity")
    (said,) = history(desk, comment)
    assert (said.verdict, said.labels, said.note, said.moderator, said.source) == (
        "reject",
        ("insult",),
        "Again.",
        "Ada",
        "desk",
    )
    html = await page(ada)
    assert ids(html) == []
    assert "Rejected." in html
    assert "Undo" in html


async def test_no_form_leads_to_another_place(desk: Desk, signed_in: SignIn) -> None:
    comment = await held(desk)
    ada = await signed_in()
    response = await ada.post(f"/desk/queue/{comment}", data={"verdict": "skip", "back": "https://evil.example"})
    assert (response.status, response.headers["Location"]) == (303, "/desk")


async def test_htmx_is_given_the_next_card_and_how_to_undo(desk: Desk, signed_in: SignIn) -> None:
    written = [await held(desk, f"meh {number}") for number in range(12)]
    ada = await signed_in()
    html = await page(ada, "/desk?order=time")
    assert ids(html) == written[:10]
    numbers = re.findall(r'name="shown" value="(-?\d+)"', html)
    assert len(set(numbers)) == 10
    response = await ada.client.post(
        f"/desk/queue/{written[0]}",
        data=[("csrf", ada.csrf), ("verdict", "approve"), ("back", "/desk?order=time"), ("alike", numbers[0])]
        + [("shown", number) for number in numbers],
        headers={"Cookie": ada.cookie, "HX-Request": "true"},
    )
    more = await response.text()
    assert ids(more) == [written[10]]
    assert '<hx-partial hx-target="#cards" hx-swap="beforeend">' in more
    assert ">11</strong> wait" in more
    assert "Undo" in more


async def test_undo_puts_the_comment_back_where_it_was(desk: Desk, signed_in: SignIn) -> None:
    comment = await held(desk)
    ada = await signed_in()
    await say(ada, comment, "reject")
    assert ids(await page(ada)) == []
    undone = await (await ada.post("/desk/queue/undo", HX_Request="true")).text()
    assert ids(undone) == [comment]
    assert [one.verdict for one in history(desk, comment)] == ["reject", "withdrawn"]
    assert ids(await page(ada)) == [comment]
    assert "nothing to undo" in await (await ada.post("/desk/queue/undo", HX_Request="true")).text()


async def test_actions_are_undone_one_by_one_the_last_one_first(desk: Desk, signed_in: SignIn) -> None:
    first, second, third = [await held(desk, f"meh {number}") for number in range(3)]
    ada = await signed_in()
    for comment, verdict in ((first, "approve"), (second, "unsure"), (third, "skip")):
        await say(ada, comment, verdict)
    assert ids(await page(ada)) == []
    for back in (third, second, first):
        assert ids(await (await ada.post("/desk/queue/undo", HX_Request="true")).text()) == [back]
    assert ids(await page(ada, "/desk?order=time")) == [first, second, third]
    with desk.engine.connect() as connection:
        assert connection.execute(select(set_aside)).all() == []


async def test_undo_leaves_alone_what_somebody_else_has_said_since(desk: Desk, signed_in: SignIn) -> None:
    comment = await held(desk)
    ada = await signed_in()
    await say(ada, comment, "approve")
    with writing(desk.engine) as connection:
        verdicts.add(connection, 1, comment, verdict="reject", moderator="Ben", source="desk")
    told = await (await ada.post("/desk/queue/undo", HX_Request="true")).text()
    assert "somebody has said something else since" in told
    assert [one.verdict for one in history(desk, comment)] == ["approve", "reject"]


async def test_undo_leaves_alone_what_somebody_says_while_it_looks(
    desk: Desk, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    comment = await held(desk)
    ada = await signed_in()
    await say(ada, comment, "approve")
    meanwhile(desk, monkeypatch, comment)
    told = await (await ada.post("/desk/queue/undo", HX_Request="true")).text()
    assert "somebody has said something else since" in told
    assert [one.verdict for one in history(desk, comment)] == ["approve", "reject"]


async def test_a_verdict_does_not_replace_what_somebody_says_while_it_looks(
    desk: Desk, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    comment = await held(desk)
    ada = await signed_in()
    meanwhile(desk, monkeypatch, comment)
    assert "It was decided, edited or erased meanwhile." in await say(ada, comment, "approve")
    assert [one.verdict for one in history(desk, comment)] == ["reject"]


async def test_undo_reaches_no_further_than_the_session(desk: Desk, signed_in: SignIn) -> None:
    comment = await held(desk)
    ada = await signed_in("Ada")
    await say(ada, comment, "approve")
    again = Browser(desk.client)
    await again.sign_in("Ada")
    assert "nothing to undo" in await (await again.post("/desk/queue/undo", HX_Request="true")).text()


async def test_two_moderators_are_shown_different_comments(desk: Desk, signed_in: SignIn) -> None:
    written = {await held(desk, f"meh {number}") for number in range(14)}
    ada, ben = await signed_in("Ada"), await signed_in("Ben")
    first, second = ids(await page(ada)), ids(await page(ben))
    assert not set(first) & set(second)
    assert set(first) | set(second) == written


async def test_whoever_is_late_is_told_and_nothing_is_recorded(desk: Desk, signed_in: SignIn) -> None:
    looked_at, decided = await held(desk, "meh one"), await held(desk, "meh two")
    ada, ben = await signed_in("Ada"), await signed_in("Ben")
    await page(ben)
    late = await ada.post(f"/desk/queue/{looked_at}", data={"verdict": "approve"}, HX_Request="true")
    assert late.headers["HX-Retarget"] == f"#fault-{looked_at}"
    assert late.headers["HX-Reswap"] == "innerHTML"
    assert "Ben looks at it now." in await late.text()
    await say(ben, decided, "reject")
    assert "It was rejected meanwhile by Ben." in await say(ada, decided, "approve")
    assert history(desk, looked_at) == []
    assert [one.moderator for one in history(desk, decided)] == ["Ben"]
    plain = await ada.post(f"/desk/queue/{decided}", data={"verdict": "approve"})
    assert plain.status == 409
    assert "It was rejected meanwhile by Ben." in await plain.text()


async def test_what_is_not_recorded_stays_on_the_page(desk: Desk, signed_in: SignIn) -> None:
    comment = await held(desk)

    def fail(_connection: Connection, _site: SiteRules, _verdict: VerdictRecord) -> None:
        message = "the disk is full"
        raise OSError(message)

    ada = await signed_in()
    await page(ada)
    desk.app[VERDICTS].along(fail)
    told = await say(ada, comment, "reject")
    assert "Not saved." in told
    assert "try again" in told
    assert history(desk, comment) == []
    assert ids(await page(ada)) == [comment]


@pytest.mark.parametrize("missing", [deciding.__name__, pages.__name__])
async def test_what_is_saved_before_the_database_goes_is_not_said_to_be_unsaved(
    desk: Desk, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    """It goes after the verdict: before the action is noted, or before the next cards are read."""
    comment = await held(desk)
    ada = await signed_in()

    async def away(engine: Engine, work: Callable[[Connection], Any], *, write: bool = False) -> Any:  # noqa: ANN401
        if history(desk, comment):
            message = "The database is away. Nothing was changed."
            raise AwayError(message)
        return await in_thread(engine, work, write=write)

    monkeypatch.setattr(f"{missing}.in_thread", away)
    response = await ada.post(f"/desk/queue/{comment}", data={"verdict": "reject"}, HX_Request="true")
    told = await response.text()
    assert response.headers["HX-Retarget"] == f"#fault-{comment}"
    assert "It is saved." in told
    assert "Not saved" not in told
    assert "Nothing was changed" not in told
    assert [one.verdict for one in history(desk, comment)] == ["reject"]


async def test_undo_does_not_show_what_somebody_else_looks_at_by_now(desk: Desk, signed_in: SignIn) -> None:
    comment = await held(desk)
    ada, ben = await signed_in("Ada"), await signed_in("Ben")
    await page(ada)
    await say(ada, comment, "unsure")
    assert ids(await page(ben)) == [comment]
    undone = await (await ada.post("/desk/queue/undo", HX_Request="true")).text()
    assert ids(undone) == []
    assert "Others look at it by now." in undone
    assert history(desk, comment)[-1].verdict == "withdrawn"


async def test_unsure_leaves_this_moderators_queue_and_stays_in_the_others(desk: Desk, signed_in: SignIn) -> None:
    comment = await held(desk)
    ada, ben = await signed_in("Ada"), await signed_in("Ben")
    await say(ada, comment, "unsure")
    assert [one.verdict for one in history(desk, comment)] == ["unsure"]
    assert ids(await page(ada)) == []
    assert ids(await page(ada, "/desk?aside=1")) == [comment]
    # What Ada looks at, even there, Ben is not shown.
    assert ids(await page(ben)) == []
    with writing(desk.engine) as connection:
        leases.give_back(connection, "Ada")
    assert ids(await page(ben)) == [comment]


@pytest.mark.parametrize("verdict", ["unsure", "skip"])
async def test_what_is_left_to_others_is_theirs_while_the_page_stays_open(
    desk: Desk, signed_in: SignIn, verdict: str
) -> None:
    comment, other = await held(desk, "meh one"), await held(desk, "meh two")
    ada, ben = await signed_in("Ada"), await signed_in("Ben")
    assert sorted(ids(await page(ada))) == sorted((comment, other))
    await say(ada, comment, verdict)
    assert ids(await page(ben)) == [comment]


async def test_who_left_a_comment_to_others_is_told_them_with_the_note(desk: Desk, signed_in: SignIn) -> None:
    comment = await held(desk)
    ada, ben, cem = await signed_in("Ada"), await signed_in("Ben"), await signed_in("Cem")
    await say(ada, comment, "unsure", note="Ask <legal>")
    await say(ben, comment, "unsure")
    html = await page(cem)
    asked = '<b><bdi>Ada</bdi></b> left it to others: <bdi class="words">Ask &lt;legal&gt;</bdi></p>'
    assert asked in html
    assert "<b><bdi>Ben</bdi></b> left it to others</p>" in html
    await ben.post("/desk/queue/undo")
    html = await page(cem)
    assert asked in html
    assert "Ben" not in html


async def test_a_card_leads_to_the_comments_own_page(desk: Desk, signed_in: SignIn) -> None:
    comment = await held(desk)
    assert f'<a href="/desk/comments/{comment}"><time' in await page(await signed_in())


async def test_what_is_alike_is_decided_and_undone_together(desk: Desk, signed_in: SignIn) -> None:
    alike = [await held(desk, "The same meh text.", author_name=f"Bot {number}") for number in range(4)]
    ada = await signed_in()
    html = await page(ada)
    assert ids(html) == alike[:1]
    assert "and 3 like it, decided together" in html
    assert "Bot 3" in html
    assert "Rejected: 4 comments." in await say(ada, alike[0], "reject", until=until(html))
    assert [[one.verdict for one in history(desk, comment)] for comment in alike] == [["reject"]] * 4
    assert ids(await (await ada.post("/desk/queue/undo", HX_Request="true")).text()) == alike[:1]
    assert "and 3 like it" in await page(ada)


async def test_one_of_those_alike_may_be_decided_alone(desk: Desk, signed_in: SignIn) -> None:
    alike = [await held(desk, "The same meh text.", author_name=f"Bot {number}") for number in range(3)]
    ada = await signed_in()
    shown = re.findall(r'name="shown" value="(-?\d+)"', await page(ada))
    more = await say(ada, alike[0], "approve", alone="1", shown=shown[0], alike=shown[0])
    assert ids(more) == [alike[1]]
    assert "and 1 like it" in more


async def test_filters_of_the_address_are_kept_by_the_page(desk: Desk, signed_in: SignIn) -> None:
    comment = await held(desk, "A meh remark on ferries.", article_url="https://news.example/1", author_id="7")
    await held(desk, "A meh remark on bridges.", article_url="https://news.example/2")
    ada = await signed_in()
    for query in (
        "article=https%3A%2F%2Fnews.example%2F1",
        "author_kind=id&author=7",
        "text=Ferries&order=uncertainty",
        "reason=toxicity&attribute=toxicity&text=ferries",
    ):
        html = await page(ada, f"/desk?{query}")
        assert ids(html) == [comment], query
        assert "under this filter" in html
        back = re.search(r'name="back" value="/desk\?([^"]+)"', html)
        assert back is not None
        assert ids(await page(ada, f"/desk?{back[1].replace('&amp;', '&')}")) == [comment]
    for query in ("order=nonsense", "attribute=nonsense", "author_kind=nonsense&author=7", "author_kind=id"):
        assert len(ids(await page(ada, f"/desk?{query}"))) == 2, query


async def test_a_card_leads_to_what_waits_by_its_author(desk: Desk, signed_in: SignIn) -> None:
    written = [await held(desk, f"meh {number}", author_id="7/<8>") for number in range(2)]
    await held(desk, "meh by nobody")
    ada = await signed_in()
    html = await page(ada, "/desk?order=time")
    assert html.count(">only theirs<") == 2
    link = re.search(r'<a class="only" href="([^"]+)">only theirs', html)
    assert link is not None
    found = await page(ada, link[1].replace("&amp;", "&"))
    assert ids(found) == written
    assert "only theirs" not in found
    assert "by one author" in found


async def test_those_that_were_selected_are_shown_before_they_are_decided(desk: Desk, signed_in: SignIn) -> None:
    chosen = [await held(desk, "The same meh text.", author_name=f"Bot {number}") for number in range(2)]
    other = await held(desk, "Something else that is meh.")
    ada = await signed_in()
    await page(ada)
    preview = await (await ada.post("/desk/queue/selection", data={"chosen": chosen[0]})).text()
    assert "<strong>2</strong> comments" in preview
    assert "Nothing is done yet." in preview
    assert preview.count("The same meh text.") == 2
    assert history(desk, chosen[0]) == []
    late = record(1, "The same meh text.")._replace(decision="queue", submitted_at=now() + 1_000)
    with desk.engine.connect() as connection:
        late = late._replace(fingerprint=queue.records(connection, 1, chosen[:1])[0].fingerprint)
    with writing(desk.engine) as connection:
        comments.insert_many(connection, [late])
    await page(ada)
    form = {"chosen": chosen[0], "verdict": "reject", "until": until(preview)}
    done = await ada.post("/desk/queue/selection/decide", data=form)
    assert history(desk, late.id) == []
    assert (done.status, done.headers["Location"]) == (303, "/desk")
    assert [len(history(desk, comment)) for comment in (*chosen, other)] == [1, 1, 0]
    assert "Rejected: 2 comments." in await page(ada)


async def test_a_score_band_is_for_leads(signed_in: SignIn) -> None:
    ada, ben = await signed_in("Ada", "lead"), await signed_in("Ben")
    assert "within a score band" in await page(ada)
    assert "within a score band" not in await page(ben)
    assert (await ben.get("/desk/queue/band?attribute=spam&low=0&high=1")).status == 403
    refused = await ben.post("/desk/queue/band", data={"attribute": "spam", "low": "0", "high": "1"})
    assert refused.status == 403


async def test_a_score_band_is_shown_and_then_only_what_was_shown_is_decided(desk: Desk, signed_in: SignIn) -> None:
    written = [await held(desk, f"meh {number}") for number in range(3)]
    looked_at = await held(desk, "meh as well")
    ben, ada = await signed_in("Ben"), await signed_in("Ada", "lead")
    await page(ben, "/desk?text=as+well")
    preview = await page(ada, "/desk/queue/band?attribute=toxicity&low=0.3&high=1")
    assert "<strong>3</strong> comments" in preview
    form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', preview))
    later = await held(desk, "meh later")
    done = await ada.post("/desk/queue/band", data={**form, "verdict": "reject", "labels": "toxicity"})
    assert done.status == 303
    assert [len(history(desk, comment)) for comment in written] == [1, 1, 1]
    assert history(desk, looked_at) == history(desk, later) == []
    html = await page(ada)
    assert "Rejected: 3 comments." in html
    assert ids(html) == [later]
    await ada.post("/desk/queue/undo")
    assert len(ids(await page(ada))) == 4


async def test_what_is_undone_after_a_band_was_shown_is_left_alone(desk: Desk, signed_in: SignIn) -> None:
    shown, undone = await held(desk, "meh one"), await held(desk, "meh two")
    ben, ada = await signed_in("Ben"), await signed_in("Ada", "lead")
    await page(ben, "/desk?text=none")
    await ben.post(f"/desk/queue/{undone}", data={"verdict": "approve"})
    preview = await page(ada, "/desk/queue/band?attribute=toxicity&low=0.3&high=1")
    assert "<strong>1</strong> comment" in preview
    await ben.post("/desk/queue/undo")
    await page(ben, "/desk?text=none")
    form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', preview))
    await ada.post("/desk/queue/band", data={**form, "verdict": "reject"})
    assert [one.verdict for one in history(desk, shown)] == ["reject"]
    assert [one.verdict for one in history(desk, undone)] == ["approve", "withdrawn"]


async def test_who_decides_many_is_told_of_those_that_others_have_taken(desk: Desk, signed_in: SignIn) -> None:
    first, second = await held(desk, "meh one"), await held(desk, "meh two")
    ada, ben = await signed_in("Ada", "lead"), await signed_in("Ben")
    await page(ada, "/desk?text=none")
    preview = await page(ada, "/desk/queue/band?attribute=toxicity&low=0.3&high=1")
    form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', preview))
    await ben.post(f"/desk/queue/{first}", data={"verdict": "approve"})
    done = await ada.post("/desk/queue/band", data={**form, "verdict": "reject", "back": "/desk?order=time"})
    assert done.headers["Location"] == "/desk?order=time&of=2"
    assert "Rejected: 1 of 2 comments; 1 was decided or looked at by others." in await page(ada, "/desk?of=2")
    assert "of 2 comments" not in await page(ada, "/desk?of=x")
    late = await ada.post("/desk/queue/band", data={**form, "verdict": "reject"})
    assert late.status == 409
    told = await (await ada.post("/desk/queue/selection/decide", data={"chosen": second, "verdict": "reject"})).text()
    assert "Nothing was recorded." in told
    assert "Rejected: 1 of 2" not in told
    with desk.engine.connect() as connection:
        last = desk_actions.latest(connection, 1, "Ada", 0)
    assert last is not None
    assert last.comments == (second,)


@pytest.mark.parametrize(
    "query",
    ["", "attribute=nonsense&low=0&high=1", "attribute=spam&low=a&high=1", "attribute=spam&low=0.9&high=0.1",
     "attribute=spam&low=nan&high=1", "attribute=spam&low=0&high=inf"],
)  # fmt: skip
async def test_a_band_that_is_none_is_refused(signed_in: SignIn, query: str) -> None:
    ada = await signed_in("Ada", "lead")
    assert (await ada.get(f"/desk/queue/band?{query}")).status == 422
    assert (await ada.post("/desk/queue/band", data={"verdict": "reject"})).status == 422


async def test_what_is_drawn_for_the_audit_is_shown_without_what_the_machine_made_of_it(
    desk: Desk, signed_in: SignIn
) -> None:
    rejected = await desk.submit("What an idiot!")
    assert rejected["decision"] == "reject"
    with writing(desk.engine) as connection:
        drawn = {"comment": rejected["id"], "site_id": 1, "decision": "reject", "drawn_at": now()}
        connection.execute(insert(samples), drawn)
    ada, ben = await signed_in("Ada"), await signed_in("Ben")
    html = await page(ada)
    assert ids(html) == [rejected["id"]]
    assert 'class="card audit"' in html
    assert "<mark" not in html
    assert "Likely to be read" not in html
    assert "/desk/comments/" not in html
    assert ids(await page(ben)) == []
    await say(ada, rejected["id"], "approve")
    assert [one.verdict for one in history(desk, rejected["id"])] == ["approve"]
    assert ids(await page(ada)) == []
    await ada.post("/desk/queue/undo")
    assert ids(await page(ada)) == [rejected["id"]]


async def test_about_every_tenth_decision_brings_a_card_of_the_audit(desk: Desk, signed_in: SignIn) -> None:
    rejected = record(1, "What an idiot!")._replace(decision="reject", fingerprint=99)
    waiting = [
        record(1, f"meh {number}")._replace(id=f"00000000-0000-7000-8000-00000000{number:04x}", decision="queue")
        for number in (1, 10, 11, 12)
    ]
    with writing(desk.engine) as connection:
        comments.insert_many(connection, [rejected, *waiting])
    ada = await signed_in()
    assert len(ids(await page(ada))) == 4
    with writing(desk.engine) as connection:
        drawn = {"comment": rejected.id, "site_id": 1, "decision": "reject", "drawn_at": now()}
        connection.execute(insert(samples), drawn)
    assert rejected.id not in ids(await say(ada, waiting[0].id, "approve"))
    more = await say(ada, waiting[1].id, "approve")
    assert rejected.id in ids(more)
    card = more[more.index(f"card-{rejected.id}") :].split("</article>")[0]
    assert ">audit</span>" in card
    assert "<mark" not in card
    with desk.engine.connect() as connection:
        assert leases.held(connection, "Ada", now=now())


async def test_a_card_of_the_audit_tells_nothing_of_the_machine_when_it_is_undone(
    desk: Desk, signed_in: SignIn
) -> None:
    rejected = await desk.submit("What an idiot!")
    with writing(desk.engine) as connection:
        drawn = {"comment": rejected["id"], "site_id": 1, "decision": "reject", "drawn_at": now()}
        connection.execute(insert(samples), drawn)
    ada = await signed_in()
    await page(ada)
    await say(ada, rejected["id"], "reject")
    back = await (await ada.post("/desk/queue/undo", HX_Request="true")).text()
    assert ids(back) == [rejected["id"]]
    assert "<mark" not in back
    assert "Likely to be read" not in back


async def test_a_card_of_the_audit_tells_of_what_waits_and_is_like_it(desk: Desk, signed_in: SignIn) -> None:
    drawn, waits = (
        record(1, "The same text.")._replace(decision=decision, fingerprint=7) for decision in ("accept", "queue")
    )
    with writing(desk.engine) as connection:
        comments.insert_many(connection, [drawn, waits])
        row = {"comment": drawn.id, "site_id": 1, "decision": "accept", "drawn_at": now()}
        connection.execute(insert(samples), row)
    html = await page(await signed_in())
    card = html[html.index(f"card-{drawn.id}") :].split("</article>")[0]
    assert "and 1 like it" in card


async def test_what_was_never_asked_for_is_refused(desk: Desk, signed_in: SignIn) -> None:
    comment = await held(desk)
    ada = await signed_in()
    assert (await ada.post(f"/desk/queue/{comment}", data={"verdict": "delete"})).status == 422
    assert (await ada.post(f"/desk/queue/{comment}", data={"verdict": "reject", "csrf": "0"})).status == 403
    nobody = await ada.post("/desk/queue/01234567-89ab-7def-8123-456789abcdef", data={"verdict": "reject"})
    assert nobody.status == 404
    assert (await ada.post("/desk/queue/renew", data={"shown": "x"})).status == 204
    assert history(desk, comment) == []


async def test_whoever_goes_on_looking_keeps_the_comments(desk: Desk, signed_in: SignIn) -> None:
    await held(desk)
    ada, ben = await signed_in("Ada"), await signed_in("Ben")
    number = re.findall(r'name="shown" value="(-?\d+)"', await page(ada))[0]
    assert (await ada.post("/desk/queue/renew", data={"shown": number})).status == 204
    assert ids(await page(ben)) == []


async def test_a_second_page_leaves_the_first_its_comments(desk: Desk, signed_in: SignIn) -> None:
    written = [await held(desk, f"meh {number}") for number in range(3)]
    ada, ben = await signed_in("Ada"), await signed_in("Ben")
    assert sorted(ids(await page(ada))) == written
    assert ids(await page(ada, "/desk?text=nowhere")) == []
    assert ids(await page(ben)) == []


@pytest.mark.parametrize("path", ["more", "renew"])
async def test_what_a_page_asks_by_itself_keeps_no_session_from_ending(
    desk: Desk, signed_in: SignIn, path: str
) -> None:
    ada = await signed_in()
    with writing(desk.engine) as connection:
        connection.execute(desk_sessions.update().values(seen_at=now() - 3_600_000))
    used = select(desk_sessions.c.seen_at)
    with desk.engine.connect() as connection:
        before = connection.execute(used).scalar_one()
    assert (await ada.post(f"/desk/queue/{path}", data={"shown": "1"})).status < 300
    with desk.engine.connect() as connection:
        assert connection.execute(used).scalar_one() == before
    await page(ada)
    with desk.engine.connect() as connection:
        assert connection.execute(used).scalar_one() > before


async def test_nobody_keeps_what_is_another_sites(desk: Desk, signed_in: SignIn) -> None:
    await held(desk)
    with writing(desk.engine) as connection:
        sites.add(connection, "other", "{}", now=now())
    desk.app[SITES].load()
    ada, eve = await signed_in("Ada"), await signed_in("Eve", site="other")
    number = re.findall(r'name="shown" value="(-?\d+)"', await page(ada))[0]
    with writing(desk.engine) as connection:
        leases.give_back(connection, "Ada")
    await eve.post("/desk/queue/renew", data={"shown": number})
    with desk.engine.connect() as connection:
        assert leases.holder(connection, int(number), now=now()) is None


def test_every_action_has_words_for_what_was_done() -> None:
    assert set(deciding.DONE) == {"approve", "reject", "unsure", "skip"}
