"""A small labelled corpus of two sources, made of words that say plainly what they are; written for the tests."""

import json
import random
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

Row = Mapping[str, object]

_CALM: Final = (
    "the council",
    "my neighbour",
    "this article",
    "our bus",
    "the new park",
    "a reader",
    "my mother",
    "rain",
)
_DOES: Final = ("meets", "opened", "comes late", "was mended", "waits", "is here", "grows", "wrote to us")
_WHEN: Final = ("today", "on monday", "again", "at noon", "in spring", "every week", "by the river", "last year")
_ABUSE: Final = ("idiot", "moron", "scum", "dimwit", "filthy liar", "imbecile")
_OFFER: Final = ("casino bonus", "cheap pills", "earn cash", "free coins", "hot singles", "crypto profit")
_FAMILY: Final = ("toxicity", "insult", "obscene")


def rows(count: int, seed: int = 0) -> list[Row]:
    """As many rows: of `talk` one in three abusive, of `mail` every other one spam."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    return [_spam(chance, number) if number % 3 == 0 else _talk(chance, number) for number in range(count)]


def _talk(chance: random.Random, number: int) -> Row:
    abusive = number % 9 in {1, 2, 4}
    word = f", you {chance.choice(_ABUSE)}" if abusive else ""
    labels = dict.fromkeys(_FAMILY, float(abusive))
    return {
        "text": f"{_sentence(chance)}{word} ({number})",
        "lang": "en",
        "source": "talk",
        "licence": "CC0-1.0",
        **labels,
    }


def _spam(chance: random.Random, number: int) -> Row:
    spam = number % 2 == 0
    word = f" {chance.choice(_OFFER)} at http://shop{chance.randrange(9)}.example" if spam else ""
    return {"text": f"{_sentence(chance)}{word} ({number})", "lang": "en", "source": "mail", "spam": float(spam)}


def _sentence(chance: random.Random) -> str:
    return " ".join(chance.choice(words) for words in (_CALM, _DOES, _WHEN))


def write(path: Path, lines: Iterable[Row]) -> Path:
    """The rows as JSON lines."""
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path
