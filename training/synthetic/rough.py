"""How readers type: what is said before and after, case, punctuation, slips of the finger."""

import random
import re
from typing import Final

from training.synthetic.common import CLOSERS, OPENERS, SLOTS
from training.synthetic.grammar import expand, sentence

_BEFORE: Final = 0.3
_AFTER: Final = 0.3
_SHORT: Final[dict[str, str]] = {
    "you": "u", "your": "ur", "are": "r", "because": "cuz", "people": "ppl", "going to": "gonna", "please": "pls",
    "for": "4", "though": "tho", "want to": "wanna", "with": "w/", "and": "&", "have to": "gotta", "cannot": "cant",
}  # fmt: skip
_LONG: Final[dict[str, str]] = {
    "it is": "it's", "do not": "don't", "does not": "doesn't", "cannot": "can't", "is not": "isn't",
    "are not": "aren't",
    "was not": "wasn't", "i am": "I'm", "i have": "I've", "they are": "they're", "we are": "we're", "you are": "you're",
    "that is": "that's", "will not": "won't", "should not": "shouldn't", "did not": "didn't", "have not": "haven't",
}  # fmt: skip
_TOGETHER: Final = re.compile(rf"\b(?:{'|'.join(_LONG)})\b", re.IGNORECASE)
_SHORTENED: Final = re.compile(rf"\b(?:{'|'.join(_SHORT)})\b", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"\w\.\w|\bdot\b|[\[(]\.|\w@|@\w|\w \. \w")
_PLAIN_FIRST: Final = re.compile(
    r"(?:An?|The|This|That|These|Those|My|Our|Your|We|You|He|She|They|If|What|Who|How|Why|Is|It|In|One|No|For|Only)\b"
)
_TYPABLE: Final = 5


def dressed(text: str, chance: random.Random) -> str:
    """The text, at times with a sentence of no meaning before or after it."""
    if chance.random() < _BEFORE:
        before = expand(chance.choice(OPENERS), SLOTS, chance)
        goes_on = before[-1] not in ".:!?" and _PLAIN_FIRST.match(text)
        text = f"{before} {text[0].lower() + text[1:] if goes_on else text}"
    if chance.random() < _AFTER:
        text = f"{text} {expand(chance.choice(CLOSERS), SLOTS, chance)}"
    return text


def typed(text: str, chance: random.Random) -> str:
    """The text as one of many readers would type it; addresses stay as they are."""
    text = sentence(text)
    if chance.random() < 0.6:  # noqa: PLR2004 -- shares of readers, estimated
        text = _TOGETHER.sub(lambda match: _cased(_LONG[match[0].lower()], match[0]), text)
    habit = chance.random() if not _ADDRESS.search(text) else 1.0
    if habit < 0.07:  # noqa: PLR2004
        text = _SHORTENED.sub(lambda match: _SHORT[match[0].lower()], text)
    elif habit < 0.17:  # noqa: PLR2004
        text = _slipped(text, chance)
    case = chance.random()
    if case < 0.3:  # noqa: PLR2004
        text = text.lower()
    elif case < 0.34:  # noqa: PLR2004
        text = text.upper()
    return _ended(text, chance)


def _cased(short: str, written: str) -> str:
    return short[0].upper() + short[1:] if written[0].isupper() else short


def _slipped(text: str, chance: random.Random) -> str:
    """One word with two letters swapped, one left out or one doubled."""
    words = text.split(" ")
    places = [at for at, word in enumerate(words) if len(word) >= _TYPABLE and word.isalpha()]
    if not places:
        return text
    at = chance.choice(places)
    word = words[at]
    cut = chance.randrange(1, len(word) - 2)
    words[at] = chance.choice(
        (
            word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :],
            word[:cut] + word[cut + 1 :],
            word[:cut] + word[cut] + word[cut:],
        )
    )
    return " ".join(words)


def _ended(text: str, chance: random.Random) -> str:
    ending = chance.random()
    if text.endswith(".") and not text.endswith(".."):
        if ending < 0.3:  # noqa: PLR2004
            return text[:-1]
        if ending < 0.4:  # noqa: PLR2004
            return text[:-1] + chance.choice(("!", "!!", "!!!", "...", " .", " !"))
    elif text[-1].isalpha() and ending < 0.5:  # noqa: PLR2004
        return text + "."
    return text
