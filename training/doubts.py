"""Verdicts that contradict the model or each other: slips, or rules that nobody has agreed on."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import combinations
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
_SIGNS: Final = 6
_MOST_ALIKE: Final = 50
_WORD: Final = re.compile(r"\w+")


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
    for row, other in _twins(lessons):
        one, twin = lessons.comments[row], lessons.comments[other]
        found[one.comment] = SecondLook(
            one.comment, one.verdict, "twin", twin.comment, round(100 * float(champion[row]))
        )
    return list(found.values())


def weights_of(lessons: Lessons, doubts: Sequence[SecondLook], confirmed: set[str]) -> NDArray[np.float32]:
    """What each lesson weighs: those in doubt less, unless a moderator stood by the verdict."""
    doubted = {one.verdict for one in doubts} - confirmed
    return np.asarray([DOUBTED if one.verdict in doubted else 1.0 for one in lessons.comments], np.float32)


def _twins(lessons: Lessons) -> Iterator[tuple[int, int]]:
    """Pairs, in both orders, of lessons with nearly the same text and opposite verdicts."""
    words = [frozenset(_WORD.findall(read(one.content, one.content_format).normalised)) for one in lessons.comments]
    shelves: defaultdict[int, list[int]] = defaultdict(list)
    for row in np.flatnonzero(lessons.is_learned).tolist():
        for sign in _signs(words[row]):
            shelves[sign].append(row)
    seen: set[tuple[int, int]] = set()
    for rows in shelves.values():
        # What is said very often is compared with its neighbours in time only.
        for one, other in combinations(rows[:_MOST_ALIKE], 2):
            if lessons.is_rejected[one] == lessons.is_rejected[other] or (one, other) in seen:
                continue
            seen.add((one, other))
            if len(words[one] & words[other]) >= ALIKE * len(words[one] | words[other]):
                yield one, other
                yield other, one


def _signs(words: frozenset[str]) -> list[int]:
    """The smallest hashes of a text's words: two texts that share most words share one of them (MinHash)."""
    hashes = sorted(
        int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()) for word in words
    )
    return hashes[:_SIGNS]
