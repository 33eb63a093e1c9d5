"""A bundle's weights as training reads them: from the compiled table, which holds all that its estimator does.

So no pickle is ever opened to retrain, and a site may run another release of scikit-learn than whoever trained.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp  # type: ignore[import-untyped]
from numpy.typing import NDArray
from scipy.special import expit  # type: ignore[import-untyped]
from sklearn.pipeline import Pipeline  # type: ignore[import-untyped]

from model.bundle import TABLE, Bundle, BundleError, verify
from model.features import SHAPES
from model.registry import DEFAULT, Registry
from training.features import HashedWords, InverseDocumentFrequency
from training.heads import LinearHeads

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """Heads by attribute: `coef` (features, heads) and `intercept` (heads), over counts scaled by `idf` (features)."""

    attributes: tuple[str, ...]
    coef: Floats
    intercept: Floats
    idf: Floats
    bits: int
    lexicon: bytes = b""

    @property
    def words(self) -> HashedWords:
        """What makes counts of texts."""
        return HashedWords(self.bits, self.lexicon)

    @property
    def frequency(self) -> InverseDocumentFrequency:
        """What norms the counts; its weights are in the coefficients."""
        frequency = InverseDocumentFrequency(weigh=False)
        frequency.idf_ = self.idf
        frequency.n_features_in_ = len(self.coef)
        return frequency

    @property
    def scale(self) -> Floats:
        """What a learner multiplies the normed counts (features) by, so that rare words may weigh more than others."""
        shapes = np.full(len(SHAPES), InverseDocumentFrequency().shape_scale, np.float32)
        return np.concatenate([self.idf, shapes]).astype(np.float32)

    def normed(self, counts: sp.csr_matrix) -> sp.csr_matrix:
        """The counts (rows, features) as the coefficients expect them."""
        return self.frequency.transform(counts)

    def logits(self, normed: sp.csr_matrix) -> Floats:
        """Logits (rows, heads) of normed counts."""
        return np.asarray(normed @ self.coef, np.float32) + self.intercept

    def scores(self, normed: sp.csr_matrix) -> Floats:
        """Scores (rows, heads), 0..1, of normed counts."""
        return np.asarray(expit(np.clip(self.logits(normed), -30, 30)), np.float32)

    def pipeline(self) -> Pipeline:
        """The scikit-learn estimator from texts to probabilities."""
        heads = LinearHeads(len(self.attributes))
        heads.coef_ = self.coef.T.astype(np.float16)
        heads.intercept_ = self.intercept
        heads.n_features_in_ = len(self.coef)
        return Pipeline([("words", self.words), ("frequency", self.frequency), ("heads", heads)])

    def with_head(self, attribute: str, coef: Floats, intercept: float) -> "Weights":
        """The same with that head put in the place of the one of its name, or added; rounded as the table rounds."""
        kept = [column for column, name in enumerate(self.attributes) if name != attribute]
        at = self.attributes.index(attribute) if attribute in self.attributes else len(kept)
        rounded = coef.astype(np.float16).astype(np.float32)
        return Weights(
            _inserted([self.attributes[column] for column in kept], at, attribute),
            np.insert(self.coef[:, kept], at, rounded, axis=1),
            np.insert(self.intercept[kept], at, np.float32(intercept)),
            self.idf,
            self.bits,
            self.lexicon,
        )


def weights_of(bundle: Bundle) -> Weights:
    """The weights of a bundle; raises BundleError where its table is not the one that the manifest vouches for."""
    verify(bundle.folder, {TABLE: bundle.manifest.digests[TABLE]})
    table = np.load(bundle.folder / TABLE, allow_pickle=False).astype(np.float32)
    # A shape that the bundle is too old to know weighs nothing yet.
    table = np.pad(table, ((0, len(SHAPES) - len(bundle.manifest.features.shapes)), (0, 0)))
    return Weights(
        bundle.manifest.attributes,
        table[:, :-1],
        np.asarray(bundle.manifest.biases, np.float32),
        np.sqrt(table[: 1 << bundle.manifest.features.bits, -1]),
        bundle.manifest.features.bits,
        bundle.lexicon,
    )


def reading_of(bundle: Bundle) -> tuple[int, bytes]:
    """What decides how it reads a comment into features: the bits of its table, and its lexicon's entries."""
    return bundle.manifest.features.bits, bundle.lexicon


def champion_of(registry: Registry, site: str) -> Bundle:
    """The bundle that judges the site's comments; raises BundleError."""
    return registry.load(registry.champion_of(site))


def base_of(registry: Registry) -> Bundle:
    """What a site's model starts from: what all sites use, or what that started from where it learned from verdicts.

    Never a model that learned from verdicts, so that what is erased leaves with the next retraining, and learning
    twice from the same verdicts changes nothing. Raises BundleError.
    """
    shared = registry.load()
    if shared.manifest.site is None:
        return shared
    base = shared.manifest.base
    if base in registry.versions():
        return registry.load(base)
    shipped = Registry(DEFAULT.parent / "none").load()
    if shipped.version == base:
        return shipped
    message = (
        f"{shared.version}, which all sites use, learned from the verdicts of {shared.manifest.site!r}, and {base}, "
        f"which it started from, is not in {registry.folder}: restore it, or promote one that learned from a corpus"
    )
    raise BundleError(message)


def _inserted(names: Sequence[str], at: int, name: str) -> tuple[str, ...]:
    return (*names[:at], name, *names[at:])
