"""JSON as people write it in a shell: bare keys, single quotes, trailing commas. The API's own documentation does."""

import re
from typing import Final

from service.reading import mended

LONGEST: Final = 1 << 17
"""Bytes; a longer body must be JSON proper. A comment of the greatest length fits, every character escaped."""

# Each alternative consumes all it has looked at, or gives it up after one step: the time is linear.
_TOKEN: Final = re.compile(
    r"""(?P<double>"(?:[^"\\]|\\.)*+(?:"|\Z))"""
    r"""|'(?P<single>(?:[^'\\]|\\.)*+)(?:'|\Z)"""
    r"""|(?P<word>[A-Za-z_$][\w$@]*+)(?P<colon>\s*+:)?+"""
    r"""|(?P<comma>,)(?=\s*+[}\]])""",
    re.DOTALL,
)
_QUOTE: Final = re.compile(r"""\\.|\"""", re.DOTALL)


def to_json(body: bytes) -> str:
    """The body as JSON proper; a lone half of a surrogate pair becomes U+FFFD. Raises ValueError where it cannot be."""
    if len(body) > LONGEST:
        message = "the body is too long to be read leniently"
        raise ValueError(message)
    return mended(_TOKEN.sub(_strict, body.decode("utf-8-sig")))


def _strict(token: re.Match[str]) -> str:
    if token["comma"]:
        return ""
    if (single := token["single"]) is not None:
        return f'"{_QUOTE.sub(_requoted, single)}"'
    if token["colon"]:
        return f'"{token["word"]}":'
    return token[0]


def _requoted(quote: re.Match[str]) -> str:
    return {"\\'": "'", '"': '\\"'}.get(quote[0], quote[0])
