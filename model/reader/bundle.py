"""The second reader's bundle: an encoder, its vocabulary and linear heads. Digests are checked before it is read."""

from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

from model.bundle import BundleError, read_sealed, verify
from model.curves import Curve
from model.policy import Share, Threshold

DEFAULT: Final = Path(__file__).with_name("default")
"""The reader that ships with Copydesk."""
ENCODER: Final = "encoder.onnx"
VOCABULARY: Final = "vocabulary.txt"
HEADS: Final = "heads.npy"
_READ: Final = (ENCODER, VOCABULARY, HEADS)


class Combination(NamedTuple):
    """What makes one calibrated logit of two: `first` times that of the first reader, `second` times its own, added."""

    first: FiniteFloat
    second: FiniteFloat
    offset: FiniteFloat


class Band(NamedTuple):
    """From which score of the first reader up to which it is unsure, both included."""

    low: Share
    high: Share


class ReaderManifest(BaseModel):
    """What a reader's bundle says of itself.

    `tokens`: how many of a comment are read. `beside`: the version of the first reader whose scores the `combinations`
    and `thresholds` were found with. All three mappings are by attribute; an attribute without a combination keeps the
    first reader's score. `languages`: others are not read. `groups`: by the word that is read in their place, the words
    that name a group of people, so that a comment is read alike whichever group it names.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    format: Literal[1]
    version: str
    created: str
    beside: str
    tokens: int = Field(ge=4, le=512)
    attributes: tuple[str, ...] = Field(min_length=1)
    combinations: dict[str, Combination]
    bands: dict[str, Band]
    thresholds: dict[str, Threshold] = {}
    threshold_curves: dict[str, Curve] = {}
    languages: tuple[str, ...] = ("en",)
    groups: dict[str, tuple[str, ...]] = {}
    rows: dict[str, int] = {}
    metrics: dict[str, Any] = {}
    libraries: dict[str, str] = {}
    digests: dict[str, str]


def verified(folder: Path) -> ReaderManifest:
    """The manifest of the reader in that folder, all its files held against it; raises BundleError."""
    manifest = read_sealed(folder, ReaderManifest)
    for name in _READ:
        if name not in manifest.digests:
            message = f"{folder / name} is not vouched for by the manifest: restore the reader or make it anew"
            raise BundleError(message)
    verify(folder, manifest.digests)
    return manifest
