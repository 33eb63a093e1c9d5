"""Which rows a model learns from and which it is measured on: by hash of the text, or by source."""

import hashlib
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

FOLDS: Final = 10
TEST: Final = 0
"""Nothing is ever fitted or chosen on this fold; quality and kept promises are reported from it."""
CALIBRATION: Final = 1
THRESHOLDS: Final = 2
LEARNING: Final = tuple(range(3, FOLDS))


def fold_of(texts: Sequence[str], seed: int = 0) -> NDArray[np.int64]:
    """The fold, 0 to 9, of each text: the same on every machine, whatever the order and company of the texts.

    Texts that differ only in case, white space or compatible spellings (NFKC) share a fold, so that no duplicate of
    what a model learned is in what it is measured on.
    """
    key = str(seed).encode()
    return np.fromiter((_hash(text, key) % FOLDS for text in texts), dtype=np.int64, count=len(texts))


def _hash(text: str, key: bytes) -> int:
    same = " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).split())
    digest = hashlib.blake2b(same.encode("utf-8", "surrogatepass"), digest_size=8, key=key).digest()
    return int.from_bytes(digest, "big")


class SourceOut(NamedTuple):
    """One source left out: masks over all rows of what is learned from and what is measured on."""

    source: str
    learned: NDArray[np.bool_]
    held_out: NDArray[np.bool_]


def leave_one_source_out(sources: Sequence[str]) -> Iterator[SourceOut]:
    """Each source in the order of names, with the rows of all others to learn from; nothing where there is but one."""
    column = np.asarray(sources, dtype=np.str_)
    names = np.unique(column)
    if names.size > 1:
        for name in names.tolist():
            held_out = column == name
            yield SourceOut(name, ~held_out, held_out)
