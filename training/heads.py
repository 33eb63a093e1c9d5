"""The linear heads: one logistic regression an attribute, learned from rows that were asked about it."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, Final, NamedTuple, Self

import numpy as np
import scipy.sparse as sp  # type: ignore[import-untyped]
from numpy.typing import NDArray
from scipy.special import expit  # type: ignore[import-untyped]
from sklearn import config_context  # type: ignore[import-untyped]
from sklearn.base import BaseEstimator, clone  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression, SGDClassifier  # type: ignore[import-untyped]
from sklearn.utils import Tags, check_array  # type: ignore[import-untyped]
from sklearn.utils.validation import (  # type: ignore[import-untyped]
    check_consistent_length,
    check_is_fitted,
    validate_data,
)
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

Labels = NDArray[np.float32]
Weights = NDArray[np.float32]
_YES_AND_NO: Final = np.array([0, 1])
_UNTAUGHT: Final = -6.0
"""Logit of a head that nobody taught: 0.25 %, so that nothing is held against a comment that was never asked about."""


class Part(NamedTuple):
    """Rows to learn from: features (rows, n), labels and weights (rows, heads), and the group of each row."""

    features: sp.csr_matrix
    labels: Labels
    weights: Weights
    groups: NDArray[np.intp]


class LinearHeads(BaseEstimator):  # type: ignore[misc]  # scikit-learn has no annotations
    """Independent logistic regressions over the same features, by averaged stochastic gradient descent.

    Labels are shares of raters, 0..1: a row counts as a yes and as a no in that proportion. NaN is left out. Each group
    (source) of rows has an intercept of its own while learning, so that a head does not learn what a source looks like
    instead of what its raters said; afterwards the groups are forgotten. `grouped`: which heads tell the groups apart,
    None: all; to the others they are one. Streams: call `learn` part by part.
    """

    def __init__(
        self,
        heads: int = 7,
        *,
        alpha: float = 3e-6,
        groups: int = 0,
        group_scale: float = 0.7,
        grouped: Sequence[bool] | None = None,
    ) -> None:
        self.heads = heads
        self.alpha = alpha
        self.groups = groups
        self.group_scale = group_scale
        self.grouped = grouped

    def learn(self, part: Part, *, seed: int = 0, jobs: int = 1) -> Self:
        """Take one step of learning, over these rows once; raises ValueError where the shapes disagree."""
        if part.labels.shape != part.weights.shape or part.labels.shape[1] != self.heads:
            message = f"labels {part.labels.shape} and weights {part.weights.shape} do not fit {self.heads} heads"
            raise ValueError(message)
        if not hasattr(self, "learners_"):
            self.learners_ = [SGDClassifier(loss="log_loss", alpha=self.alpha, average=True) for _ in range(self.heads)]
        apart = [True] * self.heads if self.grouped is None else self.grouped
        marked = self._marked(part.features, part.groups, apart)
        labels, weights = part.labels.T, part.weights.T
        learners = [learner.set_params(random_state=seed) for learner in self.learners_]
        # A head at a time in each thread: what BLAS does for it is little, and its own threads would wait in a loop.
        with _blas().limit(limits=1), ThreadPoolExecutor(jobs) as threads:
            for _ in threads.map(_learn, learners, (marked[one] for one in apart), labels, weights):
                pass
        return self

    def split(self, shares: int) -> list[Self]:
        """Equal shares of the heads in their order, each with what they learned so far; nothing is left here."""
        each = self.heads // shares
        parts = []
        for begin in range(0, self.heads, each):
            mine = slice(begin, begin + each)
            grouped = None if self.grouped is None else list(self.grouped[mine])
            part = clone(self).set_params(heads=each, grouped=grouped)
            part.learners_ = self.learners_[mine]
            parts.append(part)
        del self.learners_
        return parts

    def finish(self) -> Self:
        """Take over what was learned: `coef_` (heads, features) and `intercept_` (heads); heads never taught say no.

        Raises ValueError where nothing was learned at all.
        """
        width = max((learner.coef_.shape[1] for learner in self.learners_ if hasattr(learner, "coef_")), default=0)
        if not width:
            message = "no head was taught anything: there are no labels, or no rows, to learn from"
            raise ValueError(message)
        self.n_features_in_ = width - self.groups
        self.coef_ = np.zeros((self.heads, width - self.groups), np.float32)
        self.intercept_ = np.full(self.heads, _UNTAUGHT, np.float32)
        for head, learner in enumerate(self.learners_):
            if hasattr(learner, "coef_"):
                self.coef_[head] = learner.coef_[0, : width - self.groups]
                self.intercept_[head] = learner.intercept_[0]
        del self.learners_
        return self

    def fit(self, X: Any, y: Labels, *, epochs: int = 8, seed: int = 0) -> Self:  # noqa: ANN401, N803
        """Learn from features (rows, n) and labels (rows, heads) held in memory, all rows weighing alike."""
        X = self._checked(X, reset=True)  # noqa: N806
        if y is None:
            message = f"{type(self).__name__} requires y to be passed, but the target y is None"
            raise ValueError(message)
        y = check_array(y, dtype=np.float32, ensure_all_finite="allow-nan", input_name="y")
        check_consistent_length(X, y)
        part = Part(X, y, np.ones_like(y), np.zeros(X.shape[0], np.intp))
        for epoch in range(epochs):
            self.learn(part, seed=seed + epoch)
        return self.finish()

    def decision_function(self, X: Any) -> NDArray[np.float32]:  # noqa: ANN401, N803 - scikit-learn's name
        """Logits (rows, heads)."""
        check_is_fitted(self, "coef_")
        X = self._checked(X, reset=False)  # noqa: N806
        product: NDArray[np.float32] = np.asarray(X @ self.coef_.T.astype(np.float32))
        return product + self.intercept_

    def predict_proba(self, X: Any) -> NDArray[np.float32]:  # noqa: ANN401, N803 - scikit-learn's name
        """The probability of each attribute (rows, heads), 0..1; attributes do not exclude each other."""
        probabilities: NDArray[np.float32] = expit(self.decision_function(X))
        return probabilities

    def calibrate(self, slopes: Sequence[float], offsets: Sequence[float]) -> Self:
        """Fold Platt's scaling (slope x logit + offset) of each head into its coefficients."""
        scale = np.asarray(slopes, np.float32)
        self.coef_ = self.coef_ * scale[:, None]
        self.intercept_ = self.intercept_ * scale + np.asarray(offsets, np.float32)
        return self

    def _checked(self, X: Any, *, reset: bool) -> sp.csr_matrix:  # noqa: ANN401, N803
        return sp.csr_matrix(validate_data(self, X, accept_sparse="csr", dtype=np.float32, reset=reset))

    def __sklearn_tags__(self) -> Tags:
        """Learns several labels at once, from features dense or sparse."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.target_tags.required = True
        tags.target_tags.multi_output = True
        tags.target_tags.single_output = False
        return tags

    def _marked(
        self, features: sp.csr_matrix, groups: NDArray[np.intp], apart: Sequence[bool]
    ) -> dict[bool, sp.csr_matrix]:
        """The features, and a mark for each row's group; and where not all heads tell them `apart`, one for all rows.

        The mark is worth having even where all rows are of one group: scikit-learn learns its own intercept a hundred
        times more slowly, for features so sparse.
        """
        if not self.groups:
            return dict.fromkeys(apart, features)
        rows, width = features.shape
        marks = np.full(rows, self.group_scale, np.float32)
        one_hot = sp.csr_matrix((marks, groups, np.arange(rows + 1)), shape=(rows, self.groups))
        told = sp.hstack([features, one_hot], format="csr")
        if all(apart):
            return {True: told}
        # All that differs is the place of each row's last number, its mark.
        places = told.indices.copy()
        places[told.indptr[1:] - 1] = width
        return {True: told, False: sp.csr_matrix((told.data, places, told.indptr), shape=told.shape)}


@cache
def _blas() -> ThreadpoolController:
    """The libraries of linear algebra that are loaded; it takes milliseconds to find them."""
    return ThreadpoolController().select(user_api="blas")


def _learn(learner: SGDClassifier, rows: sp.csr_matrix, labels: Labels, weights: Weights) -> None:
    yes = np.flatnonzero((labels > 0) & (weights > 0))
    no = np.flatnonzero((labels < 1) & (weights > 0))
    if not len(yes) + len(no):
        return
    chosen = np.concatenate([yes, no])
    answers = np.concatenate([np.ones(len(yes), np.intp), np.zeros(len(no), np.intp)])
    counted = np.concatenate([labels[yes] * weights[yes], (1 - labels[no]) * weights[no]])
    # Features are finite and settings valid; to look for that each time takes a tenth of it all.
    with config_context(assume_finite=True, skip_parameter_validation=True):
        learner.partial_fit(rows[chosen], answers, classes=_YES_AND_NO, sample_weight=counted)


def platt(logits: NDArray[np.float32], labels: Labels) -> tuple[float, float]:
    """Slope and offset that make logits probabilities of the labels asked, soft ones included (Platt, 1999).

    (1, 0) where one class is missing.
    """
    asked = ~np.isnan(labels)
    logits, labels = logits[asked, None], labels[asked]
    if not len(labels) or labels.max() == 0 or labels.min() == 1:
        return 1.0, 0.0
    both = np.concatenate([logits, logits])
    answers = np.concatenate([np.ones(len(labels)), np.zeros(len(labels))])
    fitted = LogisticRegression(C=1e6).fit(both, answers, sample_weight=np.concatenate([labels, 1 - labels]))
    slope = float(fitted.coef_[0, 0])
    return (slope, float(fitted.intercept_[0])) if slope > 0 else (1.0, 0.0)
