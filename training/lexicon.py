"""Which words a corpus uses, and how common they are: what a `model.lexicon` is made of."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from model.hashing import hash_spellings
from model.lexicon import as_group
from model.text import read
from model.words import find_words, known_form
from training.identity import group_words
from training.splits import TEST, fold_of

FEWEST_TEXTS: Final = 20_000
"""Of fewer texts no lexicon is made: a word that is in none of them may well be one."""
_TEXTS, _MILLION = 3, 1_000_000
_LEAST_SHARE: Final = 50 / _MILLION
"""In how many texts of a language, and in which share of them, a word occurs to be known. Slips are rarer."""
_MOST_HELD: Final = 2_000_000
_PER_OCTAVE, _HIGHEST = 4, 255


class WordCounts:
    """Counts in how many texts each word occurs; bounded, by forgetting what was seen once when there are too many."""

    def __init__(self) -> None:
        self.texts = 0
        self._texts: Counter[str] = Counter()
        self._counts: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def add(self, texts: Sequence[str], languages: Sequence[str]) -> None:
        """Count the words of texts, each in a language; those of the test fold are left out."""
        for text, language, fold in zip(texts, languages, fold_of(texts), strict=True):
            if fold != TEST:
                self.texts += 1
                self._texts[language] += 1
                words = find_words(read(text).normalised)
                counts = self._counts[language]
                counts.update(set(map(known_form, words)))
                counts.update({f"{one} {other}" for one, other in pairwise(words) if counts.get(one + other)})
        if sum(map(len, self._counts.values())) > _MOST_HELD:
            for language, counts in self._counts.items():
                self._counts[language] = Counter({word: count for word, count in counts.items() if count > 1})

    def entries(self) -> bytes:
        """The entries of the lexicon, empty where the texts are too few."""
        if self.texts < FEWEST_TEXTS:
            return b""
        known: set[str] = set()
        together: Counter[str] = Counter()
        for language, counts in self._counts.items():
            least = max(_TEXTS, _LEAST_SHARE * self._texts[language])
            known.update(word for word, count in counts.items() if word and " " not in word and count >= least)
            together.update(counts)
        # How often what makes a known word stands apart is known as well: "in to", but not "sh it".
        known.update(pair for pair, count in together.items() if count >= _TEXTS and pair.replace(" ", "") in known)
        # Whoever names a group is marked, however seldom he is named here.
        groups = dict.fromkeys(map(as_group, group_words()), 0.0)
        return entries_of({word: together[word] / self.texts for word in sorted(known)} | groups)


def entries_of(shares: dict[str, float]) -> bytes:
    """The entries of a lexicon of these words, each with the share of texts that it occurs in."""
    if not shares:
        return b""
    hashes = hash_spellings(list(shares))
    starts = np.cumsum(hashes.counts) - hashes.counts
    levels = np.array([_level(share) for share in shares.values()], np.uint64)
    return _sorted(zip((hashes.features[starts] & ~np.uint64(_HIGHEST)).tolist(), levels.tolist(), strict=True))


def _level(share: float) -> int:
    return min(max(round(_PER_OCTAVE * math.log2(share * _MILLION)), 1), _HIGHEST) if share else 1


def _sorted(entries: Iterable[tuple[int, int]]) -> bytes:
    # Should two words ever share 56 bits, the commoner one stands for both.
    known = dict(sorted(entries))
    return np.array([key | level for key, level in known.items()], "<u8").tobytes()
