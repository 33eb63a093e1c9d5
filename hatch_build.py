"""Compiles model/_kernel.c and its parts when Copydesk is installed, with Python's own C compiler, where there is one.

Hatchling runs this (https://hatch.pypa.io/latest/plugins/build-hook/custom/). Without a compiler, without Python's
headers or with COPYDESK_KERNEL=numpy nothing is compiled, and numpy does the work.
"""

import hashlib
import os
import shlex
import subprocess
import sysconfig
import tempfile
from pathlib import Path
from typing import Any, Final

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_SOURCE: Final = Path("model/_kernel.c")
# Nothing of one processor: a wheel, or an image, may run on another than the one that made it.
_FLAGS: Final = ("-std=c11", "-O3", "-DNDEBUG", "-fPIC", "-fvisibility=hidden", "-Wall", "-Wextra")


class CompiledKernel(BuildHookInterface[Any]):
    """Puts the kernel into the wheel, or beside its source if the installation is editable."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile; `version` is `editable` or `standard`."""
        root = Path(self.root)
        name = f"_kernel{sysconfig.get_config_var('EXT_SUFFIX')}"
        if os.environ.get("COPYDESK_KERNEL") == "numpy":
            return
        self._folder = tempfile.TemporaryDirectory(prefix="copydesk-")
        made = Path(self._folder.name, name)
        try:
            compile_kernel(root / _SOURCE, made)
        except (OSError, subprocess.CalledProcessError) as error:
            self.app.display_warning(f"The kernel is not compiled, numpy will do its work more slowly: {error}")
            return
        if version == "editable":
            # Renamed over what is there: a process that has the old one loaded keeps it.
            beside = root / _SOURCE.parent / f".{name}"
            beside.write_bytes(made.read_bytes())
            beside.replace(root / _SOURCE.parent / name)
            return
        build_data["force_include"][str(made)] = f"model/{name}"
        build_data["pure_python"] = False
        build_data["infer_tag"] = True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was compiled; the wheel holds it by now."""
        del version, build_data, artifact_path
        if hasattr(self, "_folder"):
            self._folder.cleanup()


def compile_kernel(source: Path, made: Path, *flags: str) -> None:
    """Compile as Python's own extensions are linked; raises OSError or CalledProcessError where that cannot be."""
    linker = shlex.split(os.environ.get("LDSHARED") or sysconfig.get_config_var("LDSHARED") or "cc -shared")
    if compiler := os.environ.get("CC"):
        linker[:1] = shlex.split(compiler)
    include = sysconfig.get_paths()["include"]
    defined = f'-DSOURCE="{digest_of(source)}"'
    command = [*linker, *_FLAGS, *flags, f"-I{include}", defined, str(source), "-o", str(made), "-lm"]
    subprocess.run(command, check=True)  # noqa: S603 - our own source, by the compiler that Python names


def digest_of(source: Path) -> str:
    """SHA-256 of the source and of all parts that it may include, which says what a kernel was compiled from."""
    parts = sorted((source.parent / "c").glob("*.h"))
    return hashlib.sha256(b"".join(part.read_bytes() for part in (source, *parts))).hexdigest()
