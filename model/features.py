"""What the classifier sees of a comment: hashed n-grams of its words, pairs of words, and the shape of the whole.

A word counts once, however often it is repeated. Each of its spellings gives one feature for the word, and one for each
of its character n-grams (2 to 5) with the word's boundaries; each pair of neighbours gives one feature. Features are
rows of one table, found by hashing (Weinberger et al. 2009, https://arxiv.org/abs/0902.2206), so no vocabulary is kept.
"""

import re
from collections.abc import Sequence
from string import ascii_uppercase, digits
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from model.comment import Comment
from model.links import find_links
from model.text import Text
from model.words import WORD_CHARACTERS, find_words

Hashes = NDArray[np.uint64]

NGRAMS: Final = (2, 3, 4, 5)
# Odd numbers of 64 bits with no pattern: Knuth's multiplicative hashing, and the finaliser of MurmurHash3.
_BASE: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX: Final = np.uint64(0xFF51AFD7ED558CCD)
_PAIR: Final = np.uint64(0xC4CEB9FE1A85EC53)
_POWERS: Final = np.cumprod(np.full(WORD_CHARACTERS + 3, _BASE, np.uint64))
_HALF: Final = np.uint64(32)
# No position is so far from its word's end that it begins a whole word there: those are marked by themselves.
_COLUMNS: Final = np.array([WORD_CHARACTERS + 3, *NGRAMS])


class WordHashes(NamedTuple):
    """Hashes of some words: `words` (n), one each; `features`, all of one word's and then the next's; `counts` (n)."""

    words: Hashes
    features: Hashes
    counts: NDArray[np.intp]


def hash_spellings(words: Sequence[str]) -> WordHashes:
    """Hashes of words as `spellings` gives them: none empty, none longer than `WORD_CHARACTERS`.

    A word's first feature is the word itself; its n-grams follow by where they begin.
    """
    joined = "\3\2".join(words)
    codes = np.frombuffer(f"\2{joined}\3".encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    lengths = np.fromiter(map(len, words), np.intp, len(words)) + 2
    ends = lengths.cumsum()
    starts = ends - lengths
    remaining = ends.repeat(lengths) - np.arange(len(codes))
    whole = np.add.reduceat(codes * _POWERS.take(lengths.repeat(lengths) - remaining), starts)
    # A column for the whole word, then one for each length of n-gram, so that a word's features stand together.
    hashes = np.zeros((len(codes), 1 + len(NGRAMS)), np.uint64)
    exists = remaining[:, None] >= _COLUMNS
    exists[starts, 0] = True
    hashes[starts, 0] = whole * _PAIR
    rolling = codes
    for column, n in enumerate(NGRAMS, 1):
        rolling = rolling[:-1] * _BASE + codes[n - 1 :]
        hashes[: len(rolling), column] = rolling + np.uint64(n)
    return WordHashes(whole, _mixed(hashes[exists]), np.add.reduceat(exists.sum(axis=1), starts))


def hash_pairs(words: Hashes) -> Hashes:
    """Hashes of the pairs of neighbours, from the words' hashes in their order."""
    return _mixed(words[:-1] * _PAIR + _mixed(words[1:]))


def distinct(hashes: Hashes) -> Hashes:
    """Each hash once, in rising order."""
    ordered = np.sort(hashes)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) > 1 else ordered


def rows_of(hashes: Hashes, bits: int) -> NDArray[np.intp]:
    """The rows of a table of 2**bits rows where these features are."""
    return (hashes >> np.uint64(64 - bits)).astype(np.intp)


def _mixed(hashes: Hashes) -> Hashes:
    folded = (hashes ^ (hashes >> _HALF)) * _MIX
    return (folded ^ (folded >> _HALF)) * _PAIR


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
_SHARES: Final = (0.05, 0.15, 0.3, 0.6)
_LENGTHS: Final = (4, 10, 25, 60, 150, 400)
_FLAGS: Final = (
    "obfuscated link",
    "markup",
    "author: web address",
    "author: link in the name",
    "author: digits in the name",
    "author: long name",
    "author: no e-mail",
)
SHAPES: Final = (
    *(f"{name}: {step} or more" for name in _COUNTED for step in _STEPS),
    *(f"{name}: {share:.0%} or more" for name in _SHARED for share in _SHARES),
    *(f"length: {length} words or more" for length in _LENGTHS),
    *_FLAGS,
)
"""Names of the features of shape, in the order of their rows."""

_SHAPE: Final = {name: row for row, name in enumerate(SHAPES)}
_COUNT_ROWS: Final = {name: [_SHAPE[f"{name}: {step} or more"] for step in _STEPS] for name in _COUNTED}
_SHARE_ROWS: Final = {name: [_SHAPE[f"{name}: {share:.0%} or more"] for share in _SHARES] for name in _SHARED}
_LENGTH_ROWS: Final = [_SHAPE[f"length: {length} words or more"] for length in _LENGTHS]
_NOT_CAPITAL: Final = bytes(set(range(256)).difference(ascii_uppercase.encode()))
_NOT_DIGIT: Final = bytes(set(range(256)).difference(digits.encode()))
_ADDRESS: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.\w")
_MENTION: Final = re.compile(r"(?<![\w.])@\w")
_HASHTAG: Final = re.compile(r"(?<!\w)#\w")
_NUMBER: Final = re.compile(r"\d[\d ().-]{5,30}\d")
_MONEY: Final = re.compile(r"[$€£₽]\s?\d|\d\s?(?:[$€£₽%]|usd|eur|btc)")
_ENOUGH_DIGITS: Final = 7
_MANY_NAMES: Final = 4
_MARKUP: Final = re.compile(r"<[a-z/]|\[(?:url|b|img|link)[=\]]")


class Reading(NamedTuple):
    """The words of a comment in their order, and the rows of `SHAPES` that it shows."""

    words: list[str]
    shapes: list[int]


def read_features(text: Text, comment: Comment | None = None) -> Reading:
    """What a comment shows; its author's fields only where the comment is given. An author's name is never scored."""
    words = find_words(text.normalised)
    shapes = _shape_of(text, words)
    if comment is not None:
        shapes += _author_shape(comment)
    return Reading(words, shapes)


def _shape_of(text: Text, words: Sequence[str]) -> list[int]:
    shown = text.normalised
    rows = [row for row, length in zip(_LENGTH_ROWS, _LENGTHS, strict=True) if len(words) >= length]
    raw = text.original.encode("utf-8", "surrogatepass")
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
    if text.links:
        _count(rows, "links", len(text.links))
        if any(link.obfuscated for link in text.links):
            rows.append(_SHAPE["obfuscated link"])
    if ("<" in shown or "[" in shown) and _MARKUP.search(shown):
        rows.append(_SHAPE["markup"])
    return rows


def _author_shape(comment: Comment) -> list[int]:
    name = comment.author_name
    shown = {
        "author: web address": bool(comment.author_url),
        "author: link in the name": bool(find_links(name.casefold())),
        "author: digits in the name": any(map(str.isdigit, name)),
        "author: long name": name.count(" ") >= _MANY_NAMES,
        "author: no e-mail": not comment.author_email,
    }
    return [_SHAPE[flag] for flag, is_shown in shown.items() if is_shown]


def _count(rows: list[int], name: str, count: int) -> None:
    if count:
        rows += [row for row, step in zip(_COUNT_ROWS[name], _STEPS, strict=True) if count >= step]


def _share(rows: list[int], name: str, share: float) -> None:
    if share >= _SHARES[0]:
        rows += [row for row, least in zip(_SHARE_ROWS[name], _SHARES, strict=True) if share >= least]
