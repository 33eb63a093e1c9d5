"""The comment as a reader submitted it: its fields, their limits, and the errors that name them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from model.field_checks import check_content, check_ip

AUTHOR_CHARACTERS: Final = 245
EMAIL_CHARACTERS: Final = 100
URL_CHARACTERS: Final = 2_000
SHORT_CHARACTERS: Final = 512
LANGUAGE_CHARACTERS: Final = 35
"""What a language tag takes at most (RFC 5646, section 4.4.1)."""
LANGUAGE_PATTERN: Final = "[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*"
"""What a language tag looks like, with _ for - as in a locale; no primary language is longer."""

DEFAULT_REQUIRED: Final = frozenset({"content", "author_name"})

# What Python takes for white space, spelt out: JSON Schema's \s is another.
_SPACE: Final = r"\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_UNSEEN: Final = rf"{_SPACE}\x00-\x1f\x7f"
FILLED_PATTERN: Final = rf"[^{_SPACE}]"
# One @, no space or control character, a dot in the domain: what comment forms test. Delivery is not ours to check.
_ATOM: Final = rf"[^{_UNSEEN}@<>()\[\],;:\"\\.]+"
EMAIL_PATTERN: Final = rf"{_ATOM}(?:\.{_ATOM})*@{_ATOM}(?:\.{_ATOM})+"
URL_PATTERN: Final = rf"[hH][tT][tT][pP][sS]?://[^{_UNSEEN}/?#<>\"]+[^{_UNSEEN}<>\"]*"


Content = Annotated[str, AfterValidator(check_content)]
Short = Annotated[str, Field(max_length=SHORT_CHARACTERS)]
# By pydantic's own engine for patterns: a function of ours would be called for each field.
Email = Annotated[str, Field(max_length=EMAIL_CHARACTERS, pattern=f"^({EMAIL_PATTERN})?$")]
Url = Annotated[str, Field(max_length=URL_CHARACTERS, pattern=f"^({URL_PATTERN})?$")]
Language = Annotated[str, Field(max_length=LANGUAGE_CHARACTERS, pattern=f"^({LANGUAGE_PATTERN})?$")]
LooseUrl = Annotated[str, Field(max_length=URL_CHARACTERS)]


class Comment(BaseModel):
    """One comment with everything the site told about it; absent fields are empty strings.

    Limits: content 65,525 bytes of UTF-8, author name 245 characters, e-mail 100, URLs 2,000, other fields 512.
    """

    # Nearly all that is read is a `Submission`: the validator of this one is made when it is asked for.
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)

    content: Content = Field("", description="What the reader wrote.")
    content_format: Literal["text", "html"] = Field("text", description="How `content` is written.")
    author_name: str = Field("", max_length=AUTHOR_CHARACTERS, description="The name the reader gave.")
    author_email: Email = Field("", description="The reader's e-mail address; kept only as a keyed hash.")
    author_url: Url = Field("", description="The reader's own web address.")
    author_ip: Annotated[str, Field(max_length=45), AfterValidator(check_ip)] = Field(
        "", description="The reader's IP address; kept only as a keyed hash."
    )
    author_id: Short = Field("", description="The site's own id of the reader.")
    author_role: Short = Field("", description="The reader's role on the site, such as `administrator`.")
    user_agent: LooseUrl = Field("", description="The browser's User-Agent.")
    referrer: LooseUrl = Field("", description="The page the reader came from.")
    article_url: Url = Field("", description="The article's address.")
    article_title: LooseUrl = Field("", description="The article's headline.")
    parent_id: Short = Field("", description="The comment this one answers.")
    comment_id: Short = Field("", description="The site's own id of the comment; the same id again is an edit.")
    language: Language = Field("", description="The comment's language (BCP 47), if known.")
    created_at: datetime | None = Field(None, description="When the reader wrote it (RFC 3339); now, if absent.")
    honeypot: Annotated[str, Field(max_length=URL_CHARACTERS)] = Field(
        "", description="A form field no person sees: whoever fills it in is a machine."
    )


class Submission(Comment):
    """A comment together with what the caller wants done with it."""

    model_config = ConfigDict(defer_build=False)

    explain: bool = Field(False, description="Also tell which words weighed, whatever the decision.")
    store: bool = Field(True, description="Remember the comment. `false`: judge and forget.")
    test: bool = Field(False, description="A trial: judged, never stored or learned from.")
    edit: bool = Field(
        False, description="A new version of what the author submitted under this article without a `comment_id`."
    )


@dataclass(frozen=True, slots=True)
class FieldError:
    """One field that cannot be accepted, with a stable code and the words for the reader."""

    field: str
    code: str
    message: str


class InvalidCommentError(ValueError):
    """The comment's fields are missing or malformed; `errors` names every one of them."""

    def __init__(self, errors: Iterable[FieldError]) -> None:
        self.errors = tuple(errors)
        super().__init__("; ".join(f"{error.field}: {error.message}" for error in self.errors))
