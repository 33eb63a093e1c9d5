"""What was freed goes back, and where nothing can give it back, all goes on."""

import ctypes
import weakref

import numpy as np
import pytest

from training.memory import give_back


class Circle:
    """Knows itself, as tasks that run at once know each other."""

    def __init__(self) -> None:
        self.held = np.ones(10)
        self.itself = self


def test_what_only_knows_itself_is_freed() -> None:
    freed = weakref.ref(Circle())
    give_back()
    assert freed() is None


def test_another_c_library_has_nothing_to_give_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    give_back()
