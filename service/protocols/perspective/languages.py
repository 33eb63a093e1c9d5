"""Which language a comment is in: by its script, which is certain, and for the rest by the site's word.

A few words do not tell Turkish from Indonesian, and a wrong guess was what this API's users complained of most.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

LANGUAGE_CHARACTERS: Final = 35
_SAMPLE: Final = 2_000
_LATIN: Final = "latin"
_SCRIPTS: Final[dict[str, tuple[re.Pattern[str], frozenset[str]]]] = {
    name: (re.compile(f"[{letters}]"), frozenset(languages.split()))
    for name, letters, languages in (
        ("cyrillic", "\u0400-\u052f", "ab ba be bg ce cv kk ky mk mn os ru sr tg tt uk"),
        ("arabic", "\u0600-\u06ff\u0750-\u077f", "ar ckb fa ku ps sd ug ur"),
        ("greek", "\u0370-\u03ff", "el"),
        ("hebrew", "\u0590-\u05ff", "he iw yi"),
        ("armenian", "\u0530-\u058f", "hy"),
        ("georgian", "\u10a0-\u10ff", "ka"),
        ("devanagari", "\u0900-\u097f", "hi mr ne sa"),
        ("bengali", "\u0980-\u09ff", "as bn"),
        ("tamil", "\u0b80-\u0bff", "ta"),
        ("thai", "\u0e00-\u0e7f", "th"),
        ("hangul", "\u1100-\u11ff\uac00-\ud7af", "ko"),
        ("kana", "\u3040-\u30ff", "ja"),
        ("han", "\u4e00-\u9fff", "zh ja"),
    )
}
_ANY_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f\u0259]")
_ELSEWHERE: Final = frozenset().union(*(languages for _, languages in _SCRIPTS.values()))


def primary(language: str) -> str:
    """The language without script, region and so on (RFC 5646): `pt-BR` is pt."""
    return language.replace("_", "-").partition("-")[0].lower()


def detect(text: str, languages: Sequence[str]) -> str:
    """The first of these languages that is written in the text's script; the first of all where none is."""
    script = _script_of(text[:_SAMPLE])
    for language in languages:
        if _is_written_in(script, primary(language)):
            return language
    return languages[0]


def unsupported(requested: Iterable[str], supported: Iterable[str]) -> list[str]:
    """Those of the requested languages that are not supported, in their order."""
    known = set(map(primary, supported))
    return [language for language in requested if primary(language) not in known]


def _script_of(text: str) -> str:
    if text.isascii():
        return _LATIN
    counts = {name: len(letters.findall(text)) for name, (letters, _) in _SCRIPTS.items()}
    if counts["kana"]:
        counts["kana"] += counts["han"]
    counts[_LATIN] = len(_ANY_LATIN.findall(text))
    return max(counts, key=counts.__getitem__)


def _is_written_in(script: str, language: str) -> bool:
    return language not in _ELSEWHERE if script == _LATIN else language in _SCRIPTS[script][1]
