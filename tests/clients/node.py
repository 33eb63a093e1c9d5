"""Node and the clients that tests/clients/install.sh installs for it."""

import asyncio
import os
import shutil
import sys
from pathlib import Path
from typing import Final

MODULES: Final = Path(sys.prefix) / "clients" / "node_modules"


def missing(package: str) -> str:
    """What is not installed, empty where Node and the package are."""
    if shutil.which("node") is None:
        return "node"
    return "" if (MODULES / package).exists() else package


async def run(script: Path, *arguments: str, **variables: str) -> str:
    """What the script writes, given also these variables; raises RuntimeError with its complaint where it fails."""
    process = await asyncio.create_subprocess_exec(
        "node",
        str(script),
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "NODE_PATH": str(MODULES), **variables},
    )
    written, complaint = await process.communicate()
    if process.returncode:
        raise RuntimeError(complaint.decode())
    return written.decode()
