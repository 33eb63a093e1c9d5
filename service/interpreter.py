"""How the interpreter shares its time among what a process does that others wait for."""

import gc
import sys
from typing import Final

_COLLECT_AFTER: Final = 20_000
_SWITCH_SECONDS: Final = 0.0005


def settle() -> None:
    """Once all is started: nothing in the background may hold up for milliseconds what somebody waits for."""
    # A thread that works beside the requests hands the interpreter back after so long, by default after ten times as
    # long: several of its turns made one request in a hundred wait for tens of milliseconds.
    sys.setswitchinterval(_SWITCH_SECONDS)
    # What was made so far stays, and nearly all that a request makes goes by reference counting: the collector may look
    # seldom, and only at what is new.
    gc.freeze()
    gc.enable()
    gc.set_threshold(_COLLECT_AFTER)
