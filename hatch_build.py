"""Compiles what every comment passes when Copydesk is installed, with Python's own C compiler, where there is one.

That is model/_kernel.c with its parts, and by mypyc (https://mypyc.readthedocs.io) the modules that pyproject.toml
lists. Hatchling runs this (https://hatch.pypa.io/latest/plugins/build-hook/custom/). Without a compiler, without
Python's headers or with COPYDESK_KERNEL=numpy nothing is compiled, and numpy does the work; without mypy or with
COPYDESK_COMPILED=no only the kernel is, and Python runs the modules as they are written.
"""

import ast
import hashlib
import json
import os
import runpy
import shlex
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_SOURCE: Final = Path("model/_kernel.c")
# Nothing of one processor: a wheel, or an image, may run on another than the one that made it.
_FLAGS: Final = ("-std=c11", "-O3", "-DNDEBUG", "-fPIC", "-fvisibility=hidden", "-Wall", "-Wextra")


# Of what they take, little is their own code: -O2 would double the time to compile them.
_MODULE_FLAGS: Final = ("-O1", "-DNDEBUG", "-fPIC", "-fvisibility=hidden", "-w")
# The package cannot be imported before it is installed; what lies where is said in this file of it.
_SAID: Final = runpy.run_path(str(Path(__file__).with_name("model") / "compilation.py"))
_COMPILED: Final = Path(_SAID["FOLDER"])
_SUFFIX: Final[str] = _SAID["SUFFIX"]
_NOTE: Final[str] = _SAID["NOTE"]
_MYPYC: Final = """
import json, sys
from mypyc.build import mypycify
folder, *sources = sys.argv[1:]
made = mypycify(["--cache-dir", f"{folder}/cache", *sources], group_name="copydesk", target_dir=folder)
with open(f"{folder}/extensions.json", "w") as file:
    json.dump([[one.name, one.sources, one.include_dirs] for one in made], file)
"""


class Compiling(BuildHookInterface[Any]):
    """Puts what is compiled into the wheel, or beside its sources if the installation is editable."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile; `version` is `editable` or `standard`."""
        if os.environ.get("COPYDESK_KERNEL") == "numpy":
            return
        root, is_editable = Path(self.root), version == "editable"
        self._folder = tempfile.TemporaryDirectory(prefix="copydesk-")
        made = Path(self._folder.name)
        try:
            if not (is_editable and _is_of(root / _kernel_file(), digest_of(root / _SOURCE))):
                compile_kernel(root / _SOURCE, made / _kernel_file())
        except (OSError, subprocess.CalledProcessError) as error:
            self.app.display_warning(f"The kernel is not compiled, numpy will do its work more slowly: {error}")
            return
        modules: list[str] = [] if os.environ.get("COPYDESK_COMPILED") == "no" else self.config.get("compiled", [])
        try:
            if modules and not (is_editable and _is_of(root / _COMPILED / _NOTE, note_on(root, modules))):
                compile_modules(root, modules, made / _COMPILED)
        except (OSError, subprocess.CalledProcessError) as error:
            told = error.stdout if isinstance(error, subprocess.CalledProcessError) else ""
            self.app.display_warning(f"{told or error}\nPython's modules are not compiled and run as they are written.")
        files = [file for file in made.rglob("*") if file.is_file()]
        if is_editable and (made / _COMPILED).is_dir():
            # A module that is compiled no more is none of the library that the others ask.
            for stale in {*(root / _COMPILED).glob(f"*{_SUFFIX}")} - {root / file.relative_to(made) for file in files}:
                stale.unlink()
        # The note says that all the others are there: it comes last.
        for file in sorted(files, key=lambda one: one.name == _NOTE):
            if is_editable:
                _replace(root / file.relative_to(made), file.read_bytes())
            else:
                build_data["force_include"][str(file)] = str(file.relative_to(made))
        build_data["pure_python"] = False
        build_data["infer_tag"] = True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was compiled; the wheel holds it by now."""
        del version, build_data, artifact_path
        if hasattr(self, "_folder"):
            self._folder.cleanup()


def compile_kernel(source: Path, made: Path, *flags: str) -> None:
    """Compile the kernel; raises OSError or CalledProcessError where that cannot be."""
    defined = f'-DSOURCE="{digest_of(source)}"'
    _compile([str(source)], made, *_FLAGS, *flags, defined, "-lm")


def compile_modules(root: Path, sources: Sequence[str], folder: Path) -> None:
    """Compile Python's modules into the folder, with a note of their sources; raises as `compile_kernel` does.

    Each is a small extension module that asks one library, which has them all, for its own.
    """
    note = note_on(root, sources)
    with tempfile.TemporaryDirectory(prefix="copydesk-mypyc-") as generated:
        command = [sys.executable, "-c", _MYPYC, generated, *sources]
        subprocess.run(command, cwd=root, check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)  # noqa: S603 - our own words
        for name, parts, includes in json.loads(Path(generated, "extensions.json").read_bytes()):
            _compile(parts, folder / f"{name}{_SUFFIX}", *_MODULE_FLAGS, *(f"-I{each}" for each in includes))
    if note == note_on(root, sources):
        (folder / _NOTE).write_text(note)


def note_on(root: Path, sources: Iterable[str]) -> str:
    """A line for each source, and for each module of ours that one of them imports: mypyc copies constants."""
    read = {*sources, *(path for source in sources for path in _imported(root, root / source))}
    return "".join(f"{hashlib.sha256((root / path).read_bytes()).hexdigest()}  {path}\n" for path in sorted(read))


def _imported(root: Path, source: Path) -> Iterable[str]:
    for node in ast.walk(ast.parse(source.read_bytes())):
        if isinstance(node, ast.ImportFrom) and node.module:
            place = node.module.replace(".", "/")
            possible = (f"{place}.py", f"{place}/__init__.py", *(f"{place}/{one.name}.py" for one in node.names))
            yield from (path for path in possible if (root / path).is_file())


def _compile(sources: Sequence[str], made: Path, *flags: str) -> None:
    """Compile as Python's own extensions are linked."""
    linker = shlex.split(os.environ.get("LDSHARED") or sysconfig.get_config_var("LDSHARED") or "cc -shared")
    if compiler := os.environ.get("CC"):
        linker[:1] = shlex.split(compiler)
    made.parent.mkdir(parents=True, exist_ok=True)
    include = sysconfig.get_paths()["include"]
    subprocess.run([*linker, f"-I{include}", *sources, "-o", str(made), *flags], check=True)  # noqa: S603 - by the compiler that Python names


def _kernel_file() -> Path:
    return _SOURCE.with_suffix(_SUFFIX)


def _is_of(made: Path, source: str) -> bool:
    """Whether it was made of that source, as it says itself."""
    return made.is_file() and source.encode() in made.read_bytes()


def _replace(target: Path, content: bytes) -> None:
    """Rename it over what is there: a process that has the old one loaded keeps it."""
    target.parent.mkdir(exist_ok=True)
    draft = target.with_name(f".{target.name}")
    draft.write_bytes(content)
    draft.replace(target)


def digest_of(source: Path) -> str:
    """SHA-256 of the source and of all parts that it may include, which says what a kernel was compiled from."""
    parts = sorted((source.parent / "c").glob("*.h"))
    return hashlib.sha256(b"".join(part.read_bytes() for part in (source, *parts))).hexdigest()
