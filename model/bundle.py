"""A bundle: one immutable version of the model on disk. Nothing of it is interpreted before its digest is checked."""

import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, ValidationError

from model.calibration import Calibration, Scaling, calibrated
from model.comment import Comment
from model.curves import Curve, Promised
from model.features import LEAST_SHAPES, SHAPES
from model.lexicon import make_lexicon
from model.policy import Threshold
from model.scorer import MakeKernel, Scorer, make_kernel
from model.table import form_of, map_table
from model.text import Text

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
TABLE: Final = "table.npy"
LEXICON: Final = "lexicon.bin"
ESTIMATOR: Final = "estimator.joblib"
REHEARSAL: Final = "rehearsal.npz"
CARD: Final = "card.md"
GATE: Final = "gate.json"
_BLOCK: Final = 1 << 20
_VERSION: Final = r"^[0-9A-Za-z][0-9A-Za-z._-]{0,63}$"
_READ: Final = (TABLE, LEXICON, ESTIMATOR, REHEARSAL, CARD, GATE)
_SEAL: Final = b',\n "seal": "'
_END: Final = b'"\n}\n'

Sealed = TypeVar("Sealed", bound=BaseModel)
"""A kind of manifest."""


class BundleError(Exception):
    """A bundle that may not be used; the message names the file, what is wrong with it, and the remedy."""


class FeatureSettings(BaseModel):
    """What the table was compiled for."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    bits: int = Field(ge=4, le=24)
    shapes: tuple[str, ...]


class Manifest(BaseModel):
    """What a bundle says of itself; `digests` holds the SHA-256 of every other file.

    `calibration` is by language and attribute, of languages whose scores are not calibrated by the table already.
    A bundle that learned from a site's verdicts names the `site` and its `base`, the version without any verdicts that
    it started from; `parent` is the version that was in use then. `thresholds` keep what is `promised`; bundles from
    before it was noted were trained for what is usual.

    On disk its last line is a seal: the SHA-256 of all that stands before it.
    """

    model_config = ConfigDict(frozen=True)

    format: Literal[1]
    version: str = Field(pattern=_VERSION)
    created: str
    parent: str | None = None
    base: str | None = None
    site: str | None = None
    attributes: tuple[str, ...] = Field(min_length=1)
    features: FeatureSettings
    biases: tuple[FiniteFloat, ...]
    thresholds: dict[str, Threshold]
    threshold_curves: dict[str, Curve] = {}
    promised: Promised = Promised()
    languages: tuple[str, ...] = ()
    calibration: dict[str, dict[str, Scaling]] = {}
    rows: dict[str, int] = {}
    metrics: dict[str, Any] = {}
    libraries: dict[str, str] = {}
    digests: dict[str, str]


@dataclass(frozen=True)
class Bundle:
    """One version: its manifest, and what is read from its files when it is first asked for."""

    folder: Path
    manifest: Manifest

    @cached_property
    def version(self) -> str:
        """The version's name; cached, for each attribute of a model of pydantic's is slow."""
        return self.manifest.version

    @cached_property
    def languages(self) -> Sequence[str]:
        """Those that the model has learned; empty where it never said which. Cached as the version is."""
        return self.manifest.languages

    @property
    def thresholds(self) -> Mapping[str, Threshold]:
        """The thresholds that training chose, by attribute."""
        return self.manifest.thresholds

    @property
    def curves(self) -> Mapping[str, Curve]:
        """The thresholds by what a publisher promises, by attribute; empty in a bundle that was trained without."""
        return self.manifest.threshold_curves

    @cached_property
    def scorer(self) -> Scorer:
        """The compiled scorer; its table is mapped into memory and shared by all processes."""
        return self.make_scorer()

    def score(self, text: Text, comment: Comment | None = None, language: str = "") -> dict[str, float]:
        """The score, 0..1, of each attribute, calibrated in the text's language where the model knows how."""
        return calibrated(self.scorer.score(text, comment), self._calibration.get(language))

    @cached_property
    def _calibration(self) -> Calibration:
        return self.manifest.calibration

    @cached_property
    def lexicon(self) -> bytes:
        """The entries of its lexicon; none in a bundle that was trained without. Raises BundleError."""
        return read_part(self.folder, self.manifest, LEXICON) or b""

    def make_scorer(self, make_kernel: MakeKernel = make_kernel) -> Scorer:
        """A scorer of its own; raises BundleError where the table is none, or another than the manifest tells of."""
        manifest = self.manifest
        try:
            table = map_table(self.folder / TABLE)
        except (OSError, ValueError) as error:
            message = f"{self.folder / TABLE} is no table ({error}): train it anew"
            raise BundleError(message) from error
        shapes, columns = len(manifest.features.shapes), len(manifest.attributes) + 1
        rows = (1 << manifest.features.bits) + shapes
        expected, halves = form_of(rows, columns), rows * columns
        if (table.form, table.halves.nbytes) != (expected, 2 * halves) or len(manifest.biases) != columns - 1:
            message = f"{self.folder / TABLE} holds {table.form} instead of {expected}: train it anew"
            raise BundleError(message)
        try:
            lexicon = make_lexicon(self.lexicon)
        except ValueError as error:
            message = f"{self.folder / LEXICON} is no lexicon ({error}): train it anew"
            raise BundleError(message) from error
        return Scorer(table.halves, manifest.biases, manifest.attributes, manifest.features.bits, make_kernel, lexicon)


def load(folder: Path) -> Bundle:
    """The bundle in that folder, its files verified; raises BundleError."""
    manifest = read_manifest(folder)
    # What was trained before a shape was added knows nothing of it.
    if len(known := manifest.features.shapes) < LEAST_SHAPES or known != SHAPES[: len(known)]:
        message = (
            f"{folder} was trained for other features than this version of Copydesk reads: "
            "retrain it, or install the version that made it"
        )
        raise BundleError(message)
    for name in (TABLE, *(name for name in _READ if (folder / name).exists())):
        if name not in manifest.digests:
            message = f"{folder / name} is not vouched for by the manifest: restore the bundle or train it anew"
            raise BundleError(message)
    verify(folder, manifest.digests)
    bundle = Bundle(folder, manifest)
    _ = bundle.scorer  # whatever is wrong with it shows now, not at the first comment
    return bundle


def read_manifest(folder: Path) -> Manifest:
    """What the bundle in that folder says of itself, its seal checked and nothing else; raises BundleError."""
    return read_sealed(folder, Manifest)


def read_sealed(folder: Path, kind: type[Sealed]) -> Sealed:
    """The manifest in that folder, of a bundle of that kind, its seal checked; raises BundleError."""
    path = folder / MANIFEST
    try:
        written = path.read_bytes()
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror}): name a folder that holds a bundle"
        raise BundleError(message) from error
    if not secrets.compare_digest(written, _sealed(written.rpartition(_SEAL)[0])):
        message = f"{path} is not as it was saved: restore the bundle from where it came from, or train it anew"
        raise BundleError(message)
    try:
        raw = json.loads(written)
    except (ValueError, RecursionError) as error:
        message = f"{path} is no JSON: train the model anew"
        raise BundleError(message) from error
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        found = raw.get("format") if isinstance(raw, dict) else None
        message = f"{path} has format {found!r} and this version reads {FORMAT}: train the model anew"
        raise BundleError(message)
    try:
        return kind.model_validate(raw)
    except ValidationError as error:
        place = ".".join(map(str, error.errors()[0]["loc"]))
        message = f"{path} is wrong at {place!r}: {error.errors()[0]['msg']}; restore the bundle or train it anew"
        raise BundleError(message) from error


def read_part(folder: Path, manifest: Manifest, name: str) -> bytes | None:
    """One of the bundle's small files, as the manifest vouches for it, None where it has none; raises BundleError."""
    if name not in manifest.digests:
        return None
    _verify(folder, name, manifest.digests[name])
    return (folder / name).read_bytes()


def place_for(parent: Path, version: str) -> Path:
    """Where a new version goes; raises BundleError where it cannot go there."""
    target = parent / version
    if not re.fullmatch(_VERSION, version):
        message = f"{version!r} is no name for a version: choose letters, digits, dots and hyphens, at most 64"
        raise BundleError(message)
    if target.exists():
        message = f"{target} exists, and a version is never changed: choose another version"
        raise BundleError(message)
    try:
        parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{parent} cannot be made ({error.strerror}): choose another folder"
        raise BundleError(message) from error
    return target


def save(
    parent: Path, version: str, write: Callable[[Path], None], manifest: Callable[[Mapping[str, str]], BaseModel]
) -> Path:
    """Make the bundle `parent/version`: `write` fills a folder, `manifest` is made from its files' digests.

    The bundle appears whole or not at all; raises BundleError as `place_for` does.
    """
    target = place_for(parent, version)
    draft = parent / f".{version}.{secrets.token_hex(4)}"
    draft.mkdir()
    try:
        write(draft)
        digests = {path.name: digest_of(path) for path in sorted(draft.iterdir())}
        (draft / MANIFEST).write_bytes(
            _sealed(manifest(digests).model_dump_json(indent=1).encode().removesuffix(b"\n}"))
        )
        for path in (*draft.iterdir(), draft):
            sync(path)
        draft.rename(target)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    sync(parent)
    return target


def digest_of(path: Path) -> str:
    """SHA-256 of a file in hex."""
    # Large blocks: while one is hashed other threads run, and each time they must be asked for the interpreter.
    digest, block = hashlib.sha256(), memoryview(bytearray(_BLOCK))
    with path.open("rb", buffering=0) as file:
        while read := file.readinto(block):
            digest.update(block[:read])
    return digest.hexdigest()


def _sealed(body: bytes) -> bytes:
    """A JSON object but for its end, with its digest as the last member."""
    return body + _SEAL + hashlib.sha256(body).hexdigest().encode() + _END


def verify(folder: Path, digests: Mapping[str, str]) -> None:
    """Hold the files of that folder against their digests; raises BundleError for one that is missing or another."""
    for name, digest in digests.items():
        _verify(folder, name, digest)


def _verify(folder: Path, name: str, digest: str) -> None:
    path = folder / name
    if Path(name).name != name or name == MANIFEST or not path.is_file():
        message = f"{path} is no file of the bundle, or is missing: restore the bundle from where it came from"
        raise BundleError(message)
    if not secrets.compare_digest(digest_of(path).encode(), digest.encode()):
        message = f"{path} is not the file that the manifest vouches for: restore the bundle from where it came from"
        raise BundleError(message)


def sync(path: Path) -> None:
    """Return when a file, or the names in a folder, are on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
