"""Whether the modules that every comment passes run as machine code: as mypyc compiled them, from these very sources.

`hatch_build.py` compiles them and notes what they were made of. They call each other directly, so that it is all of
them or none: where one source has changed since, or with `COPYDESK_COMPILED=no`, Python runs them as they are written.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from hashlib import sha256
from importlib.machinery import EXTENSION_SUFFIXES, ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from typing import Final

FOLDER: Final = "model/_compiled"
SUFFIX: Final = EXTENSION_SUFFIXES[0]
NOTE: Final = f"sources{SUFFIX}.sha256"
"""In that folder, for each source a line as `sha256sum` writes it: its digest, two spaces and its path."""


class Compiled:
    """Finds compiled modules by name (PEP 451); the rest is for others to find."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        self._files = files

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: object = None) -> ModuleSpec | None:
        """How to load the module; None where it is not compiled."""
        del path, target
        file = self._files.get(name)
        return None if file is None else spec_from_file_location(name, file)


def files_in(root: Path) -> dict[str, Path]:
    """The compiled modules of the tree at `root`, by name; empty where they are not of the sources that lie there."""
    folder = root / FOLDER
    try:
        noted = [line.split("  ", 1) for line in (folder / NOTE).read_text().splitlines()]
        if any(sha256((root / source).read_bytes()).hexdigest() != digest for digest, source in noted):
            return {}
    except OSError:
        return {}
    return {file.name.removesuffix(SUFFIX): file for file in folder.glob(f"*{SUFFIX}")}


def use(root: Path) -> bool:
    """Have the compiled modules imported from now on; whether there are any, and they are wanted."""
    files = {} if os.environ.get("COPYDESK_COMPILED") == "no" else files_in(root)
    if files:
        sys.meta_path.insert(0, Compiled(files))
    return bool(files)
