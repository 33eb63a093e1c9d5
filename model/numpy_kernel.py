"""The kernel in numpy: the twin that says what the compiled one has to do, and does it where that is missing."""

import math
from collections.abc import Iterable, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from model.features import shape_of
from model.findings import Span
from model.hashing import Hashes, distinct, hash_pairs, hash_said, hash_spellings, near_groups, rows_of
from model.kernel import REMEMBERED
from model.lexicon import EMPTY, Lexicon, names_group
from model.words import count_parts, find_places, find_words, spellings_in_python

if TYPE_CHECKING:
    from model.kernel import Halves

Sums = NDArray[np.float32]

_FURTHEST: Final = 30.0
_LEAST_SHARE: Final = 0.1
_NOTHING: Final = 1e-9


class _Words(NamedTuple):
    """Words met before: where each is, its summed rows, its hash, whether it names a group, how many words it is."""

    places: dict[str, int]
    sums: Sums
    hashes: Hashes
    named: NDArray[np.bool_]
    parts: NDArray[np.intp]

    @classmethod
    def room_for(cls, words: int, columns: int) -> "_Words":
        sums = np.empty((words, columns), np.float32)
        return cls({}, sums, np.empty(words, np.uint64), np.empty(words, np.bool_), np.empty(words, np.intp))


class NumpyKernel:
    """A `model.kernel.Kernel`; arguments as those of `model.scorer.Scorer`."""

    def __init__(  # noqa: PLR0913, PLR0917 - what a bundle holds, and how much is remembered
        self,
        table: "Halves",
        biases: Sequence[float],
        attributes: Sequence[str],
        bits: int,
        remembered: int = REMEMBERED,
        lexicon: Lexicon = EMPTY,
    ) -> None:
        self._attributes = tuple(attributes)
        self._table = np.frombuffer(table, np.float16).reshape(-1, len(attributes) + 1)
        self._biases = np.asarray(biases, np.float32)
        self._bits = bits
        self._shapes = self._table[1 << bits :].astype(np.float32)
        self._lexicon = lexicon
        self._remembered = remembered
        self._words = _Words.room_for(remembered, len(attributes) + 1)
        self._learning = Lock()

    def score(self, original: str, normalised: str, rows: Sequence[int], /) -> dict[str, float]:
        """The score, 0..1, of each attribute."""
        return dict(zip(self._attributes, map(_logistic, self.logits(original, normalised, rows)), strict=True))

    def logits(self, original: str, normalised: str, rows: Sequence[int], /) -> list[float]:
        """The score of each attribute before the logistic function."""
        found = find_words(normalised, self._lexicon)
        count = 0
        columns = len(self._attributes)
        total = np.zeros(columns + 1, np.float32)
        if found:
            words, places = self._places_of(found)
            count = int(words.parts.take(places).sum())
            total = words.sums.take(list(dict.fromkeys(places)), axis=0).sum(axis=0)
            total += self._said(words, places)[1].sum(axis=0)
            if len(places) > 1:
                total += self._rows(distinct(hash_pairs(words.hashes.take(places)))).sum(axis=0)
        logits = total[:columns] / math.sqrt(total[columns] or 1.0) + self._biases
        if shapes := [*shape_of(original, normalised, found, count), *rows]:
            logits += self._shapes.take(shapes, axis=0)[:, :columns].sum(axis=0)
        told: list[float] = logits.tolist()
        return told

    def explain(self, normalised: str, attributes: Sequence[str], limit: int, /) -> dict[str, tuple[Span, ...]]:
        """The places that raised each attribute's score most; a pair's weight is shared by its words."""
        found = find_places(normalised, self._lexicon)
        if not found:
            return dict.fromkeys(attributes, ())
        words, places = self._places_of([word for word, _, _ in found])
        weights = words.sums.take(places, axis=0)
        squares = float(words.sums.take(list(dict.fromkeys(places)), axis=0)[:, -1].sum())
        for word, said in zip(*self._said(words, places), strict=True):
            weights[np.asarray(places) == word] += said
            squares += float(said[-1])
        if len(places) > 1:
            hashes = hash_pairs(words.hashes.take(places))
            squares += float(self._rows(distinct(hashes))[:, -1].sum())
            halves = self._rows(hashes) / 2
            weights[:-1] += halves
            weights[1:] += halves
        weights /= math.sqrt(squares or 1.0)
        return {
            attribute: _heaviest(found, weights[:, self._attributes.index(attribute)], limit)
            for attribute in attributes
        }

    def _said(self, words: _Words, places: Sequence[int]) -> tuple[NDArray[np.intp], Sums]:
        """Each word that stands after a group's name, or before one, and its row for that."""
        after, before = (np.unique(np.asarray(places)[near]) for near in near_groups(words.named.take(places)))
        hashes = hash_said(words.hashes.take(after), words.hashes.take(before))
        return np.concatenate([after, before]), self._rows(hashes)

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
                known = _Words.room_for(max(self._remembered, len(new)), self._table.shape[1])
            first = len(known.places)
            if new:
                self._work_out(known, new, first)
                known.places.update(zip(new, range(first, first + len(new)), strict=True))
            self._words = known
            return known

    def _work_out(self, known: _Words, words: Sequence[str], first: int) -> None:
        spelled = [spellings_in_python(word, self._lexicon) for word in words]
        hashes = hash_spellings([spelling for one in spelled for spelling in one])
        firsts = _starts(list(map(len, spelled)))
        features = np.add.reduceat(hashes.counts, firsts)
        here = slice(first, first + len(words))
        known.sums[here] = np.add.reduceat(self._rows(hashes.features), _starts(features), axis=0)
        known.hashes[here] = hashes.words[firsts]
        known.named[here] = [names_group(self._lexicon, one[0]) for one in spelled]
        known.parts[here] = [count_parts(word, self._lexicon) for word in words]


def _heaviest(found: Sequence[tuple[str, int, int]], weights: Sums, limit: int) -> tuple[Span, ...]:
    least = max(_LEAST_SHARE * float(weights.max()), _NOTHING)
    heaviest = [at for at in np.argsort(-weights, kind="stable")[:limit].tolist() if float(weights[at]) >= least]
    # `a_b_c` is a word, and also the word that its letters make: one span, with the lesser weight.
    spans = {found[at][1:]: round(float(weights[at]), 3) for at in heaviest}
    return tuple(Span(begin, end, weight) for (begin, end), weight in sorted(spans.items()))


def _starts(counts: Sequence[int] | NDArray[np.intp]) -> NDArray[np.intp]:
    """Where each group begins, if one of so many follows the other."""
    ends = np.cumsum(counts, dtype=np.intp)
    return ends - np.asarray(counts, np.intp)


def _logistic(logit: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-_FURTHEST, min(logit, _FURTHEST))))
