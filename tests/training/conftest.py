"""What several tests of training share."""

import pytest

from model.bundle import Bundle
from tests.training.house import base_in


@pytest.fixture(scope="session")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """As `base`, but it reads comments otherwise, as a model of another release may."""
    return base_in(tmp_path_factory.mktemp("newer"), "newer-1", bits=11)


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """A tiny model with everything that a retraining starts from."""
    return base_in(tmp_path_factory.mktemp("base"))
