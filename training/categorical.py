"""A column of few distinct words, such as sources or languages: a byte a row, however long the words."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Categorical:
    """Words by row: `codes` (rows), each the place of its word in `names`, which are distinct.

    A code takes a byte, or two or four where there are so many words.
    """

    codes: NDArray[np.unsignedinteger[Any]]
    names: tuple[str, ...]

    @classmethod
    def of(cls, words: Iterable[str]) -> Self:
        """The column of these words."""
        places: dict[str, int] = {}
        codes = np.fromiter((places.setdefault(word, len(places)) for word in words), np.uint32)
        return cls(codes.astype(_least(places)), tuple(places))

    @classmethod
    def joined(cls, columns: Sequence[Self]) -> Self:
        """All their rows, one column after the other."""
        places = {name: place for place, name in enumerate(dict.fromkeys(n for one in columns for n in one.names))}
        codes = [
            np.array([places[name] for name in one.names], _least(places))[one.codes] for one in columns if len(one)
        ]
        return cls(np.concatenate([np.empty(0, _least(places)), *codes]), tuple(places))

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.codes)

    def __getitem__(self, rows: slice | NDArray[np.integer] | NDArray[np.bool_]) -> NDArray[np.str_]:
        """The words of some rows, as an array of strings."""
        return np.asarray(np.asarray(self.names or [""], np.str_)[self.codes[rows]])

    def tolist(self) -> list[str]:
        """The word of each row; equal words are one object."""
        return [self.names[code] for code in self.codes.tolist()]

    def part(self, rows: slice | NDArray[np.integer] | NDArray[np.bool_]) -> "Categorical":
        """The column of some rows."""
        return Categorical(self.codes[rows], self.names)

    def each(self, say: Callable[[str], str]) -> "Categorical":
        """What `say` makes of each row's word, asked once for each distinct one."""
        said = Categorical.of(map(say, self.names))
        return Categorical(said.codes[self.codes], said.names)

    def counts(self) -> Counter[str]:
        """How many rows have each word, of those that any has, in the order of `names`."""
        found = np.bincount(self.codes, minlength=len(self.names)).tolist()
        return Counter({name: count for name, count in zip(self.names, found, strict=True) if count})

    def are(self, *words: str) -> NDArray[np.bool_]:
        """Whether each row's word is one of these."""
        return np.asarray(np.isin(np.asarray(self.names or [""], np.str_), words)[self.codes])


def _least(names: Collection[str]) -> np.dtype[np.unsignedinteger[Any]]:
    """The smallest numbers that can tell these words apart."""
    return np.min_scalar_type(max(len(names) - 1, 0))
