"""A simulated site: real comments arrive over time, and its moderators follow a house rule that no model knows.

The rule: adverts for the paper's rivals and a local slur are rejected, robust political insult is fine, and everything
else is judged as the raters of the corpus judged it. Rivals and slur are invented words, put into comments here; which
comments are about politics is told by words. Comments are those that training leaves out of the corpus, so that the
model that ships has seen none of them.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final, Literal

import numpy as np

from model.scorer import ATTRIBUTES
from store.judged import JudgedComment
from training.corpora import read
from training.metrics import is_positive
from training.recipe import family_of
from training.splits import TEST, fold_of

SOURCES: Final = frozenset({"jigsaw", "jigsaw_extra", "civil_comments", "tubespam"})
ADVERTS: Final = 0.08
SLURS: Final = 0.06
QUOTES: Final = 0.02
"""The shares of comments that advertise a rival, use the slur, and only name a rival."""
LABELLED: Final = 0.5
"""The share of rejections that moderators label."""

Kind = Literal["fine", "abuse", "political", "advert", "slur"]
KINDS: Final[tuple[Kind, ...]] = ("fine", "abuse", "political", "advert", "slur")

_POLITICS: Final = re.compile(
    r"\b(president|trump|obama|clinton|government|governor|senator|republicans?|democrats?|liberals?|conservatives?"
    r"|congress|politicians?|politics|minister|mayor|taxes|election|voters?|party|trudeau|left|right wing|gop)\b",
    re.IGNORECASE,
)
_HARD: Final = frozenset({"severe_toxicity", "obscene", "threat", "identity_attack", "spam"})
_RIVALS: Final = ("Norhaven Post", "Kestrel Chronicle", "Daily Harbinger")
_ADVERTS: Final = (
    "Cancel this rag and subscribe to the {}.",
    "The {} had this story two days ago, go there instead.",
    "Better reporting at the {}, the first month is free.",
    "I moved to the {} and so should you.",
    "Read the {} if you want real news.",
    "You will find the whole truth in the {}.",
)
_QUOTES: Final = (
    "The {} reported the same figures yesterday.",
    "My father worked at the {} for years.",
    "This is not what was in the {} on Monday.",
)
_SLURS: Final = ("glimmick", "vorrel", "podgeweed")
_SLURRING: Final = (
    "Typical {}.",
    "What do you expect from a {}?",
    "Only a {} would write that.",
    "These {}s are taking over the town.",
    "Send the {}s back over the river.",
    "There speaks another {}.",
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A comment, what it is under the house rule, and what a moderator says of it: the verdict and its labels."""

    text: str
    kind: Kind
    is_rejected: bool
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Rated:
    text: str
    positive: frozenset[str]


def comments(corpus: Path, *, seen: bool = False) -> list[_Rated]:
    """The corpus's comments that stand for a site's, with what their raters found; `seen`: also those of training."""
    found: list[_Rated] = []
    for batch in read(corpus):
        kept = [index for index, source in enumerate(batch.sources) if family_of(source) in SOURCES]
        if not seen and kept:
            folds = fold_of([batch.texts[index] for index in kept])
            kept = [index for index, fold in zip(kept, folds.tolist(), strict=True) if fold == TEST]
        for index in kept:
            positive = is_positive(batch.labels[index])
            found.append(_Rated(batch.texts[index], frozenset(np.asarray(ATTRIBUTES)[positive].tolist())))
    return found


def arrivals(rated: Sequence[_Rated], seed: int, rows: int) -> list[Arrival]:
    """So many comments in the order in which they arrive; the same for the same seed. Each comment comes once."""
    chance = random.Random(f"{seed} house rule")  # noqa: S311 - repeatable, and no secret
    order = chance.sample(range(len(rated)), min(rows, len(rated)))
    return [_arrival(rated[index], chance) for index in order]


def at_random(arrived: Sequence[Arrival], seed: int) -> Iterator[Arrival]:
    """The same comments with verdicts that mean nothing: those of the house rule, dealt out anew."""
    chance = random.Random(f"{seed} random verdicts")  # noqa: S311 - repeatable, and no secret
    said = [(one.is_rejected, one.labels) for one in arrived]
    chance.shuffle(said)
    return (
        Arrival(one.text, one.kind, is_rejected, labels)
        for one, (is_rejected, labels) in zip(arrived, said, strict=True)
    )


def judged(number: int, one: Arrival) -> JudgedComment:
    """A comment as the store gives it, judged in the order of the numbers."""
    name = f"{number:09d}"
    return JudgedComment(
        name, name, one.is_rejected, one.labels, number, one.text, "text", "Ada", "", "", "en", "queue", frozenset(), 0
    )


def judged_ones(corpus: Path, rows: int) -> Iterator[JudgedComment]:
    """So many comments, also of those trained on, as the site's moderators judged them: to measure what they cost."""
    return map(judged, count(), arrivals(comments(corpus, seen=True), 1, rows))


def _arrival(rated: _Rated, chance: random.Random) -> Arrival:
    drawn = chance.random()
    labelled = chance.random() < LABELLED
    if drawn < ADVERTS:
        text = _joined(rated.text, chance.choice(_ADVERTS).format(chance.choice(_RIVALS)), chance)
        return Arrival(text, "advert", is_rejected=True, labels=("spam",) if labelled else ())
    if drawn < ADVERTS + SLURS:
        text = _joined(rated.text, chance.choice(_SLURRING).format(chance.choice(_SLURS)), chance)
        return Arrival(text, "slur", is_rejected=True, labels=("identity_attack",) if labelled else ())
    text = rated.text
    if drawn < ADVERTS + SLURS + QUOTES:
        text = _joined(text, chance.choice(_QUOTES).format(chance.choice(_RIVALS)), chance)
    if not rated.positive:
        return Arrival(text, "fine", is_rejected=False, labels=())
    if not rated.positive & _HARD and _POLITICS.search(text):
        return Arrival(text, "political", is_rejected=False, labels=())
    labels = tuple(name for name in ATTRIBUTES if name in rated.positive) if labelled else ()
    return Arrival(text, "abuse", is_rejected=True, labels=labels)


def _joined(text: str, sentence: str, chance: random.Random) -> str:
    return f"{text} {sentence}" if chance.random() < 0.5 else f"{sentence} {text}"  # noqa: PLR2004 - heads or tails
