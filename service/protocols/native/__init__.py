"""The native protocol: JSON over HTTP, one comment or many."""

import asyncio
from collections.abc import Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import to_json

from model.comment import Comment, InvalidCommentError, Submission
from service import wording
from service.away import or_away
from service.checks import SiteRules
from service.decision import Decision
from service.endpoints import JSON, Answer, Endpoint
from service.errors import AwayError, NotFoundError, NotReadableError
from service.middleware import overloaded
from service.parts import ENGINE, METRICS, MODEL, MODERATOR, WRITER
from service.problems import describe
from service.reading import read_request, read_submission
from service.requests import bearer_key, read_body, site_of
from store import comments, verdicts
from store.records import CommentRecord, VerdictRecord

if TYPE_CHECKING:
    from sqlalchemy import Engine

NAME: Final = "native"
PATH: Final = "/v1/comments"
MAX_BATCH: Final = 1000


class _Batch(BaseModel):
    """The envelope of many comments; each is read by itself, so that a bad one spoils no other."""

    model_config = ConfigDict(extra="forbid", defer_build=True)

    comments: list[Any] = Field(max_length=MAX_BATCH)


class _WellFormed(BaseModel):
    """A batch that can be read at once, since no comment in it is malformed."""

    model_config = ConfigDict(extra="forbid", defer_build=True)

    comments: list[Submission] = Field(max_length=MAX_BATCH)


async def parse(request: web.Request, site: SiteRules) -> Submission:
    """The comment in a request; raises as `read_submission` does."""
    return read_submission(await read_body(request), site)


def render(decision: Decision) -> bytes:
    """The body of the answer."""
    return wording.answer(decision)


async def submit(request: web.Request) -> web.Response:
    """Judge one comment."""
    began = perf_counter()
    app = request.app
    site = await site_of(request, bearer_key(request))
    decision = await app[MODERATOR].check(await parse(request, site), site, NAME)
    app[METRICS].took(perf_counter() - began)
    return web.Response(body=render(decision), content_type=JSON)


async def submit_many(request: web.Request) -> web.Response:
    """Judge many comments; the answers come in their order, a problem document for each that cannot be taken."""
    app = request.app
    site = await site_of(request, bearer_key(request))
    results = _parse_many(await read_body(request), site)
    accepted = [result for result in results if isinstance(result, Submission)]
    judged = iter(await app[MODERATOR].check_many(accepted, site, NAME))
    answers = [_answer(next(judged) if isinstance(result, Submission) else result) for result in results]
    return web.Response(body=b'{"results":[%b]}' % b",".join(answers), content_type=JSON)


async def show(request: web.Request) -> web.Response:
    """A stored comment and the decision on it."""
    app = request.app
    site = await site_of(request, bearer_key(request))
    with or_away("The comment cannot be read, because the database is away."):
        record, said = await asyncio.to_thread(_read, app[ENGINE], site.site_id, request.match_info["id"])
    if record is None and app[WRITER].health().spool_bytes:
        message = "No such comment is in the database yet; some wait to be written there."
        raise AwayError(message)
    if record is None:
        message = "This site has no comment with that id."
        raise NotFoundError(message)
    return web.Response(body=to_json(_stored(record, said)), content_type=JSON)


async def show_model(request: web.Request) -> web.Response:
    """The model that judges the site's comments."""
    site = await site_of(request, bearer_key(request))
    live = request.app[MODEL]
    bundle = live.of(site.name)
    if bundle is None:
        message = f"No model could be loaded: {live.error}"
        raise AwayError(message)
    manifest = bundle.manifest.model_dump(mode="json", exclude={"version", "digests"})
    return web.Response(body=to_json({"version": bundle.version, **manifest}), content_type=JSON)


def _parse_many(body: bytes, site: SiteRules) -> list[Submission | Exception]:
    try:
        whole = _WellFormed.model_validate_json(body).comments
    except ValidationError:
        return [_parse_item(item, site) for item in read_request(body, _Batch).comments]
    return [_filled(submission, site) for submission in whole]


def _filled(submission: Submission, site: SiteRules) -> Submission | Exception:
    try:
        return site.form.check(submission)
    except InvalidCommentError as refused:
        return refused


def _parse_item(item: object, site: SiteRules) -> Submission | Exception:
    try:
        return read_submission(to_json(item), site)
    except (InvalidCommentError, NotReadableError) as refused:
        return refused


def _answer(result: Decision | Exception) -> bytes:
    return to_json(describe(result)[0]) if isinstance(result, Exception) else render(result)


def _read(engine: "Engine", site_id: int, identifier: str) -> tuple[CommentRecord | None, list[VerdictRecord]]:
    with engine.connect() as connection:
        record = comments.get(connection, site_id, identifier)
        return record, [] if record is None else verdicts.history(connection, site_id, record.id)


def _stored(record: CommentRecord, said: Sequence[VerdictRecord]) -> dict[str, Any]:
    fields = {name: getattr(record, name, None) for name in Comment.model_fields}
    fields["created_at"] = wording.moment(record.created_at)
    return {
        **wording.members(wording.decision_of(record)),
        "submitted_at": wording.moment(record.submitted_at),
        "superseded_by": record.superseded_by or None,
        "protocol": record.protocol,
        "comment": {name: value for name, value in fields.items() if value is not None},
        "verdicts": [wording.verdict(one) for one in said],
    }


_KEY_PROBLEMS: Final = (401, 429, 503)

ENDPOINTS: Final = (
    Endpoint(
        "POST",
        PATH,
        submit,
        summary="Judge a comment",
        description="Answers accept, queue or reject with the reasons. The decision is stored when the answer leaves. "
        "The same `comment_id` again is an edit: judged anew, history kept.",
        body="Submission",
        answers={200: Answer("The decision.", "Decision")},
        problems=(400, 408, 413, 422, *_KEY_PROBLEMS),
        overloaded=overloaded,
    ),
    Endpoint(
        "POST",
        "/v1/comments/batch",
        submit_many,
        summary="Judge many comments",
        description="Up to 1,000 comments; answers in order. One bad comment does not spoil the rest: "
        "its place has a problem document.",
        body="Batch",
        answers={200: Answer("A decision or a problem for each comment, in order.", "BatchResults")},
        problems=(400, 408, 413, 422, *_KEY_PROBLEMS),
        overloaded=overloaded,
    ),
    Endpoint(
        "GET",
        "/v1/comments/{id:[0-9a-f-]{36}}",
        show,
        summary="Read a stored comment",
        description="The comment as it is kept, the decision on it, and moderators' verdicts. E-mail and IP address "
        "are there only where the site's policy keeps personal data.",
        answers={200: Answer("The comment.", "StoredComment")},
        problems=(404, *_KEY_PROBLEMS),
    ),
    Endpoint(
        "GET",
        "/v1/model",
        show_model,
        summary="The model in use",
        description="Version and facts of the bundle that comments are judged by.",
        answers={200: Answer("The model.", "Model")},
        problems=_KEY_PROBLEMS,
    ),
)
