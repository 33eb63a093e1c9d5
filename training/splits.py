"""Which rows a model learns from and which it is measured on: by hash of the text, or by source."""

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from training.recipe import SYNTHETIC, family_of

FOLDS: Final = 10
TEST: Final = 0
"""Nothing is ever fitted or chosen on this fold; quality and kept promises are reported from it."""
CALIBRATION: Final = 1
THRESHOLDS: Final = 2
LEARNING: Final = tuple(range(3, FOLDS))
_SITES: Final[Mapping[str, str]] = {"jigsaw_extra": "jigsaw", "tgspam": "telegram_spam"}
"""Sources that hold texts of the same place as another, by that other."""


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


def site_of(source: str) -> str:
    """Where a source's texts come from: sources of one site are left out together, parts of a source as well."""
    family = family_of(source)
    return _SITES.get(family, family)


class SiteOut(NamedTuple):
    """One site left out: masks over all rows of what is learned from and what is measured on."""

    site: str
    learned: NDArray[np.bool_]
    held_out: NDArray[np.bool_]


def leave_one_source_out(sources: Sequence[str]) -> Iterator[SiteOut]:
    """Each site in the order of names, with the rows of all others to learn from; nothing where there is but one.

    What is generated comes from no site: it is never left out.
    """
    column = np.asarray([site_of(source) for source in sources], dtype=np.str_)
    names = [name for name in np.unique(column).tolist() if name != SYNTHETIC]
    if len(names) > 1:
        for name in names:
            held_out = column == name
            yield SiteOut(name, ~held_out, held_out)
