"""Words that name a group of people weigh alike: which group a comment names says nothing about the comment.

Raters, and the places that corpora come from, hold some groups' names against a comment more than others'. After a head
is learned, the weight of every such word is moved until a civil sentence scores alike whichever group it names.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.hashing import NGRAMS, hash_spellings, rows_of
from model.lexicon import EMPTY, Lexicon, make_lexicon
from model.text import read
from model.words import find_words, spellings
from training.features import HashedWords, InverseDocumentFrequency
from training.groups import group_words
from training.heads import LinearHeads
from training.identity import Mention, rehearsed

_RIDGE: Final = 1e-3
"""What the square of a change weighs beside that of how far a sentence is from its mean."""

_MOST: Final = 0.8
"""Of the words that are evened out, how many must have a row that is more theirs than others'."""


def even_out(
    heads: LinearHeads, frequency: InverseDocumentFrequency, words: HashedWords, columns: Sequence[int]
) -> LinearHeads:
    """Let the sentences that a retraining rehearses score alike whichever group they name, in these `columns`.

    `words` reads them, as it reads the rows that the heads learned from. Each sentence comes to its mean over all
    groups. Only the feature of the whole word that names a group is moved, which no word but those that share its row
    of the table has. In a table so small that many words are seen less often than what shares their rows, nothing is
    moved: it would be other words that weigh otherwise.
    """
    lexicon = make_lexicon(words.lexicon or b"")
    named = even_words(lexicon)
    said, names = _sentences(named, lexicon)
    features = frequency.transform(words.transform([one.text for one in said]))
    moved = _own_features(named, words.bits)
    has = features[:, moved].toarray() > 0
    if np.mean((has & names).sum(axis=0) > (has & ~names).sum(axis=0)) < _MOST:
        return heads
    templates = np.fromiter((one.template for one in said), np.intp, len(said))
    alike = (templates[:, None] == templates) / np.bincount(templates)[templates][:, None]
    coef = heads.coef_[columns].T.astype(np.float64)
    # Least squares, with a little weight on small changes: what a sentence is away from its mean, and what moves it.
    apart = np.eye(len(said)) - alike
    away, moves = apart @ (features @ coef), apart @ features[:, moved].toarray()
    coef[moved] -= np.linalg.solve(moves.T @ moves + _RIDGE * np.eye(len(moved)), moves.T @ away)
    heads.coef_[columns] = coef.T.astype(heads.coef_.dtype)
    return heads


def even_words(lexicon: Lexicon = EMPTY) -> list[str]:
    """The words that are evened out, as they are spelled, each once; none that the lexicon takes for another word."""
    return [word for word in group_words() if spellings(word, lexicon)[0] == word]


def _sentences(named: Sequence[str], lexicon: Lexicon) -> tuple[list[Mention], NDArray[np.bool_]]:
    """The sentences that name a group by one of these words, and by which (sentences, words)."""
    said = rehearsed()
    spelled = [{spellings(word, lexicon)[0] for word in find_words(read(one.text).normalised)} for one in said]
    names = np.array([[word in some for word in named] for some in spelled])
    return [one for one, some in zip(said, names, strict=True) if some.any()], names[names.any(axis=1)]


def _own_features(words: Sequence[str], bits: int) -> NDArray[np.intp]:
    """A row of the table for each word: that of the whole word, or where a word before has it, of its beginning."""
    hashes = hash_spellings(words)
    taken: dict[int, None] = {}
    for rows in np.split(rows_of(hashes.features, bits), hashes.counts.cumsum()[:-1]):
        taken[next(row for row in [rows[0], *rows[len(NGRAMS) :]] if row not in taken)] = None
    return np.fromiter(taken, np.intp, len(words))
