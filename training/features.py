"""The classifier's features as scikit-learn transformers: what `model.features` reads, as rows of a sparse matrix."""

from collections.abc import Iterable, Sequence
from itertools import chain, repeat
from typing import Any, Final, Self

import numpy as np
import scipy.sparse as sp  # type: ignore[import-untyped]
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin  # type: ignore[import-untyped]
from sklearn.utils import Tags  # type: ignore[import-untyped]
from sklearn.utils.validation import check_is_fitted, validate_data  # type: ignore[import-untyped]

from model.comment import Comment
from model.features import SHAPES, Reading, read_features
from model.hashing import Hashes, hash_pairs, hash_said, hash_spellings, near_groups, rows_of
from model.lexicon import EMPTY, Lexicon, make_lexicon, names_group
from model.text import read
from model.words import spellings

_FEW_BITS, _MANY_BITS = 4, 24
_AT_ONCE: Final = 20_000


def columns(bits: int) -> int:
    """How many features there are: 2**bits of words, then the shapes."""
    return (1 << bits) + len(SHAPES)


class HashedWords(TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no annotations
    """Turns texts into counts of hashed features: 2**bits columns of words, then one for each of `SHAPES`.

    Stateless. A column counts in how many distinct words, or pairs of neighbours, of the text the feature occurs.
    `lexicon`: the entries of the `model.lexicon` that words are held against.
    """

    lexicon: bytes | None = None  # what was saved before there were any has none

    def __init__(self, bits: int = 18, lexicon: bytes | None = None) -> None:
        self.bits = bits
        self.lexicon = lexicon

    def fit(self, X: Iterable[str], y: object = None) -> Self:  # noqa: ARG002, N803 - scikit-learn's signature
        """Check the setting; there is nothing to learn. Raises ValueError for `bits` outside 4..24."""
        if not _FEW_BITS <= self.bits <= _MANY_BITS:
            message = f"bits is {self.bits}; it must be {_FEW_BITS} to {_MANY_BITS}"
            raise ValueError(message)
        return self

    def transform(self, X: Iterable[str]) -> sp.csr_matrix:  # noqa: N803 - scikit-learn's name
        """Counts (texts, 2**bits + shapes), float32. Raises ValueError for one string, TypeError for no strings."""
        if isinstance(X, str):
            message = "one string was given; give a list of texts"
            raise ValueError(message)  # noqa: TRY004 - as scikit-learn's own text transformers do
        return self.count(X)

    def count(self, texts: Iterable[str], comments: Sequence[Comment | None] = ()) -> sp.csr_matrix:
        """As `transform`, with what surrounds each text; no comments: nothing is known but the texts."""
        return together(self.count_apart(texts, comments))

    def count_apart(self, texts: Iterable[str], comments: Sequence[Comment | None] = ()) -> sp.csr_matrix:
        """As `count`, with what is said of a group in columns of its own; see `together`."""
        pairs = zip(texts, comments or repeat(None), strict=False)
        known = make_lexicon(self.lexicon or b"")
        readings = [read_features(read(_text(one)), comment, known) for one, comment in pairs]
        return _count_apart(readings, self.bits, known)

    def __sklearn_tags__(self) -> Tags:
        """Takes texts, and needs no fit."""
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.requires_fit = False
        return tags


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    message = f"a text was expected and {type(value).__name__} was given"
    raise TypeError(message)


def count_features(readings: Sequence[Reading], bits: int, lexicon: Lexicon = EMPTY) -> sp.csr_matrix:
    """Counts (readings, 2**bits + shapes) of their features, float32; `lexicon`: the one they were read with."""
    return together(_count_apart(readings, bits, lexicon))


def columns_apart(bits: int) -> int:
    """How many columns there are where what is said of a group has its own, behind the others."""
    return columns(bits) + (1 << bits)


def together(apart: sp.csr_matrix, told: NDArray[np.bool_] | None = None) -> sp.csr_matrix:
    """Counts (rows, 2**bits + shapes) of those in which what is said of a group has columns of its own.

    `told` (rows): the others are counted as if no name of a group were known in them.
    """
    width = apart.shape[1] - (apart.shape[1] - len(SHAPES)) // 2
    said = apart.indices >= width
    counts = apart.copy()
    counts.indices[said] -= width
    if told is not None:
        counts.data[said & ~np.repeat(told, np.diff(apart.indptr))] = 0
    counts = sp.csr_matrix((counts.data, counts.indices, counts.indptr), shape=(apart.shape[0], width))
    counts.sum_duplicates()
    counts.eliminate_zeros()
    return counts


def _count_apart(readings: Sequence[Reading], bits: int, lexicon: Lexicon) -> sp.csr_matrix:
    number: dict[str, int] = {}
    sequences = [[number.setdefault(word, len(number)) for word in reading.words] for reading in readings]
    if not number:
        return sp.hstack([_shapes_of(readings, bits), _ones([[]] * len(readings), 1 << bits)], "csr")
    word_features, bases, named = _features_of(list(number), bits, lexicon)
    said = [rows_of(_said_in(np.asarray(sequence, np.intp), bases, named), bits) for sequence in sequences]
    words = _ones([list(dict.fromkeys(sequence)) for sequence in sequences], len(number))
    plain = words @ word_features + _pairs_of(sequences, bases, bits) + _shapes_of(readings, bits)
    return _beside(plain, _ones(said, 1 << bits))


def _beside(plain: sp.csr_matrix, said: sp.csr_matrix) -> sp.csr_matrix:
    """Both in one matrix, each of `said` behind what it adds to in `together`: that need not sort them each time."""
    width = plain.shape[1]
    both = sp.hstack([plain, said], "csr")
    is_said = both.indices >= width
    both.indices[is_said] -= width
    both.indices = both.indices * 2 + is_said
    both.has_sorted_indices = False
    both.sort_indices()
    both.indices = (both.indices >> 1) + (both.indices & 1) * np.int32(width)
    return sp.csr_matrix((both.data, both.indices, both.indptr), shape=both.shape)


def _pairs_of(sequences: Sequence[Sequence[int]], bases: Hashes, bits: int) -> sp.csr_matrix:
    """Counts (comments, columns) of the pairs of neighbours, each pair once; of all comments at once."""
    lengths = np.fromiter(map(len, sequences), np.intp, len(sequences))
    owners = np.repeat(np.arange(len(sequences)), lengths)
    words = bases[np.fromiter(chain.from_iterable(sequences), np.intp, len(owners))]
    are_neighbours = owners[1:] == owners[:-1]
    hashes, owners = hash_pairs(words)[are_neighbours], owners[1:][are_neighbours]
    order = np.lexsort((hashes, owners))
    hashes, owners = hashes[order], owners[order]
    is_new = np.append(True, (hashes[1:] != hashes[:-1]) | (owners[1:] != owners[:-1]))[: len(hashes)]
    counts = np.bincount(owners[is_new], minlength=len(sequences))
    return _ones_at(rows_of(hashes[is_new], bits), counts, columns(bits))


def _said_in(words: NDArray[np.intp], bases: Hashes, named: NDArray[np.bool_]) -> Hashes:
    """Hashes of what a comment's words, by their numbers, say of a group: each once after a name, and once before."""
    if not named[words].any():
        return np.empty(0, np.uint64)
    return hash_said(*(bases[np.unique(words[near])] for near in near_groups(named[words])))


def _features_of(words: Sequence[str], bits: int, lexicon: Lexicon) -> tuple[sp.csr_matrix, Hashes, NDArray[np.bool_]]:
    """Counts (words, columns) of each word's features, its hash for pairs, and whether it names a group."""
    spelled = [spellings(word, lexicon) for word in words]
    counts = np.fromiter(map(len, spelled), np.intp, len(spelled))
    flat = [spelling for one in spelled for spelling in one]
    owners = np.repeat(np.arange(len(words)), counts)
    bases = np.empty(len(flat), np.uint64)
    rows, places = [], []
    for begin in range(0, len(flat), _AT_ONCE):
        hashes = hash_spellings(flat[begin : begin + _AT_ONCE])
        bases[begin : begin + _AT_ONCE] = hashes.words
        rows.append(np.repeat(owners[begin : begin + _AT_ONCE], hashes.counts))
        places.append(rows_of(hashes.features, bits))
    where = (np.concatenate(rows), np.concatenate(places))
    shape = (len(words), columns(bits))
    named = np.fromiter((names_group(lexicon, one[0]) for one in spelled), np.bool_, len(spelled))
    features = sp.csr_matrix((np.ones(len(where[0]), np.float32), where), shape=shape)
    return features, bases[np.cumsum(counts) - counts], named


def _shapes_of(readings: Sequence[Reading], bits: int) -> sp.csr_matrix:
    return _ones([[(1 << bits) + row for row in reading.shapes] for reading in readings], columns(bits))


def _ones(columns: Sequence[Sequence[int] | NDArray[np.intp]], width: int) -> sp.csr_matrix:
    lengths = np.fromiter(map(len, columns), np.intp, len(columns))
    flat = np.concatenate([np.asarray(one, np.int32) for one in columns]) if lengths.sum() else np.empty(0, np.int32)
    return _ones_at(flat, lengths, width)


def _ones_at(flat: NDArray[np.integer[Any]], lengths: NDArray[np.intp], width: int) -> sp.csr_matrix:
    """Ones in these columns, of the first row, then of the next; `lengths`: how many of each."""
    pointers = np.concatenate([[0], np.cumsum(lengths)])
    matrix = sp.csr_matrix(
        (np.ones(len(flat), np.float32), flat.astype(np.int32, copy=False), pointers), shape=(len(lengths), width)
    )
    matrix.sum_duplicates()
    return matrix


class InverseDocumentFrequency(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Scales counts by inverse document frequency, and each text by the root of its summed squares.

    The norm counts each word's features by themselves, as if no two words shared one: so it is a sum over words. The
    last `shapes` columns are only multiplied by `shape_scale`. With `weigh=False` the frequencies serve the norm alone,
    and the columns' weights are expected in the coefficients of what follows.
    """

    def __init__(self, *, shapes: int = len(SHAPES), shape_scale: float = 0.2, weigh: bool = True) -> None:
        self.shapes = shapes
        self.shape_scale = shape_scale
        self.weigh = weigh

    def fit(self, X: Any, y: object = None) -> Self:  # noqa: ANN401, ARG002, N803 - scikit-learn's signature
        """Learn the frequencies from counts (texts, features)."""
        X = self._checked(X, reset=True)  # noqa: N806
        return self.set_frequencies(np.bincount(X.indices[X.data != 0], minlength=X.shape[1]), X.shape[0])

    def set_frequencies(self, texts: NDArray[np.integer[Any]], of: int) -> Self:
        """Take in how many `of` all texts each feature occurs (features), counted elsewhere.

        Raises ValueError for fewer features than there are shapes.
        """
        if len(texts) < self.shapes:
            message = f"there are {len(texts)} features, and the last {self.shapes} of them must be shapes"
            raise ValueError(message)
        frequencies = np.log((1 + of) / (1 + np.minimum(texts, of))) + 1
        self.n_features_in_ = len(texts)
        self.idf_ = frequencies[: len(texts) - self.shapes].astype(np.float32)
        return self

    def transform(self, X: Any) -> sp.csr_matrix:  # noqa: ANN401, N803 - scikit-learn's name
        """Scaled features, the same shape, float32."""
        check_is_fitted(self, "idf_")
        X = self._checked(X, reset=False)  # noqa: N806
        squares = np.concatenate([self.idf_.astype(np.float32) ** 2, np.zeros(self.shapes, np.float32)])
        norms = np.sqrt(X @ squares)
        norms[norms == 0] = 1
        scale = self.idf_.astype(np.float32) if self.weigh else np.ones_like(self.idf_, np.float32)
        shape = np.full(self.shapes, self.shape_scale if self.weigh else 1.0, np.float32)
        # Millions of numbers an epoch: in place, and divided by one where it is a shape, which changes nothing.
        data = np.concatenate([scale, shape]).take(X.indices)
        data *= X.data
        divisors = np.repeat(norms, np.diff(X.indptr))
        divisors[X.indices >= len(self.idf_)] = 1
        data /= divisors
        scaled = data.astype(np.float32, copy=False), X.indices.copy(), X.indptr.copy()
        return sp.csr_matrix(scaled, shape=X.shape)

    def _checked(self, X: Any, *, reset: bool) -> sp.csr_matrix:  # noqa: ANN401, N803
        return sp.csr_matrix(
            validate_data(self, X, accept_sparse="csr", dtype=np.float32, reset=reset, ensure_non_negative=True)
        )

    def __sklearn_tags__(self) -> Tags:
        """Takes counts, dense or sparse."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.input_tags.positive_only = True
        tags.transformer_tags.preserves_dtype = ["float32"]
        return tags
