"""A site's word lists, and where a text has one of their words."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from enum import IntEnum
from itertools import accumulate
from typing import Final, NamedTuple
from unicodedata import category

from model.text import read
from service.checks.automaton import Automaton

_GAP: Final = re.compile(r"\s{2,}|[^\S ]")


class WordList(IntEnum):
    """Which list a word stands on; one on both counts as banned."""

    SUSPECT = 0
    BANNED = 1


class Occurrence(NamedTuple):
    """A listed word at `begin` up to, not including, `end` of the normalised text."""

    begin: int
    end: int
    list: WordList


class Phrases:
    """Words and phrases as a comment would be read: in any spelling of the same letters, with any white space.

    A word is found where no letter, digit or mark stands beside its own: `ass` not in `class`.
    """

    __slots__ = ("_automaton", "_has_gaps")

    def __init__(self, *, suspect: Iterable[str], banned: Iterable[str]) -> None:
        lists: dict[int, list[str]] = {
            WordList.SUSPECT: list(map(_normalise, suspect)),
            WordList.BANNED: list(map(_normalise, banned)),
        }
        self._automaton = Automaton(lists)
        self._has_gaps = any(" " in word for words in lists.values() for word in words)

    def find(self, normalised: str) -> list[Occurrence]:
        """All occurrences in the text, in the order of where they end."""
        if not self._automaton:
            return []
        gaps = list(_GAP.finditer(normalised)) if self._has_gaps else []
        text = _GAP.sub(" ", normalised) if gaps else normalised
        found = [
            Occurrence(begin, end, WordList(kind))
            for begin, end, kind in self._automaton.find(text)
            if stands_alone(text, begin, end)
        ]
        return _moved(found, gaps) if gaps else found


def stands_alone(text: str, begin: int, end: int) -> bool:
    """Whether what is found there is no part of a longer word."""
    return not (begin and _is_of_word(text[begin]) and _is_of_word(text[begin - 1])) and not (
        end < len(text) and _is_of_word(text[end - 1]) and _is_of_word(text[end])
    )


def _is_of_word(character: str) -> bool:
    return character.isalnum() or category(character).startswith("M")


def _normalise(word: str) -> str:
    return " ".join(read(word).normalised.split())


def _moved(found: list[Occurrence], gaps: list[re.Match[str]]) -> list[Occurrence]:
    """The occurrences as they stand where each gap is not one space."""
    widths = list(accumulate(gap.end() - gap.start() - 1 for gap in gaps))
    # A gap that begins at n in the text begins earlier, by the widths of all gaps before it, where they are spaces.
    places = [gap.start() - width for gap, width in zip(gaps, [0, *widths], strict=False)]

    def place(at: int) -> int:
        before = bisect_right(places, at - 1)
        return at + (widths[before - 1] if before else 0)

    return [Occurrence(place(one.begin), place(one.end), one.list) for one in found]
