"""Features of a corpus on disk, in shuffled parts: learning from millions of comments takes the memory of a few."""

import json
from pathlib import Path
from typing import Final, Self

import numpy as np
import scipy.sparse as sp  # type: ignore[import-untyped]
from numpy.typing import NDArray

PARTS: Final = 16
_ROWS_OF_A_PART: Final = 8_000
_MOST_PARTS: Final = 1 << 16
_MOST: Final = 255
_INDEX: Final = "index.npz"


def parts_for(rows: int) -> int:
    """Into how many parts to deal so many rows: as many as it takes to keep each small, and never few."""
    return min(max(PARTS, -(-rows // _ROWS_OF_A_PART)), _MOST_PARTS)


class Shelf:
    """Counts of features by row, dealt to `parts` files at random, so that each part is a sample of the whole.

    Rows are numbered in the order they are put here. Counts above 255 are kept as 255. In memory a row takes two bytes.
    """

    def __init__(self, folder: Path, columns: int, *, parts: int = PARTS, seed: int = 0) -> None:
        self.parts = parts
        self._folder = folder
        self._columns = columns
        self._random = np.random.default_rng(seed)
        self._dealt: list[NDArray[np.uint16]] = []
        self.rows = 0
        folder.mkdir(parents=True, exist_ok=True)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The shelf that was closed in this folder; what is put there next is dealt as if it had never been closed."""
        with np.load(folder / _INDEX, allow_pickle=False) as index:
            shelf = cls(folder, int(index["columns"]), parts=int(index["parts"]))
            shelf._random.bit_generator.state = json.loads(str(index["random"]))
            shelf._dealt = [index["dealt"]]
            shelf.rows = len(index["dealt"])
        return shelf

    def close(self) -> None:
        """Write down which row is where, so that the folder can be opened again."""
        np.savez(
            self._folder / _INDEX,
            columns=self._columns,
            parts=self.parts,
            random=json.dumps(self._random.bit_generator.state),
            dealt=self._all_dealt(),
        )

    def put(self, counts: sp.csr_matrix) -> NDArray[np.intp]:
        """Append rows; their numbers."""
        dealt = self._random.integers(self.parts, size=counts.shape[0]).astype(np.uint16)
        for part in np.unique(dealt).tolist():
            self._append(part, counts[np.flatnonzero(dealt == part)])
        self._dealt.append(dealt)
        numbers = np.arange(self.rows, self.rows + counts.shape[0])
        self.rows += counts.shape[0]
        return numbers

    def numbers(self, part: int) -> NDArray[np.intp]:
        """The numbers of a part's rows, in the part's order."""
        return np.flatnonzero(self._all_dealt() == part)

    def take(self, part: int) -> sp.csr_matrix:
        """A part's counts (rows, columns), float32."""
        rows = len(self.numbers(part))
        if not rows:
            return sp.csr_matrix((0, self._columns), dtype=np.float32)
        lengths = np.fromfile(self._file(part, "lengths"), np.int32)
        indices = np.fromfile(self._file(part, "indices"), np.int32)
        data = np.fromfile(self._file(part, "data"), np.uint8).astype(np.float32)
        pointers = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]).astype(np.int32)
        return sp.csr_matrix((data, indices, pointers), shape=(rows, self._columns))

    def _all_dealt(self) -> NDArray[np.uint16]:
        """The part of each row."""
        if len(self._dealt) != 1:
            self._dealt = [np.concatenate([np.empty(0, np.uint16), *self._dealt])]
        return self._dealt[0]

    def _append(self, part: int, counts: sp.csr_matrix) -> None:
        columns = {
            "lengths": np.diff(counts.indptr).astype(np.int32),
            "indices": counts.indices.astype(np.int32),
            "data": np.minimum(counts.data, _MOST).astype(np.uint8),
        }
        for name, values in columns.items():
            with self._file(part, name).open("ab") as file:
                values.tofile(file)

    def _file(self, part: int, name: str) -> Path:
        return self._folder / f"{part:03}.{name}"
