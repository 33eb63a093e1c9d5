"""The sentences of a comment, and places in its text as the API counts them: in UTF-16 code units."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from model.html import origins_of, to_text

MOST: Final = 500
"""Sentences that are told apart; the last takes the rest of the text."""
# Stops with what closes a quotation, before white space; ideographic stops; the end of a line.
_END: Final = re.compile(
    r"""[.!?\u2026\u061f\u06d4]++["'\u00bb\u2019\u201d)\]]*+(?=\s)"""
    r"""|[\u3002\uff01\uff1f]++[\u300d\u300f\uff09\u201d]*+"""
    r"""|\n"""
)
_ASTRAL: Final = re.compile("[\U00010000-\U0010ffff]")


class Sentence(NamedTuple):
    """What a sentence says, and its code points `begin` up to, not including, `end` of the comment's text."""

    words: str
    begin: int
    end: int


def sentences_of(text: str, content_format: str) -> list[Sentence]:
    """The sentences of a comment, without the white space between them."""
    if content_format != "html":
        return [Sentence(text[begin:end], begin, end) for begin, end in _parts(text)]
    visible, origins = to_text(text), origins_of(text)
    return [
        Sentence(visible[begin:end], origins[begin].begin, max(origin.end for origin in origins[begin:end]))
        for begin, end in _parts(visible)
    ]


def units(text: str, places: Sequence[int]) -> list[int]:
    """The places, counted in code points, in UTF-16 code units."""
    if _ASTRAL.search(text) is None:
        return list(places)
    before = [0, *accumulate(2 if character > "\uffff" else 1 for character in text)]
    return [before[place] for place in places]


def _parts(text: str) -> Iterator[tuple[int, int]]:
    begin = found = 0
    for end in _END.finditer(text):
        if found + 1 < MOST and (part := _trimmed(text, begin, end.end())) is not None:
            yield part
            begin = end.end()
            found += 1
    if (rest := _trimmed(text, begin, len(text))) is not None:
        yield rest


def _trimmed(text: str, begin: int, end: int) -> tuple[int, int] | None:
    part = text[begin:end]
    words = part.strip()
    if not words:
        return None
    begin += len(part) - len(part.lstrip())
    return begin, begin + len(words)
