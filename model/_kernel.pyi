# The compiled kernel: what `model/_kernel.c` offers.

from collections.abc import Callable, Sequence
from typing import Self

from model.kernel import Halves
from model.policy import Span

# The SHA-256 of the source it was compiled from; empty where the build did not compile it.
SOURCE: str

class Kernel:
    def __new__(
        cls,
        table: Halves,
        biases: Sequence[float],
        attributes: tuple[str, ...],
        bits: int,
        spellings: Callable[[str], tuple[str, ...]],
        span: type[Span],
        remembered: int,
    ) -> Self: ...
    def logits(self, original: str, normalised: str, rows: Sequence[int], /) -> list[float]: ...
    def score(self, original: str, normalised: str, rows: Sequence[int], /) -> dict[str, float]: ...
    def explain(self, normalised: str, attributes: Sequence[str], limit: int, /) -> dict[str, tuple[Span, ...]]: ...

def read(original: str, normalised: str, /) -> tuple[list[str], list[int]]: ...
def find_places(normalised: str, /) -> list[tuple[str, int, int]]: ...
def may_hold_links(normalised: str, /) -> bool: ...
