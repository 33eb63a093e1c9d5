"""Folds by hash of the text, and sources left out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.splits import CALIBRATION, FOLDS, LEARNING, TEST, THRESHOLDS, fold_of, leave_one_source_out


def test_each_fold_has_one_purpose() -> None:
    assert sorted((TEST, CALIBRATION, THRESHOLDS, *LEARNING)) == list(range(FOLDS))


def test_folds_are_the_same_on_every_machine() -> None:
    assert fold_of(["One comment", "Another comment", "A third"], seed=0).tolist() == [3, 3, 5]


@given(st.lists(st.text(), max_size=8), st.integers(0, 2**32))
def test_company_and_order_do_not_matter(texts: list[str], seed: int) -> None:
    folds = fold_of(texts, seed)
    assert folds.tolist() == [int(fold_of([text], seed)[0]) for text in texts]
    assert all(0 <= fold < FOLDS for fold in folds)


@pytest.mark.parametrize(
    "twin", ["  you  ARE\n\u00a0right ", "You are right", "\uff59\uff4f\uff55 are right", "you are\tRIGHT"]
)
def test_duplicates_never_cross_folds(twin: str) -> None:
    assert all(fold_of([twin], seed) == fold_of(["you are right"], seed) for seed in range(20))


def test_folds_are_of_about_one_size() -> None:
    sizes = np.bincount(fold_of([f"Comment {number}" for number in range(20_000)]), minlength=FOLDS)
    assert sizes.min() > 1_800
    assert sizes.max() < 2_200


def test_another_seed_is_another_split() -> None:
    texts = [f"Comment {number}" for number in range(1_000)]
    assert 0.05 < (fold_of(texts, 1) == fold_of(texts, 2)).mean() < 0.15


def test_every_source_is_left_out_once_and_with_it_what_comes_from_the_same_site() -> None:
    parts = list(leave_one_source_out(["b", "jigsaw", "b", "tubespam:one", "jigsaw_extra", "tubespam:two"]))
    assert [(part.site, part.held_out.tolist()) for part in parts] == [
        ("b", [True, False, True, False, False, False]),
        ("jigsaw", [False, True, False, False, True, False]),
        ("tubespam", [False, False, False, True, False, True]),
    ]
    assert all((part.learned ^ part.held_out).all() for part in parts)


def test_what_is_generated_is_never_left_out() -> None:
    parts = list(leave_one_source_out(["a", "synthetic:civil", "b"]))
    assert [(part.site, part.learned.tolist()) for part in parts] == [
        ("a", [False, True, True]),
        ("b", [True, True, False]),
    ]


def test_one_site_alone_cannot_be_left_out() -> None:
    assert list(leave_one_source_out(["a", "a", "synthetic:civil"])) == []
