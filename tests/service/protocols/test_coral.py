"""Coral's external moderation phase."""

import hmac
import json
import subprocess
import sys
from collections.abc import Iterable
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pytest
from aiohttp import ClientResponse
from hypothesis import given
from hypothesis import strategies as st

from model.findings import Finding, Severity
from model.policy import Policy
from service.checks import SiteRules
from service.decision import Decision
from service.errors import AwayError, InvalidRequestError, NotReadableError, OverloadedError, UnknownKeyError
from service.parts import METRICS, MODERATOR
from service.protocols.coral.phase import SIGNATURE, parse, render, verify
from store.records import CommentRecord
from tests.conftest_service import Desk, StartDesk
from tests.store.records import read_all

SITE: Final = SiteRules.of(1, "default", Policy())
REASONS: Final = {
    *("OFFENSIVE", "ABUSIVE", "SPAM", "BANNED_WORD", "AD", "ILLEGAL_CONTENT", "HARASSMENT_BULLYING"),
    *("MISINFORMATION", "HATE_SPEECH", "IRRELEVANT_CONTENT", "OTHER"),
}


def asked(text: str, **members: Any) -> dict[str, Any]:  # noqa: ANN401
    """What Coral sends."""
    return {
        "action": "NEW",
        "comment": {"body": text, "parentID": None},
        "author": {"id": "baf4e943", "role": "COMMENTER"},
        "story": {"id": "245b3856", "url": "https://news.example/posts/1"},
        "site": {"id": "a4bede88"},
        "tenantID": "19ba5794",
        "tenantDomain": "news.example",
        **members,
    }


def signed(body: bytes, *secrets: str) -> dict[str, str]:
    """The header that Coral signs a body with."""
    return {SIGNATURE: ",".join(f"sha256={hmac.new(one.encode(), body, sha256).hexdigest()}" for one in secrets)}


async def ask(desk: Desk, text: str, **members: Any) -> ClientResponse:  # noqa: ANN401
    """The answer to an unsigned request."""
    return await desk.client.post(f"/coral/{desk.key}", json=asked(text, **members))


def stored(desk: Desk) -> list[CommentRecord]:
    """All comments, oldest first."""
    with desk.engine.connect() as connection:
        return read_all(connection)


async def test_what_is_accepted_is_left_to_coral(desk: Desk) -> None:
    response = await ask(desk, "<p>That was well explained.</p>")
    assert (response.status, await response.read()) == (204, b"")


async def test_what_is_queued_is_withheld_with_a_flag(desk: Desk) -> None:
    response = await ask(desk, "That was meh.")
    assert response.status == 200
    assert response.content_type == "application/json"
    assert await response.json() == {
        "status": "SYSTEM_WITHHELD",
        "actions": [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_TOXIC"}],
    }


async def test_what_is_rejected_is_so_with_a_reason(desk: Desk) -> None:
    response = await ask(desk, "Come to our casino")
    assert await response.json() == {
        "status": "REJECTED",
        "moderationAction": {
            "status": "REJECTED",
            "rejectionReason": {"code": "SPAM", "detailedExplanation": "Likely to be spam."},
        },
    }


async def test_the_comment_is_stored_with_all_that_coral_tells_of_it(desk: Desk) -> None:
    await ask(desk, "You idiot!", comment={"body": "<b>You</b> idiot!", "parentID": "d79b787f"})
    [record] = stored(desk)
    assert (record.content, record.content_format) == ("<b>You</b> idiot!", "html")
    assert (record.author_id, record.author_role, record.parent_id) == ("baf4e943", "commenter", "d79b787f")
    assert (record.article_url, record.protocol, record.decision) == ("https://news.example/posts/1", "coral", "reject")


async def test_a_phase_that_sends_text_is_read_as_text(desk: Desk) -> None:
    await desk.set_policy('{"coral_content_format": "text"}')
    await ask(desk, "1 <b> 2")
    assert stored(desk)[0].content_format == "text"


@pytest.mark.parametrize("role", ["ADMIN", "MODERATOR", "STAFF"])
async def test_corals_staff_is_trusted(desk: Desk, role: str) -> None:
    response = await ask(desk, "You idiot!", author={"id": "1", "role": role})
    assert response.status == 204


async def test_whom_the_site_trusts_is_the_sites_matter(desk: Desk) -> None:
    await desk.set_policy('{"trusted_roles": ["member"]}')
    assert (await ask(desk, "You idiot!", author={"id": "1", "role": "ADMIN"})).status == 200
    assert (await ask(desk, "You idiot!", author={"id": "2", "role": "MEMBER"})).status == 204


async def test_an_edit_repeats_nothing_of_what_it_replaces(desk: Desk) -> None:
    text = "The council has decided about the bridge, and nobody along the river was asked beforehand."
    assert (await ask(desk, text)).status == 204
    for addition in (" Sad.", " Very sad.", ""):
        assert (await ask(desk, text + addition, action="EDIT")).status == 204
    response = await ask(desk, text, author={"id": "another", "role": "COMMENTER"})
    assert (await response.json())["actions"][0]["reason"] == "COMMENT_DETECTED_SPAM"
    response = await ask(desk, text, story={"id": "2", "url": "https://news.example/posts/2"}, action="EDIT")
    assert (await response.json())["status"] == "SYSTEM_WITHHELD"


async def test_an_edit_is_judged(desk: Desk) -> None:
    await ask(desk, "A comment that was fine at first, and long enough to be compared.")
    response = await ask(desk, "A comment by an idiot, and long enough to be compared.", action="EDIT")
    assert (await response.json())["status"] == "REJECTED"


@pytest.mark.parametrize("secrets", [("new",), ("old", "new"), ("other", "new")])
async def test_a_request_signed_with_one_of_the_secrets_is_taken(desk: Desk, secrets: tuple[str, ...]) -> None:
    await desk.set_policy('{"coral_secrets": ["old", "new"]}')
    body = json.dumps(asked("Hello."), indent=2).encode()
    response = await desk.client.post(f"/coral/{desk.key}", data=body, headers=signed(body, *secrets))
    assert response.status == 204


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {SIGNATURE: ""},
        {SIGNATURE: "sha256="},
        {SIGNATURE: "sha256=ab,,sha256=\xff"},
        signed(b"another body", "new"),
        signed(json.dumps(asked("Hello.")).encode(), "stolen"),
        {
            SIGNATURE: ",".join(["sha256=00"] * 16)
            + ","
            + signed(json.dumps(asked("Hello.")).encode(), "new")[SIGNATURE]
        },
    ],
    ids=range(7),
)
async def test_any_other_request_is_refused(desk: Desk, headers: dict[str, str]) -> None:
    await desk.set_policy('{"coral_secrets": ["old", "new"]}')
    body = json.dumps(asked("Hello.")).encode()
    response = await desk.client.post(f"/coral/{desk.key}", data=body, headers=headers)
    assert response.status == 401
    assert response.content_type == "application/problem+json"
    assert "X-Coral-Signature" in (await response.json())["detail"]
    assert stored(desk) == []


async def test_a_wrong_key_is_refused(desk: Desk) -> None:
    response = await desk.client.post("/coral/abcdefghjkmn", json=asked("Hello."))
    assert (response.status, response.content_type) == (401, "application/problem+json")


async def test_a_comment_without_words_is_left_to_coral(desk: Desk) -> None:
    for text in ("", " \n"):
        assert (await ask(desk, text)).status == 204
    assert (await ask(desk, "", comment={})).status == 204
    assert stored(desk) == []


async def test_what_coral_may_send_one_day_is_passed_over(desk: Desk) -> None:
    response = await ask(desk, "Hello.", author=None, story={"url": "not an address"}, media={"type": "giphy"})
    assert response.status == 204


async def test_half_a_character_does_not_get_a_comment_published(desk: Desk) -> None:
    body = json.dumps(asked("You idiot! \ud83d")).encode()
    response = await desk.client.post(f"/coral/{desk.key}", data=body)
    assert (await response.json())["status"] == "REJECTED"


async def test_length_does_not_get_a_comment_published(start_desk: StartDesk) -> None:
    desk = await start_desk(max_body=150_000)
    response = await ask(desk, "word " * 20_000)
    assert (await response.json())["status"] == "SYSTEM_WITHHELD"
    body = BytesIO(json.dumps(asked("word " * 40_000)).encode())
    response = await desk.client.post(f"/coral/{desk.key}", data=body)
    assert await response.json() == {"status": "SYSTEM_WITHHELD"}


async def test_without_a_model_a_comment_is_withheld_without_a_flag(start_desk: StartDesk, models: Path) -> None:
    (models / "champion").write_text("none\n")
    response = await ask(await start_desk(), "Hello.")
    assert await response.json() == {"status": "SYSTEM_WITHHELD"}


async def test_more_than_the_service_can_do_is_told_at_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def check(*_: object) -> None:
        message = "4096 comments are in work."
        raise OverloadedError(message)

    monkeypatch.setattr(desk.app[MODERATOR], "check", check)
    response = await ask(desk, "Hello.")
    assert (response.status, response.content_type) == (503, "application/problem+json")
    assert int(response.headers["Retry-After"]) >= 1


@pytest.mark.parametrize("error", [AwayError("It could be kept nowhere."), ArithmeticError("a fault of ours")])
async def test_what_fails_here_is_not_published_there(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    async def check(*_: object) -> None:
        raise error

    monkeypatch.setattr(desk.app[MODERATOR], "check", check)
    response = await ask(desk, "Hello.")
    assert (response.status, await response.json()) == (200, {"status": "SYSTEM_WITHHELD"})
    assert "is held there" in caplog.text
    assert b'copydesk_problems_total{status="503"} 1.0' in desk.app[METRICS].exposition()


async def test_what_comes_faster_than_the_site_allows_is_not_published(desk: Desk) -> None:
    await desk.set_policy('{"requests_per_minute": 1}')
    assert (await ask(desk, "Hello.")).status == 204
    response = await ask(desk, "You idiot!")
    assert (response.status, await response.json()) == (200, {"status": "SYSTEM_WITHHELD"})


async def test_wrong_keys_tried_too_often_are_refused(desk: Desk) -> None:
    statuses = {(await desk.client.post("/coral/abcdefghjkmn", json=asked("Hello."))).status for _ in range(12)}
    assert statuses == {401, 429}


async def test_a_policy_that_cannot_be_read_publishes_nothing(desk: Desk) -> None:
    await desk.set_policy('{"max_links": "many"}')
    response = await ask(desk, "Hello.")
    assert (response.status, await response.json()) == (200, {"status": "SYSTEM_WITHHELD"})


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b'"text"', 400),
        (b'{"comment": {"body": "\xff"}}', 400),
        (b"[" * 100_000, 400),
        (b"{}", 422),
        (b'{"comment": null}', 422),
        (b'{"comment": {"body": 5}}', 422),
    ],
    ids=range(9),
)
async def test_a_body_that_is_not_corals_gets_a_problem(desk: Desk, body: bytes, status: int) -> None:
    response = await desk.client.post(f"/coral/{desk.key}", data=body)
    assert (response.status, response.content_type) == (status, "application/problem+json")


def test_what_the_first_comment_would_wait_for_is_imported_where_a_site_is_corals() -> None:
    script = """
import sys
from model.policy import Policy
from service.checks import SiteRules
from service.protocols import coral
for secrets in ((), ("secret",)):
    coral.make_ready([SiteRules.of(1, "default", Policy(coral_secrets=secrets))])
    print("service.protocols.coral.phase" in sys.modules)
"""
    told = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own words
    assert told.split() == ["False", "True"]


def decided(severity: Severity, *reasons: Finding) -> Decision:
    """A decision with these reasons."""
    return Decision("1", severity, degraded=False, reasons=reasons, scores={}, language="en", model="", policy="")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("toxicity", "ABUSIVE"),
        ("obscene", "OFFENSIVE"),
        ("threat", "HARASSMENT_BULLYING"),
        ("identity_attack", "HATE_SPEECH"),
        ("spam", "SPAM"),
        ("banned_word", "BANNED_WORD"),
        ("banned_domain", "AD"),
        ("unwanted", "OTHER"),
        ("a_check_to_come", "OTHER"),
    ],
)
def test_a_rejection_has_the_reason_of_the_finding_that_rejected(code: str, reason: str) -> None:
    findings = (Finding("flood", Severity.QUEUE, "Often."), Finding(code, Severity.REJECT, "So it is."))
    told = json.loads(bytes(render(decided(Severity.REJECT, *findings)).body or b""))  # type: ignore[arg-type]
    assert told["moderationAction"]["rejectionReason"] == {"code": reason, "detailedExplanation": "So it is."}
    assert reason in REASONS


@given(
    st.binary(max_size=200)
    | st.recursive(st.none() | st.text() | st.integers(), st.lists).map(json.dumps).map(str.encode)
)
def test_whatever_the_body_it_is_a_comment_or_refused(body: bytes) -> None:
    try:
        parse(body, SITE)
    except (NotReadableError, InvalidRequestError):
        return


_ANYTHING: Final = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text(), max_size=2)


@given(
    st.fixed_dictionaries(
        {"comment": st.fixed_dictionaries({"body": st.text()}, optional={"parentID": _ANYTHING})},
        optional={
            "action": _ANYTHING,
            "author": st.dictionaries(st.sampled_from(["id", "role"]), _ANYTHING) | _ANYTHING,
            "story": st.dictionaries(st.sampled_from(["id", "url"]), _ANYTHING) | _ANYTHING,
        },
    )
)
def test_whatever_the_members_it_is_a_comment_or_refused(members: dict[str, Any]) -> None:
    try:
        submission, _ = parse(json.dumps(members).encode(), SITE)
    except InvalidRequestError:
        return
    assert "\ud800" not in submission.content


@given(st.lists(st.text(st.characters(max_codepoint=255))), st.binary())
def test_no_signature_but_the_right_one_is_taken(headers: Iterable[str], body: bytes) -> None:
    with pytest.raises(UnknownKeyError):
        verify(headers, body, ["a secret"])
