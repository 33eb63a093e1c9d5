"""`comments:suggestscore`: the scores that a comment should have had, which is a moderator's verdict on it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web
from pydantic_core import to_json

from model.comment import Submission
from model.languages import identify
from model.scorer import ATTRIBUTES as TAUGHT
from model.text import normalise
from service.checks import SiteRules
from service.errors import AwayError, NotFoundError
from service.parts import FINDER, VERDICTS
from service.protocols.perspective.answering import NAME, admit
from service.protocols.perspective.attributes import ATTRIBUTES, OTHERS, unversioned
from service.protocols.perspective.bodies import AttributeScore, Score, SuggestRequest, read
from service.protocols.perspective.context import is_of_coral, language_of, surroundings
from service.protocols.perspective.errors import CONTENT_TYPE, invalid
from service.requests import read_body

_REJECTED_AT: Final = 0.5
_COMMUNITY_CHARACTERS: Final = 200


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A verdict, the comment it is on, and what is echoed. `moderator` is the community that it comes from."""

    submission: Submission
    verdict: str
    labels: tuple[str, ...]
    moderator: str
    requested: Sequence[str]
    detected: str
    token: str


def parse(body: bytes, site: SiteRules) -> Suggestion:
    """The verdict in a request's body; raises RefusedError with the API's words for what is wrong.

    A score of 0.5 or more on any attribute rejects, with that attribute for a label if the model knows it. Coral's
    rejections have no label: whatever the reason, it suggests 1 for the one attribute that it is set to ask for.
    """
    asked = read(body, SuggestRequest)
    text, content_format = asked.text(), asked.content_format()
    scores = dict(_suggested(asked.attribute_scores or {}))
    if not scores:
        message = "Missing attribute_scores"
        raise invalid(message)
    high = {ATTRIBUTES.get(unversioned(name)) for name, score in scores.items() if score >= _REJECTED_AT}
    labels = () if is_of_coral(asked) else tuple(attribute for attribute in TAUGHT if attribute in high)
    requested = asked.languages or []
    detected = identify(normalise(text), "", site.languages)
    submission = Submission(
        content=text,
        content_format=content_format,
        language=language_of(requested),
        **surroundings(asked.context),
    )
    return Suggestion(
        submission,
        "reject" if high else "approve",
        labels,
        (asked.community_id or "")[:_COMMUNITY_CHARACTERS],
        requested,
        detected,
        asked.client_token or "",
    )


def render(suggestion: Suggestion) -> web.Response:
    """The acknowledgement."""
    members: dict[str, Any] = {"clientToken": suggestion.token} if suggestion.token else {}
    members["detectedLanguages"] = [suggestion.detected]
    members["requestedLanguages"] = suggestion.requested or [suggestion.detected]
    return web.Response(body=to_json(members), content_type=CONTENT_TYPE, charset="utf-8")


async def suggest(request: web.Request) -> web.StreamResponse:
    """Record the verdict, on disk when the answer leaves; a comment that is not known is judged and stored first."""
    app = request.app
    site = await admit(request)
    suggestion = parse(await read_body(request), site)
    if site.policy.perspective_feedback:
        comment = await app[FINDER].find_or_judge(site, suggestion.submission, NAME, suggestion.token)
        try:
            await app[VERDICTS].record(
                site,
                comment,
                verdict=suggestion.verdict,
                labels=suggestion.labels,
                moderator=suggestion.moderator,
                source=NAME,
            )
        except NotFoundError as error:
            message = "The comment waits to be written to the database."
            raise AwayError(message) from error
    return render(suggestion)


def _suggested(scores: Mapping[str, AttributeScore | None]) -> Iterator[tuple[str, float]]:
    for name, suggested in scores.items():
        if unversioned(name) not in ATTRIBUTES and unversioned(name) not in OTHERS:
            message = f"Unknown requested attribute: {name}"
            raise invalid(message)
        spans = [span.score for span in (suggested and suggested.span_scores) or () if span is not None]
        summary = suggested and suggested.summary_score
        # A zero may be left out on this wire.
        values = [score.value or 0.0 for score in (summary, *spans) if isinstance(score, Score)]
        if values:
            yield name, max(values) if summary is None else values[0]
