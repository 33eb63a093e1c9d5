"""The rehearsal of a bundle: rows of what it learned from, without their texts, for sites that lack the corpus.

One half is learned from again, so that nothing is forgotten; the other only serves to see whether anything was.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy.sparse as sp  # type: ignore[import-untyped]
from numpy.typing import NDArray

from model.bundle import REHEARSAL, Bundle, BundleError, verify
from model.features import SHAPES
from model.scorer import ATTRIBUTES

_SEED: Final = 20_261_124


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Counts (rows, features) of hashed features, labels (rows, 7) with NaN where nobody was asked, and sources (rows).

    `languages` (rows), empty where they were not kept. `is_held_out` (rows): which ones are never learned from by a
    retraining.
    """

    counts: sp.csr_matrix
    labels: NDArray[np.float32]
    sources: tuple[str, ...]
    languages: NDArray[np.str_]
    is_held_out: NDArray[np.bool_]


def rehearsal_of(bundle: Bundle) -> Rehearsal:
    """The bundle's rehearsal; raises BundleError where there is none, or another than the manifest vouches for."""
    path = bundle.folder / REHEARSAL
    if REHEARSAL not in bundle.manifest.digests:
        message = f"{bundle.folder} has no {REHEARSAL}, without which a site's model would forget: train the model anew"
        raise BundleError(message)
    verify(bundle.folder, {REHEARSAL: bundle.manifest.digests[REHEARSAL]})
    with np.load(path, allow_pickle=False) as file:
        lengths, labels = file["lengths"], file["labels"].astype(np.float32)
        pointers = np.concatenate([[0], np.cumsum(lengths)])
        shape = (len(lengths), (1 << bundle.manifest.features.bits) + len(SHAPES))
        counts = sp.csr_matrix((file["data"].astype(np.float32), file["indices"], pointers), shape=shape)
        sources = tuple(file["sources"].tolist())
        languages = file["languages"] if "languages" in file else np.full(len(lengths), "")
    if labels.shape != (len(lengths), len(ATTRIBUTES)):
        message = f"{path} has labels {labels.shape} and this version reads {len(ATTRIBUTES)}: train the model anew"
        raise BundleError(message)
    held_out = np.zeros(len(lengths), np.bool_)
    held_out[np.random.default_rng(_SEED).permutation(len(lengths))[: len(lengths) // 2]] = True
    return Rehearsal(counts, labels, sources, languages, held_out)
