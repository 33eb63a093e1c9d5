"""The words that many comments use, counted before anything is learned from them, for `model.lexicon`.

A word is known that some texts have, and enough of all in its language; those of the test fold are not counted. Of two
neighbours that make a known word together it is known, too, how often they stand apart. Grave are words whose texts are
far more often unwanted than others of their language. Where one of them is often seen beside another word, and what it
is without one of its letters never, there that letter was left out.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from model.hashing import hash_spellings
from model.lexicon import MARKED, as_group
from model.text import read
from model.words import find_words, known_form
from training.groups import named_words
from training.metrics import Floats, is_fine, is_unwanted
from training.splits import TEST, fold_of

FEWEST_TEXTS: Final = 20_000
"""Of fewer texts no lexicon is made: a word that is in none of them may well be one."""
_TEXTS, _MILLION = 3, 1_000_000
_LEAST_SHARE: Final = 50 / _MILLION
"""In how many texts of a language, and in which share of them, a word occurs to be known. Slips are rarer."""
_MOST_HELD: Final = 2_000_000
_ALL: Final = "*"
"""What is counted with the words of every text that was judged."""
_PER_OCTAVE, _HIGHEST, _NOTE = 4, 127, 255
_GRAVE_TEXTS, _GRAVE_LETTERS, _GRAVE_ODDS = 5, 4, 2.5
"""In how many unwanted texts a grave word occurs, how long it is, and how many times the odds of its language are that
they are unwanted."""
_SEEN, _OFTENER, _BY_CHANCE = 120 / _MILLION, 20, 0.5
"""How many times as often as its slip a grave word stands beside another; and the slip would stand there once more by
chance, at least, were it as likely to as the grave word: that what is rare was not seen there says nothing."""
_MORE_TEXTS: Final = 1.5
"""How many times as many texts there are whenever it is looked anew which words are grave."""


class Words(NamedTuple):
    """The words of a text in their order, and the `known_form`s of them."""

    words: Sequence[str]
    known: set[str]


def words_of(texts: Sequence[str]) -> list[Words | None]:
    """The words of each text, None where it is of the test fold."""
    return [
        None if fold == TEST else Words(words := find_words(read(text).normalised), set(map(known_form, words)))
        for text, fold in zip(texts, fold_of(texts), strict=True)
    ]


class WordCounts:
    """Counts in how many texts each word occurs; bounded, by forgetting what was seen once when there are too many."""

    def __init__(self) -> None:
        self.texts = 0
        self._texts: Counter[str] = Counter()
        self._counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._unwanted: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._fine: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._watched: set[str] = set()
        self._watched_since = 0

    def add(self, found: Sequence[Words | None], languages: Sequence[str], labels: Floats) -> None:
        """Count what `words_of` found in texts, each in a language."""
        kinds = zip(is_unwanted(labels).tolist(), is_fine(labels).tolist(), strict=True)
        for of_text, language, (unwanted, fine) in zip(found, languages, kinds, strict=True):
            if of_text is not None:
                self.texts += 1
                self._texts[language] += 1
                (words, known), counts = of_text, self._counts[language]
                counts.update(known)
                if unwanted or fine:
                    (self._unwanted if unwanted else self._fine)[language].update(known | {_ALL})
                watched = self._watched
                counts.update(
                    {
                        f"{one} {other}"
                        for one, other in pairwise(words)
                        if one in watched or other in watched or counts.get(one + other)
                    }
                )
        if sum(map(len, self._counts.values())) > _MOST_HELD:
            for counted in (self._counts, self._unwanted, self._fine):
                for language, counts in counted.items():
                    counted[language] = Counter({word: count for word, count in counts.items() if count > 1})
        if self.texts >= _MORE_TEXTS * self._watched_since:
            self._watched_since = self.texts
            grave = self._grave()
            self._watched = grave.union(*map(_slips_of, grave))

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
        grave = self._grave() & known
        slips = set(_slips_beside(together, grave, known, _SEEN * self.texts))
        # How often what makes a known word stands apart is known as well: "in to", but not "sh it".
        known.update(pair for pair, count in together.items() if count >= _TEXTS and pair.replace(" ", "") in known)
        # Whoever names a group is marked, however seldom he is named here: by an entry of the lowest level.
        groups = dict.fromkeys(map(as_group, named_words()), 1 / _MILLION)
        shares = {word: together[word] / self.texts for word in sorted(known)} | groups
        return entries_of(shares, grave | slips)

    def _grave(self) -> set[str]:
        """Words held against what would be expected of them, had each language's texts that have them its own odds."""
        unwanted: Counter[str] = Counter()
        fine: Counter[str] = Counter()
        expected: defaultdict[str, float] = defaultdict(float)
        for language in self._counts:
            bad, good = self._unwanted[language], self._fine[language]
            share = bad[_ALL] / max(bad[_ALL] + good[_ALL], 1)
            unwanted.update(bad)
            fine.update(good)
            for word in bad | good:
                expected[word] += (bad[word] + good[word]) * share
        return {
            word
            for word, count in unwanted.items()
            if count >= _GRAVE_TEXTS
            and len(word) >= _GRAVE_LETTERS
            and word.isalpha()
            and (count + 0.5) * (count + fine[word] - expected[word])
            >= _GRAVE_ODDS * (fine[word] + 0.5) * expected[word]
        }


def _slips_of(word: str) -> set[str]:
    """A plain word without one of its inner letters."""
    return {word[:at] + word[at + 1 :] for at in range(1, len(word) - 1)} if word.isascii() else set()


def _slips_beside(together: Counter[str], grave: set[str], known: set[str], least: float) -> Iterator[str]:
    """The pairs of neighbours of which one is read as the grave word that it leaves a letter out of."""
    for pair, count in together.items():
        if count < _TEXTS or " " not in pair:
            continue
        one, other = pair.split(" ")
        meant = [(one, f"{{}} {other}")] if one in grave else []
        meant += [(other, f"{one} {{}}")] if other in grave else []
        for word, beside in meant:
            for slip in _slips_of(word) & known:
                seen, texts = together[beside.format(slip)], together[slip]
                if (
                    texts >= least
                    and count >= _OFTENER * seen
                    and count * texts >= _BY_CHANCE * together[word] * (1 + seen)
                ):
                    yield beside.format(slip)


def entries_of(shares: dict[str, float], marked: set[str] | frozenset[str] = frozenset()) -> bytes:
    """The entries of a lexicon of these words, each with the share of texts that it occurs in; and those marked."""
    words = [*shares, *sorted(marked - shares.keys())]
    if not words:
        return b""
    hashes = hash_spellings(words)
    starts = np.cumsum(hashes.counts) - hashes.counts
    notes = np.array(
        [(_level(shares[word]) if word in shares else 0) | (word in marked) * MARKED for word in words], np.uint64
    )
    return _sorted(zip((hashes.features[starts] & ~np.uint64(_NOTE)).tolist(), notes.tolist(), strict=True))


def _level(share: float) -> int:
    return min(max(round(_PER_OCTAVE * math.log2(share * _MILLION)), 1), _HIGHEST)


def _sorted(entries: Iterable[tuple[int, int]]) -> bytes:
    # Should two words ever share 56 bits, the commoner one stands for both.
    known = dict(sorted(entries))
    return np.array([key | level for key, level in known.items()], "<u8").tobytes()
