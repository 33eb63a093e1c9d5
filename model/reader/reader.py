"""The second reader as it serves: which comments it is asked about, and what the two of them say together."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from model.bundle import Bundle, BundleError
from model.curves import Curve
from model.policy import Threshold
from model.reader.bundle import HEADS, ReaderManifest, verified
from model.text import Text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ON_A_GROUP: Final = "identity_attack"
_SUREST = 30.0


class Encodes(Protocol):
    """Makes a vector of a text."""

    def vector(self, text: Text) -> "NDArray[np.float32]":
        """The text's vector (width)."""
        ...


class Reader:
    """An encoder with its heads (attributes, width + 1: a bias is last), and how they go with the first reader."""

    def __init__(self, manifest: ReaderManifest, encoder: Encodes, heads: "NDArray[np.float32]") -> None:
        self.manifest = manifest
        self._encoder = encoder
        self._heads = heads

    @property
    def version(self) -> str:
        """The version's name."""
        return self.manifest.version

    @property
    def thresholds(self) -> Mapping[str, Threshold]:
        """The thresholds of what both say together, by attribute."""
        return self.manifest.thresholds

    @property
    def curves(self) -> Mapping[str, Curve]:
        """The same by what a publisher promises."""
        return self.manifest.threshold_curves

    def is_asked(self, scores: Mapping[str, float], language: str) -> bool:
        """Whether the first reader's scores leave it in doubt, in a language that is read."""
        return language in self.manifest.languages and any(
            self._leave_in_doubt(scores, attribute) for attribute in self.manifest.bands
        )

    def decides_by(
        self, scores: Mapping[str, float], both: Mapping[str, Threshold], first: Mapping[str, Threshold]
    ) -> dict[str, Threshold]:
        """The thresholds of a comment that it has read: to reject takes what `scores`, the first reader's, reject.

        `both` hold for what both say together. Where they know no level to reject from it is the `first` reader's, for
        both are calibrated; but not where an attack on a group of people is in doubt.
        """
        is_on_a_group = self._leave_in_doubt(scores, ON_A_GROUP)

        def decided_by(name: str, limit: Threshold) -> Threshold:
            own = first[name].reject_at
            if not _reaches(scores.get(name), own):
                return limit.without_reject()
            if limit.reject_at is None and not is_on_a_group:
                return Threshold(limit.queue_at, own)
            return limit

        return {name: decided_by(name, limit) for name, limit in both.items()}

    def _leave_in_doubt(self, scores: Mapping[str, float], attribute: str) -> bool:
        band = self.manifest.bands.get(attribute)
        return band is not None and band.low <= scores.get(attribute, -1.0) <= band.high

    def logits(self, text: Text) -> list[float]:
        """What this reader alone makes of the text, in the manifest's order of attributes."""
        vector = self._encoder.vector(text)
        logits: list[float] = (self._heads[:, :-1] @ vector + self._heads[:, -1]).tolist()
        return logits

    def together(self, scores: Mapping[str, float], logits: Sequence[float]) -> dict[str, float]:
        """The scores, 0..1, of both readers: the first's where there is nothing to combine."""
        own = dict(zip(self.manifest.attributes, logits, strict=True))
        combinations = self.manifest.combinations
        return {
            attribute: score
            if attribute not in combinations
            else _logistic(
                combinations[attribute].first * _logit(score)
                + combinations[attribute].second * own[attribute]
                + combinations[attribute].offset
            )
            for attribute, score in scores.items()
        }


class Beside:
    """Both readers' thresholds where the second is not asked: it queues from its level, and the first one rejects.

    Thresholds were chosen for both together, over what is read again and what is not.
    """

    def __init__(self, bundle: Bundle, reader: Reader) -> None:
        self.bundle = bundle
        self.reader = reader
        self.thresholds = {
            name: _queued_by(reader.thresholds.get(name, limit), limit) for name, limit in bundle.thresholds.items()
        }
        self.curves = {
            name: replace(reader.curves.get(name, curve), reject_at=curve.reject_at)
            for name, curve in bundle.curves.items()
        }

    def score(self, text: Text, language: str) -> Mapping[str, float]:
        """The scores as both serve, the second reader asked where the first is unsure, and waited for."""
        scores = self.bundle.score(text, language=language)
        is_asked = self.reader.is_asked(scores, language)
        return self.reader.together(scores, self.reader.logits(text)) if is_asked else scores


def _reaches(score: float | None, limit: float | None) -> bool:
    return score is not None and limit is not None and score >= limit


def _queued_by(both: Threshold, first: Threshold) -> Threshold:
    return Threshold(
        min((one for one in (both.queue_at, first.reject_at) if one is not None), default=None), first.reject_at
    )


def load(folder: Path) -> Reader:
    """The reader in that folder, its files verified; raises BundleError, also where the extra is not installed."""
    manifest = verified(folder)
    from model.reader.encoder import Encoder  # noqa: PLC0415 - with it come libraries that few installations have

    encoder = Encoder(folder, manifest.tokens, manifest.groups)
    import numpy as np  # noqa: PLC0415 - likewise

    heads = np.load(folder / HEADS, allow_pickle=False)
    reader = Reader(manifest, encoder, heads)
    if not all(map(math.isfinite, _tried(reader, folder))):
        message = f"{folder} gives scores that are no numbers: make the reader anew"
        raise BundleError(message)
    return reader


def _tried(reader: Reader, folder: Path) -> list[float]:
    """What it says of a text, which also warms it up; raises BundleError where the parts do not fit."""
    try:
        logits = reader.logits(Text("Thank you for this article; I had not known that the old bridge is closed."))
        reader.together(dict.fromkeys(reader.manifest.attributes, 0.5), logits)
    except (ValueError, KeyError, TypeError) as error:
        message = f"the parts of {folder} do not fit each other ({error}): make the reader anew"
        raise BundleError(message) from error
    return logits


def _logit(score: float) -> float:
    if score <= 0.0 or score >= 1.0:
        return math.copysign(_SUREST, score - 0.5)
    return math.log(score / (1.0 - score))


def _logistic(logit: float) -> float:
    return 1.0 / (1.0 + math.exp(-min(max(logit, -_SUREST), _SUREST)))
