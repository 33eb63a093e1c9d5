"""The bodies of requests, as Google's parsers take them (https://developers.perspectiveapi.com/s/about-the-api-methods).

Names in camel case or with underscores, null for what is left out, unknown names passed over, the Content-Type ignored.
"""

from typing import Any, Final, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

from model.field_checks import CONTENT_BYTES
from service.protocols.perspective import lenient
from service.protocols.perspective.errors import RefusedError, invalid, too_long

LONGEST: Final = 20_480
"""Bytes of UTF-8 that the text of a comment may have."""
Format = Literal["text", "html"]
_FORMATS: Final[dict[object, Format]] = {
    None: "text",
    "TEXT_TYPE_UNSPECIFIED": "text",
    "PLAIN_TEXT": "text",
    "HTML": "html",
    0: "text",
    1: "text",
    2: "html",
}
_LONGEST_PATH: Final = 200


class Message(BaseModel):
    """A part of a request."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, extra="ignore", allow_inf_nan=False, defer_build=True
    )


class TextEntry(Message):
    """A text and how it is written."""

    text: str | None = None
    type: Any = None

    @property
    def content_format(self) -> Format:
        """`text` or `html`."""
        try:
            return _FORMATS[self.type]
        except (KeyError, TypeError):
            message = "Unknown text type"
            raise invalid(message) from None


class Parameters(Message):
    """What is wanted of an attribute."""

    score_type: Any = None
    score_threshold: float | None = None


class ArticleAndParentComment(Message):
    """What a comment is about, and what it answers."""

    article: TextEntry | None = None
    parent_comment: TextEntry | None = None


class Context(Message):
    """What a comment is said in reply to: entries, or article and parent comment, not both."""

    entries: list[TextEntry | None] | None = None
    article_and_parent_comment: ArticleAndParentComment | None = None


class CommentRequest(Message):
    """What both methods are asked with."""

    comment: TextEntry | None = None
    context: Context | None = None
    languages: list[str] | None = None
    client_token: str | None = None
    session_id: str | None = None
    community_id: str | None = None

    def text(self) -> str:
        """The comment's text; raises RefusedError where there is none, or more than the API takes."""
        text = (self.comment and self.comment.text) or ""
        if not text.strip():
            raise RefusedError("COMMENT_EMPTY", "Comment must be non-empty.")
        if len(text) * 4 > LONGEST and len(text.encode()) > LONGEST:
            raise too_long()
        return text

    def content_format(self) -> Format:
        """`text` or `html`; raises RefusedError where it is neither."""
        return "text" if self.comment is None else self.comment.content_format


class AnalyzeRequest(CommentRequest):
    """A comment, and the attributes whose scores are wanted."""

    requested_attributes: dict[str, Parameters | None] | None = None
    do_not_store: bool | None = None
    span_annotations: bool | None = None


class Score(Message):
    """A score, 0..1."""

    value: float | None = None


class SpanScore(Message):
    """The score of a part of the text."""

    score: Score | None = None


class AttributeScore(Message):
    """The scores that a comment should have had."""

    summary_score: Score | None = None
    span_scores: list[SpanScore | None] | None = None


class SuggestRequest(CommentRequest):
    """A comment, and the scores it should have had."""

    attribute_scores: dict[str, AttributeScore | None] | None = None


MessageT = TypeVar("MessageT", bound=Message)
assert LONGEST <= CONTENT_BYTES  # noqa: S101 - whatever the API takes, a comment can hold


def read(body: bytes, kind: type[MessageT]) -> MessageT:
    """The request in a body; an empty one is a request without members. Raises RefusedError."""
    if not body.strip():
        return kind()
    try:
        return kind.model_validate_json(body)
    except ValidationError as refused:
        found = _first(refused)
    if found["type"] != "json_invalid":
        raise invalid(_words(found))
    try:
        return kind.model_validate_json(lenient.to_json(body))
    except ValidationError as refused:
        raise invalid(_words(_first(refused))) from None
    except ValueError:
        message = "Invalid JSON payload received."
        raise invalid(message) from None


def _first(refused: ValidationError) -> Any:  # noqa: ANN401 - pydantic's own dictionary
    return refused.errors(include_url=False, include_context=False, include_input=False)[0]


def _words(found: Any) -> str:  # noqa: ANN401 - as above
    if not found["loc"]:
        return 'Invalid JSON payload received. Unknown name "": Root element must be a message.'
    return f"Invalid value at '{'.'.join(map(str, found['loc']))[:_LONGEST_PATH]}'"
