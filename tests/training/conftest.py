"""What several tests of training share."""

import pytest

from model.bundle import Bundle
from tests.training.house import base_in


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """A tiny model with everything that a retraining starts from."""
    return base_in(tmp_path_factory.mktemp("base"))
