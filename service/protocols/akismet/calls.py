"""The calls that check comments and keys."""

from time import perf_counter
from typing import Final

from aiohttp import hdrs, web

from service.errors import NotReadableError
from service.parts import CALLBACKS, METRICS, MODERATOR
from service.protocols.akismet import answers
from service.protocols.akismet.admission import admit, key_of
from service.protocols.akismet.answers import Client
from service.protocols.akismet.bodies import Fields
from service.protocols.akismet.submissions import submission_of

NAME: Final = "akismet"
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
    decision = await app[MODERATOR].check(submission, site, NAME, findings)
    app[METRICS].took(perf_counter() - began)
    client = Client.of(request.headers.get(hdrs.USER_AGENT, ""))
    return answers.render(decision, client, site.policy, fields.get("recheck_reason"))


def need_blog(fields: Fields) -> None:
    """Raises NotReadableError where the request does not say which site it speaks of."""
    if not fields.get("blog"):
        raise NotReadableError(_NO_BLOG)
