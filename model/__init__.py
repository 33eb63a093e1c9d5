"""How a comment is judged: no web, no database, no files but bundles."""

from pathlib import Path as _Path
from typing import Final as _Final

from model.compilation import use as _use

IS_COMPILED: _Final = _use(_Path(__file__).parents[1])
"""Whether machine code judges, not Python (`model.compilation`)."""
