"""A comment as it is shown: its visible text, cut where words weighed."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple
from unicodedata import east_asian_width

from model.findings import Finding
from model.html import origins_of, to_text
from service.desk.legible import SIGNS

FOLD: Final = 900
"""Characters (code points) that are shown at once."""
_LEVELS: Final = 3
_EXCERPT: Final = 240
_BEFORE: Final = 60
_OF_A_LINE: Final = 60
_OF_A_SIGN: Final = 5

_WORD: Final = re.compile(r"\S+")

_Weighed = tuple[int, int, float, str]


class Piece(NamedTuple):
    """A stretch of the text; `level` 1..3 is how much it weighed beside the other words, 0 where it did not."""

    text: str
    level: int = 0
    codes: str = ""


class Shown(NamedTuple):
    """The pieces that are shown at once, and those that are folded away; `length` in code points."""

    head: list[Piece]
    rest: list[Piece]
    length: int

    @property
    def marked_below(self) -> int:
        """How many words that weighed are folded away."""
        return sum(1 for piece in self.rest if piece.level)


def shown(content: str, content_format: str, findings: Iterable[Finding]) -> Shown:
    """The comment's text with the words of all findings marked in it.

    Spans count code points of the original, HTML included; what is shown has none of its markup, but the targets of
    its links.
    """
    spans = [(span.begin, span.end, span.weight or 1.0, one.code) for one in findings for span in one.spans]
    if content_format != "html":
        return _fold(_cut(content, spans), len(content))
    text = to_text(content)
    begins = [origin.begin for origin in origins_of(content)]
    visible = [
        (bisect_left(begins, first), bisect_left(begins, end), weight, code) for first, end, weight, code in spans
    ]
    return _fold(_cut(text, visible), len(text))


def differing(text: str, other: str) -> list[Piece]:
    """An excerpt of the text from about where it first says what the other does not, with all such words marked."""
    new = _new(text, other)
    begin = _begin(new)
    spans = [(first - begin, end - begin, weight, code) for first, end, weight, code in new]
    pieces = _cut(text[begin : begin + _EXCERPT], spans)
    return [*([Piece("…")] if begin else []), *pieces, *([Piece("…")] if len(text) > begin + _EXCERPT else [])]


def shows_all(text: str, other: str) -> bool:
    """Whether the excerpt of `differing` has all that the other does not say; of a text that only lacks words, all."""
    new = _new(text, other)
    return len(text) <= _EXCERPT or (bool(new) and new[-1][1] <= _begin(new) + _EXCERPT)


def _new(text: str, other: str) -> list[_Weighed]:
    known = set(other.split())
    return [(found.start(), found.end(), 1.0, "differs") for found in _WORD.finditer(text) if found[0] not in known]


def _begin(new: Sequence[_Weighed]) -> int:
    """Where the excerpt begins."""
    return max(0, new[0][0] - _BEFORE) if new and new[0][0] > _EXCERPT - _BEFORE else 0


def _cut(text: str, spans: Sequence[_Weighed]) -> list[Piece]:
    spans = [(max(begin, 0), min(end, len(text)), weight, code) for begin, end, weight, code in spans if weight > 0]
    places = sorted({0, len(text), *(at for span in spans for at in span[:2] if 0 < at < len(text))})
    heaviest = max((weight for _, _, weight, _ in spans), default=1.0)
    pieces = []
    for begin, end in pairwise(places):
        here = [(weight, code) for first, last, weight, code in spans if first <= begin and end <= last]
        level = max(1, min(_LEVELS, round(_LEVELS * max(here)[0] / heaviest))) if here else 0
        codes = ", ".join(dict.fromkeys(code for _, code in here))
        pieces.append(Piece(text[begin:end], level, codes))
    return pieces


def _fold(pieces: list[Piece], length: int) -> Shown:
    room, head = _room("".join(piece.text for piece in pieces)[:FOLD]), list[Piece]()
    # A rest that is hardly longer than the line which offers it is not worth folding.
    if length <= room + FOLD // 4:
        return Shown(_stripped(pieces), [], length)
    for number, piece in enumerate(pieces):
        if len(piece.text) >= room:
            cut = room if piece.level == 0 else len(piece.text)
            head.append(piece._replace(text=piece.text[:cut]))
            rest = [piece._replace(text=piece.text[cut:])] if cut < len(piece.text) else []
            return Shown(_stripped(head), rest + pieces[number + 1 :], length)
        head.append(piece)
        room -= len(piece.text)
    return Shown(_stripped(head), [], length)


def _room(beginning: str) -> int:
    """How many characters are shown at once, where a new line counts for many, and one that is wide for two."""
    used = 0
    for at, character in enumerate(beginning):
        used += _width(character)
        if used > FOLD:
            return at
    return FOLD


def _width(character: str) -> int:
    """As many letters have as much room."""
    if character in "\n\r\v\f\x85\u2028\u2029":
        return _OF_A_LINE
    if character in SIGNS:
        return _OF_A_SIGN
    return 2 if east_asian_width(character) in "WF" else 1


def _stripped(pieces: list[Piece]) -> list[Piece]:
    """Without white space around them, which would only make the card higher."""
    if not pieces:
        return pieces
    first = pieces[0]._replace(text=pieces[0].text.lstrip())
    kept = [first, *pieces[1:]]
    kept[-1] = kept[-1]._replace(text=kept[-1].text.rstrip())
    return kept
