"""A normalised text for a reader that knows words alone: what emoji show is told by their names."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

_TONES: Final = dict(
    zip(
        map(chr, range(0x1F3FB, 0x1F400)),
        ("light skin tone", "medium-light skin tone", "medium skin tone", "medium-dark skin tone", "dark skin tone"),
        strict=True,
    )
)
_PICTURE: Final = re.compile("[\u2190-\u2bff\u3000-\u303f\U0001f000-\U0001faff]")
_LETTER: Final = "regional indicator symbol letter "


def spelled_out(normalised: str) -> str:
    """The same with each pictograph as its Unicode name, so that a fist is a fist to whoever cannot see it."""
    return normalised if normalised.isascii() else _PICTURE.sub(_named, normalised)


def _named(picture: re.Match[str]) -> str:
    return _name(picture[0])


@lru_cache(maxsize=2048)
def _name(character: str) -> str:
    name = _TONES.get(character) or unicodedata.name(character, "").lower()
    # Two of them are a country's letters.
    return name.removeprefix(_LETTER) if name.startswith(_LETTER) else f" {name} "
