"""submit-spam and submit-ham are moderators' verdicts on the comments they speak of."""

from uuid import UUID

import pytest
from sqlalchemy import select

from store import verdicts
from store.records import VerdictRecord
from store.tables import comments
from tests.conftest_service import Desk
from tests.service.protocols.akismet_client import ACCEPTED, BLOG, REJECTED, Answered, call, check, send

THANKS = Answered(b"Thanks for making the web a better place.", {})


def identifiers(desk: Desk) -> list[str]:
    """The ids of all stored comments, oldest first."""
    with desk.engine.connect() as connection:
        return list(connection.scalars(select(comments.c.id).order_by(comments.c.id)))


def given(desk: Desk, identifier: str) -> list[VerdictRecord]:
    """The verdicts on a comment."""
    with desk.engine.connect() as connection:
        return verdicts.history(connection, 1, identifier)


async def submit(desk: Desk, name: str, content: str = ACCEPTED, **fields: str) -> Answered:
    """A submit- call with the site's key."""
    form = {"api_key": desk.key, "blog": BLOG, "user_ip": "192.0.2.7", "comment_author": "Ada", **fields}
    return await call(desk, name, {**form, "comment_content": content})


@pytest.mark.parametrize(
    ("name", "verdict", "labels"), [("submit-spam", "reject", ("spam",)), ("submit-ham", "approve", ())]
)
async def test_the_verdict_joins_the_comment_of_the_same_text(
    desk: Desk, name: str, verdict: str, labels: tuple[str, ...]
) -> None:
    await check(desk, "Another text.")
    answered = await check(desk)
    await check(desk, "A third text.")
    assert await submit(desk, name, reporter="Grace", comment_check_response="false") == THANKS
    (found,) = given(desk, str(UUID(answered.told["guid"])))
    assert (found.verdict, found.labels, found.moderator, found.source) == (verdict, labels, "Grace", "akismet")
    assert len(identifiers(desk)) == 3


async def test_the_guid_tells_which_of_two_alike(desk: Desk) -> None:
    first, _ = await check(desk), await check(desk)
    assert await submit(desk, "submit-spam", guid=first.told["guid"]) == THANKS
    assert [len(given(desk, identifier)) for identifier in identifiers(desk)] == [1, 0]


async def test_the_guid_alone_is_enough_in_the_body_or_as_a_header(desk: Desk) -> None:
    first, second = await check(desk), await check(desk, REJECTED)
    await call(desk, "submit-spam", {"api_key": desk.key, "akismet_guid": first.told["guid"]})
    await send(desk, f"/1.1/submit-ham?api_key={desk.key}", headers={"X-akismet-guid": second.told["guid"]})
    assert [given(desk, identifier)[0].verdict for identifier in identifiers(desk)] == ["reject", "approve"]


async def test_the_sites_own_id_finds_the_newest_revision_though_the_text_is_another(desk: Desk) -> None:
    for text in ("One text.", "Another text."):
        await check(desk, text, comment_ID="7")
    await submit(desk, "submit-spam", "An edited text.", comment_ID="7")
    assert [len(given(desk, identifier)) for identifier in identifiers(desk)] == [0, 1]


async def test_a_comment_that_is_not_known_is_judged_and_kept(desk: Desk) -> None:
    assert await submit(desk, "submit-ham", REJECTED) == THANKS
    (identifier,) = identifiers(desk)
    assert given(desk, identifier)[0].verdict == "approve"


async def test_json_without_a_blog_is_taken(desk: Desk) -> None:
    body = {"api_key": desk.key, "comment_content": REJECTED, "comment_author": "Ada", "is_test": False}
    assert await send(desk, "/1.1/submit-spam", json=body) == THANKS
    assert given(desk, identifiers(desk)[0])[0].verdict == "reject"


async def test_the_last_word_counts(desk: Desk) -> None:
    await check(desk)
    for name in ("submit-spam", "submit-ham", "submit-ham"):
        assert await submit(desk, name) == THANKS
    assert [one.verdict for one in given(desk, identifiers(desk)[0])] == ["reject", "approve"]


async def test_a_trial_is_no_verdict(desk: Desk) -> None:
    await check(desk)
    assert await submit(desk, "submit-spam", is_test="1") == THANKS
    assert given(desk, identifiers(desk)[0]) == []
    assert await submit(desk, "submit-spam", "Another text.", is_test="1") == THANKS
    assert len(identifiers(desk)) == 1


async def test_a_text_that_is_too_long_is_still_found(desk: Desk) -> None:
    await check(desk, "é " * 40_000)
    await submit(desk, "submit-ham", "é " * 40_000)
    assert len(given(desk, identifiers(desk)[0])) == 1
