"""What stands for something that is made when it is first used."""

# ruff: noqa: D105 - each does what its name says

from collections.abc import Callable


class Later:
    """Has the attributes of what `make` gives, and asks for it again each time: `make` must remember it."""

    __slots__ = ("_make",)

    _make: Callable[[], object]

    def __init__(self, make: Callable[[], object]) -> None:
        object.__setattr__(self, "_make", make)

    def __getattr__(self, name: str) -> object:
        return getattr(self._make(), name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(self._make(), name, value)

    def __delattr__(self, name: str) -> None:
        delattr(self._make(), name)
