"""One step ahead: what comes next is made while what came last is used."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Made = TypeVar("Made")


def ahead(made: Iterator[Made]) -> Iterator[Made]:
    """The same, in order; a thread makes the next one while this one is used. What that raises is raised in its place.

    Worth it where both are work for libraries that let other threads run. Nothing of it may be None. Who stops half way
    waits for the one in the making.
    """
    with ThreadPoolExecutor(1) as thread:
        following = thread.submit(next, made, None)
        while (one := following.result()) is not None:
            following = thread.submit(next, made, None)
            yield one
