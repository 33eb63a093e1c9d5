"""Which language a comment is in: by its script, which is certain, and then by what client and site expect.

Where several languages share a script the words have a say (`model.spoken`).
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain
from typing import Final

from model.kernel import compiled
from model.spoken import Expected

UNDETERMINED: Final = "und"
"""A language that nobody named (ISO 639-2)."""

_PART: Final = 500
_LATIN: Final = "latin"
_SHARED: Final = (_LATIN, "arabic", "cyrillic")
_LETTER: Final = re.compile("[A-Za-z]")
_RANGES: Final = (
    ("latin", "AZ az \u00c0\u024f \u0259\u0259 \u1e00\u1eff"),
    ("greek", "\u0370\u03ff"),
    ("cyrillic", "\u0400\u052f"),
    ("armenian", "\u0531\u0588"),
    ("hebrew", "\u0591\u05f4"),
    ("arabic", "\u0620\u06ff \u0750\u077f"),
    ("devanagari", "\u0900\u097f"),
    ("bengali", "\u0980\u09ff"),
    ("tamil", "\u0b80\u0bff"),
    ("thai", "\u0e01\u0e5b"),
    ("georgian", "\u10a0\u10ff"),
    ("hangul", "\u1100\u11ff \uac00\ud7af"),
    ("kana", "\u3041\u30ff"),
    ("han", "\u4e00\u9fff"),
)
_SCRIPTS: Final = [script for script, _ in _RANGES]
_KANA: Final = _SCRIPTS.index("kana")
_HAN: Final = _SCRIPTS.index("han")
_LANGUAGES: Final = {
    "cyrillic": ["ab", "ba", "be", "bg", "ce", "cv", "kk", "ky", "mk", "mn", "os", "ru", "sr", "tg", "tt", "uk"],
    "arabic": ["ar", "ckb", "fa", "ku", "ps", "sd", "ug", "ur"],
    "greek": ["el"],
    "hebrew": ["he", "iw", "yi"],
    "armenian": ["hy"],
    "georgian": ["ka"],
    "devanagari": ["hi", "mr", "ne", "sa"],
    "bengali": ["as", "bn"],
    "tamil": ["ta"],
    "thai": ["th"],
    "hangul": ["ko"],
    "kana": ["ja"],
    "han": ["zh", "ja"],
}
_EITHER: Final = frozenset({"ku", "sr"})
_ELSEWHERE: Final = frozenset(chain.from_iterable(_LANGUAGES.values())) - _EITHER


def primary(language: str) -> str:
    """The language without script, region and so on (RFC 5646): `pt-BR` is pt."""
    return language.replace("_", "-").partition("-")[0].lower()


def identify(text: str, stated: str, languages: Sequence[str]) -> str:
    """The language of a normalised text, where `stated` is what the client says of it and `languages` are the site's.

    Of those that are written in its script the first, unless the words are certainly of another language; where there
    is none, the only language of the script, or `und`. A text without letters is in the language stated, or the site's
    first. A language that is usually written otherwise, in Latin letters, is `fa-Latn` and so on.
    """
    sample = _sample_of(text)
    script = _script_of(sample)
    expected = _expected(script, stated, tuple(languages))
    if script in _SHARED:
        return expected.identify(sample) or UNDETERMINED
    if expected.languages:
        return expected.languages[0]
    written = _LANGUAGES.get(script or "", ())
    return written[0] if len(written) == 1 else UNDETERMINED


@lru_cache(maxsize=1024)
def _expected(script: str | None, stated: str, languages: tuple[str, ...]) -> Expected:
    """Those of the languages stated and of the site that are written in the script."""
    named = dict.fromkeys(map(primary, (stated, *languages) if stated else languages))
    return Expected(tuple(language for language in named if script is None or _is_written_in(script, language)))


def unsupported(asked: Iterable[str], supported: Iterable[str]) -> list[str]:
    """Those of the languages asked for that are not supported, in their order."""
    known = set(map(primary, supported))
    return [language for language in asked if primary(language) not in known]


def _sample_of(text: str) -> str:
    """The text, or of a long one its beginning, middle and end: so it is of no use to begin in another language."""
    if len(text) <= 3 * _PART:
        return text
    middle = (len(text) - _PART) // 2
    return f"{text[:_PART]} {text[middle : middle + _PART]} {text[-_PART:]}"


def _script_of(text: str) -> str | None:
    """The script of most of the different letters; None where there are no letters."""
    if text.isascii():
        # Most begin with a letter, and a search takes ten times as long.
        return _LATIN if text[:1].isalpha() or _LETTER.search(text) else None
    counts = count_letters(text)
    if counts[_KANA] and counts[_KANA] + counts[_HAN] >= max(counts):
        return "kana"
    most = max(counts)
    return _SCRIPTS[counts.index(most)] if most else None


def count_letters_in_python(text: str) -> tuple[int, ...]:
    """How many different letters of each script there are, in the order of `_RANGES`."""
    counts = Counter(map(_script_of_letter, set(text)))
    return tuple(counts[script] for script in _SCRIPTS)


count_letters: Final = count_letters_in_python if compiled is None else compiled.count_letters


@lru_cache(maxsize=4096)
def _script_of_letter(letter: str) -> str | None:
    for script, ranges in _RANGES:
        if any(ends[0] <= letter <= ends[-1] for ends in ranges.split()):
            return script
    return None


def _is_written_in(script: str, language: str) -> bool:
    return language not in _ELSEWHERE if script == _LATIN else language in _LANGUAGES[script]
