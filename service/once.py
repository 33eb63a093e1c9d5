"""What is made when it is first asked for, so that a start need not pay for it."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

ThingT = TypeVar("ThingT")


class Once(Generic[ThingT]):
    """Calls `make` the first time it is called, in whatever thread, and gives what that made ever after."""

    def __init__(self, make: Callable[[], ThingT]) -> None:
        self._make = make
        self._lock = Lock()
        self._made: ThingT | None = None

    def __call__(self) -> ThingT:
        """The thing; makes it where it is not there yet."""
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made

    @property
    def made(self) -> ThingT | None:
        """The thing if it is there."""
        return self._made
