"""A process that promotes one version after the other without end, and says when it has begun; made to be killed.

Run as `python -m tests.faults.promoting_process FOLDER`.
"""

import os
import sys
from itertools import cycle
from pathlib import Path

from model.registry import Registry


def main() -> None:
    """Promote all versions in turn."""
    registry = Registry(Path(sys.argv[1]))
    for version in cycle(registry.versions()):
        registry.promote(version)
        os.write(1, f"{version}\n".encode())


if __name__ == "__main__":
    main()
