"""`comments:analyze`: the scores of a comment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Any, Final, NamedTuple

from aiohttp import web
from pydantic_core import to_json

from model.comment import Submission
from model.html import to_text
from model.languages import identify, unsupported
from model.scorer import ATTRIBUTES
from model.text import normalise
from service import wording
from service.checks import SiteRules
from service.checks.languages import NOT_SUPPORTED
from service.decision import Decision
from service.live_model import LiveModel
from service.moderator import Moderator
from service.parts import METRICS, MODEL, MODERATOR
from service.protocols.perspective.answering import DECISION, IDENTIFIER, NAME, admit
from service.protocols.perspective.attributes import attribute_of
from service.protocols.perspective.bodies import AnalyzeRequest, Parameters, read
from service.protocols.perspective.context import language_of, surroundings
from service.protocols.perspective.errors import CONTENT_TYPE, RefusedError, UnscoredError, invalid
from service.protocols.perspective.sentences import Sentence, sentences_of, units
from service.requests import read_body

_MOST_NAMES: Final = 32
_PROBABILITY: Final = "PROBABILITY"
_SCORE_TYPES: Final = (None, "SCORE_TYPE_UNSPECIFIED", _PROBABILITY, 0, 1)

Scores = Mapping[str, float | None]


class Wanted(NamedTuple):
    """An attribute by the name it was asked for, the model's attribute, and the score under which it is left out."""

    name: str
    attribute: str
    threshold: float | None


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the comment, the attributes, and what is echoed; no sentences where only the whole is scored."""

    submission: Submission
    wanted: tuple[Wanted, ...]
    sentences: Sequence[Sentence]
    languages: Sequence[str]
    detected: str
    token: str


class Abilities(NamedTuple):
    """What can be scored: the model's attributes, and languages, empty where any is taken."""

    attributes: frozenset[str]
    languages: tuple[str, ...]

    @classmethod
    def of(cls, model: LiveModel, site: SiteRules) -> "Abilities":
        """Those of the model that the site uses; where there is none, what a model scores."""
        bundle = model.of(site.name)
        if bundle is None:
            return cls(frozenset({*ATTRIBUTES, "unwanted"}), ())
        manifest = bundle.manifest
        return cls(frozenset(manifest.attributes), () if site.judges_any_language else manifest.languages)


def parse(body: bytes, site: SiteRules, abilities: Abilities) -> Question:
    """The question in a request's body; raises RefusedError with the API's words for what is wrong."""
    asked = read(body, AnalyzeRequest)
    text, content_format = asked.text(), asked.content_format()
    named = asked.requested_attributes or {}
    if len(named) > _MOST_NAMES:
        message = f"Too many requested attributes: at most {_MOST_NAMES} may be asked for"
        raise invalid(message)
    wanted = tuple(_wanted(named, abilities))
    if not wanted:
        raise RefusedError("NO_REQUESTED_ATTRIBUTES", "Missing requested_attributes")
    requested = asked.languages or []
    _refuse_languages(requested, wanted, abilities)
    detected = identify(normalise(_shown(text, content_format)), "", site.languages)
    submission = Submission(
        content=text,
        content_format=content_format,
        language=language_of(requested),
        store=not asked.do_not_store,
        **surroundings(asked.context),
    )
    return Question(
        submission,
        wanted,
        sentences_of(text, content_format) if asked.span_annotations else (),
        requested or [detected],
        detected,
        asked.client_token or "",
    )


def render(question: Question, decision: Decision, parts: Sequence[Scores]) -> web.Response:
    """The scores that were asked for; `parts` are those of the sentences. Raises UnscoredError where one is missing."""
    text = question.submission.content
    places = [(0, len(text))] if not parts else [(part.begin, part.end) for part in question.sentences]
    begins = units(text, [begin for begin, _ in places])
    ends = units(text, [end for _, end in places])
    scores = wording.scores(decision.scores)
    scored = {}
    # Of each attribute once, under however many versions of its name.
    spans: dict[str, list[dict[str, Any]]] = {}
    for name, attribute, threshold in question.wanted:
        summary = _number(scores, attribute)
        if threshold is None or not summary < threshold:
            if attribute not in spans:
                spans[attribute] = [
                    {"begin": begin, "end": end, "score": _score(_number(part, attribute))}
                    for begin, end, part in zip(begins, ends, parts or [scores], strict=True)
                ]
            scored[name] = {"spanScores": spans[attribute], "summaryScore": _score(summary)}
    members: dict[str, Any] = {"attributeScores": scored} if scored else {}
    members["languages"] = question.languages
    members["detectedLanguages"] = [question.detected]
    if question.token:
        members["clientToken"] = question.token
    headers = {IDENTIFIER: decision.id, DECISION: decision.decision.value}
    return web.Response(body=to_json(members), content_type=CONTENT_TYPE, charset="utf-8", headers=headers)


async def analyze(request: web.Request) -> web.StreamResponse:
    """Judge a comment and answer its scores."""
    began = perf_counter()
    app = request.app
    site = await admit(request)
    question = parse(await read_body(request), site, Abilities.of(app[MODEL], site))
    decision = await app[MODERATOR].check(question.submission, site, NAME)
    if any(reason.code == NOT_SUPPORTED for reason in decision.reasons):
        decision = await _as_stated(app[MODERATOR], question, site, decision)
    parts: Sequence[Scores] = ()
    if len(question.sentences) > 1:
        words = [sentence.words for sentence in question.sentences]
        found = await app[MODERATOR].scores_of(words, site, decision.language)
        parts = [wording.scores(part) for part in found]
    response = render(question, decision, parts)
    app[METRICS].took(perf_counter() - began)
    return response


async def _as_stated(moderator: Moderator, question: Question, site: SiteRules, decision: Decision) -> Decision:
    """The decision with scores in the language that the client states; raises RefusedError where it states none.

    The API looks for a language only where none is stated: clients that state one expect no refusal for it.
    """
    asked = question.submission
    if not asked.language:
        raise _unsupported(question.wanted, "detectedLanguages", [decision.language])
    found = await moderator.scores_of([_shown(asked.content, asked.content_format)], site, asked.language)
    return replace(decision, scores=found[0] if found else {}, language=asked.language)


def _shown(text: str, content_format: str) -> str:
    return to_text(text) if content_format == "html" else text


def _wanted(requested: Mapping[str, Parameters | None], abilities: Abilities) -> Iterable[Wanted]:
    for name, parameters in requested.items():
        attribute = attribute_of(name, abilities.attributes)
        if attribute is None:
            message = f"Unknown requested attribute: {name}"
            raise invalid(message)
        if parameters is None:
            yield Wanted(name, attribute, None)
            continue
        if parameters.score_type not in _SCORE_TYPES:
            message = f"Requested score type {parameters.score_type} is not supported by attribute {name}"
            raise invalid(message)
        yield Wanted(name, attribute, parameters.score_threshold)


def _refuse_languages(requested: Sequence[str], wanted: Sequence[Wanted], abilities: Abilities) -> None:
    if abilities.languages and (strange := unsupported(requested, abilities.languages)):
        raise _unsupported(wanted, "requestedLanguages", strange)


def _unsupported(wanted: Sequence[Wanted], whose: str, languages: Sequence[str]) -> RefusedError:
    name = wanted[0].name
    return RefusedError(
        "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
        f"Attribute {name} does not support request languages: {', '.join(languages)}",
        languageNotSupportedByAttributeError={whose: languages, "attribute": name},
    )


def _number(scores: Scores, attribute: str) -> float:
    score = scores.get(attribute)
    if score is None:
        message = "No model could score the comment; it is kept for a moderator."
        raise UnscoredError(message, 5.0)
    return score


def _score(value: float) -> dict[str, Any]:
    return {"value": value, "type": _PROBABILITY}
