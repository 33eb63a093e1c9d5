"""What the classifier sees of a comment: hashed n-grams of its words, pairs of words, and the shape of the whole.

A word counts once, however often it is repeated. Each of its spellings gives one feature for the word, and one for each
of its character n-grams (2 to 5) with the word's boundaries; each pair of neighbours gives one feature, and so does a
word that stands near one that names a group of people, the same whichever group it is. Features are rows of one table,
found by hashing (Weinberger et al. 2009, https://arxiv.org/abs/0902.2206), so no vocabulary is kept.
"""

import re
from collections.abc import Sequence
from string import ascii_uppercase, digits
from typing import Final, NamedTuple

from model.comment import Comment
from model.kernel import compiled
from model.lexicon import EMPTY, Lexicon
from model.surroundings import SURROUNDINGS, surroundings_of
from model.text import Text
from model.words import count_parts, find_words

_STEPS: Final = (1, 2, 3, 5, 9)
_COUNTED: Final = (
    "links",
    "exclamations",
    "questions",
    "mentions",
    "hashtags",
    "addresses",
    "numbers",
    "money",
    "lines",
)
_SHARED: Final = ("capitals", "digits", "repetition")
_SHARES: Final[tuple[float, ...]] = (0.05, 0.15, 0.3, 0.6)
_LENGTHS: Final = (4, 10, 25, 60, 150, 400)
SHAPES: Final = (
    *(f"{name}: {step} or more" for name in _COUNTED for step in _STEPS),
    *(f"{name}: {share:.0%} or more" for name in _SHARED for share in _SHARES),
    *(f"length: {length} words or more" for length in _LENGTHS),
    "obfuscated link",
    "markup",
    *SURROUNDINGS,
)
"""Names of the features of shape, in the order of their rows; a new one is added at the end."""
LEAST_SHAPES: Final = 70
"""How many of them every model knows."""

_SHAPE: Final = {name: row for row, name in enumerate(SHAPES)}
_COUNT_ROWS: Final = {name: [_SHAPE[f"{name}: {step} or more"] for step in _STEPS] for name in _COUNTED}
_SHARE_ROWS: Final = {name: [_SHAPE[f"{name}: {share:.0%} or more"] for share in _SHARES] for name in _SHARED}
_LENGTH_ROWS: Final = [_SHAPE[f"length: {length} words or more"] for length in _LENGTHS]
_SURROUNDINGS: Final = _SHAPE[SURROUNDINGS[0]]
_NOT_CAPITAL: Final = bytes(set(range(256)).difference(ascii_uppercase.encode()))
_NOT_DIGIT: Final = bytes(set(range(256)).difference(digits.encode()))
_ADDRESS: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.\w")
_MENTION: Final = re.compile(r"(?<![\w.])@\w")
_HASHTAG: Final = re.compile(r"(?<!\w)#\w")
_NUMBER: Final = re.compile(r"\d[\d ().-]{5,30}\d")
_MONEY: Final = re.compile(r"[$€£₽]\s?\d|\d\s?(?:[$€£₽%]|usd|eur|btc)")
_ENOUGH_DIGITS: Final = 7
_MARKUP: Final = re.compile(r"<[a-z/]|\[(?:url|b|img|link)[=\]]")


class Reading(NamedTuple):
    """The words of a comment in their order, and the rows of `SHAPES` that it shows."""

    words: list[str]
    shapes: list[int]


def read_features(text: Text, comment: Comment | None = None, lexicon: Lexicon = EMPTY) -> Reading:
    """What a comment shows; its author's fields only where the comment is given. An author's name is never scored.

    `lexicon`: that of the model that reads it.
    """
    words, shapes = read_words(text.original, text.normalised, lexicon)
    return Reading(words, [*shapes, *shapes_beside(text, comment)])


def shapes_beside(text: Text, comment: Comment | None) -> Sequence[int]:
    """The rows of `SHAPES` that a comment shows beside its words: its links, and what surrounds it; worked out once."""
    if text.beside is None or text.beside[0] is not comment:
        text.beside = comment, _shapes_beside(text, comment)
    return text.beside[1]


def _shapes_beside(text: Text, comment: Comment | None) -> list[int]:
    rows: list[int] = []
    if links := text.links:
        _count(rows, "links", len(links))
        if any(link.obfuscated for link in links):
            rows.append(_SHAPE["obfuscated link"])
    for row in surroundings_of(text, comment):
        rows.append(_SURROUNDINGS + row)  # noqa: PERF401 - mostly none or one: a comprehension costs more
    return rows


def read_words_in_python(original: str, normalised: str, lexicon: Lexicon = EMPTY) -> tuple[list[str], list[int]]:
    """The words, and the rows of `SHAPES` that the text shows by itself."""
    words = find_words(normalised, lexicon)
    parts = {word: count_parts(word, lexicon) for word in set(words)}
    return words, shape_of(original, normalised, words, sum(map(parts.__getitem__, words)))


read_words: Final = read_words_in_python if compiled is None else compiled.read
"""As `read_words_in_python`."""


def shape_of(original: str, shown: str, words: Sequence[str], count: int) -> list[int]:
    """The rows of `SHAPES` that a text shows by itself; `count`: of its words, those written together apart."""
    rows = [row for row, length in zip(_LENGTH_ROWS, _LENGTHS, strict=True) if count >= length]
    raw = original.encode("utf-8", "surrogatepass")
    characters = len(raw) or 1
    figures = len(raw.translate(None, _NOT_DIGIT))
    _share(rows, "capitals", len(raw.translate(None, _NOT_CAPITAL)) / characters)
    _share(rows, "digits", figures / characters)
    if len(words) >= _LENGTHS[0]:
        _share(rows, "repetition", 1 - len(set(words)) / len(words))
    _count(rows, "exclamations", shown.count("!"))
    _count(rows, "questions", shown.count("?"))
    _count(rows, "lines", shown.count("\n"))
    if figures:
        _count(rows, "money", len(_MONEY.findall(shown)))
    if figures >= _ENOUGH_DIGITS:
        _count(rows, "numbers", len(_NUMBER.findall(shown)))
    if "@" in shown:
        _count(rows, "addresses", len(_ADDRESS.findall(shown)))
        _count(rows, "mentions", len(_MENTION.findall(shown)))
    if "#" in shown:
        _count(rows, "hashtags", len(_HASHTAG.findall(shown)))
    if ("<" in shown or "[" in shown) and _MARKUP.search(shown):
        rows.append(_SHAPE["markup"])
    return rows


def _count(rows: list[int], name: str, count: int) -> None:
    if count:
        rows += [row for row, step in zip(_COUNT_ROWS[name], _STEPS, strict=True) if count >= step]


def _share(rows: list[int], name: str, share: float) -> None:
    if share >= _SHARES[0]:
        rows += [row for row, least in zip(_SHARE_ROWS[name], _SHARES, strict=True) if share >= least]
