"""The compiled kernel, where there is one; by itself, for what a comment is made of stands on it, too."""

import os
from importlib import import_module
from typing import Any, Final


def _load() -> Any:  # noqa: ANN401 - a module has no type of its own
    if os.environ.get("COPYDESK_KERNEL") == "numpy":
        return None
    try:
        return import_module("model._kernel")
    except ImportError:
        return None


compiled: Final = _load()
"""The module `model._kernel`; None where `COPYDESK_KERNEL` is `numpy`, or where there was no C compiler."""
