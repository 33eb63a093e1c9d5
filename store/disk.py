"""What makes a file survive a crash of the machine."""

import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Return when the names of the folder's files are on disk: a new file is not safe before its name is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
