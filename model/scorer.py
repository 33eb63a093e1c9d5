"""Scores from a bundle's compiled table, and the words that raised them.

The score of an attribute is the logistic function of S / sqrt(N) + shape + bias: S sums the weights of all features of
the comment's words and pairs of words, N the squares of their inverse document frequencies. Both are sums over words,
so a word's share is worked out when it is first met, and then remembered.
"""

from collections.abc import Sequence
from struct import iter_unpack
from typing import TYPE_CHECKING, Final, Protocol

from model.comment import Comment
from model.features import SHAPES, shapes_beside
from model.findings import Span
from model.kernel import REMEMBERED, Kernel, compiled
from model.lexicon import EMPTY, Lexicon
from model.text import Text

if TYPE_CHECKING:
    from model.kernel import Halves

ATTRIBUTES: Final = ("toxicity", "severe_toxicity", "obscene", "threat", "insult", "identity_attack", "spam")


class MakeKernel(Protocol):
    """Makes a kernel of what a bundle holds."""

    def __call__(
        self,
        table: "Halves",
        biases: Sequence[float],
        attributes: tuple[str, ...],
        bits: int,
        *,
        lexicon: Lexicon = EMPTY,
    ) -> Kernel:
        """As `Scorer`."""


def make_kernel(  # noqa: PLR0913 - what a bundle holds, and how much is remembered
    table: "Halves",
    biases: Sequence[float],
    attributes: tuple[str, ...],
    bits: int,
    remembered: int = REMEMBERED,
    *,
    lexicon: Lexicon = EMPTY,
) -> Kernel:
    """The compiled kernel, or where there is none its twin in numpy."""
    if compiled is None:
        from model.numpy_kernel import NumpyKernel  # noqa: PLC0415 - numpy costs 80 ms and 15 MB, and is not needed else

        return NumpyKernel(table, biases, attributes, bits, remembered, lexicon)
    kernel: Kernel = compiled.Kernel(table, biases, attributes, bits, Span, remembered, lexicon)
    return kernel


class Scorer:
    """Scores comments by a table of 2**bits rows, then one for each shape; thread-safe.

    `table`: float16 (2**bits + shapes, attributes + 1); its last column is the squared inverse document frequency.
    `biases`: one for each attribute. `lexicon`: the words that are known, against which others are held.
    """

    __slots__ = ("_kernel", "_shapes", "attributes")

    def __init__(  # noqa: PLR0913, PLR0917 - what a bundle holds
        self,
        table: "Halves",
        biases: Sequence[float],
        attributes: Sequence[str],
        bits: int,
        make_kernel: MakeKernel = make_kernel,
        lexicon: Lexicon = EMPTY,
    ) -> None:
        self.attributes = tuple(attributes)
        self._kernel = make_kernel(table, biases, self.attributes, bits, lexicon=lexicon)
        columns = len(self.attributes) + 1
        halves = memoryview(table).cast("B")  # type: ignore[arg-type]  # numpy's arrays are buffers, too
        self._shapes = tuple(iter_unpack(f"{columns}e", halves[columns * 2 << bits :]))

    def score(self, text: Text, comment: Comment | None = None) -> dict[str, float]:
        """The calibrated score, 0..1, of each attribute."""
        return self._kernel.score(text.original, text.normalised, self._beside(text, comment))

    def logits(self, text: Text, comment: Comment | None = None) -> list[float]:
        """The scores before the logistic function, in the attributes' order."""
        return self._kernel.logits(text.original, text.normalised, self._beside(text, comment))

    def explain(self, text: Text, attributes: Sequence[str], limit: int = 8) -> dict[str, tuple[Span, ...]]:
        """By attribute, the words of the original that raised its score most, in their order, no more than the limit.

        Weights are logits; a pair's weight is shared by its words.
        """
        explained = self._kernel.explain(text.normalised, attributes, limit)
        if not text.is_verbatim:
            for attribute, spans in explained.items():
                explained[attribute] = _traced(text, spans)
        return explained

    def circumstances(self, text: Text, comment: Comment | None, attribute: str) -> dict[str, float]:
        """The shapes beside the words, by name, and how much each raised or lowered the attribute's score (logits)."""
        column = self.attributes.index(attribute)
        return {SHAPES[row]: self._shapes[row][column] for row in self._beside(text, comment)}

    def _beside(self, text: Text, comment: Comment | None) -> Sequence[int]:
        """The rows beside the words that the table has: an older one has fewer."""
        rows, known = shapes_beside(text, comment), len(self._shapes)
        return rows if known == len(SHAPES) else [row for row in rows if row < known]


def _traced(text: Text, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans of the normalised text as they stand in the original; where several become one, the lightest is told."""
    weights: dict[tuple[int, int], float] = {}
    for begin, end, weight in spans:
        place = text.span(begin, end)
        weights[place] = min(weight, weights.get(place, weight))
    return tuple(Span(*place, weight) for place, weight in sorted(weights.items()))
