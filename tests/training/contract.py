"""The checks of scikit-learn's own contract for estimators, as parameters of a test."""

from collections.abc import Callable
from functools import partial

import pytest
from sklearn.base import BaseEstimator  # type: ignore[import-untyped]
from sklearn.utils.estimator_checks import estimator_checks_generator  # type: ignore[import-untyped]


def contract(*estimators: BaseEstimator, without: tuple[str, ...] = ()) -> list[object]:
    """Each estimator with each check that applies to it, but those named.

    The one for array libraries other than numpy skips itself unless a variable is set for all of a process.
    """
    left_out = {"check_array_api_input", *without}
    return [
        pytest.param(fresh, check, id=f"{estimator}-{_name(check)}")
        for estimator in estimators
        for fresh, check in estimator_checks_generator(estimator)
        if _name(check) not in left_out
    ]


def _name(check: Callable[[object], None] | partial[None]) -> str:
    return (check.func if isinstance(check, partial) else check).__name__
