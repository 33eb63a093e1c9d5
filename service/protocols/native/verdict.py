"""The native protocol: moderators' verdicts on comments, and erasure."""

from typing import Annotated, Final, Literal, NamedTuple, cast

from aiohttp import web
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError, to_json

from model.comment import FieldError
from model.scorer import ATTRIBUTES
from service import wording
from service.endpoints import JSON, Answer, Endpoint
from service.erasing import TRAITS
from service.errors import InvalidRequestError
from service.parts import ERASING, VERDICTS
from service.reading import read_request
from service.requests import bearer_key, read_body, site_of
from service.verdicts import NOTE_CHARACTERS

NAME: Final = "native"


def _known(label: str) -> str:
    if label not in ATTRIBUTES:
        code: Final = "invalid_value"
        raise PydanticCustomError(code, "Not an attribute: known are {known}.", {"known": ", ".join(ATTRIBUTES)})
    return label


Label = Annotated[str, AfterValidator(_known), Field(json_schema_extra={"enum": list(ATTRIBUTES)})]


class NewVerdict(BaseModel):
    """What a moderator says of a comment."""

    model_config = ConfigDict(extra="forbid", defer_build=True)

    verdict: Literal["approve", "reject"] = Field(description="Whether the comment is published.")
    labels: list[Label] = Field(
        [], max_length=len(ATTRIBUTES), description="What it is, whatever the verdict: the model learns it."
    )
    note: str = Field("", max_length=NOTE_CHARACTERS, description="For other moderators.")


class Author(NamedTuple):
    """By what an author is erased."""

    kind: Literal["email", "id", "ip"]
    value: str


async def give_verdict(request: web.Request) -> web.Response:
    """Record a moderator's verdict on a comment."""
    app = request.app
    site = await site_of(request, bearer_key(request))
    said = read_request(await read_body(request), NewVerdict)
    record = await app[VERDICTS].record(
        site, request.match_info["id"], verdict=said.verdict, labels=said.labels, note=said.note, source=NAME
    )
    return web.Response(body=to_json(wording.verdict(record)), content_type=JSON)


async def erase(request: web.Request) -> web.Response:
    """Erase a comment."""
    app = request.app
    site = await site_of(request, bearer_key(request))
    return _erased(await app[ERASING].erase_comment(site, request.match_info["id"]))


async def erase_author(request: web.Request) -> web.Response:
    """Erase what an author wrote."""
    app = request.app
    site = await site_of(request, bearer_key(request))
    author = _author(request)
    return _erased(await app[ERASING].erase_author(site, author.kind, author.value))


def _author(request: web.Request) -> Author:
    """Raises InvalidRequestError unless the query names the author in exactly one way."""
    errors = [
        FieldError(name, "unknown_field", f"Unknown: name the author by one of {', '.join(TRAITS)}.")
        for name in request.query
        if name not in TRAITS
    ]
    given = [(name, value.strip()) for name, value in request.query.items() if name in TRAITS]
    errors += [FieldError(name, "required", "This names nobody.") for name, value in given if not value]
    if not given and not errors:
        errors.append(FieldError(TRAITS[0], "required", f"Name the author by one of {', '.join(TRAITS)}."))
    errors += [
        FieldError(name, "invalid_value", "Name one author in one way: the others are another request.")
        for name, _ in given[1:]
    ]
    if errors:
        raise InvalidRequestError(errors)
    ((name, value),) = given
    return Author(cast("Literal['email', 'id', 'ip']", name), value)


def _erased(count: int) -> web.Response:
    return web.Response(body=to_json({"erased": count}), content_type=JSON)


_KEY_PROBLEMS: Final = (401, 429, 503)
_COMMENT: Final = "/v1/comments/{id:[0-9a-f-]{36}}"

ENDPOINTS: Final = (
    Endpoint(
        "POST",
        f"{_COMMENT}/verdict",
        give_verdict,
        summary="Give a verdict",
        description="What a moderator decided about a comment; the newest verdict counts, the earlier ones are kept. "
        "It is stored when the answer leaves. The same again changes nothing. The model learns from it at the next "
        "retraining.",
        body="NewVerdict",
        answers={200: Answer("The verdict as it is stored.", "Verdict")},
        problems=(400, 404, 408, 413, 422, *_KEY_PROBLEMS),
    ),
    Endpoint(
        "DELETE",
        _COMMENT,
        erase,
        summary="Erase a comment",
        description="With all its revisions and their verdicts, for good; only the counts of statistics stay.",
        answers={200: Answer("How many revisions were erased.", "Erased")},
        problems=(404, *_KEY_PROBLEMS),
    ),
    Endpoint(
        "DELETE",
        "/v1/authors",
        erase_author,
        summary="Erase an author",
        description="All comments that the author wrote for this site, with all revisions and verdicts, for good. Name "
        "the author by exactly one of the parameters.",
        query={
            "email": "The author's e-mail address.",
            "id": "The site's own id of the author.",
            "ip": "The author's IP address.",
        },
        answers={200: Answer("How many comments and revisions were erased.", "Erased")},
        problems=(422, *_KEY_PROBLEMS),
    ),
)
