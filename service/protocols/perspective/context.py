"""What a request tells of the page and the conversation that a comment belongs to."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final, TypedDict

from pydantic_core import from_json

from model.comment import LANGUAGE_PATTERN, SHORT_CHARACTERS, URL_CHARACTERS, URL_PATTERN
from model.languages import primary
from service.protocols.perspective.bodies import CommentRequest, Context, TextEntry
from service.protocols.perspective.errors import invalid

_URL: Final = re.compile(URL_PATTERN)
_COMMUNITY: Final = "Coral:"
# What Coral adds to the address of a story, wherever among the other parameters.
_OF_COMMENT: Final = re.compile(r"(?<=\?)commentID=[^&#]*&|&commentID=[^&#]*|\?commentID=[^&#]*+(?!&)")


class Surroundings(TypedDict, total=False):
    """Fields of a submission."""

    article_url: str
    article_title: str
    parent_id: str
    comment_id: str


def surroundings(context: Context | None) -> Surroundings:
    """What of it fits a submission; raises RefusedError where both forms are given.

    An article that is an address is the article's address, one of a single line is its headline. Coral sends, as its
    only entry, a JSON object with the ids and the address of the comment, which is its story's but for one parameter.
    """
    if context is None:
        return {}
    about = context.article_and_parent_comment
    if context.entries and about is not None:
        message = "Context can have either entries or article_and_parent_comment, but both fields were populated."
        raise invalid(message)
    if about is not None:
        return _article(about.article)
    return _coral(context.entries or ())


def is_of_coral(asked: CommentRequest) -> bool:
    """Whether it is Coral that asks, as what it tells of the comment or the name of its community shows."""
    entries = (asked.context and asked.context.entries) or ()
    return (asked.community_id or "").startswith(_COMMUNITY) or any(map(_told_by_coral, entries))


def language_of(requested: Sequence[str]) -> str:
    """The language of a comment in the first of those requested; empty where that is no language tag."""
    first = primary(requested[0]) if requested else ""
    return first if re.fullmatch(LANGUAGE_PATTERN, first) else ""


def _article(article: TextEntry | None) -> Surroundings:
    text = ((article and article.text) or "").strip()
    if not text or len(text) > URL_CHARACTERS or "\n" in text:
        return {}
    return {"article_url": text} if _URL.fullmatch(text) else {"article_title": text}


def _coral(entries: Iterable[TextEntry | None]) -> Surroundings:
    found: Surroundings = {}
    for entry in entries:
        told = _told_by_coral(entry)
        if (url := told.get("url")) and _is_short(url, URL_CHARACTERS) and _URL.fullmatch(url):
            found["article_url"] = _OF_COMMENT.sub("", url)
        if (comment := told.get("Coral_comment_id")) and _is_short(comment, SHORT_CHARACTERS):
            found["comment_id"] = comment
        if (parent := told.get("reply_to_id_Coral_comment_id")) and _is_short(parent, SHORT_CHARACTERS):
            found["parent_id"] = parent
    return found


def _told_by_coral(entry: TextEntry | None) -> dict[str, Any]:
    text = (entry and entry.text) or ""
    if not text.startswith("{") or "Coral_comment_id" not in text:
        return {}
    try:
        found = from_json(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _is_short(value: object, characters: int) -> bool:
    return isinstance(value, str) and len(value) <= characters
