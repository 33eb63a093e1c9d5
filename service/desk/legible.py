"""A text made legible: what cannot be seen in it is named, and it runs the way that its language does."""

import re
from typing import Final

from markupsafe import Markup, escape

SIGNS: Final = {
    "\N{ZERO WIDTH SPACE}": ("ZWSP", "zero-width space"),
    "\N{WORD JOINER}": ("WJ", "word joiner"),
    "\N{ZERO WIDTH NO-BREAK SPACE}": ("ZWNBSP", "zero-width no-break space"),
    "\N{LEFT-TO-RIGHT EMBEDDING}": ("LRE", "left-to-right embedding"),
    "\N{RIGHT-TO-LEFT EMBEDDING}": ("RLE", "right-to-left embedding"),
    "\N{POP DIRECTIONAL FORMATTING}": ("PDF", "pop directional formatting"),
    "\N{LEFT-TO-RIGHT OVERRIDE}": ("LRO", "left-to-right override"),
    "\N{RIGHT-TO-LEFT OVERRIDE}": ("RLO", "right-to-left override"),
    "\N{LEFT-TO-RIGHT ISOLATE}": ("LRI", "left-to-right isolate"),
    "\N{RIGHT-TO-LEFT ISOLATE}": ("RLI", "right-to-left isolate"),
    "\N{FIRST STRONG ISOLATE}": ("FSI", "first strong isolate"),
    "\N{POP DIRECTIONAL ISOLATE}": ("PDI", "pop directional isolate"),
}
"""What hides words from a reader or puts them in another order, with its name in Unicode.

Not the joiner and the non-joiner of letters: Persian is not written without them, nor are many emoji.
"""
_SIGN: Final = re.compile(f"[{''.join(SIGNS)}]")

_FROM_RIGHT: Final = frozenset(("ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"))
_LETTER_FROM_RIGHT: Final = re.compile("[\u05d0-\u05f2\u0620-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def legible(text: str) -> Markup:
    """The text, escaped; what cannot be seen in it is replaced by a small mark with its name."""
    return Markup(_SIGN.sub(_named, str(escape(text))))  # noqa: S704 - the text is escaped, and the names are ours


def direction(text: str, language: str | None) -> str:
    """The `dir` of an element that has the text.

    As the browser finds it by the first letter, but that a text with letters from right to left, in a language that is
    written so, stays so where it begins with a foreign name.
    """
    from_right = (language or "").lower().partition("-")[0] in _FROM_RIGHT and _LETTER_FROM_RIGHT.search(text)
    return "rtl" if from_right else "auto"


def _named(sign: re.Match[str]) -> str:
    short, name = SIGNS[sign[0]]
    # A browser passes over bdi where it looks for the first letter of the text.
    return f'<bdi class="sign" title="{name}">{short}</bdi>'
