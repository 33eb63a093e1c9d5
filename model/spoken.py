"""Which of the languages of its script a text is in, by the common words and the peculiar letters of each.

Half of what is written in a language are a few hundred words, so a dozen words show it, and comments are too short for
more. Names, slang and disguises are in no list, and so say nothing.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from itertools import chain
from typing import Final, Protocol, final

from model.common_words import COMMON_WORDS, PECULIAR_LETTERS
from model.kernel import compiled

UNLISTED: Final = 255
"""The number of a language that has no list."""
_MARGIN: Final = 2
"""How many different words another language must have more than the one that is expected."""
_MANY: Final = 10
"""Of so many different words in a language, one is a common one."""
_BY_CHANCE: Final = 4
"""Not more than one word in so many is another language's by chance."""
_SIGNS: Final = ".,;:!?\"()[]{}<>*~…“”„«»‘'`-_=+|\\¡¿&^%"
_SEPARATORS: Final = '.,;:!?"()[]{}<>*~|=+^%&'
_PARTS: Final = str.maketrans(dict.fromkeys(_SEPARATORS, " "))
_IN_LINKS: Final = frozenset("/@#.:_")
# Whoever reads one of them reads the other, and their words are listed once.
_LISTED: Final = {"bs": "hr", "fil": "tl", "kmr": "ku", "ms": "id", "nb": "no", "nn": "no", "sh": "hr"}


class CommonWords(Protocol):
    """Common words and peculiar letters of languages, which go by their numbers."""

    def find(self, text: str, expected: bytes, /) -> int:
        """See `Expected.identify`; a language expected that is not listed is UNLISTED.

        The place of the language among those expected, or after them its number; -1 for none known.
        """


class CommonWordsInPython:
    """What the compiled ones are held to, and what does their work where there are none."""

    def __init__(self, words: Sequence[Sequence[str]], letters: Sequence[str]) -> None:
        self._lists = list(map(frozenset, words))
        self._by_word = _turned(words)
        self._by_letter = _turned(letters)

    def find(self, text: str, expected: bytes, /) -> int:
        """See `CommonWords`."""
        words = _words_in(text)
        counts = self._count(words)
        own = self._lists[expected[0]] if expected and expected[0] != UNLISTED else frozenset()
        # Of a language that is not listed nothing is known, and some of its words are another's by chance.
        margin = _MARGIN if not expected or own else max(_MARGIN, len(words) // _BY_CHANCE)
        found, most = (0, counts[expected[0]]) if expected else (-1, 0)
        likeliest = max(range(len(expected)), key=lambda place: counts[expected[place]], default=-1)
        if expected and counts[expected[likeliest]] >= margin + most:
            found, most = likeliest, counts[expected[likeliest]]
        # The first of those that have most words, in the order of the lists.
        commonest = max(range(len(self._lists)), key=counts.__getitem__, default=-1)
        if counts[commonest] >= margin + most:
            found = len(expected) + commonest
        return -1 if found == 0 and own and own.isdisjoint(words) and _are_many(words) else found

    def _count(self, words: AbstractSet[str]) -> Counter[int]:
        """How many of the words each language has."""
        owners: list[Iterable[int]] = [self._by_word[word] for word in words if word in self._by_word]
        owners += [
            {language for letter in peculiar for language in self._by_letter[letter]}
            for word in words
            if not word.isascii()
            and (peculiar := self._by_letter.keys() & word)
            and word not in self._by_word
            and _IN_LINKS.isdisjoint(word)
        ]
        return Counter(chain.from_iterable(owners))


@cache
def _common_words() -> CommonWords:
    make = CommonWordsInPython if compiled is None else compiled.CommonWords
    common: CommonWords = make(
        tuple(tuple(words.split()) for words in COMMON_WORDS.values()),
        tuple(PECULIAR_LETTERS.get(language, "") for language in COMMON_WORDS),
    )
    return common


@final
class Expected:
    """The languages that texts are expected in, the likeliest first; tells by its words which one a text is in."""

    __slots__ = ("_answers", "_common", "_numbers", "languages")

    def __init__(self, languages: tuple[str, ...]) -> None:
        numbers = {language: number for number, language in enumerate(COMMON_WORDS)}
        self.languages = languages
        self._common = _common_words()
        self._numbers = bytes(numbers.get(_listed(one), UNLISTED) for one in languages)
        self._answers: tuple[str | None, ...] = (*languages, *COMMON_WORDS, None)

    def identify(self, text: str) -> str | None:
        """The language of a normalised text; None where it is none known.

        The first that is expected stands unless another has some words more: so most of a text decides, and a short one
        does not. Of the others, those expected go before. A language of another script is `fa-Latn` and so on.
        """
        return self._answers[self._common.find(text, self._numbers)]


def _words_in(text: str) -> set[str]:
    """The different words, of links what tells them from words."""
    if text.isascii():
        return set(text.translate(_PARTS).split())  # half of what the other way takes, and that is most of the time
    return {word.strip(_SIGNS) for word in text.replace("’", "'").split()}


def _listed(language: str | None) -> str:
    return _LISTED.get(language or "", language or "")


def _are_many(words: AbstractSet[str]) -> bool:
    return (
        sum(len(word) > 1 and _IN_LINKS.isdisjoint(word) and any(map(str.isalpha, word)) for word in set(words))
        >= _MANY
    )


def _turned(members: Sequence[Iterable[str]]) -> dict[str, tuple[int, ...]]:
    """By member, in which languages it is; what is in the same languages shares one tuple."""
    owners: dict[str, tuple[int, ...]] = {}
    shared: dict[tuple[int, ...], tuple[int, ...]] = {}
    for owner, ones in enumerate(members):
        for one in ones:
            languages = (*owners.get(one, ()), owner)
            owners[one] = shared.setdefault(languages, languages)
    return owners
