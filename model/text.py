"""The text of a comment as it is read: one spelling for what looks the same, and the way back to what was written."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from model.html import Origin, origins_of, to_text
from model.kernel import compiled
from model.links import Link, find_links

if TYPE_CHECKING:
    from model.comment import Comment

# Controls, zero-width and bidirectional marks, fillers, variation selectors, tags and lone surrogates: nobody sees
# them, so they may not keep two spellings apart.
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u0640\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\\ud800-\\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]+"
)
# Marks that are written over, under or through a letter and left after composition: accents heaped up for effect,
# vowel points and harakat. Vowel signs of Indic scripts (combining class 0, 7 and 9) are letters and stay.
_MARKS: Final = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u1ab0-\u1ace\u1dc0-\u1dff\u20d0-\u20f0"
    "\ufe20-\ufe2f"
)
_MARK: Final = re.compile(f"[{_MARKS}]+")
_HEAP: Final = re.compile(f"[{_MARKS}]{{3,}}")

# Letters, words and signs that are nothing but another drawing of plain ones, and Persian letters typed on an Arabic
# keyboard.
_DRAWINGS: Final = {
    **dict(zip(map(ord, "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢɑɡ"), "abcdefghijklmnoprstuvwyzag", strict=True)),
    **{first + at: chr(97 + at) for first in (0x1F150, 0x1F170) for at in range(26)},
    **dict(zip(map(ord, "🆎🆑🆒🆓🆔🆕🆖🆗🆘🆚"), "ab cl cool free id new ng ok sos vs".split(), strict=True)),  # noqa: SIM905 - words
    **dict(zip(map(ord, "❗❕❓❔💲"), "!!??$", strict=True)),
    0x64A: "\u06cc",
    0x649: "\u06cc",
    0x643: "\u06a9",
}
_DRAWING: Final = re.compile(f"[{''.join(map(chr, _DRAWINGS))}]")

# The letters that flags are made of (Unicode Technical Standard 51). Two that are the code of a region (ISO 3166-1, and
# those reserved there) are drawn as its flag; all others are drawn as letters.
_INDICATORS: Final = re.compile("[\U0001f1e6-\U0001f1ff]+")
TO_LETTERS: Final = {0x1F1E6 + at: chr(97 + at) for at in range(26)}
_REGIONS: Final = frozenset(
    (  # noqa: SIM905 - a list of words
        "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br bs bt bv bw "
        "by bz ca cc cd cf cg ch ci ck cl cm cn co cp cr cu cv cw cx cy cz de dg dj dk dm do dz ea ec ee eg eh er es "
        "et eu fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu ic id ie "
        "il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc "
        "md me mf mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe "
        "pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st sv "
        "sx sy sz ta tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug um un us uy uz va vc ve vg vi vn vu wf ws "
        "xk ye yt za zm zw"
    ).split()
)

_LATIN_OF: Final = dict(
    zip("авекмнорстухіїјѕԁԛԝһӏгпьёәαβειικνορτυχωη", "abekmhopctyxiijsdqwhlrnbeəabeiikvoptuxwn", strict=True)
)
# The commonest letter of each shape stands first in the list above.
_CYRILLIC_OF: Final = {latin: other for other, latin in reversed(_LATIN_OF.items()) if "\u0400" <= other <= "\u052f"}
TO_LATIN: Final = str.maketrans(_LATIN_OF)
_TO_CYRILLIC: Final = str.maketrans(_CYRILLIC_OF)
_OTHER: Final = "\u0370-\u03ff\u0400-\u052f"
_LATIN: Final = "a-z\u00df-\u024f\u0250-\u02af"
_NEIGHBOURS: Final = re.compile(f"[{_LATIN}][{_OTHER}]|[{_OTHER}][{_LATIN}]")
# From where a word begins, and only there, so that no letter is looked at for a second word.
_MIXED_WORD: Final = re.compile(rf"(?<![^\W\d_])[^\W\d_]*?(?:{_NEIGHBOURS.pattern})[^\W\d_]*+")
# Text of these characters alone is composed and visible already. It saves most texts the long way.
_PLAIN: Final = re.compile(
    "[\t\n\r -~\xa1-\xa7\xa9\xab\xac\xae\xb0\xb1\xb6\xbb\xbf-\u0131\u0134-\u013e\u0141-\u0148\u014a-\u017e"
    "\u0386\u0388-\u03ce\u0401-\u04ff\u0621-\u063a\u0641\u0642\u0644-\u0648\u0660-\u0669\u067e\u0686\u0698\u06a9\u06af"
    "\u06cc\u06f0-\u06f9\u2013\u2014\u2018-\u201e\u20ac\U0001f300-\U0001f4b1\U0001f4b3-\U0001faff]*",
)
# The only character that becomes several before case folding, so that none need be lost where the length is the same.
_ELLIPSIS: Final = "…"
_CLUSTER: Final = re.compile(f".[{_MARKS}]*", re.DOTALL)
_SEGMENT: Final = re.compile(r"[ \t\r\n]+|[^ \t\r\n]+")


Trace = tuple[list[int], list[int]]
"""Where each character of a normalised text begins, and where it ends, in the original."""


def normalise(text: str) -> str:
    """One spelling for what looks the same: compatibility forms, case, invisible characters, heaped-up marks.

    NFKC (Unicode Standard Annex 15) and full case folding; letters of another script only where a word mixes scripts
    (Unicode Technical Standard 39), so that words of one script, Cyrillic, Greek or Azerbaijani, stay as they are. The
    dotless ı is no i.
    """
    return _read(text)[0]


def _read(text: str) -> tuple[str, bool]:
    """The text normalised, and whether each of its characters became one or more, by itself."""
    lowered = lower_plain(text)
    if lowered is not None:
        return lowered, True
    respelled = text if is_plain(text) else respell(text)
    if respelled is None:
        text = _INDICATORS.sub(_letters_or_flags, text)  # before what parts them goes
        return _in_one_script(_compatible(_INVISIBLE.sub("", text))), False
    folded = respelled.casefold()
    if not is_settled(folded):
        return _in_one_script(_MARK.sub("", folded)), respelled is text and not _MARK.search(text)
    return folded, respelled is text or (len(respelled) == len(text) and _ELLIPSIS not in text)


def lower_plain_in_python(text: str) -> str | None:
    """The text in lower case where it is plain and in ASCII, as most are; None where it is not."""
    # By the type: what mypyc makes of `text.lower()` takes five times as long.
    return str.lower(text) if text.isascii() and is_plain_in_python(text) else None


def is_plain_in_python(text: str) -> bool:
    """Whether every character is composed and visible already, so that it can be read by itself."""
    return _PLAIN.fullmatch(text) is not None


def is_settled_in_python(folded: str) -> bool:
    """Whether case folding left a plain text no mark, and no word mixes scripts."""
    return not _MARK.search(folded) and not _NEIGHBOURS.search(folded)


lower_plain: Final[Callable[[str], str | None]] = lower_plain_in_python if compiled is None else compiled.lower_plain
is_plain: Final = is_plain_in_python if compiled is None else compiled.is_plain
is_settled: Final = is_settled_in_python if compiled is None else compiled.is_settled
# For most texts of other alphabets the kernel knows a short cut, and the way back; without it they go the long way.
respell: Final[Callable[[str], str | None]] = (lambda _: None) if compiled is None else compiled.respell
trace: Final[Callable[[str], Trace | None]] = (lambda _: None) if compiled is None else compiled.trace


def _in_one_script(text: str) -> str:
    return _MIXED_WORD.sub(_one_script, text) if not text.isascii() and _NEIGHBOURS.search(text) else text


def _compatible(text: str) -> str:
    # NFKC would make a space of an accent typed for an apostrophe.
    text = unicodedata.normalize("NFKC", _HEAP.sub("", text.replace("\xb4", "’"))).casefold()
    text = _INVISIBLE.sub("", _MARK.sub("", text))
    return text.translate(_DRAWINGS) if _DRAWING.search(text) else text


def _letters_or_flags(indicators: re.Match[str]) -> str:
    letters = indicators[0].translate(TO_LETTERS)
    are_flags = len(letters) % 2 == 0 and all(letters[at : at + 2] in _REGIONS for at in range(0, len(letters), 2))
    return indicators[0] if are_flags else letters


def _one_script(word: re.Match[str]) -> str:
    written = word[0]
    others = {letter for letter in written if "\u0370" <= letter <= "\u052f"}
    if others <= _LATIN_OF.keys():
        return written.translate(TO_LATIN)
    if set(written) - others <= _CYRILLIC_OF.keys() and min(others) >= "\u0400":
        return written.translate(_TO_CYRILLIC)
    return written


class Text:
    """One comment as it is read, made once and shared by all who judge it.

    `original` is what was submitted, `normalised` what is judged; `is_verbatim`: each character of the one stands for
    that at its place in the other. Its links, and the way back, are worked out when they are first asked for. `beside`:
    the comment that it is of, and what `model.features` found beside its words, once it did.
    """

    __slots__ = ("_content_format", "_links", "_origins", "beside", "is_verbatim", "normalised", "original")

    def __init__(self, content: str, content_format: str = "text") -> None:
        self.original = content
        if content_format == "html" and "<" not in content and "&" not in content:
            # It is what it shows, character by character.
            content_format = "text"
        self._content_format = content_format
        self._links: tuple[Link, ...] | None = None
        self._origins: Trace | None = None
        self.beside: tuple[Comment | None, Sequence[int]] | None = None
        self.normalised, is_one_by_one = _read(content if content_format != "html" else to_text(content))
        # Where there are as many characters as before, each became one.
        self.is_verbatim = is_one_by_one and content_format != "html" and len(content) == len(self.normalised)

    @property
    def links(self) -> tuple[Link, ...]:
        """The links in `normalised`, in their order."""
        if self._links is None:
            self._links = find_links(self.normalised)
        return self._links

    def span(self, begin: int, end: int) -> tuple[int, int]:
        """Where the characters `begin` up to, not including, `end` of `normalised` stand in `original`, alike."""
        if self.is_verbatim:
            return begin, max(begin, min(end, len(self.original)))
        if self._origins is None:
            self._origins = self._trace()
        begins, ends = self._origins
        end = min(end, len(ends))
        # What comes later in the one comes later in the other.
        return (begins[begin], ends[end - 1]) if begin < end else (0, 0)

    def _trace(self) -> Trace:
        if self._content_format != "html":
            return trace(self.original) or trace_in_python(self.original)
        shown, places = to_text(self.original), origins_of(self.original)
        begins, ends = trace(shown) or trace_in_python(shown)
        return [places[begin].begin for begin in begins], [places[end - 1].end for end in ends]


def trace_in_python(text: str) -> Trace:
    """Where each character of the normalised text came from."""
    origins = list(_origins_of(text))
    return [origin.begin for origin in origins], [origin.end for origin in origins]


def _origins_of(text: str) -> Iterator[Origin]:
    """For each character of the normalised text, where it came from.

    White space parts what normalisation could join, so that each word can be followed by itself.
    """
    for segment in _SEGMENT.finditer(text):
        yield from _origins_in(segment[0], segment.start())


def _origins_in(segment: str, offset: int) -> Iterator[Origin]:
    whole = normalise(segment)
    if len(whole) == len(segment) and segment.isascii():
        yield from (Origin(at, at + 1) for at in range(offset, offset + len(segment)))
        return
    pieces = [(cluster.span(), _piece(cluster[0])) for cluster in _CLUSTER.finditer(segment)]
    if sum(len(piece) for _, piece in pieces) == len(whole):
        for (begin, end), piece in pieces:
            yield from [Origin(offset + begin, offset + end)] * len(piece)
        return
    # Letters that only join as a word (conjoining Hangul, say): each of its characters stands for the whole.
    yield from [Origin(offset, offset + len(segment))] * len(whole)


def _piece(cluster: str) -> str:
    return _character(cluster) if len(cluster) == 1 else normalise(cluster)


@lru_cache(maxsize=4096)
def _character(character: str) -> str:
    return normalise(character)


def read(content: str, content_format: str = "text") -> Text:
    """The content of a comment, `text` or `html`, as it is read."""
    return Text(content, content_format)
