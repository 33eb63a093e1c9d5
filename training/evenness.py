"""Words that name a group of people weigh alike: which group a comment names says nothing about the comment.

Raters, and the places that corpora come from, hold some groups' names against a comment more than others'. After a head
is learned, the weight of every such word is moved until a civil sentence scores alike whichever group it names.
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
from training.identity import Mention, rehearsed
from training.synthetic.terms import ANY, FORMS, TERMS

_CARRIERS: Final = frozenset({"the", "person", "people", "seeker", "seekers", "seeking"})
"""Words of the terms that name no group by themselves."""
_ROUNDS: Final = 8
"""Until words that stand in several sentences, and those with pieces in common, have come to rest."""


def even_out(heads: LinearHeads, frequency: InverseDocumentFrequency, bits: int, columns: Sequence[int]) -> LinearHeads:
    """Let the sentences that a retraining rehearses score alike whichever group they name, in these `columns`.

    Each sentence comes to its mean over all groups. Only the feature of the whole word that names a group is moved,
    which no word but those that share its row of the table has.
    """
    words = group_words()
    rows = dict(zip(words, _own_features(words, bits).tolist(), strict=True))
    said, own = _sentences(rows)
    features = frequency.transform(HashedWords(bits).transform([one.text for one in said]))
    templates = np.fromiter((one.template for one in said), np.intp, len(said))
    alike = (templates[:, None] == templates) / np.bincount(templates)[templates][:, None]
    present = np.asarray(features[np.arange(len(said)), own]).ravel()
    moved, place = np.unique(own, return_inverse=True)
    coef = heads.coef_[columns].T.astype(np.float64)
    for _ in range(_ROUNDS):
        scores = features @ coef
        missing = np.zeros((len(moved), len(columns)))
        np.add.at(missing, place, alike @ scores - scores)
        coef[moved] += missing / np.maximum(np.bincount(place, present), 1e-6)[:, None]
    heads.coef_[columns] = coef.T.astype(heads.coef_.dtype)
    return heads


def group_words() -> list[str]:
    """The words that are evened out, as they stand in a normalised text, each once."""
    named = (term.form(form) for term in TERMS if term.kind in ANY for form in FORMS)
    return sorted({word for form in named for word in find_words(read(form).normalised)} - _CARRIERS)


def _sentences(rows: dict[str, int]) -> tuple[list[Mention], NDArray[np.intp]]:
    """The sentences that name a group, and the row of the word that names it."""
    groups = {term.many for term in TERMS if term.kind in ANY}
    found = [
        (one, rows[word])
        for one in rehearsed()
        if one.term in groups
        for word in [next(word for word in find_words(read(one.text).normalised) if word in rows)]
    ]
    return [one for one, _ in found], np.asarray([row for _, row in found], np.intp)


def _own_features(words: Sequence[str], bits: int) -> NDArray[np.intp]:
    """A row of the table for each word: that of the whole word, or where a word before has it, of its beginning."""
    hashes = hash_spellings(words)
    taken: dict[int, None] = {}
    for rows in np.split(rows_of(hashes.features, bits), hashes.counts.cumsum()[:-1]):
        taken[next(row for row in [rows[0], *rows[len(NGRAMS) :]] if row not in taken)] = None
    return np.fromiter(taken, np.intp, len(words))
