"""The calls that check comments and keys."""

from time import perf_counter
from typing import Final

from aiohttp import hdrs, web

from model.comment import Submission
from model.findings import Finding, Severity
from service.checks import SiteRules
from service.errors import AwayError, NotReadableError
from service.parts import CALLBACKS, FINDER, METRICS, MODERATOR
from service.protocols.akismet import answers
from service.protocols.akismet.admission import admit, key_of
from service.protocols.akismet.answers import Client
from service.protocols.akismet.bodies import Fields
from service.protocols.akismet.submissions import is_comment, submission_of

NAME: Final = "akismet"
_STILL_WAITING: Final = Finding(
    "still_waiting", Severity.QUEUE, "It was waiting for a moderator when the site had it checked again."
)
_NO_BLOG: Final = 'Empty "blog" value: send the address of the site\'s front page.'


async def verify_key(request: web.Request, fields: Fields) -> web.StreamResponse:
    """Tell whether the key opens a site."""
    await admit(request, fields, "key", "api_key")
    need_blog(fields)
    return answers.text(answers.VALID)


async def comment_check(request: web.Request, fields: Fields) -> web.StreamResponse:
    """Judge a comment."""
    began = perf_counter()
    app = request.app
    site = await admit(request, fields)
    need_blog(fields)
    submission, findings = submission_of(fields)
    if not submission.test:
        app[CALLBACKS].note(site, fields.get("callback"), key_of(request, fields))
    reason = fields.get("recheck_reason")
    if reason and submission.comment_id and not submission.test:
        findings = (*findings, *await _known(request, site, submission, reason))
    decision = await app[MODERATOR].check(submission, site, NAME, findings)
    app[METRICS].took(perf_counter() - began)
    client = Client.of(request.headers.get(hdrs.USER_AGENT, "")) if is_comment(fields) else Client.OTHER
    return answers.render(decision, client, site.policy, reason)


async def _known(request: web.Request, site: SiteRules, again: Submission, reason: str) -> tuple[Finding, ...]:
    """What there is to say of a comment for having been checked before: that it waits.

    WordPress names a comment only when it has it checked again, and leaves what is pending pending, whatever it is
    answered but spam: until a moderator has decided it.
    """
    try:
        waits = await request.app[FINDER].recognise(site, again, NAME)
    except AwayError:
        return ()
    return (_STILL_WAITING,) if waits and reason == "recheck_queue" else ()


def need_blog(fields: Fields) -> None:
    """Raises NotReadableError where the request does not say which site it speaks of."""
    if not fields.get("blog"):
        raise NotReadableError(_NO_BLOG)
