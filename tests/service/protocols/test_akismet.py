"""What Akismet's comment-check and verify-key answer."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from store import comments
from store.database import writing
from store.records import CommentRecord
from tests.conftest_service import Desk, StartDesk
from tests.service.protocols.akismet_client import (
    ACCEPTED,
    BLOG,
    OLD_WORDPRESS,
    QUEUED,
    REJECTED,
    WORDPRESS,
    Answered,
    call,
    check,
    plain,
    send,
)


def stored(desk: Desk, answered: Answered) -> CommentRecord:
    """The record that the answer names."""
    found = find(desk, answered)
    assert found is not None
    return found


def find(desk: Desk, answered: Answered) -> CommentRecord | None:
    """The record that the answer names, if there is one."""
    with desk.engine.connect() as connection:
        return comments.get(connection, 1, str(UUID(answered.told["guid"])))


@pytest.mark.parametrize(
    ("content", "user_agent", "body", "told"),
    [
        (ACCEPTED, WORDPRESS, b"false", {}),
        (ACCEPTED, OLD_WORDPRESS, b"false", {}),
        (ACCEPTED, "curl/8", b"false", {}),
        (QUEUED, WORDPRESS, b"false", {"recheck-after": "2592000"}),
        (QUEUED, "WordPress/7.0 | Akismet/5.5", b"false", {"recheck-after": "2592000"}),
        (QUEUED, "WordPress/9.0-beta1-99 | Akismet/10.0", b"false", {"recheck-after": "2592000"}),
        (QUEUED, OLD_WORDPRESS, b"false", {"error": "moderation-required"}),
        (QUEUED, "WordPress/3.0 | Akismet/2.4.1", b"false", {"error": "moderation-required"}),
        (QUEUED, "WordPress/6.1 | Akismet/5.4.9", b"false", {"error": "moderation-required"}),
        (QUEUED, "akismet.py/25.10.1 | Python/3.11.9", b"true", {}),
        (QUEUED, "bbPress/2.6.9 | Akismet/5.7.2", b"true", {}),
        (QUEUED, "", b"true", {}),
        (REJECTED, WORDPRESS, b"true", {}),
        (REJECTED, OLD_WORDPRESS, b"true", {}),
        (REJECTED, "curl/8", b"true", {}),
    ],
)
async def test_each_client_is_told_in_its_own_words(
    desk: Desk, content: str, user_agent: str, body: bytes, told: dict[str, str]
) -> None:
    assert plain(await check(desk, content, user_agent=user_agent)) == (body, told)


@pytest.mark.parametrize("user_agent", [WORDPRESS, OLD_WORDPRESS])
@pytest.mark.parametrize("kind", ["contact-form", "contact_form", "signup"])
async def test_what_a_form_of_wordpress_asks_cannot_be_held(desk: Desk, user_agent: str, kind: str) -> None:
    assert plain(await check(desk, QUEUED, user_agent=user_agent, comment_type=kind)) == (b"true", {})
    assert plain(await check(desk, ACCEPTED, user_agent=user_agent, comment_type=kind)) == (b"false", {})
    await desk.set_policy('{"akismet_queue_as": "ham"}')
    assert plain(await check(desk, QUEUED, user_agent=user_agent, comment_type=kind)) == (b"false", {})


async def test_every_comment_of_wordpress_is_held(desk: Desk) -> None:
    await desk.set_policy('{"flood_seconds": 0}')
    for kind in ("", "comment", "Reply", "review", "pingback", "trackback"):
        held = plain(await check(desk, QUEUED, user_agent=WORDPRESS, comment_type=kind))
        assert held == (b"false", {"recheck-after": "2592000"})
    own = await check(desk, QUEUED, user_agent=WORDPRESS, comment_type="webmention", comment_post_ID="1")
    assert own.told["recheck-after"] == "2592000"


async def test_a_site_may_have_what_is_queued_told_as_ham(desk: Desk) -> None:
    await desk.set_policy('{"akismet_queue_as": "ham"}')
    assert plain(await check(desk, QUEUED)) == (b"false", {})
    assert plain(await check(desk, QUEUED, user_agent=OLD_WORDPRESS)) == (b"false", {"error": "moderation-required"})


@pytest.mark.parametrize("user_agent", [WORDPRESS, OLD_WORDPRESS, "curl/8"])
async def test_only_a_site_that_opted_in_loses_what_is_rejected(desk: Desk, user_agent: str) -> None:
    await desk.set_policy('{"akismet_discard": true}')
    assert plain(await check(desk, REJECTED, user_agent=user_agent)) == (b"true", {"pro-tip": "discard"})
    assert "pro-tip" not in (await check(desk, QUEUED, user_agent=user_agent)).told


@pytest.mark.parametrize("user_agent", [WORDPRESS, OLD_WORDPRESS])
async def test_what_wordpress_asks_again_after_an_outage_is_not_published_when_it_is_queued(
    desk: Desk, user_agent: str
) -> None:
    answered = await check(desk, QUEUED, user_agent=user_agent, recheck_reason="retry", comment_ID="7")
    assert plain(answered) == (b"true", {})


async def test_a_recheck_of_the_queue_is_held_again_and_is_no_repetition(desk: Desk) -> None:
    text = "One text that is long enough to be recognised when somebody submits it once more."
    given = {"permalink": "https://news.example/1"}
    first = await check(desk, text, user_agent=WORDPRESS, **given)
    again = await check(desk, text, user_agent=WORDPRESS, recheck_reason="recheck_queue", comment_ID="7", **given)
    assert plain(first) == plain(again) == (b"false", {})
    assert (stored(desk, first).comment_id, stored(desk, again).comment_id) == ("7", "7")


AGAIN = {"recheck_reason": "recheck_queue", "comment_ID": "7"}


def waiting(desk: Desk) -> int:
    """How many comments wait for a moderator."""
    with desk.engine.connect() as connection:
        return comments.count_waiting(connection, 1)


async def test_a_recheck_makes_no_second_comment_of_the_first(desk: Desk) -> None:
    first = await check(desk, QUEUED, user_agent=WORDPRESS)
    second, third = [await check(desk, QUEUED, user_agent=WORDPRESS, **AGAIN) for _ in range(2)]
    assert stored(desk, first).superseded_by == stored(desk, second).id
    assert stored(desk, third).waiting_since
    assert waiting(desk) == 1
    form = {"api_key": desk.key, "blog": BLOG, "comment_content": QUEUED, "comment_ID": "7"}
    await call(desk, "submit-spam", form, user_agent=WORDPRESS)
    assert waiting(desk) == 0


async def test_what_waits_goes_on_waiting_when_it_would_be_accepted_today(desk: Desk) -> None:
    await check(desk, QUEUED, user_agent=WORDPRESS)
    await desk.set_policy('{"queue_at": {"toxicity": 0.9}, "reject_at": {"toxicity": 1}}')
    assert (await check(desk, QUEUED, is_test="1")).body == b"false"
    again = await check(desk, QUEUED, user_agent=WORDPRESS, **AGAIN)
    assert '"code":"still_waiting"' in stored(desk, again).findings
    assert stored(desk, again).waiting_since
    retried = await check(desk, QUEUED, user_agent=WORDPRESS, recheck_reason="retry", comment_ID="7")
    assert stored(desk, retried).decision == "accept"


async def test_a_recheck_is_judged_although_the_database_is_away(desk: Desk) -> None:
    await check(desk, QUEUED, user_agent=WORDPRESS)
    with writing(desk.engine) as connection:
        connection.exec_driver_sql("ALTER TABLE comments RENAME TO elsewhere")
    again = await check(desk, QUEUED, user_agent=WORDPRESS, **AGAIN)
    assert plain(again) == (b"false", {"recheck-after": "2592000"})


async def test_a_trial_is_no_recheck(desk: Desk) -> None:
    first = await check(desk, QUEUED, user_agent=WORDPRESS)
    await check(desk, QUEUED, user_agent=WORDPRESS, is_test="1", **AGAIN)
    assert stored(desk, first).comment_id is None


async def test_the_same_comment_again_is_an_edit(desk: Desk) -> None:
    first, second = [await check(desk, text, comment_ID="7") for text in ("One text.", "Another text.")]
    assert stored(desk, first).superseded_by == stored(desk, second).id


async def test_the_comment_is_stored_with_what_akismet_knows_of_it(desk: Desk) -> None:
    answered = await check(
        desk,
        "<p>Well explained, <b>Bob</b>.</p>",
        comment_author_url="https://ada.example/",
        user_agent=WORDPRESS,
        user_role="subscriber",
        referrer="https://search.example/",
        permalink="https://news.example/1",
        comment_parent="6",
        comment_ID="7",
        user_ID="8",
        blog_lang="az_AZ",
        comment_date_gmt="2026-11-24 06:00:00",
    )
    record = stored(desk, answered)
    assert record.content == "<p>Well explained, <b>Bob</b>.</p>"
    assert (record.content_format, record.protocol, record.author_name) == ("html", "akismet", "Ada")
    assert (record.author_url, record.author_role, record.author_id) == ("https://ada.example/", "subscriber", "8")
    assert (record.referrer, record.article_url) == ("https://search.example/", "https://news.example/1")
    assert (record.parent_id, record.comment_id, record.language) == ("6", "7", "az")
    assert record.created_at == datetime(2026, 11, 24, 6, tzinfo=UTC).timestamp() * 1000
    assert record.author_ip is None
    assert record.author_ip_hash


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (r"I don\'t say \"no\" to C:\\x.", 'I don\'t say "no" to C:\\x.'),
        ("I don't say no.", "I don't say no."),
        (r"I don't say \"no\".", r"I don't say \"no\"."),
        (r"A \ b", r"A \ b"),
        ("Nothing to add.", "Nothing to add."),
    ],
)
async def test_wordpresss_slashes_are_no_part_of_a_comment(desk: Desk, sent: str, kept: str) -> None:
    new = await check(desk, sent, comment_post_ID="1", comment_author=sent)
    assert (stored(desk, new).content, stored(desk, new).author_name) == (kept, kept)
    for fields in ({}, {"comment_post_ID": "1", "comment_ID": "7"}):
        assert stored(desk, await check(desk, sent, **fields)).content == sent


async def test_a_name_with_an_apostrophe_keeps_its_address(desk: Desk) -> None:
    await desk.set_policy('{"keep_personal_data": true}')
    answered = await check(desk, comment_post_ID="1", comment_author_email=r"o\'hara@reader.example")
    assert stored(desk, answered).author_email == "o'hara@reader.example"


async def test_zero_is_no_id(desk: Desk) -> None:
    record = stored(desk, await check(desk, comment_parent="0", comment_ID="0", user_ID="0"))
    assert (record.parent_id, record.comment_id, record.author_id) == (None, None, None)


async def test_unknown_fields_are_never_stored(desk: Desk) -> None:
    extra = {
        "POST_ak_js": "seen1",
        "HTTP_COOKIE": "seen2",
        "ak_hp": "seen3",
        "SERVER_ADDR": "seen4",
        "reporter": "seen5",
    }
    record = stored(desk, await check(desk, **extra))
    assert "seen" not in str(record)


@pytest.mark.parametrize(
    "fields",
    [
        {"comment_author": "viagra-test-123"},
        {"comment_author": "akismet-guaranteed-spam"},
        {"comment_author_email": "akismet-guaranteed-spam@example.com"},
    ],
)
async def test_names_for_tests_are_spam(desk: Desk, fields: dict[str, str]) -> None:
    answered = await check(desk, **fields)
    assert answered.body == b"true"
    assert '"code":"test_hook"' in stored(desk, answered).findings


@pytest.mark.parametrize("role", ["administrator", "administrator,author"])
async def test_an_administrator_is_never_spam(desk: Desk, role: str) -> None:
    assert (await check(desk, REJECTED, user_role=role)).body == b"false"


@pytest.mark.parametrize("value", ["1", "true", "True"])
async def test_a_trial_is_judged_and_forgotten(desk: Desk, value: str) -> None:
    text = "One text that is long enough to be recognised when somebody submits it once more."
    answers = [await check(desk, text, is_test=value) for _ in range(3)]
    assert [one.body for one in answers] == [b"false"] * 3
    assert [find(desk, one) for one in answers] == [None] * 3
    assert (await check(desk, REJECTED, is_test=value)).body == b"true"


@pytest.mark.parametrize("value", ["", "0", "false"])
async def test_what_is_no_trial_is_stored(desk: Desk, value: str) -> None:
    assert find(desk, await check(desk, is_test=value)) is not None


async def test_a_honeypot_is_the_field_that_the_request_names(desk: Desk) -> None:
    assert (await check(desk, hidden="x")).body == b"false"
    assert (await check(desk, honeypot_field_name="hidden", hidden="")).body == b"false"
    assert (await check(desk, honeypot_field_name="hidden", hidden="x")).body == b"true"
    assert (await check(desk, honeypot_field_name="hidden", POST_hidden="x")).body == b"true"


async def test_the_plugins_own_honeypot_counts_beside_another(desk: Desk) -> None:
    own = {"honeypot_field_name": "hp", "hp": ""}
    assert (await check(desk, **own, POST_ak_hp_textarea="")).body == b"false"
    assert (await check(desk, **own, POST_ak_hp_textarea="x")).body == b"true"
    assert (await check(desk, honeypot_field_name="hp", hp="x", POST_ak_hp_textarea="")).body == b"true"


async def test_the_plugins_own_honeypot_needs_no_name(desk: Desk) -> None:
    assert (await check(desk, POST_ak_hp_textarea="")).body == b"false"
    assert (await check(desk, POST_ak_hp_textarea="x")).body == b"true"


async def test_nothing_but_the_blog_is_required(desk: Desk) -> None:
    answered = await call(desk, "comment-check", {"api_key": desk.key, "blog": BLOG})
    assert plain(answered) == (b"false", {})


async def test_what_is_malformed_is_left_out_and_what_is_too_long_is_cut(desk: Desk) -> None:
    await desk.set_policy('{"keep_personal_data": true}')
    answered = await check(
        desk,
        comment_author="A" * 5000,
        comment_author_email="no address",
        comment_author_url="http://",
        user_ip="somewhere",
        permalink="javascript:alert(1)",
        user_agent="b" * 5000,
        comment_date_gmt="yesterday",
        user_role="c" * 5000,
        referrer="d" * 5000,
        comment_parent="e" * 5000,
        blog_lang="klingon-" * 50,
    )
    record = stored(desk, answered)
    assert record.author_name == "A" * 245
    assert (record.author_email, record.author_url, record.author_ip) == (None, None, None)
    assert (record.article_url, record.created_at, record.language) == (None, None, "en")
    assert record.parent_id == "e" * 512


async def test_a_comment_that_is_too_long_is_queued(desk: Desk) -> None:
    answered = await check(desk, "é" * 40_000, user_agent=WORDPRESS)
    record = stored(desk, answered)
    assert plain(answered) == (b"false", {"recheck-after": "2592000"})
    assert len(record.content.encode()) == 65_524
    assert '"code":"too_long"' in record.findings


async def test_an_empty_address_is_accepted(desk: Desk) -> None:
    assert (await check(desk, user_ip="")).body == b"false"


@pytest.mark.parametrize("version", ["1.1", "1.2"])
@pytest.mark.parametrize("name", ["key", "api_key"])
async def test_a_key_is_verified(desk: Desk, version: str, name: str) -> None:
    answered = await call(desk, "verify-key", {name: desk.key, "blog": BLOG}, version=version)
    assert answered == Answered(b"valid", {})


async def test_the_key_to_verify_outweighs_the_one_in_use(desk: Desk) -> None:
    answered = await call(desk, "verify-key", {"key": "abcdefghjkmn", "api_key": desk.key, "blog": BLOG})
    assert answered.body == b"invalid"


@pytest.mark.parametrize("host", ["{key}.rest.akismet.com", "{key}.rest.akismet.com:443", "{key}.copydesk.internal"])
async def test_a_key_may_be_the_first_label_of_the_host(desk: Desk, host: str) -> None:
    form = {"blog": BLOG, "comment_content": REJECTED}
    answered = await send(desk, "/1.1/comment-check", data=form, headers={"Host": host.format(key=desk.key)})
    assert answered.body == b"true"


async def test_a_key_may_be_in_the_query(desk: Desk) -> None:
    form = {"blog": BLOG, "comment_content": REJECTED}
    assert (await send(desk, f"/1.1/comment-check?api_key={desk.key}", data=form)).body == b"true"
    assert (await send(desk, f"/1.1/verify-key?key={desk.key}&blog=news.example", method="GET")).body == b"valid"


async def test_without_a_model_wordpress_holds_the_comment(start_desk: StartDesk, models: object) -> None:
    (models / "champion").write_text("none\n")  # type: ignore[operator]
    desk = await start_desk()
    assert plain(await check(desk, user_agent=WORDPRESS)) == (b"false", {"recheck-after": "2592000"})
