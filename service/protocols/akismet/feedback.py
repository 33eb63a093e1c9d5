"""The calls by which a client tells what its moderators think: verdicts on the comments they speak of."""

from collections.abc import Iterable
from typing import Final

from aiohttp import web

from service.parts import FINDER, VERDICTS
from service.protocols.akismet import answers
from service.protocols.akismet.admission import admit
from service.protocols.akismet.bodies import Fields
from service.protocols.akismet.calls import NAME
from service.protocols.akismet.submissions import submission_of

_GUIDS: Final = ("guid", "akismet_guid", "comment_guid")


async def submit_spam(request: web.Request, fields: Fields) -> web.StreamResponse:
    """Take down that a moderator rejects a comment as spam."""
    return await _submit(request, fields, "reject", ("spam",))


async def submit_ham(request: web.Request, fields: Fields) -> web.StreamResponse:
    """Take down that a moderator approves a comment."""
    return await _submit(request, fields, "approve", ())


async def _submit(request: web.Request, fields: Fields, verdict: str, labels: Iterable[str]) -> web.StreamResponse:
    """A verdict is on disk when this returns; a comment that is not known is judged and stored first."""
    app = request.app
    site = await admit(request, fields)
    spoken_of, _ = submission_of(fields)
    if not spoken_of.test:
        identifier = fields.get(*_GUIDS) or request.headers.get(answers.GUID, "")
        comment = await app[FINDER].find_or_judge(site, spoken_of, NAME, identifier)
        moderator = fields.get("reporter")
        await app[VERDICTS].record(site, comment, verdict=verdict, labels=labels, moderator=moderator, source=NAME)
    return answers.text(answers.THANKS)
