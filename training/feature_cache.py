"""Corpora read once for many runs: their features stay on disk until corpora, or the code that reads them, change."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

import training
from training.categorical import Categorical
from training.corpora import Batch
from training.recipe import Recipe
from training.rows import Rows, Tell, read_rows, with_generated
from training.shelf import Shelf
from training.splits import site_of
from training.twins import Shingles

_SHELF, _ROWS, _COPIES = "shelf", "rows.npz", "copies.npz"
_KEPT: Final = 4
"""How many readings stay; each takes about 2 KB a comment."""
CODE: Final = (
    *(f"model/{name}.py" for name in ("addresses", "comment", "features", "field_checks", "form")),
    *(f"model/{name}.py" for name in ("hashing", "html", "kernel", "lexicon", "loading")),
    *(
        "model/links.py",
        "model/surroundings.py",
        "model/text.py",
        "model/tlds.py",
        "model/words.py",
        "model/_kernel*.so",
    ),
    *(
        f"training/{name}.py"
        for name in ("categorical", "feature_cache", "features", "groups", "lexicon", "metrics", "rows", "shelf")
    ),
    *("training/splits.py", "training/twins.py", "training/synthetic/terms.py", "training/corpora/*.py"),
)
"""The files that say how a corpus is read."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The rows of corpora and what is generated; `copies` by site: which rows of others nearly repeat its own."""

    rows: Rows
    copies: dict[str, NDArray[np.bool_]]


def read_once(
    paths: Sequence[Path], cache: Path, folder: Path, recipe: Recipe, *, tell: Tell = lambda _: None
) -> Reading:
    """The rows of the corpora, from `cache` if they were read before, and what is generated, on a shelf in `folder`.

    Raises CorpusError.
    """
    kept = cache / _key(paths, recipe)
    if not (kept / _COPIES).is_file():
        _read_into(kept, paths, recipe, tell)
    os.utime(kept)
    _forget(cache)
    tell("taking what was read before")
    shutil.copytree(kept / _SHELF, folder, dirs_exist_ok=True)
    with np.load(kept / _ROWS, allow_pickle=False) as columns:
        read = Rows(
            shelf=Shelf.open(folder),
            labels=columns["labels"],
            sources=Categorical(columns["sources"], tuple(columns["source_names"].tolist())),
            languages=Categorical(columns["languages"], tuple(columns["language_names"].tolist())),
            folds=columns["folds"],
            frequencies=columns["frequencies"],
            probes=[],
            licences=dict(zip(columns["licensed"].tolist(), columns["licences"].tolist(), strict=True)),
            lexicon=columns["lexicon"].tobytes(),
        )
    rows = with_generated(read, recipe)
    with np.load(kept / _COPIES, allow_pickle=False) as columns:
        return Reading(rows, {name: _padded(columns[name], rows) for name in columns.files})


def copies_of(shingles: Shingles, rows: Rows) -> dict[str, NDArray[np.bool_]]:
    """By site, which rows of others nearly repeat its own; `shingles` are of the corpora, not of what is generated."""
    read = [site_of(source) for source in rows.sources.tolist()[: len(shingles)]]
    return {name: _padded(found, rows) for name, found in shingles.near(read).items()}


def _padded(found: NDArray[np.bool_], rows: Rows) -> NDArray[np.bool_]:
    """With the generated rows, which repeat nothing."""
    return np.append(found, np.zeros(len(rows.sources) - len(found), np.bool_))


def _read_into(kept: Path, paths: Sequence[Path], recipe: Recipe, tell: Tell) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    shingles = Shingles()

    def watch(batch: Batch) -> None:
        shingles.add(batch.texts)

    with tempfile.TemporaryDirectory(prefix=".reading-", dir=kept.parent) as name:
        draft = Path(name) / "reading"
        rows = read_rows(paths, draft / _SHELF, recipe, watch=watch, tell=tell)
        rows.shelf.close()
        np.savez(
            draft / _ROWS,
            labels=rows.labels,
            sources=rows.sources.codes,
            source_names=rows.sources.names,
            languages=rows.languages.codes,
            language_names=rows.languages.names,
            folds=rows.folds,
            frequencies=rows.frequencies,
            licensed=list(rows.licences.keys()),
            licences=list(rows.licences.values()),
            lexicon=np.frombuffer(rows.lexicon, np.uint8),
        )
        tell("looking for copies between sources")
        copies: dict[str, Any] = copies_of(shingles, rows)
        np.savez(draft / _COPIES, **copies)
        draft.replace(kept)


def _forget(cache: Path) -> None:
    """Remove all readings but those used last."""
    readings = sorted(cache.glob("features-*"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in readings[_KEPT:]:
        shutil.rmtree(old, ignore_errors=True)


def _key(paths: Sequence[Path], recipe: Recipe) -> str:
    """Another name for another corpus, other code to read it with, or other settings of the table."""
    digest = blake2b(f"{recipe.bits} {recipe.seed}".encode(), digest_size=12)
    for path in [*_files(paths), *_code()]:
        digest.update(path.name.encode())
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
    return f"features-{digest.hexdigest()}"


def _files(paths: Iterable[Path]) -> list[Path]:
    return [file for path in paths for file in (sorted(path.iterdir()) if path.is_dir() else [path]) if file.is_file()]


def _code() -> list[Path]:
    root = Path(training.__path__[0]).parent
    return sorted(file for one in CODE for file in root.glob(one))
