"""One of several processes that serve."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    # The single process of most services is spared multiprocessing.
    from multiprocessing.connection import Connection

CANNOT_START: Final = 3
"""Exit status of a worker that cannot start: no other would fare better, unless all have served before."""


class Worker:
    """What a process knows as one of several; crosses to it by pickling."""

    def __init__(self, metrics_folder: Path, ready: "Connection", *, replaces_another: bool) -> None:
        self.parent = os.getpid()
        self.metrics_folder = metrics_folder
        self.replaces_another = replaces_another
        self._ready = ready

    def is_orphan(self) -> bool:
        """Whether the parent is gone."""
        return os.getppid() != self.parent

    def report_ready(self) -> None:
        """Tell the parent that this process listens."""
        self._ready.send_bytes(b"ready")
