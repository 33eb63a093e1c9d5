"""What the tests of likeness share."""

import pytest

from service.history import History


@pytest.fixture
def history() -> History:
    return History(capacity=1_000)
