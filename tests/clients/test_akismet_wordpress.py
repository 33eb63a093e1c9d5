"""WordPress and its Akismet plugin, as Debian packages them, against a running Copydesk: only the host was changed."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterator
from itertools import count
from typing import Final

import aiohttp
import pytest
from sqlalchemy import select

from store.tables import comments, verdicts
from tests.clients.wordpress import site
from tests.clients.wordpress.site import PASSWORD, USER, WordPress, nonce
from tests.conftest_service import Desk

_readers: Final = count(1)


@pytest.fixture(scope="module")
def served() -> Iterator[WordPress]:
    """A WordPress for all tests."""
    if missing := site.missing():
        pytest.skip(f"not installed: {missing} (tests/clients/install.sh installs it)")
    with site.running() as found:
        yield found


@pytest.fixture
def wordpress(served: WordPress, desk: Desk) -> WordPress:
    """A WordPress that asks the test's Copydesk."""
    served.point(str(desk.client.make_url("/")), desk.key)
    return served


@pytest.fixture
async def browser(wordpress: WordPress) -> AsyncIterator[aiohttp.ClientSession]:
    """Somebody's browser at that WordPress, with an address of their own."""
    jar = aiohttp.CookieJar(unsafe=True)
    headers = {"User-Agent": "Mozilla/5.0", "X-Forwarded-For": f"192.0.2.{next(_readers)}"}
    async with aiohttp.ClientSession(wordpress.url, cookie_jar=jar, headers=headers) as session:
        yield session


@pytest.fixture
async def moderator(wordpress: WordPress) -> AsyncIterator[aiohttp.ClientSession]:
    """A browser in which an administrator has signed in."""
    async with aiohttp.ClientSession(wordpress.url, cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        await session.get("/wp-login.php")
        form = {"log": USER, "pwd": PASSWORD, "testcookie": "1", "redirect_to": f"{wordpress.url}/wp-admin/"}
        async with session.post("/wp-login.php", data=form) as response:
            assert "wp-admin" in str(response.url), await response.text()
        yield session


async def post(browser: aiohttp.ClientSession, text: str, **extra: str) -> None:
    """Fill in the real form and send it."""
    person = browser.headers["X-Forwarded-For"].replace(".", "-")
    form = {"comment": text, "author": "Ada", "email": f"{person}@reader.example", "url": "", "comment_post_ID": "1"}
    async with browser.post("/wp-comments-post.php", data={**form, "comment_parent": "0", **extra}) as response:
        assert response.status == 200, await response.text()


async def page(browser: aiohttp.ClientSession, path: str) -> str:
    """A page as it is shown."""
    async with browser.get(path) as response:
        assert response.status == 200
        return await response.text()


async def known(wordpress: WordPress) -> dict[str, tuple[int, str]]:
    """What WordPress has of every comment: its number and `1`, `0` or `spam`."""
    return await asyncio.to_thread(wordpress.comments)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("That was well explained, thank you.", "1"),
        ("That was meh, in my opinion.", "0"),
        ("What an idiot wrote this article?", "spam"),
        ('I don\'t call it "news" that C:\\x is meh.', "0"),
    ],
)
async def test_a_comment_is_published_held_or_spammed(
    desk: Desk, wordpress: WordPress, browser: aiohttp.ClientSession, text: str, state: str
) -> None:
    await post(browser, text)
    assert (await known(wordpress))[text][1] == state
    # Whoever wrote a comment that is held is shown it; another reader is not.
    async with aiohttp.ClientSession(wordpress.url) as another:
        assert (text in await page(another, "/?p=1")) == (state == "1")
    with desk.engine.connect() as connection:
        (record,) = connection.execute(select(comments)).all()
    assert (record.content, record.content_format, record.protocol) == (text, "html", "akismet")
    assert (record.author_name, record.article_url) == ("Ada", f"{wordpress.url}/?p=1")
    assert record.author_ip_hash
    assert record.author_email_hash


async def test_the_hidden_field_of_the_form_is_the_honeypot(
    wordpress: WordPress, browser: aiohttp.ClientSession
) -> None:
    text = "A machine fills in every field that there is."
    await post(browser, text, ak_hp_textarea="everything")
    assert (await known(wordpress))[text][1] == "spam"


async def test_spam_and_not_spam_in_wp_admin_are_verdicts(
    desk: Desk, wordpress: WordPress, browser: aiohttp.ClientSession, moderator: aiohttp.ClientSession
) -> None:
    text = 'That was explained well enough for me, I don\'t "mind".'
    await post(browser, text)
    number, state = (await known(wordpress))[text]
    assert state == "1"
    for action, expected in (("spam", "spam"), ("unspam", "1")):
        listed = await page(
            moderator, f"/wp-admin/edit-comments.php?comment_status={'all' if action == 'spam' else 'spam'}"
        )
        address = f"comment.php?c={number}&#038;action={action}comment"
        form = {"action": "delete-comment", "id": str(number), action: "1", "_url": "", "_total": "1"}
        form["_ajax_nonce"] = nonce(listed, address)
        async with moderator.post("/wp-admin/admin-ajax.php", data=form) as response:
            assert response.status == 200, await response.text()
        assert (await known(wordpress))[text][1] == expected
    with desk.engine.connect() as connection:
        stored = connection.scalars(select(comments.c.id)).all()
        found = connection.execute(select(verdicts).order_by(verdicts.c.id)).all()
    assert [(one.comment, one.verdict, json.loads(one.labels), one.moderator) for one in found] == [
        (stored[0], "reject", ["spam"], USER),
        (stored[0], "approve", [], USER),
    ]
    assert len(stored) == 1


async def test_the_dashboard_shows_the_real_counts(
    browser: aiohttp.ClientSession, moderator: aiohttp.ClientSession
) -> None:
    await post(browser, "Another idiot, and another article.")
    shown = await page(moderator, "/wp-admin/options-general.php?page=akismet-key-config")
    words = re.sub(r"(\s|<[^>]*>)+", " ", shown)
    assert "All time 1 Spam blocked Accuracy 100% 0 missed spam | 0 false positives" in words, words


async def test_the_key_is_verified_in_wp_admin(desk: Desk, wordpress: WordPress) -> None:
    valid, invalid = [
        await asyncio.to_thread(wordpress.run, f"echo Akismet::verify_key( '{key}' );")
        for key in (desk.key, "abcdefghjkmn")
    ]
    assert (valid, invalid) == ("valid", "invalid")


async def test_what_wordpress_checks_again_is_the_same_comment(
    desk: Desk, wordpress: WordPress, browser: aiohttp.ClientSession
) -> None:
    text = 'That was meh, and I don\'t "care" for it.'
    await post(browser, text)
    number, state = (await known(wordpress))[text]
    assert state == "0"
    assert await asyncio.to_thread(wordpress.run, f"echo Akismet::recheck_comment( {number} );") == "false"
    with desk.engine.connect() as connection:
        first, second = connection.execute(select(comments).order_by(comments.c.id)).all()
    assert (first.comment_id, first.superseded_by, first.waiting_since) == (str(number), second.id, None)
    assert second.waiting_since
