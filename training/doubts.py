"""Verdicts that contradict the model or each other: slips, or rules that nobody has agreed on."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.text import read
from store.second_looks import SecondLook
from training.lessons import Lessons

SURE: Final = 0.95
"""How sure the model in use and the site's other verdicts must be, each by itself, of the opposite."""
ALIKE: Final = 0.8
"""The share of words from which two texts count as the same."""
DOUBTED: Final = 0.25
"""What a verdict weighs that is in doubt and not confirmed."""
STANDS: Final = 2
"""How many times as many like verdicts on copies of a text it takes for the opposite ones to be slips."""
_NEIGHBOURS: Final = 50
_WORD: Final = re.compile(r"\w+")
_Words = frozenset[str]


def doubts_of(lessons: Lessons, champion: NDArray[np.float32], others: NDArray[np.float32]) -> list[SecondLook]:
    """The verdicts to look at once more, of those that are learned from.

    `champion` and `others` (lessons): the probability of a rejection by the model in use, and by one that learned from
    the site's other verdicts; NaN for what is not learned from. A rejection that the model in use does not understand
    is what a house rule looks like, so it takes both to call it a slip.
    """
    found: dict[str, SecondLook] = {}
    for row in np.flatnonzero(lessons.is_learned).tolist():
        one, opposite = lessons.comments[row], lessons.is_rejected[row]
        sure = [1 - score if opposite else score for score in (champion[row], others[row])]
        if min(sure) >= SURE:
            found[one.comment] = SecondLook(one.comment, one.verdict, "model", None, round(100 * float(champion[row])))
    for row, other in _contradicted(lessons):
        one, twin = lessons.comments[row], lessons.comments[other]
        found[one.comment] = SecondLook(
            one.comment, one.verdict, "twin", twin.comment, round(100 * float(champion[row]))
        )
    return list(found.values())


def weights_of(lessons: Lessons, doubts: Sequence[SecondLook], confirmed: set[str]) -> NDArray[np.float32]:
    """What each lesson weighs: those in doubt less, unless a moderator stood by the verdict."""
    doubted = {one.verdict for one in doubts} - confirmed
    return np.asarray([DOUBTED if one.verdict in doubted else 1.0 for one in lessons.comments], np.float32)


def _contradicted(lessons: Lessons) -> Iterator[tuple[int, int]]:
    """Lessons that copies of their text contradict, each with the newest that does; not where that is but a slip."""
    rows: defaultdict[_Words, list[int]] = defaultdict(list)
    for row in np.flatnonzero(lessons.is_learned).tolist():
        one = lessons.comments[row]
        rows[frozenset(_WORD.findall(read(one.content, one.content_format).normalised))].append(row)
    for text, copies in _near_copies(rows).items():
        said: dict[bool, list[int]] = {True: [], False: []}
        for row in (row for copy in copies for row in rows[copy]):
            said[bool(lessons.is_rejected[row])].append(row)
        for row in rows[text]:
            verdict = bool(lessons.is_rejected[row])
            same, opposite = said[verdict], said[not verdict]
            if opposite and len(same) < STANDS * len(opposite):
                yield row, max(opposite)


def _near_copies(texts: Collection[_Words]) -> dict[_Words, set[_Words]]:
    """By text, of those that have any word: all that share most words with it, itself among them.

    Two such texts share one of their rarest words, so only those are compared that do (prefix filtering, Bayardo et al.
    2007).
    """
    counts = Counter(word for text in texts for word in text)
    shelves: defaultdict[str, list[_Words]] = defaultdict(list)
    copies: dict[_Words, set[_Words]] = {}
    for text in filter(None, texts):
        mine = copies[text] = {text}
        # Long texts share many of their rarest words, and comparing them takes long: once for each pair.
        looked = {text}
        rarest = sorted(text, key=lambda word: (counts[word], word))
        for word in rarest[: len(text) - int(ALIKE * len(text)) + 1]:
            # What is said very often is compared with its neighbours in time only.
            for other in shelves[word][-_NEIGHBOURS:]:
                if other in looked:
                    continue
                looked.add(other)
                if _are_alike(text, other):
                    mine.add(other)
                    copies[other].add(text)
            shelves[word].append(text)
    return copies


def _are_alike(one: _Words, other: _Words) -> bool:
    fewer, more = sorted((len(one), len(other)))
    return fewer >= ALIKE * more and len(one & other) >= ALIKE * len(one | other)
