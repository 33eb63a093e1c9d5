"""Verdicts are told to the sites: to WordPress's plugin, and to a webhook of the site's own."""

import asyncio
import hmac
import json
import ssl
import threading
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

import pytest
import trustme
from sqlalchemy import Connection, select, update

from service import certificates, push
from service.callbacks import PAUSE_SECONDS, Callbacks
from service.once import Once
from service.parts import CALLBACKS, SITES, VERDICTS
from store import callbacks, deliveries, sites
from store.database import writing
from store.deliveries import Delivery
from store.insight_tables import told
from store.pseudonyms import load_or_create_secret
from store.seal import Seal
from store.tables import deliveries as table
from tests.clock import Clock
from tests.conftest_service import Desk, StartDesk
from tests.service.protocols.akismet_client import BLOG, QUEUED, WORDPRESS, call, check
from tests.service.receiver import Receiver, receiving
from tests.waiting import until

SECRET = "a secret of the site"  # noqa: S105


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """The site's server."""
    async with receiving() as found:
        yield found


@pytest.fixture
async def desk(start_desk: StartDesk, receiver: Receiver) -> Desk:
    """A service that may tell this machine, with the receiver's host registered."""
    found = await start_desk(allow_private_callbacks=True)
    await register(found, receiver.host)
    return found


async def register(desk: Desk, host: str | None) -> None:
    """Set the host of the site's pages."""
    with writing(desk.engine) as connection:
        sites.update_host(connection, 1, host, now=1)
    await desk.set_policy("{}")


async def hook(desk: Desk, url: str) -> None:
    """Give the site a webhook."""
    await desk.set_policy(json.dumps({"webhook_url": url, "webhook_secret": SECRET}))


async def held(
    desk: Desk, receiver: Receiver, content: str = QUEUED, path: str = "/?rest_route=/akismet/v1/webhook"
) -> str:
    """The guid of a comment that WordPress holds and wants to be told of."""
    answered = await check(desk, content, user_agent=WORDPRESS, callback=f"http://{receiver.host}{path}")
    await desk.app[CALLBACKS].close()
    return answered.told["guid"]


async def decide(desk: Desk, comment: str, verdict: str = "approve", **given: Any) -> None:  # noqa: ANN401
    """A moderator's verdict; the comment by either form of its id."""
    site = desk.app[SITES].rules(1)
    assert site is not None
    await desk.app[VERDICTS].record(site, str(UUID(comment)), verdict=verdict, source="native", **given)


def waiting(desk: Desk) -> list[Delivery]:
    """What is still to be told, or was given up."""
    with desk.engine.connect() as connection:
        return deliveries.listed(connection)


async def settled(desk: Desk, attempts: int = 1) -> Delivery:
    """The one delivery, after so many failed attempts."""
    await until(lambda: any(one.error and one.attempts == attempts for one in waiting(desk)))
    (found,) = waiting(desk)
    return found


def make_due(desk: Desk, **values: int) -> None:
    """Have everything tried at once."""
    with writing(desk.engine) as connection:
        connection.execute(update(table).values(due_at=1, **values))


@pytest.mark.parametrize(("verdict", "result"), [("approve", "false"), ("reject", "true")])
async def test_wordpress_is_told_by_the_plugins_own_webhook(
    desk: Desk, receiver: Receiver, verdict: str, result: str
) -> None:
    guid = await held(desk, receiver)
    await decide(desk, guid, verdict)
    await until(lambda: bool(receiver.received))
    (request,) = receiver.received
    assert request.path == "/?rest_route=/akismet/v1/webhook"
    assert request.headers["X-Akismet-Webhook"] == "1"
    assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert parse_qsl(request.body.decode()) == [
        ("key", desk.key),
        ("endpoint", "comment-check"),
        ("comments[0][guid]", guid),
        ("comments[0][result]", result),
    ]
    await until(lambda: waiting(desk) == [])
    with desk.engine.connect() as connection:
        (kept,) = connection.execute(select(told.c.kind, told.c.url, told.c.attempts)).all()
    assert tuple(kept) == ("akismet", f"http://{receiver.host}{request.path}", 1)


async def test_a_verdict_on_what_was_checked_again_goes_by_the_guid_that_wordpress_knows(
    desk: Desk, receiver: Receiver
) -> None:
    guid = await held(desk, receiver)
    again = await check(desk, QUEUED, user_agent=WORDPRESS, recheck_reason="recheck_queue", comment_ID="7")
    assert again.told["guid"] != guid
    await decide(desk, again.told["guid"])
    await until(lambda: bool(receiver.received))
    (request,) = receiver.received
    assert dict(parse_qsl(request.body.decode()))["comments[0][guid]"] == guid


async def test_the_key_is_not_in_the_database_in_plain(desk: Desk, receiver: Receiver) -> None:
    await held(desk, receiver)
    with desk.engine.connect() as connection:
        (place,) = callbacks.of_site(connection, 1)
    assert desk.key not in str(place)


async def test_wordpress_is_not_told_what_it_said_itself(desk: Desk, receiver: Receiver) -> None:
    guid = await held(desk, receiver)
    await call(desk, "submit-spam", {"api_key": desk.key, "blog": BLOG, "guid": guid})
    await decide(desk, await held(desk, receiver, "meh again"), "unsure")
    assert waiting(desk) == []
    assert receiver.received == []


async def test_a_comment_of_another_protocol_is_none_of_wordpresss_business(desk: Desk, receiver: Receiver) -> None:
    await held(desk, receiver)
    await decide(desk, (await desk.submit("meh"))["id"])
    assert waiting(desk) == []


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.2:{port}/",
        "http://127.0.0.1:1/",
        "https://news.example/",
        "ftp://127.0.0.1:{port}/",
        "http://user@127.0.0.1:{port}/",
        "http://127.0.0.1.evil.example:{port}/",
        "no address",
        "http://[::1/",
        "//127.0.0.1:{port}/",
        "http://127.0.0.1:{port}/" + "x" * 3000,
    ],
)
async def test_a_callback_to_another_host_is_not_kept(desk: Desk, receiver: Receiver, url: str) -> None:
    callback = url.format(port=receiver.host.partition(":")[2])
    answered = await check(desk, QUEUED, user_agent=WORDPRESS, callback=callback)
    await desk.app[CALLBACKS].close()
    with desk.engine.connect() as connection:
        assert callbacks.of_site(connection, 1) == []
    await decide(desk, answered.told["guid"])
    assert waiting(desk) == []


@pytest.mark.parametrize("is_known", [True, False], ids=["known", "unknown"])
async def test_only_a_server_whose_certificate_is_known_is_told(
    start_desk: StartDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_known: bool
) -> None:
    monkeypatch.setattr(push, "trusted", Once(certificates.read))
    authority, another = trustme.CA(), trustme.CA()
    (authority if is_known else another).cert_pem.write_to_path(tmp_path / "known.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "known.pem"))
    certificate = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(certificate)
    desk = await start_desk(allow_private_callbacks=True)
    async with receiving(certificate) as receiver:
        await hook(desk, f"https://{receiver.host}/")
        await decide(desk, (await desk.submit("meh"))["id"])
        await until(lambda: bool(receiver.received) or any(one.error for one in waiting(desk)))
        assert len(receiver.received) == is_known
        assert is_known or "certificate verify failed" in waiting(desk)[0].error


async def test_without_a_registered_host_nothing_is_told_until_there_is_one(desk: Desk, receiver: Receiver) -> None:
    await register(desk, None)
    await held(desk, receiver)
    with desk.engine.connect() as connection:
        assert callbacks.of_site(connection, 1) == []
    await register(desk, receiver.host)
    await decide(desk, await held(desk, receiver, "meh once more"))
    await until(lambda: bool(receiver.received))


async def test_another_hosts_callback_is_not_told_once_the_host_has_changed(desk: Desk, receiver: Receiver) -> None:
    guid = await held(desk, receiver)
    await register(desk, "news.example")
    await decide(desk, guid)
    assert (await settled(desk)).error == "not on the site's host news.example"
    assert receiver.received == []


async def test_no_comment_waits_until_its_callback_is_kept(
    desk: Desk, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    back, tried = threading.Event(), []

    def away(*_: object) -> None:
        tried.append(threading.get_ident())
        back.wait(60)

    monkeypatch.setattr(callbacks, "note", away)
    try:
        async with asyncio.timeout(20):
            await check(desk, callback=f"http://{receiver.host}/")
            # Nor does it take a second thread.
            await check(desk, callback=f"http://{receiver.host}/")
            await check(desk, callback=f"http://{receiver.host}/elsewhere")
        await until(lambda: bool(tried))
        assert len(tried) == 1
    finally:
        back.set()


async def test_a_callback_that_could_not_be_kept_is_tried_again_after_a_pause_and_kept_once(
    desk: Desk, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    site = desk.app[SITES].rules(1)
    assert site is not None
    clock, tried, keep, is_away = Clock(), [], callbacks.note, True

    def note(connection: Connection, callback: callbacks.Callback) -> None:
        tried.append(callback.url)
        if is_away:
            message = "away"
            raise ConnectionError(message)
        keep(connection, callback)

    monkeypatch.setattr(callbacks, "note", note)
    noting = Callbacks(desk.engine, Seal(load_or_create_secret(desk.settings.secret_file)), clock)

    async def name() -> int:
        noting.note(site, f"http://{receiver.host}/", desk.key)
        await noting.close()
        return len(tried)

    assert [await name(), await name()] == [1, 1]
    assert len([one for one in caplog.messages if "could not be kept" in one]) == 1
    clock.now = PAUSE_SECONDS
    assert [await name(), await name()] == [2, 2]
    is_away, clock.now = False, 2 * PAUSE_SECONDS
    assert [await name(), await name()] == [3, 3]
    with desk.engine.connect() as connection:
        assert len(callbacks.of_site(connection, 1)) == 1


async def test_a_trial_leaves_no_callback(desk: Desk, receiver: Receiver) -> None:
    await check(desk, is_test="1", callback=f"http://{receiver.host}/")
    await desk.app[CALLBACKS].close()
    with desk.engine.connect() as connection:
        assert callbacks.of_site(connection, 1) == []


async def test_private_addresses_are_told_only_where_the_settings_allow_it(
    start_desk: StartDesk, receiver: Receiver
) -> None:
    desk = await start_desk()
    port = receiver.host.partition(":")[2]
    for host in (receiver.host, f"localhost:{port}"):
        await register(desk, host)
        await hook(desk, f"http://{host}/hook")
        await decide(desk, (await desk.submit(f"Told at {host}?"))["id"])
        error = (await settled(desk)).error
        assert error == f"{host.partition(':')[0]} is a private address: see --allow-private-callbacks"
        with writing(desk.engine) as connection:
            deliveries.done(connection, waiting(desk)[0].id)
    assert receiver.received == []


async def test_a_webhook_is_signed_and_says_what_was_decided(desk: Desk, receiver: Receiver) -> None:
    await hook(desk, f"http://{receiver.host}/hook?a=b")
    decision = await desk.submit("meh", comment_id="c7")
    await decide(desk, decision["id"], "reject", labels=["insult", "spam"], note="Héllo", moderator="Grace")
    await until(lambda: bool(receiver.received))
    (request,) = receiver.received
    body = json.loads(request.body)
    assert request.path == "/hook?a=b"
    signature = hmac.new(SECRET.encode(), request.body, sha256).hexdigest()
    assert request.headers["X-Copydesk-Signature"] == f"sha256={signature}"
    assert request.headers["X-Copydesk-Delivery"] == body["id"]
    assert request.headers["Content-Type"] == "application/json"
    assert body == {
        "type": "verdict",
        "id": body["id"],
        "site": "default",
        "comment": decision["id"],
        "comment_id": "c7",
        "verdict": "reject",
        "labels": ["insult", "spam"],
        "note": "Héllo",
        "moderator": "Grace",
        "source": "native",
        "at": body["at"],
    }
    await until(lambda: waiting(desk) == [])


async def test_a_webhook_needs_no_registered_host_but_must_be_on_one_that_is(desk: Desk, receiver: Receiver) -> None:
    await register(desk, None)
    await hook(desk, f"http://{receiver.host}/hook")
    await decide(desk, (await desk.submit("One text."))["id"])
    await until(lambda: len(receiver.received) == 1)
    await register(desk, "news.example")
    await hook(desk, f"http://{receiver.host}/hook")
    await decide(desk, (await desk.submit("Another text."))["id"])
    assert (await settled(desk)).error == "not on the site's host news.example"


@pytest.mark.parametrize("status", [302, 401, 404, 500])
async def test_what_is_not_taken_is_tried_again_later(desk: Desk, receiver: Receiver, status: int) -> None:
    receiver.status = status
    receiver.headers = {"Location": f"http://{receiver.host}/elsewhere"}
    await hook(desk, f"http://{receiver.host}/hook")
    await decide(desk, (await desk.submit("meh"))["id"])
    found = await settled(desk)
    assert found.error == f"answered with status {status}"
    assert found.due_at is not None
    assert len(receiver.received) == 1
    receiver.status = 204
    make_due(desk)
    await until(lambda: waiting(desk) == [])
    assert len({request.headers["X-Copydesk-Delivery"] for request in receiver.received}) == 1


def test_the_pauses_grow_and_end_within_two_days() -> None:
    pauses = [push.pause_ms(attempts) for attempts in range(1, push.ATTEMPTS)]
    assert 8_000 <= pauses[0] <= 12_000
    assert pauses[4] > 3 * pauses[2]
    assert sum(pauses) < 2 * 24 * 3_600_000


async def test_what_is_never_taken_is_given_up_where_people_see_it(
    desk: Desk, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    receiver.status = 500
    await hook(desk, f"http://{receiver.host}/hook")
    await decide(desk, (await desk.submit("meh"))["id"])
    await settled(desk)
    make_due(desk, attempts=push.ATTEMPTS - 1)
    await until(lambda: waiting(desk)[0].due_at is None)
    (found,) = waiting(desk)
    assert (found.attempts, found.error) == (push.ATTEMPTS, "answered with status 500")
    assert "is given up: answered with status 500" in caplog.text
    metrics = ""
    async with asyncio.timeout(10):
        while 'copydesk_undelivered{state="dead"} 1.0' not in metrics:
            metrics = await (await desk.client.get("/metrics")).text()
    assert 'copydesk_deliveries_total{kind="webhook",outcome="dead"} 1.0' in metrics
    assert 'copydesk_deliveries_total{kind="webhook",outcome="failed"} 1.0' in metrics


async def test_a_restart_goes_on_where_it_was(start_desk: StartDesk, desk: Desk, receiver: Receiver) -> None:
    receiver.status = 503
    await hook(desk, f"http://{receiver.host}/hook")
    await decide(desk, (await desk.submit("meh"))["id"])
    await settled(desk)
    await desk.client.close()
    receiver.status = 200
    make_due(desk)
    again = await start_desk(allow_private_callbacks=True)
    await until(lambda: waiting(again) == [])
    assert len(receiver.received) == 2


async def test_wordpress_is_not_told_an_older_verdict_after_a_newer_one(desk: Desk, receiver: Receiver) -> None:
    receiver.status = 500
    guid = await held(desk, receiver)
    await decide(desk, guid, "reject")
    await settled(desk)
    receiver.status = 200
    await decide(desk, guid, "approve")
    await until(lambda: len(receiver.received) == 2)
    make_due(desk)
    await until(lambda: waiting(desk) == [])
    assert b"result%5D=false" in receiver.received[-1].body
    assert len(receiver.received) == 2


async def test_a_delivery_goes_with_its_comment(desk: Desk, receiver: Receiver) -> None:
    receiver.status = 500
    await hook(desk, f"http://{receiver.host}/hook")
    decision = await desk.submit("meh")
    await decide(desk, decision["id"])
    await settled(desk)
    with writing(desk.engine) as connection:
        connection.exec_driver_sql("DELETE FROM comments")
    assert waiting(desk) == []


async def test_a_server_that_is_away(desk: Desk) -> None:
    await register(desk, "127.0.0.1:9")
    await hook(desk, "http://127.0.0.1:9/hook")
    await decide(desk, (await desk.submit("meh"))["id"])
    assert "127.0.0.1:9" in (await settled(desk)).error
