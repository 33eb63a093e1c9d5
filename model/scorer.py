"""Scores from a bundle's compiled table, with numpy alone.

The score of an attribute is the logistic function of S / sqrt(N) + shape + bias: S sums the weights of all features of
the comment's words and pairs of words, N the squares of their inverse document frequencies. Both are sums over words,
so a word's share is worked out when it is first met, and then remembered.
"""

import math
from collections.abc import Iterable, Sequence
from threading import Lock
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from model.comment import Comment
from model.features import Hashes, Reading, distinct, hash_pairs, hash_spellings, read_features, rows_of
from model.policy import Span
from model.text import Text
from model.words import find_places, spellings

ATTRIBUTES: Final = ("toxicity", "severe_toxicity", "obscene", "threat", "insult", "identity_attack", "spam")

Table = NDArray[np.float16]
Sums = NDArray[np.float32]

_REMEMBERED: Final = 1 << 16
_FURTHEST: Final = 30.0
_LEAST_SHARE: Final = 0.1
_NOTHING: Final = 1e-9


class _Words(NamedTuple):
    """Words met before: where each stands, its summed rows of the table, and its hash."""

    places: dict[str, int]
    sums: Sums
    hashes: Hashes

    @classmethod
    def room_for(cls, words: int, columns: int) -> "_Words":
        return cls({}, np.empty((words, columns), np.float32), np.empty(words, np.uint64))


class Scorer:
    """Scores comments by a table of 2**bits rows, then one for each shape; thread-safe.

    `table`: float16 (2**bits + shapes, attributes + 1); its last column is the squared inverse document frequency.
    `biases`: one for each attribute.
    """

    def __init__(self, table: Table, biases: Sequence[float], attributes: Sequence[str], bits: int) -> None:
        self.attributes = tuple(attributes)
        self._table = table
        self._biases = np.asarray(biases, np.float32)
        self._bits = bits
        self._shapes = table[1 << bits :].astype(np.float32)
        self._words = _Words.room_for(_REMEMBERED, table.shape[1])
        self._learning = Lock()

    def score(self, text: Text, comment: Comment | None = None) -> dict[str, float]:
        """The calibrated score, 0..1, of each attribute."""
        return dict(
            zip(self.attributes, map(_logistic, self.logits(read_features(text, comment)).tolist()), strict=True)
        )

    def logits(self, reading: Reading) -> Sums:
        """The scores (attributes) before the logistic function."""
        columns = len(self.attributes)
        total = np.zeros(columns + 1, np.float32)
        if reading.words:
            words, places = self._places_of(reading.words)
            total = words.sums.take(list(dict.fromkeys(places)), axis=0).sum(axis=0)
            if len(places) > 1:
                total += self._rows(distinct(hash_pairs(words.hashes.take(places)))).sum(axis=0)
        logits = total[:columns] / math.sqrt(total[columns] or 1.0) + self._biases
        if reading.shapes:
            logits += self._shapes.take(reading.shapes, axis=0)[:, :columns].sum(axis=0)
        return logits

    def spans(self, text: Text, attribute: str, limit: int = 8) -> tuple[Span, ...]:
        """The words of the original that raised the attribute's score most, in their order; weights are logits."""
        return self.explain(text, (attribute,), limit)[attribute]

    def explain(self, text: Text, attributes: Sequence[str], limit: int = 8) -> dict[str, tuple[Span, ...]]:
        """As `spans`, for several attributes at once; a pair's weight is shared by its words."""
        found = find_places(text.normalised)
        if not found:
            return dict.fromkeys(attributes, ())
        words, places = self._places_of([word for word, _, _ in found])
        weights = words.sums.take(places, axis=0)
        squares = float(words.sums.take(list(dict.fromkeys(places)), axis=0)[:, -1].sum())
        if len(places) > 1:
            hashes = hash_pairs(words.hashes.take(places))
            squares += float(self._rows(distinct(hashes))[:, -1].sum())
            halves = self._rows(hashes) / 2
            weights[:-1] += halves
            weights[1:] += halves
        weights /= math.sqrt(squares or 1.0)
        return {
            attribute: _heaviest(text, found, weights[:, self.attributes.index(attribute)], limit)
            for attribute in attributes
        }

    def _rows(self, hashes: Hashes) -> Sums:
        return self._table.take(rows_of(hashes, self._bits), axis=0).astype(np.float32)

    def _places_of(self, words: list[str]) -> tuple[_Words, list[int]]:
        known = self._words
        try:
            return known, list(map(known.places.__getitem__, words))
        except KeyError:
            known = self._learn(dict.fromkeys(words))
            return known, list(map(known.places.__getitem__, words))

    def _learn(self, words: Iterable[str]) -> _Words:
        """Words that hold all of these; new ones are worked out together, and begin afresh when there is no more room.

        A word is named only after its row is written, so whoever reads without the lock reads it whole.
        """
        with self._learning:
            known = self._words
            new = [word for word in words if word not in known.places]
            if len(known.places) + len(new) > len(known.sums):
                new = list(words)
                known = _Words.room_for(max(_REMEMBERED, len(new)), self._table.shape[1])
            first = len(known.places)
            if new:
                self._work_out(known, new, first)
                known.places.update(zip(new, range(first, first + len(new)), strict=True))
            self._words = known
            return known

    def _work_out(self, known: _Words, words: Sequence[str], first: int) -> None:
        spelled = list(map(spellings, words))
        hashes = hash_spellings([spelling for one in spelled for spelling in one])
        firsts = _starts(list(map(len, spelled)))
        features = np.add.reduceat(hashes.counts, firsts)
        here = slice(first, first + len(words))
        known.sums[here] = np.add.reduceat(self._rows(hashes.features), _starts(features), axis=0)
        known.hashes[here] = hashes.words[firsts]


def _heaviest(text: Text, found: Sequence[tuple[str, int, int]], weights: Sums, limit: int) -> tuple[Span, ...]:
    least = max(_LEAST_SHARE * float(weights.max()), _NOTHING)
    heaviest = [at for at in np.argsort(-weights, kind="stable")[:limit].tolist() if weights[at] >= least]
    spans = {text.span(*found[at][1:]): round(float(weights[at]), 3) for at in heaviest}
    return tuple(Span(begin, end, spans[begin, end]) for begin, end in sorted(spans))


def _starts(counts: Sequence[int] | NDArray[np.intp]) -> NDArray[np.intp]:
    """Where each group begins, if one of so many follows the other."""
    ends = np.cumsum(counts, dtype=np.intp)
    return ends - np.asarray(counts, np.intp)


def _logistic(logit: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-_FURTHEST, min(logit, _FURTHEST))))
