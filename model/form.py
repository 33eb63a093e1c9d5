"""What a site asks of its comment form, and the words for what is wrong with a comment's fields."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import from_json

from model.comment import DEFAULT_REQUIRED, Comment, FieldError, InvalidCommentError, Submission

_CODES: Final[Mapping[str, str]] = {
    "missing": "required",
    "string_too_long": "too_long",
    "bytes_too_long": "too_long",
    "too_long": "too_long",
    "string_too_short": "too_short",
    "extra_forbidden": "unknown_field",
}
_MALFORMED: Final[Mapping[str, str]] = {
    "author_email": "invalid_email",
    "author_url": "invalid_url",
    "article_url": "invalid_url",
    "language": "invalid_language",
}
"""By field, where it is not of its pattern."""

DEFAULT_MESSAGES: Final[Mapping[str, str]] = {
    "content.required": "Please enter your comment!",
    "author_name.required": "Please enter your name here",
    "author_email.required": "Please enter your email address here",
    "author_email.invalid_email": "You have entered an incorrect email address!",
    "required": "Please fill in this field.",
    "too_long": "This is too long.",
    "too_short": "This is too short.",
    "invalid_email": "You have entered an incorrect email address!",
    "invalid_url": "Please enter a full web address, such as https://example.org/.",
    "invalid_language": "Please name the language by its tag, such as en or pt-BR.",
    "invalid_value": "This value is not valid here.",
    "unknown_field": "There is no field of this name.",
}
"""What a reader is told, by `field.code` or by `code` alone; a site's policy may replace any of them."""

_read: Final = Submission.__pydantic_validator__.validate_json
"""As `model_validate_json`, which spends a tenth of the time on arguments that nobody gives."""


@dataclass(frozen=True, slots=True)
class FormRules:
    """What a site asks of its comment form: the required fields, and the words for each error."""

    required: frozenset[str] = DEFAULT_REQUIRED
    messages: Mapping[str, str] = field(default_factory=dict)

    def error(self, name: str, code: str) -> FieldError:
        """Words an error: the site's message for `field.code`, else for `code`, else the default catalogue's."""
        for catalogue in (self.messages, DEFAULT_MESSAGES):
            for key in (f"{name}.{code}", code):
                if key in catalogue:
                    return FieldError(name, code, catalogue[key])
        return FieldError(name, code, DEFAULT_MESSAGES["invalid_value"])

    def parse(self, body: bytes | str) -> Submission:
        """Reads a JSON object into a comment, or raises `InvalidCommentError` naming every bad field at once."""
        try:
            comment: Submission = _read(body)
        except ValidationError as refused:
            raise InvalidCommentError(self.refusals(refused, body)) from None
        return self.check(comment)

    def refusals(self, refused: ValidationError, body: bytes | str | None = None) -> list[FieldError]:
        """Words what pydantic refused, field by field; of a JSON object `body` also the required fields it lacks."""
        details = refused.errors(include_url=False, include_context=False, include_input=False)
        codes: dict[str, str] = {}
        for detail in details:
            name, kind = ".".join(map(str, detail["loc"])) or "body", detail["type"]
            known = _MALFORMED.get(name) if kind == "string_pattern_mismatch" else _CODES.get(kind)
            codes[name] = known or "invalid_value"
        if body is not None and all(detail["loc"] for detail in details):
            for name in self._unfilled(from_json(body)):
                codes.setdefault(name, "required")
        return [self.error(name, code) for name, code in codes.items()]

    def check(self, comment: Submission) -> Submission:
        """Returns the comment if every required field is filled in, else raises `InvalidCommentError`."""
        if unfilled := self._unfilled(comment.__dict__):
            raise InvalidCommentError(self.error(name, "required") for name in unfilled)
        return comment

    def _unfilled(self, fields: dict[str, Any]) -> list[str]:
        """Required fields that are empty or hold white space only, in the order of the form."""
        unfilled = []
        for name in self.required:
            value = fields.get(name)
            if value is None or (isinstance(value, str) and (not value or value.isspace())):
                unfilled.append(name)
        return [name for name in Comment.model_fields if name in unfilled] if unfilled else unfilled
