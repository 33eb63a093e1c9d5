"""Words that name a group of people weigh alike: which group a comment names says nothing about the comment.

Raters, and the places that corpora come from, hold some groups' names against a comment more than others'. After a head
is learned, every such word is given the mean weight of all of them. What a word is said together with keeps its weight.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.hashing import NGRAMS, hash_spellings, rows_of
from model.text import read
from model.words import find_words
from training.features import HashedWords, InverseDocumentFrequency
from training.heads import LinearHeads
from training.synthetic.terms import ANY, FORMS, TERMS

_CARRIERS: Final = frozenset({"the", "person", "people", "seeker", "seekers", "seeking"})
"""Words of the terms that name no group by themselves."""
_ROUNDS: Final = 4
"""Until words with pieces in common, of which one is another's own feature, have come to rest."""


def even_out(heads: LinearHeads, frequency: InverseDocumentFrequency, bits: int, columns: Sequence[int]) -> LinearHeads:
    """Give every word that names a group the mean weight of all of them, in these `columns` of the heads.

    Only the feature of the whole word is changed, which no word but those that share its row of the table has.
    """
    words = group_words()
    own = _own_features(words, bits)
    scale = np.concatenate([frequency.idf_, np.zeros(frequency.shapes, np.float32)])
    weighed = HashedWords(bits).transform(words).multiply(scale).tocsr()
    times = np.asarray(weighed[np.arange(len(words)), own]).ravel()
    # A word that is read as another one has no feature of its own.
    own, times, weighed = own[times > 0], times[times > 0], weighed[times > 0]
    coef = heads.coef_[columns].T.astype(np.float64)
    goal = (weighed @ coef).mean(axis=0)
    for _ in range(_ROUNDS):
        np.add.at(coef, own, (goal - weighed @ coef) / times[:, None])
    heads.coef_[columns] = coef.T.astype(heads.coef_.dtype)
    return heads


def _own_features(words: Sequence[str], bits: int) -> NDArray[np.intp]:
    """A row of the table for each word: that of the whole word, or where a word before has it, of its beginning."""
    hashes = hash_spellings(words)
    taken: dict[int, None] = {}
    for rows in np.split(rows_of(hashes.features, bits), hashes.counts.cumsum()[:-1]):
        taken[next(row for row in [rows[0], *rows[len(NGRAMS) :]] if row not in taken)] = None
    return np.fromiter(taken, np.intp, len(words))


def group_words() -> list[str]:
    """The words that are evened out, as they stand in a normalised text, each once."""
    named = (term.form(form) for term in TERMS if term.kind in ANY for form in FORMS)
    return sorted({word for form in named for word in find_words(read(form).normalised)} - _CARRIERS)
