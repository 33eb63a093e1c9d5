"""How far the benchmarks are: one line that is written over on a terminal, plain lines elsewhere."""

import sys
import time
from typing import TextIO


class Progress:
    """Tells on stderr, so that stdout has the report alone."""

    def __init__(self, stream: TextIO = sys.stderr) -> None:
        self._stream = stream
        self._is_terminal = stream.isatty()
        self._began = time.monotonic()

    def tell(self, line: str) -> None:
        """Where it is now."""
        passed = time.monotonic() - self._began
        shown = f"{int(passed) // 60:3}:{int(passed) % 60:02}  {line}"
        self._stream.write(f"\r\x1b[K{shown[:100]}" if self._is_terminal else f"{shown}\n")
        self._stream.flush()

    def end(self) -> None:
        """Leave the line empty."""
        if self._is_terminal:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
