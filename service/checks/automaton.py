"""Thousands of words found in one pass over a text."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import ahocorasick  # type: ignore[import-not-found]  # a bare extension module

_KINDS: Final = 4


class Automaton:
    """Finds every listed word in one pass (Aho-Corasick 1975), wherever it stands; boundaries are the caller's matter.

    Words come with a number from 0 to 3; of one word in two lists the higher number counts. 20,000 words are compiled
    in about 50 ms.
    """

    __slots__ = ("_automaton",)

    def __init__(self, words: Mapping[int, Iterable[str]]) -> None:
        kinds = {word: kind for kind in sorted(words) for word in words[kind] if word}
        self._automaton = None
        if kinds:
            self._automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
            for word, kind in kinds.items():
                self._automaton.add_word(word, len(word) * _KINDS + kind)
            self._automaton.make_automaton()

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return self._automaton is not None

    def find(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Begin, end (exclusive) and number of every occurrence, by where they end."""
        if self._automaton is not None:
            for last, value in self._automaton.iter(text):
                yield last + 1 - value // _KINDS, last + 1, value % _KINDS
