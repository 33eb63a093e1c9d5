"""Texts become counts of what the scorer sums, and the transformers keep scikit-learn's contract."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import scipy.sparse as sp  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import clone  # type: ignore[import-untyped]
from sklearn.utils import estimator_checks as checks  # type: ignore[import-untyped]

from model.features import SHAPES, read_features
from model.hashing import distinct, hash_pairs, hash_spellings, rows_of
from model.text import read
from model.words import spellings
from tests.model.texts import ANY_TEXT
from tests.training.contract import contract
from training.features import HashedWords, InverseDocumentFrequency, count_features

BITS = 10
COLUMNS = (1 << BITS) + len(SHAPES)


def slowly(content: str) -> list[float]:
    """The counts by the definition."""
    words, shapes = read_features(read(content))
    counts = np.zeros(COLUMNS)
    for word in set(words):
        for spelling in spellings(word):
            np.add.at(counts, rows_of(hash_spellings([spelling]).features, BITS), 1)
    if len(words) > 1:
        hashes = np.asarray([hash_spellings([spellings(word)[0]]).words[0] for word in words], np.uint64)
        np.add.at(counts, rows_of(distinct(hash_pairs(hashes)), BITS), 1)
    counts[[(1 << BITS) + row for row in shapes]] += 1
    return counts.tolist()


@given(st.lists(ANY_TEXT, min_size=1, max_size=6))
def test_counts_are_those_of_a_slow_twin_whatever_the_company(contents: list[str]) -> None:
    counts = HashedWords(BITS).fit_transform(contents)
    assert counts.shape == (len(contents), COLUMNS)
    assert counts.dtype == np.float32
    assert counts.toarray().tolist() == [slowly(content) for content in contents]


def test_more_words_than_are_hashed_at_once_count_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    contents = [f"word{number} f**k sh1t soooo {number}" for number in range(40)]
    expected = HashedWords(BITS).transform(contents).toarray()
    monkeypatch.setattr("training.features._AT_ONCE", 7)
    assert (HashedWords(BITS).transform(contents).toarray() == expected).all()


def test_no_texts_have_no_counts() -> None:
    assert count_features([], BITS).shape == (0, COLUMNS)
    assert HashedWords(BITS).transform(["", "\u200b"]).nnz == 0


@pytest.mark.parametrize(
    ("given", "error"),
    [("one text", ValueError), ([b"bytes"], TypeError), ([None], TypeError), ([1.5], TypeError), ([["x"]], TypeError)],
)
def test_what_are_no_texts_is_refused(given: Any, error: type[Exception]) -> None:  # noqa: ANN401 - anything
    with pytest.raises(error, match="text"):
        HashedWords(BITS).fit([]).transform(given)


@pytest.mark.parametrize("bits", [3, 25, -1])
def test_a_table_too_small_or_too_large_is_refused(bits: int) -> None:
    with pytest.raises(ValueError, match="4 to 24"):
        HashedWords(bits).fit([])


# scikit-learn has no checks that feed texts; these need no input.
@pytest.mark.parametrize(
    "check",
    [
        checks.check_do_not_raise_errors_in_init_or_set_params,
        checks.check_estimator_cloneable,
        checks.check_estimator_repr,
        checks.check_estimator_tags_renamed,
        checks.check_get_params_invariance,
        checks.check_no_attributes_set_in_init,
        checks.check_parameters_default_constructible,
        checks.check_set_params,
        checks.check_valid_tag_types,
    ],
)
def test_the_reader_of_texts_keeps_the_contract(check: Callable[[str, object], None]) -> None:
    check("HashedWords", HashedWords())


@pytest.mark.parametrize(
    ("estimator", "check"),
    contract(InverseDocumentFrequency(shapes=0), InverseDocumentFrequency(shapes=0, weigh=False)),
)
def test_the_frequencies_keep_the_contract(estimator: object, check: Callable[[object], None]) -> None:
    check(estimator)


def test_rare_features_weigh_more_and_texts_are_of_one_length() -> None:
    counts = sp.csr_matrix(np.array([[1, 1, 0], [1, 0, 0], [1, 0, 3]], np.float32))
    idf = InverseDocumentFrequency(shapes=0).fit(counts)
    assert idf.idf_.tolist() == pytest.approx([1, np.log(4 / 2) + 1, np.log(4 / 2) + 1])
    scaled = idf.transform(counts).toarray()
    # A word counts by itself in the norm: three words with one feature are of length sqrt(3), not 3.
    expected = (
        [1, idf.idf_[1]] / np.sqrt(1 + idf.idf_[1] ** 2),
        [1],
        [1, 3 * idf.idf_[2]] / np.sqrt(1 + 3 * idf.idf_[2] ** 2),
    )
    assert [row[row > 0].tolist() for row in scaled] == [pytest.approx(list(row)) for row in expected]


def test_shapes_are_scaled_and_have_no_part_in_the_norm() -> None:
    counts = sp.csr_matrix(np.array([[2, 1], [0, 1]], np.float32))
    scaled = InverseDocumentFrequency(shapes=1, shape_scale=0.25).fit_transform(counts).toarray()
    assert scaled[:, 1].tolist() == [0.25, 0.25]


def test_frequencies_counted_elsewhere_are_the_same() -> None:
    counts = HashedWords(BITS).transform(["one two", "two three", "three"])
    fitted = InverseDocumentFrequency().fit(counts)
    told = InverseDocumentFrequency().set_frequencies(np.bincount(counts.indices, minlength=COLUMNS), 3)
    assert (fitted.idf_ == told.idf_).all()
    assert (fitted.transform(counts) != told.transform(counts)).nnz == 0


def test_zeros_that_are_stored_are_zeros() -> None:
    counts = sp.csr_matrix((np.array([1, 0], np.float32), [0, 1], [0, 2]), shape=(1, 2))
    assert InverseDocumentFrequency(shapes=0).fit(counts).idf_.tolist() == pytest.approx([1, np.log(2) + 1])


def test_what_is_scaled_shares_nothing_with_the_counts() -> None:
    counts = sp.csr_matrix((np.array([1, 2], np.float32), [1, 0], [0, 2]), shape=(1, 2))
    InverseDocumentFrequency(shapes=0).fit_transform(counts).sort_indices()
    assert counts.toarray().tolist() == [[2, 1]]


def test_fewer_features_than_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="the last 3 of them must be shapes"):
        InverseDocumentFrequency(shapes=3).fit(np.ones((2, 2)))


def test_the_transformers_can_be_cloned() -> None:
    copy = clone(InverseDocumentFrequency(shapes=2, shape_scale=0.5, weigh=False))
    assert copy.get_params() == {"shapes": 2, "shape_scale": 0.5, "weigh": False}
