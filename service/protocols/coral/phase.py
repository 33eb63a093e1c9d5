"""Coral's external moderation phase: it asks before it publishes (https://docs.coralproject.net), and waits 200 ms."""

import hmac
import logging
import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from http import HTTPStatus
from time import perf_counter
from typing import Any, Final, NamedTuple

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import to_json

from model.comment import SHORT_CHARACTERS, URL_CHARACTERS, URL_PATTERN, FieldError, Submission
from model.findings import Finding, Severity
from model.text import read
from service.checks import SiteRules
from service.decision import Decision
from service.endpoints import JSON
from service.errors import (
    InvalidRequestError,
    NotReadableError,
    OverloadedError,
    ServiceError,
    SiteLimitError,
    SlowBodyError,
    ThrottledError,
    UnknownKeyError,
)
from service.parts import METRICS, MODERATOR
from service.reading import cut, mended
from service.requests import read_body, site_of

NAME: Final = "coral"
SIGNATURE: Final = "X-Coral-Signature"

_MOST_SIGNATURES: Final = 16
_URL: Final = re.compile(URL_PATTERN)
_ROLES: Final = {"ADMIN": "admin,administrator", "MODERATOR": "moderator", "STAFF": "staff,editor"}
_WITHHELD: Final = "SYSTEM_WITHHELD"
_REJECTED: Final = "REJECTED"
_TOXIC: Final = "COMMENT_DETECTED_TOXIC"
_SPAM: Final = "COMMENT_DETECTED_SPAM"
_OTHER: Final = "OTHER"
_REFUSALS: Final = (
    InvalidRequestError,
    NotReadableError,
    OverloadedError,
    SlowBodyError,
    ThrottledError,
    UnknownKeyError,
    web.HTTPException,
)
_HELD_THERE: Final = "a comment of Coral's could not be judged and kept, and is held there"

_EXAMPLE: Final = b'{"comment": {"body": "<p>See <a href=\'http://news.example\'>this</a> &amp; news . com</p>"}}'

_log = logging.getLogger(__name__)


class _Words(NamedTuple):
    """What Coral calls a finding: the reason of a rejection, and the flag on a comment that is held."""

    code: str
    flag: str


_CODES: Final[Mapping[str, _Words]] = {
    "toxicity": _Words("ABUSIVE", _TOXIC),
    "severe_toxicity": _Words("ABUSIVE", _TOXIC),
    "insult": _Words("ABUSIVE", _TOXIC),
    "obscene": _Words("OFFENSIVE", _TOXIC),
    "threat": _Words("HARASSMENT_BULLYING", _TOXIC),
    "identity_attack": _Words("HATE_SPEECH", _TOXIC),
    "unwanted": _Words(_OTHER, _TOXIC),
    "banned_word": _Words("BANNED_WORD", _TOXIC),
    "suspect_word": _Words("BANNED_WORD", _TOXIC),
    "spam": _Words("SPAM", _SPAM),
    "honeypot": _Words("SPAM", _SPAM),
    "flood": _Words("SPAM", _SPAM),
    "repeated_comment": _Words("SPAM", _SPAM),
    "near_duplicate": _Words("SPAM", _SPAM),
    "banned_domain": _Words("AD", _SPAM),
    "too_many_links": _Words("AD", _SPAM),
    "obfuscated_link": _Words("AD", _SPAM),
}


class _Part(BaseModel):
    """A part of Coral's request; what Coral may add to it one day is passed over."""

    model_config = ConfigDict(extra="ignore", defer_build=True)


class _Comment(_Part):
    body: str | None = None
    parent: str | None = Field(None, alias="parentID")


class _Author(_Part):
    id: str | None = None
    role: str | None = None


class _Story(_Part):
    id: str | None = None
    url: str | None = None


class _Request(_Part):
    action: str | None = None
    comment: _Comment
    author: _Author | None = None
    story: _Story | None = None


def parse(body: bytes, site: SiteRules) -> tuple[Submission, tuple[Finding, ...]]:
    """The comment in a request, and what there is to say of it before any check.

    What is too long is cut and what is malformed is left out, except the comment itself: Coral publishes what it gets
    an error for. Raises NotReadableError and InvalidRequestError.
    """
    asked = _read(body)
    author, story = asked.author or _Author(), asked.story or _Story()
    content, findings = cut(asked.comment.body or "")
    role = author.role or ""
    submission = Submission(
        content=content,
        content_format=site.policy.coral_content_format,
        author_id=(author.id or "")[:SHORT_CHARACTERS],
        author_role=_ROLES.get(role, role.lower()[:SHORT_CHARACTERS]),
        article_url=_url(story.url or ""),
        parent_id=(asked.comment.parent or "")[:SHORT_CHARACTERS],
        edit=asked.action == "EDIT",
    )
    return submission, findings


def read_example(site: SiteRules) -> None:
    """Read a comment that nobody wrote, so that what is made at the first reading is made."""
    submission, _ = parse(_EXAMPLE, site)
    # What looks for links is made when they are first asked for.
    read(submission.content, submission.content_format).links  # noqa: B018


def render(decision: Decision) -> web.Response:
    """Nothing to do, hold with a flag, or reject with a reason."""
    if decision.decision is Severity.ACCEPT:
        return web.Response(status=204)
    if decision.decision is Severity.QUEUE:
        return _answer(_held(decision.reasons))
    reason = next(finding for finding in decision.reasons if finding.severity is Severity.REJECT)
    code = _CODES[reason.code].code if reason.code in _CODES else _OTHER
    explained = {"code": code, "detailedExplanation": reason.message}
    action = {"status": _REJECTED, "rejectionReason": explained}
    return _answer({"status": _REJECTED, "moderationAction": action})


async def moderate(request: web.Request) -> web.Response:
    """Judge a comment that Coral is about to publish; what fails on our side is held, for Coral publishes on errors."""
    try:
        return await _moderate(request)
    except SiteLimitError as error:
        # No refusal: who sends many comments at once is not to be published for it.
        _log.warning("%s: %s", _HELD_THERE, error)
    except _REFUSALS:
        raise
    except ServiceError as error:
        _log.warning("%s: %s", _HELD_THERE, error)
    except Exception:  # noqa: BLE001 - whatever it is, the comment is not to be published
        _log.exception(_HELD_THERE)
    request.app[METRICS].refused(HTTPStatus.SERVICE_UNAVAILABLE)
    return _answer({"status": _WITHHELD})


async def _moderate(request: web.Request) -> web.Response:
    began = perf_counter()
    app = request.app
    site = await site_of(request, request.match_info["key"])
    try:
        body = await read_body(request)
    except web.HTTPRequestEntityTooLarge:
        # Whatever it is, to refuse it would publish it.
        return _answer({"status": _WITHHELD})
    verify(request.headers.getall(SIGNATURE, ()), body, site.policy.coral_secrets)
    submission, findings = parse(body, site)
    if not submission.content.strip():
        # A rating or a picture without words: Coral goes on by its own rules.
        return web.Response(status=204)
    decision = await app[MODERATOR].check(submission, site, NAME, findings)
    app[METRICS].took(perf_counter() - began)
    return render(decision)


def verify(headers: Iterable[str], body: bytes, secrets: Iterable[str]) -> None:
    """Raises UnknownKeyError unless a signature of the body was made with one of the secrets; none: not asked for.

    While Coral changes its secret it signs with the old and the new one.
    """
    given = [one.strip().encode() for header in headers for one in header.split(",")][:_MOST_SIGNATURES]
    expected = [f"sha256={hmac.new(secret.encode(), body, sha256).hexdigest()}".encode() for secret in secrets]
    # A list: every pair is compared, so that the time says nothing.
    if expected and not any([hmac.compare_digest(one, other) for one in given for other in expected]):  # noqa: C419
        message = f"The header {SIGNATURE} is missing, or no signature in it was made with a secret of this site."
        raise UnknownKeyError(message)


def _read(body: bytes) -> _Request:
    try:
        return _Request.model_validate_json(body)
    except ValidationError as refused:
        found = refused.errors(include_url=False, include_input=False)
    try:
        # Half of a surrogate pair makes it no JSON: to refuse it would publish it.
        return _Request.model_validate_json(mended(body))
    except ValidationError as refused:
        found = refused.errors(include_url=False, include_input=False)
    except ValueError:
        pass
    if not all(error["loc"] for error in found):
        message = "Send one JSON object in UTF-8, as Coral's external moderation phase does."
        raise NotReadableError(message)
    raise InvalidRequestError(
        FieldError(
            ".".join(map(str, error["loc"])),
            "required" if error["type"] == "missing" else "invalid_value",
            error["msg"],
        )
        for error in found
    )


def _held(reasons: Iterable[Finding]) -> dict[str, Any]:
    flags = (_CODES[finding.code].flag for finding in reasons if finding.code in _CODES)
    flag = next(flags, None)
    return {"status": _WITHHELD, **({"actions": [{"actionType": "FLAG", "reason": flag}]} if flag else {})}


def _url(text: str) -> str:
    return text if len(text) <= URL_CHARACTERS and _URL.fullmatch(text) else ""


def _answer(members: Mapping[str, Any]) -> web.Response:
    return web.Response(body=to_json(members), content_type=JSON)
