"""Words of a normalised text, and the spellings that each of them stands for."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Final

from model.kernel import compiled
from model.lexicon import COMMON, EMPTY, LEAST_TOGETHER, Lexicon
from model.text import TO_LATIN, TO_LETTERS

WORD_CHARACTERS: Final = 48
"""Longer words are read in pieces of this length, so that no text costs more than its length."""

# What can stand within a word: letters, digits, and the signs that hide them. Other signs part words.
# Vowel signs of the scripts from India to Cambodia are no letters to `\\w`, but words are not parted by them.
_WITHIN: Final = (
    "[\\w@$*!'’‘ʼ′\u0900-\u0963\u0966-\u0dff\u0e31\u0e34-\u0e4e\u0eb1-\u0ece\u0f71-\u0fbc\u102b-\u109d\u17b4-\u17d3]"
)
# A symbol is a word by itself, but hides a letter where it stands between two; those that look like one do so at the
# word's ends as well.
_SYMBOL: Final = "[\u2190-\u2bff\U0001f000-\U0001faff]"
_DRAWN: Final = {"⭕": "o", "❌": "x", "❎": "x", "✖": "x", "✝": "t"}
_LETTER: Final = f"[^\\W\\d_]|[{''.join(_DRAWN)}]"
_WORD: Final = re.compile(
    f"(?:{_WITHIN}|[{''.join(_DRAWN)}](?=[^\\W\\d_]))"
    f"(?:{_WITHIN}|[{''.join(_DRAWN)}]|(?<={_LETTER}){_SYMBOL}(?={_LETTER}))*"
    f"|{_SYMBOL}"
)
_HIDDEN: Final = re.compile(f"(?![{''.join(_DRAWN)}]){_SYMBOL}")
_SYMBOLS: Final = re.compile(_SYMBOL)
_PARTS: Final = {code: " " for code in range(128) if not _WORD.match(chr(code))}
_OUTER: Final = "!'’‘ʼ′"
# Letters parted by any one sign are taken for a word from four on, by the same one or two signs from three on.
_SPACED: Final = re.compile(
    r"(?<![\w'’])[^\W\d_](?:(?:[ .\-_*~|,/][^\W\d_]){3,24}(?!\w)"
    r"|(?=([ .\-_*~|,/]{1,2})[^\W\d_]\1)(?:\1[^\W\d_]){2,24}(?!\w))"
)
_LETTERS_APART: Final = 3
_SEPARATORS: Final = re.compile(r"[ .\-_*~|,/]+")
_ORNAMENT: Final = re.compile(r"['’‘ʼ′_]+")
_OWNER: Final = re.compile(r"['’]s\Z")
_STARS: Final = re.compile(r"\*+")
_RUN: Final = re.compile(r"(.)\1{2,}", re.DOTALL)
_DIGIT: Final = re.compile(r"\d")
_LEET: Final = str.maketrans("013457@$!" + "".join(_DRAWN), "oleastasi" + "".join(_DRAWN.values()))
_LEET_I: Final = _LEET | str.maketrans("1", "i")
_MORE_LEET: Final = _LEET_I | str.maketrans("689|", "gbgl")
_HIDING: Final = str.maketrans(dict.fromkeys("@$!" + "".join(_DRAWN), "*"))
_NO_SIGNS: Final = str.maketrans("", "", "*@$!" + "".join(_DRAWN))
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_FLAGS: Final = re.compile("[\U0001f1e6-\U0001f1ff]{4,}")
_TAG: Final = re.compile(r"[\[<]/?[a-z]+[\]>]")
_TAG_ENDS: Final = ("]", ">")
_NO_JOINTS: Final = "\n[]<>"
_LEET_LETTERS, _LEET_LENGTH, _LEAST_LEFT = 2, 4, 3
"""What a word has at least that may be leetspeak: `mp3`, `4th` and `1990s` are not."""


def find_words(normalised: str, lexicon: Lexicon = EMPTY) -> list[str]:
    """The words in their order, then those that letters written apart make (`f u c k`), those of two pieces, and flags.

    Pieces are joined where they are seldom neighbours, and the lexicon knows what they make.
    """
    if lexicon is not EMPTY:
        return [word for word, _, _ in find_places(normalised, lexicon)]
    words = normalised.translate(_PARTS).split() if normalised.isascii() else _WORD.findall(normalised)
    if not normalised.isascii() or "!" in normalised or "'" in normalised:
        words = [bare for word in words if (bare := word.strip(_OUTER))]
    lengths = list(map(len, words))
    if lengths and max(lengths) > WORD_CHARACTERS:
        words = [word[at : at + WORD_CHARACTERS] for word in words for at in range(0, len(word), WORD_CHARACTERS)]
    if lengths.count(1) >= _LETTERS_APART:
        words += [_SEPARATORS.sub("", spaced[0]) for spaced in _SPACED.finditer(normalised)]
    return words


def find_places(normalised: str, lexicon: Lexicon = EMPTY) -> list[tuple[str, int, int]]:
    """The words of `find_words` in the same order, each with where it begins and ends in the text."""
    words = ((match[0].strip(_OUTER), match) for match in _WORD.finditer(normalised))
    found = [(word, match.start() + match[0].index(word)) for word, match in words if word]
    pieces = [
        (word[at : at + WORD_CHARACTERS], begin + at)
        for word, begin in found
        for at in range(0, len(word), WORD_CHARACTERS)
    ]
    whole = [(piece, begin, begin + len(piece)) for piece, begin in pieces]
    joined = [*_joined(normalised, whole, lexicon), *_flagged(normalised, lexicon)] if lexicon is not EMPTY else []
    if sum(len(word) == 1 for word, _ in found) >= _LETTERS_APART:
        whole += [(_SEPARATORS.sub("", spaced[0]), *spaced.span()) for spaced in _SPACED.finditer(normalised)]
    return whole + joined


def _joined(
    normalised: str, places: Sequence[tuple[str, int, int]], lexicon: Lexicon
) -> Iterator[tuple[str, int, int]]:
    """The words of two neighbours with one sign, a space or a tag between them."""
    for at in range(1, len(places)):
        second, after, end = places[at]
        first, begin, before = places[at - 1]
        sign = normalised[before:after]
        if sign in _TAG_ENDS and at > 1 and _TAG.fullmatch(normalised, places[at - 2][2], after):
            first, begin, before = places[at - 2]
            sign = normalised[before]
        elif len(sign) != 1 or sign in _NO_JOINTS:
            continue
        if len(first) + len(second) < WORD_CHARACTERS and _LETTERS.fullmatch(first) and _LETTERS.fullmatch(second):
            for word in (*lexicon.join(first, second, sign), *(lexicon.slip(first, second) if sign == " " else ())):
                yield word, begin, end


def _flagged(normalised: str, lexicon: Lexicon) -> Iterator[tuple[str, int, int]]:
    """The words that a row of flags spells: some show them as letters."""
    for flags in _FLAGS.finditer(normalised):
        word = flags[0].translate(TO_LETTERS)
        if lexicon.level(word):
            yield word, *flags.span()


def spellings_in_python(word: str, lexicon: Lexicon = EMPTY) -> tuple[str, ...]:
    """What the word stands for: itself, if it is known or nothing is; else the word or words that were meant.

    What no lexicon can tell may stand for itself without accents, and besides without stars, leetspeak and stretched
    letters. A number is read by its shape (`0` for every digit), so that no telephone number is a word of its own.
    `word`: one of `find_words`.
    """
    if word.isalpha() and word.isascii() and len(word) <= WORD_CHARACTERS and not _RUN.search(word):
        return lexicon.read_as(word) or (word,)
    symbols = [] if word.isascii() or len(word) == 1 else _SYMBOLS.findall(word)
    if not symbols:
        return _meant(word, lexicon)
    meant = _meant(_HIDDEN.sub("*", word), lexicon)
    if any(len(one) == len(word) and one.isalpha() for one in meant):
        return meant  # what hides a letter says nothing by itself
    return tuple(dict.fromkeys((*meant, *symbols)))


spellings: Final[Callable[..., tuple[str, ...]]] = spellings_in_python if compiled is None else compiled.spellings
"""As `spellings_in_python`; where there is a kernel in a tenth of the time, and with its lexicon only."""


def _meant(word: str, lexicon: Lexicon) -> tuple[str, ...]:
    plain = _ORNAMENT.sub("", word) or word
    if not any(map(str.isalpha, plain)):
        return _possible(_STARS.sub("*", plain))
    flat = plain if plain.isascii() else _without_accents(plain)
    if len(flat) <= WORD_CHARACTERS:
        if lexicon.level(flat):
            return lexicon.read_as(flat)
        if (owner := _OWNER.search(word)) and lexicon.level(stem := word[: owner.start()]):
            return (stem,)
        if found := lexicon.restore(*_disguised(flat, lexicon)):
            return found
    return _possible(_STARS.sub("*", flat))


def count_parts(word: str, lexicon: Lexicon) -> int:
    """How many words a word is: those that were written together are as long as it is, and no other spellings are."""
    if len(word) < LEAST_TOGETHER or not _LETTERS.fullmatch(word) or lexicon.level(word):
        return 1
    ends = accumulate(map(len, spellings_in_python(word, lexicon)))
    return max(1, sum(end <= len(word) for end in ends))


def known_form(word: str) -> str:
    """The word as a lexicon knows it, without accents; empty for what no lexicon holds: numbers, and what has signs."""
    if word.isascii() and word.isalpha():  # most are
        return word if len(word) <= WORD_CHARACTERS else ""
    plain = _ORNAMENT.sub("", word)
    if not plain.isalnum() or not any(map(str.isalpha, plain)):
        return ""
    flat = plain if plain.isascii() else _without_accents(plain)
    return flat if len(flat) <= WORD_CHARACTERS else ""


def _possible(plain: str) -> tuple[str, ...]:
    """All that a word may stand for, by the rules alone."""
    has_letters = any(map(str.isalpha, plain))
    found = [plain if has_letters else _DIGIT.sub("0", plain)]
    if "*" in plain[1:]:
        found.append(found[0].replace("*", ""))
    if has_letters and not plain.isalpha():
        found += [plain.translate(leet).replace("*", "") for leet in (_LEET, _LEET_I)]
    if _RUN.search(plain):
        found += [_RUN.sub(r"\1", spelling) for spelling in found] + [_RUN.sub(r"\1\1", found[0])]
    if len(plain) > WORD_CHARACTERS:
        found = [
            spelling[at : at + WORD_CHARACTERS] for spelling in found for at in range(0, len(spelling), WORD_CHARACTERS)
        ]
    return tuple(dict.fromkeys(filter(None, found)))


def _disguised(flat: str, lexicon: Lexicon) -> tuple[tuple[str, ...], str]:
    """What a word of several kinds of characters may be without its disguise, and its pattern, as `restore` asks."""
    if flat.isalpha():  # most words: what follows finds the same and takes five times as long
        return tuple(dict.fromkeys((flat, flat.translate(TO_LATIN)))), ""
    bare = flat.replace("*", "")
    figures = any(map(str.isdecimal, bare))
    found = []
    if len(bare) >= _LEET_LENGTH - (not figures) and sum(map(str.isalpha, bare)) >= _LEET_LETTERS - (not figures):
        found = [bare.translate(leet) for leet in (_LEET, _LEET_I, _MORE_LEET)]
    signless = flat.translate(_NO_SIGNS)
    left = [signless] if len(signless) >= _LEAST_LEFT or signless == flat.strip("*") else []
    # A sign that looks like a letter is that letter, if it makes a word; `@men` are men as well.
    if not bare.isalpha() and any(lexicon.level(word) >= COMMON for word in found):
        return tuple(word for word in (*found, *left) if lexicon.level(word) >= COMMON), ""
    found += [bare, *left]
    if not flat.isascii():
        found.append(bare.translate(TO_LATIN))
    pattern = flat.translate(_HIDING)
    bases = tuple(dict.fromkeys(base for base in found if base.isalpha()))
    return bases, pattern if "*" in pattern and bare.translate(_NO_SIGNS).isalpha() else ""


# Letters that are typed plain on keyboards that lack them, and have no accent to be taken off.
_TYPED_PLAIN: Final = dict(zip("ıøłđðəё", "iolddeе", strict=True))


@lru_cache(maxsize=2048)
def _base(letter: str) -> str:
    if letter in _TYPED_PLAIN:
        return _TYPED_PLAIN[letter]
    has_accent = "\u00c0" <= letter <= "\u03ff" or "\u0622" <= letter <= "\u0626" or "\u1e00" <= letter <= "\u1fff"
    return unicodedata.normalize("NFD", letter)[0] if has_accent else letter


def _without_accents(word: str) -> str:
    return "".join(map(_base, word))
