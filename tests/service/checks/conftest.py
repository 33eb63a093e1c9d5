"""What the tests of likeness share."""

import random

import pytest

from model.likeness import KEY_BYTES
from service.history import History


@pytest.fixture
def one_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Likeness is estimated with keys that are new at every start; these tests are told the same each time."""
    keys = random.Random(1).randbytes(KEY_BYTES)  # noqa: S311 - no secret
    monkeypatch.setattr("model.likeness._KEYS", keys)


@pytest.fixture
def history() -> History:
    return History(capacity=1_000)
