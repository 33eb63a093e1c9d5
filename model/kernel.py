"""The compiled kernel, where it could be built and is wanted; without it, Python and numpy do the same more slowly."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from model.findings import Span

    Halves = memoryview | NDArray[np.float16]
    """A table of halves (IEEE 754 binary16), row by row: a view of a file, or numpy's."""

REMEMBERED: Final = 1 << 16
"""How many words are remembered with their rows; when there are more, all are forgotten."""
MOST_SPANS: Final = 64


class Kernel(Protocol):
    """What does the arithmetic of `model.scorer`; `rows` are those of `SHAPES` beside the words. Threads may share it.

    Texts are given as they were submitted and normalised; spans are told in the normalised one.
    """

    def logits(self, original: str, normalised: str, rows: Sequence[int], /) -> list[float]:
        """The score of each attribute before the logistic function."""

    def score(self, original: str, normalised: str, rows: Sequence[int], /) -> dict[str, float]:
        """The score, 0..1, of each attribute."""

    def explain(self, normalised: str, attributes: Sequence[str], limit: int, /) -> "dict[str, tuple[Span, ...]]":
        """The places that raised each attribute's score most, in their order; at most `limit`, 1 to 64, of each."""


def _load() -> Any:  # noqa: ANN401 - a module has no type of its own
    if os.environ.get("COPYDESK_KERNEL") == "numpy":
        return None
    try:
        from model import _kernel  # noqa: PLC0415 - there may be none
    except ImportError:
        return None
    return _kernel


compiled: Final = _load()
"""The module `model._kernel`; None where `COPYDESK_KERNEL` is `numpy`, or where there was no C compiler."""
