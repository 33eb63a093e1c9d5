"""Which of the languages of its script a text is in, by the common words and the peculiar letters of each.

Half of what is written in a language are a few hundred words, so a dozen words show it, and comments are too short for
more. Names, slang and disguises are in no list, and so say nothing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache
from itertools import chain
from typing import Final, NamedTuple, Protocol

from model.common_words import COMMON_WORDS, PECULIAR_LETTERS
from model.kernel import compiled

_MARGIN: Final = 2
"""How many different words another language must have more than the one that is expected."""
_MANY: Final = 10
"""Of so many different words in a language, one is a common one."""
_BY_CHANCE: Final = 4
"""Not more than one word in so many is another language's by chance."""
_SIGNS: Final = ".,;:!?\"()[]{}<>*~…“”„«»‘'`-_=+|\\¡¿&^%"
_SEPARATORS: Final = '.,;:!?"()[]{}<>*~|=+^%&'
_PARTS: Final = str.maketrans(dict.fromkeys(_SEPARATORS, " "))
# The same of bytes, with what else `str.split` takes for white space.
_PARTED: Final = bytes.maketrans(_SEPARATORS.encode() + b"\x1c\x1d\x1e\x1f", b" " * (len(_SEPARATORS) + 4))
_IN_LINKS: Final = frozenset("/@#.:_")
# Whoever reads one of them reads the other, and their words are listed once.
_LISTED: Final = {"bs": "hr", "fil": "tl", "kmr": "ku", "ms": "id", "nb": "no", "nn": "no", "sh": "hr"}


def identify_by_words(text: str, expected: Sequence[str]) -> str | None:
    """The language of a normalised text, given those expected, the likeliest first; None where it is none known.

    The first that is expected stands unless another has some words more: so most of a text decides, and a short one
    does not. Of the others, those expected go before. A language of another script is `fa-Latn` and so on.
    """
    first = expected[0] if expected else None
    lists = lists_for(first)
    words = _words_in(text)
    has_own = not lists.own.isdisjoint(words)
    strange = len(lists.others.intersection(words))
    if not text.isascii():
        strange += len(words) - sum(map(str.isascii, words))
    if has_own and strange < _MARGIN:
        return first  # none can have so many more
    counts = _count(words)
    # Of a language that is not listed nothing is known, and some of its words are another's by chance.
    margin = _MARGIN if first is None or lists.own else max(_MARGIN, len(words) // _BY_CHANCE)
    found = first
    for other in (
        max(expected, key=lambda language: counts[_listed(language)], default=None),
        # The first of those that have most words: in the order of the lists, of which few have any.
        max((language for language in COMMON_WORDS if language in counts), key=counts.__getitem__, default=None),
    ):
        if other and counts[_listed(other)] >= margin + (counts[_listed(found)] if found else 0):
            found = other
    return None if found == first and lists.own and not has_own and _are_many(words) else found


class CommonWords(Protocol):
    """Common words in ASCII of the language expected, `own`, and of all `others`; none is of both."""

    def is_plain(self, text: str, /) -> bool:
        """Whether a text is ASCII and has own words, and so few different ones of others that none can have more.

        Where it is, `identify_by_words` says of it that it is in the language expected.
        """


class CommonWordsInPython:
    """What the compiled ones are held to, and what does their work where there are none."""

    def __init__(self, own: frozenset[bytes], others: frozenset[bytes]) -> None:
        self._own, self._others = own, others

    def is_plain(self, text: str, /) -> bool:
        """See `CommonWords`."""
        words = text.encode().translate(_PARTED).split() if text.isascii() else []
        return not self._own.isdisjoint(words) and len(self._others.intersection(words)) < _MARGIN


def _words_in(text: str) -> set[str]:
    """The different words, of links what tells them from words."""
    if text.isascii():
        return set(text.translate(_PARTS).split())  # half of what the other way takes, and that is most of the time
    return {word.strip(_SIGNS) for word in text.replace("’", "'").split()}


class Lists(NamedTuple):
    """The common words of a language, and those of all others that are none of its own."""

    own: frozenset[str]
    others: frozenset[str]
    common: CommonWords


@lru_cache(maxsize=256)
def lists_for(language: str | None) -> Lists:
    """What is held against a text that is expected in this language."""
    listed = _listed(language)
    return _lists_of(listed if listed in COMMON_WORDS else None)


@cache
def _lists_of(language: str | None) -> Lists:
    own = frozenset(COMMON_WORDS.get(language or "", "").split())
    # Not of `_languages_by_word`, which most texts never need, and which would take half of the first answer.
    others = frozenset(" ".join(COMMON_WORDS.values()).split()) - own
    make = CommonWordsInPython if compiled is None else compiled.CommonWords
    return Lists(own, others, make(_in_ascii(own), _in_ascii(others)))


def _in_ascii(words: AbstractSet[str]) -> frozenset[bytes]:
    return frozenset(" ".join(filter(str.isascii, words)).encode().split())


def _listed(language: str | None) -> str:
    return _LISTED.get(language or "", language or "")


def _are_many(words: AbstractSet[str]) -> bool:
    return (
        sum(len(word) > 1 and _IN_LINKS.isdisjoint(word) and any(map(str.isalpha, word)) for word in set(words))
        >= _MANY
    )


def _count(words: AbstractSet[str]) -> Counter[str]:
    """How many of the words each language has."""
    spoken, written = _languages_by_word(), _languages_by_letter()
    owners: list[Iterable[str]] = [spoken[word] for word in words if word in spoken]
    owners += [
        {language for letter in peculiar for language in written[letter]}
        for word in words
        if not word.isascii()
        and (peculiar := written.keys() & word)
        and word not in spoken
        and _IN_LINKS.isdisjoint(word)
    ]
    return Counter(chain.from_iterable(owners))


@cache
def _languages_by_word() -> Mapping[str, tuple[str, ...]]:
    return _turned({language: words.split() for language, words in COMMON_WORDS.items()})


@cache
def _languages_by_letter() -> Mapping[str, tuple[str, ...]]:
    return _turned(PECULIAR_LETTERS)


def _turned(members: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """By member, in which languages it is; what is in the same languages shares one tuple."""
    owners: dict[str, tuple[str, ...]] = {}
    shared: dict[tuple[str, ...], tuple[str, ...]] = {}
    for owner, ones in members.items():
        for one in ones:
            languages = (*owners.get(one, ()), owner)
            owners[one] = shared.setdefault(languages, languages)
    return owners
