"""Processes of this machine, as those that share a database or a folder tell of themselves."""

import os


def is_running(process: int) -> bool:
    """Whether there is a process of that id, whoever it belongs to."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
