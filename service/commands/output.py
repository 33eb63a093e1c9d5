"""What commands write: colour only on a terminal, errors to stderr, JSON on demand."""

import sys
from typing import Any, NoReturn

from pydantic_core import to_json


def write_json(value: Any) -> None:  # noqa: ANN401 - whatever JSON can say
    """One JSON value on a line of stdout, at once."""
    sys.stdout.buffer.write(to_json(value, inf_nan_mode="null") + b"\n")
    sys.stdout.buffer.flush()


def fail(message: str) -> None:
    """An error and its remedy on stderr."""
    from rich.console import Console  # noqa: PLC0415 - most commands write none

    Console(stderr=True, highlight=False, soft_wrap=True).print("[bold red]error:[/] ", end="")
    Console(stderr=True, highlight=False, soft_wrap=True, markup=False).print(message)


def give_up(message: str, status: int = 1) -> NoReturn:
    """As `fail`, and end the command."""
    fail(message)
    raise SystemExit(status)
