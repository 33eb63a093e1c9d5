"""What an Akismet request says, whichever way it says it: form, multipart, JSON or query."""

import asyncio
import codecs
import re
from collections.abc import Iterator, Mapping
from email.message import Message
from functools import lru_cache
from typing import Any, Final, NamedTuple
from urllib.parse import unquote_to_bytes

from aiohttp import hdrs, web
from pydantic_core import from_json

from service.errors import NotReadableError
from service.reading import mended
from service.requests import read_body

_TEXTS: Final = ("comment_author", "comment_content", "content", "comment_author_url", "permalink", "user_agent")
# Python has codecs that are no charset of a page, and one that lets any byte be hidden behind others.
_NO_CHARSETS: Final = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "utf_7"})
_SAMPLE: Final = "Az09 &<>\"'"
_LONG_BYTES: Final = 1 << 16
"""A longer body is read in a thread, so that the others need not wait for it."""
_HEAD_BYTES: Final = 4096
_LARGE: Final = 1 << 64
_PART_NAME: Final = re.compile(
    rb"^content-disposition:[^\r\n]*?[;\s]name=(?:\"([^\"\r\n]*)\"|([^\s;\"]+))", re.IGNORECASE | re.MULTILINE
)


class Fields:
    """The fields of a request by name; unknown ones are there and never looked at. The body outweighs the query.

    Bytes are decoded when they are asked for: by UTF-8 if all texts are UTF-8, else by the charset that is declared.
    """

    __slots__ = ("_charset", "_declared", "_query", "_values")

    def __init__(self, values: Mapping[str, str | bytes], query: Mapping[str, str], declared: str = "") -> None:
        self._values = values
        self._query = query
        self._declared = declared
        self._charset = ""

    def get(self, *names: str) -> str:
        """The first of these fields that is not empty, without surrounding white space; else the empty string."""
        for name in names:
            for source in (self._values, self._query):
                value = source.get(name)
                if value and (text := (value if isinstance(value, str) else self._decoded(value)).strip()):
                    return text
        return ""

    def whole(self, name: str) -> str:
        """The field as it was sent, white space included."""
        value = self._values.get(name) or self._query.get(name) or ""
        return value if isinstance(value, str) else self._decoded(value)

    def _decoded(self, value: bytes) -> str:
        if value.isascii() and b"\x1b" not in value:
            return value.decode("ascii")
        return value.decode(self._charset or self._choose(), "replace")

    def _choose(self) -> str:
        texts = [value for name in _TEXTS if isinstance(value := self._values.get(name), bytes)]
        declared = self._values.get("blog_charset", b"")
        named = declared if isinstance(declared, str) else declared.decode("ascii", "replace")
        self._charset = _chosen(b"\n".join(texts), _charset(named) or _charset(self._declared))
        return self._charset


async def read(request: web.Request) -> Fields:
    """The fields of a request. Raises NotReadableError, and HTTPRequestEntityTooLarge past the settings' limit."""
    body = await read_body(request)
    kind = _kind(request.headers.get(hdrs.CONTENT_TYPE, ""))
    query: Mapping[str, str] = dict(request.query) if request.query else {}
    values = await asyncio.to_thread(_values, body, kind) if len(body) > _LONG_BYTES else _values(body, kind)
    return Fields(values, query, kind.charset)


class _Kind(NamedTuple):
    """What a Content-Type says of a body."""

    name: str
    charset: str
    boundary: str


@lru_cache(maxsize=64)
def _kind(header: str) -> _Kind:
    parsed = Message()
    parsed["Content-Type"] = header
    return _Kind(parsed.get_content_type(), *(str(parsed.get_param(name) or "") for name in ("charset", "boundary")))


def _values(body: bytes, kind: _Kind) -> Mapping[str, str | bytes]:
    if kind.name == "multipart/form-data":
        return dict(_parts(body, kind.boundary))
    if kind.name.endswith("json") or body.lstrip()[:1] == b"{":
        return _members(body)
    return dict(_pairs(body))


def _pairs(body: bytes) -> Iterator[tuple[str, bytes]]:
    """The pairs of a form (https://url.spec.whatwg.org/#urlencoded-parsing), however many they are."""
    for pair in body.replace(b"+", b" ").split(b"&"):
        if pair:
            name, _, value = pair.partition(b"=")
            yield unquote_to_bytes(name).decode("utf-8", "replace"), unquote_to_bytes(value)


def _parts(body: bytes, boundary: str) -> Iterator[tuple[str, bytes]]:
    """The parts of a multipart form (RFC 7578)."""
    if not boundary:
        message = "The multipart body has no boundary."
        raise NotReadableError(message)
    delimiter = b"\r\n--" + boundary.encode("latin-1", "replace")
    for part in (b"\r\n" + body).split(delimiter)[1:]:
        if part[:2] == b"--":
            return
        head, _, value = part.partition(b"\r\n\r\n")
        if named := _PART_NAME.search(head[:_HEAD_BYTES]):
            yield (named[1] or named[2] or b"").decode("utf-8", "replace"), value


def _members(body: bytes) -> Mapping[str, str]:
    try:
        found = _json(body)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        message = "The JSON body is not an object in UTF-8."
        raise NotReadableError(message)
    return {name: _text(value) for name, value in found.items()}


def _json(body: bytes) -> Any:  # noqa: ANN401 - whatever JSON can say
    try:
        return from_json(body)
    except ValueError:
        # Half of a surrogate pair makes it no JSON: with it, a moderator's verdict would be lost.
        return from_json(mended(body))


def _text(value: Any) -> str:  # noqa: ANN401 - whatever JSON can say
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    # An id or a time; Python refuses to write out a number of thousands of digits.
    return str(value) if isinstance(value, float) or (isinstance(value, int) and abs(value) < _LARGE) else ""


def _chosen(texts: bytes, declared: str) -> str:
    # Text of another charset is next to never valid UTF-8, whereas clients declare what they do not send.
    if declared and b"\x1b" in texts and texts.isascii():
        return declared
    try:
        texts.decode()
    except UnicodeDecodeError:
        return declared or "utf-8"
    return "utf-8"


@lru_cache(maxsize=64)
def _charset(name: str) -> str:
    """Python's name of a charset that contains ASCII, empty where that is none."""
    try:
        found = codecs.lookup(name.strip()[:40]).name
        if found.replace("-", "_") not in _NO_CHARSETS and _SAMPLE.encode("ascii").decode(found) == _SAMPLE:
            return found
    except (LookupError, ValueError):
        pass
    return ""
