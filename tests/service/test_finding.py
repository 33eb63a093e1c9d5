"""Which comment a client speaks of."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from model.comment import Submission
from service.checks import SiteRules
from service.errors import AwayError
from service.finding import Finder, identifier_of
from service.parts import FINDER, SITES, VERDICTS
from store import comments
from store.database import writing
from store.identifiers import Identifiers, hexadecimal
from store.records import CommentRecord
from store.retention import DAY_MS
from store.tables import comments as rows
from tests.conftest_service import Desk

ADA = {"author_name": "Ada", "author_email": "ada@reader.example", "author_ip": "192.0.2.7"}


async def site_of(desk: Desk) -> SiteRules:
    """The rules of the site `default`."""
    return await desk.app[SITES].admit(desk.key, "192.0.2.1")


async def find(desk: Desk, identifier: str = "", **fields: Any) -> str | None:  # noqa: ANN401 - any field
    """The id of the comment that is found."""
    found = await desk.app[FINDER].find(await site_of(desk), Submission(**fields), identifier)
    return None if found is None else found.id


@given(st.integers(0, 2**48 - 1))
def test_an_id_is_read_back_in_either_form(millisecond: int) -> None:
    identifier = Identifiers(lambda: millisecond).new()
    assert len(hexadecimal(identifier)) == 32
    assert identifier_of(hexadecimal(identifier)) == identifier
    assert identifier_of(f" {identifier.upper()} ") == identifier


@pytest.mark.parametrize(
    "text", ["", "7", "comment:7", "0" * 32, "g" * 32, "\0", "01a20e67-77b2-065e-900f-81215db0d635"]
)
def test_other_words_are_no_ids(text: str) -> None:
    assert identifier_of(text) == ""


@given(st.text())
def test_any_text_is_an_id_or_none(text: str) -> None:
    assert len(identifier_of(text)) in (0, 36)


async def test_our_id_is_enough_and_outweighs_all(desk: Desk) -> None:
    one, other = [(await desk.submit(f"Comment {number}.", comment_id=str(number)))["id"] for number in range(2)]
    assert await find(desk, one) == one
    assert await find(desk, hexadecimal(one), content="Comment 1.", comment_id="1") == one
    assert await find(desk, other, content="Comment 0.") == other


async def test_without_ours_the_sites_own_id_is_taken_and_of_revisions_the_newest(desk: Desk) -> None:
    first = (await desk.submit("First.", comment_id="7"))["id"]
    second = (await desk.submit("Second.", comment_id="7"))["id"]
    assert await find(desk, comment_id="7", content="First.") == second
    assert await find(desk, "comment:7", comment_id="7") == second
    assert await find(desk, first, comment_id="7") == first


async def test_without_any_id_the_text_is_taken_however_it_is_spaced(desk: Desk) -> None:
    comment = (await desk.submit("It was <b>cold</b> there.", content_format="html"))["id"]
    await desk.submit("Another one.")
    assert await find(desk, content="  It was\ncold THERE. ") == comment
    assert await find(desk, content="It was colder there.") is None
    assert await find(desk) is None


async def test_of_equal_texts_the_authors_own_is_taken_else_the_newest(desk: Desk) -> None:
    ada = (await desk.submit("I agree.", **ADA))["id"]
    grace = (await desk.submit("I agree.", author_email="grace@reader.example"))["id"]
    bob = (await desk.submit("I agree.", author_name="Bob"))["id"]
    assert await find(desk, content="I agree.") == bob
    assert await find(desk, content="I agree.", author_email="grace@reader.example") == grace
    assert await find(desk, content="I agree.", **{**ADA, "author_email": "ADA@reader.example"}) == ada
    assert await find(desk, content="I agree.", author_ip="192.0.2.7") == ada


async def test_of_equals_one_that_nobody_has_decided_is_taken(desk: Desk) -> None:
    site = await site_of(desk)
    older, newer = [(await desk.submit("I agree.", author_name="Ada"))["id"] for _ in range(2)]
    await desk.app[VERDICTS].record(site, newer, verdict="approve", source="native")
    assert await find(desk, content="I agree.") == older
    bob = (await desk.submit("I agree.", author_name="Bob"))["id"]
    await desk.app[VERDICTS].record(site, bob, verdict="approve", source="native")
    assert await find(desk, content="I agree.", author_name="Bob") == bob


async def test_another_id_of_the_site_is_another_comment_whatever_it_says(desk: Desk) -> None:
    await desk.submit("I agree.", comment_id="7")
    nameless = (await desk.submit("I agree.", author_name="Bob"))["id"]
    assert await find(desk, content="I agree.", comment_id="8") == nameless
    assert await find(desk, content="I disagree.", comment_id="8") is None


async def test_an_old_text_is_not_found(desk: Desk) -> None:
    comment = (await desk.submit("Long ago."))["id"]
    with writing(desk.engine) as connection:
        connection.execute(update(rows).values(submitted_at=rows.c.submitted_at - 31 * DAY_MS))
    assert await find(desk, content="Long ago.") is None
    assert await find(desk, comment) == comment


async def test_another_sites_comment_is_not_found(desk: Desk) -> None:
    comment = (await desk.submit("Ours.", comment_id="7"))["id"]
    theirs = SiteRules.of(99, "theirs", (await site_of(desk)).policy)
    spoken_of = Submission(content="Ours.", comment_id="7")
    assert await desk.app[FINDER].find(theirs, spoken_of, comment) is None


QUEUED: dict[str, Any] = {"content": "That was meh.", **ADA, "article_url": "https://news.example/1"}


async def once_more(desk: Desk, **fields: Any) -> bool:  # noqa: ANN401 - any field
    """Whether the comment is one that waits, now that the site has checked it again."""
    again = Submission(**{**QUEUED, "comment_id": "7", **fields})
    return await desk.app[FINDER].recognise(await site_of(desk), again, "native")


def named(desk: Desk) -> list[str | None]:
    """The site's own ids of all comments, oldest first."""
    with desk.engine.connect() as connection:
        return list(connection.scalars(select(rows.c.comment_id).order_by(rows.c.id)))


async def test_what_is_checked_again_is_given_its_id_and_then_known_by_it(desk: Desk) -> None:
    await desk.submit(**QUEUED)
    assert await once_more(desk)
    assert named(desk) == ["7"]
    assert await once_more(desk, content="Edited since.")
    assert not await once_more(desk, comment_id="8")
    assert named(desk) == ["7"]


async def test_what_was_accepted_waits_for_nobody_and_gets_its_id_all_the_same(desk: Desk) -> None:
    accepted = {**QUEUED, "content": "That was well explained."}
    await desk.submit(**accepted)
    assert not await once_more(desk, **accepted)
    assert named(desk) == ["7"]


@pytest.mark.parametrize(
    "other",
    [
        {"content": "That was meh, too."},
        {"content": ""},
        {"author_email": "grace@reader.example"},
        {"author_email": "", "author_ip": "192.0.2.8"},
        {"author_email": "", "author_ip": ""},
        {"article_url": "https://news.example/2"},
        {"created_at": datetime.now(UTC) - timedelta(days=2)},
    ],
)
async def test_another_text_author_article_or_day_is_another_comment(desk: Desk, other: dict[str, Any]) -> None:
    await desk.submit(**QUEUED)
    assert not await once_more(desk, **other)
    assert named(desk) == [None]


async def test_a_comment_of_another_protocol_is_not_checked_again(desk: Desk) -> None:
    await desk.submit(**QUEUED)
    again = Submission(**QUEUED, comment_id="7")
    assert not await desk.app[FINDER].recognise(await site_of(desk), again, "akismet")
    assert named(desk) == [None]


async def test_the_time_at_which_it_was_written_leads_to_an_old_comment(desk: Desk) -> None:
    await desk.submit(**QUEUED)
    with writing(desk.engine) as connection:
        connection.execute(update(rows).values(submitted_at=rows.c.submitted_at - 45 * DAY_MS))
    assert not await once_more(desk)
    assert await once_more(desk, created_at=datetime.now(UTC) - timedelta(days=45))


async def test_of_several_that_say_the_same_each_gets_one_id(desk: Desk) -> None:
    for _ in range(2):
        await desk.submit(**QUEUED)
    for number in ("7", "8", "9", "8"):
        await once_more(desk, comment_id=number)
    assert named(desk) == ["8", "7"]


async def test_what_is_not_known_is_judged_and_stored(desk: Desk) -> None:
    finder, site = desk.app[FINDER], await site_of(desk)
    spoken_of = Submission(content="You idiot!", author_name="Ada")
    comment = await finder.find_or_judge(site, spoken_of, "akismet")
    with desk.engine.connect() as connection:
        record = comments.get(connection, 1, comment)
    assert isinstance(record, CommentRecord)
    assert (record.decision, record.protocol) == ("reject", "akismet")
    assert await finder.find_or_judge(site, spoken_of, "akismet") == comment


async def test_what_was_found_by_its_text_is_found_by_the_sites_id_from_then_on(desk: Desk) -> None:
    finder, site = desk.app[FINDER], await site_of(desk)
    submitted = {(await desk.submit("I agree."))["id"] for _ in range(3)}
    spoken_of = [Submission(content="I agree.", comment_id=str(number)) for number in range(3)]
    found = await asyncio.gather(*(finder.find_or_judge(site, one, "perspective") for one in spoken_of))
    assert set(found) == submitted
    assert [await finder.find_or_judge(site, one, "perspective") for one in spoken_of] == found
    assert [await find(desk, comment_id=str(number)) for number in range(3)] == found


async def test_an_edit_that_came_without_the_id_is_found_by_its_text(desk: Desk) -> None:
    finder, site = desk.app[FINDER], await site_of(desk)
    before = (await desk.submit("I agree.", author_id="ada"))["id"]
    assert await finder.find_or_judge(site, Submission(content="I agree.", comment_id="7"), "perspective") == before
    edited = (await desk.submit("I disagree.", author_id="ada"))["id"]
    await desk.submit("Others say so.", author_id="bob")
    for _ in range(2):
        spoken_of = Submission(content="I disagree.", comment_id="7")
        assert await finder.find_or_judge(site, spoken_of, "perspective") == edited
    for text in ("I agree.", "Others say so.", "Nobody says so.", ""):
        assert await find(desk, comment_id="7", content=text) == before


async def test_while_the_database_is_away_nothing_is_taken_for_unknown(desk: Desk) -> None:
    await desk.submit("A comment.")
    finder: Finder = desk.app[FINDER]
    with writing(desk.engine) as connection:
        connection.exec_driver_sql("ALTER TABLE comments RENAME TO elsewhere")
    with pytest.raises(AwayError):
        await finder.find_or_judge(await site_of(desk), Submission(content="A comment."), "akismet")
