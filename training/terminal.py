"""How the commands of `copydesk-train` speak: progress and errors on stderr, tables on stdout."""

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text
from sqlalchemy.exc import DBAPIError

from model.bundle import BundleError
from store.errors import StoreError, describe
from training.compile import ParityError
from training.corpora import CorpusError
from training.processes import EndedError
from training.report import aligned, printable
from training.rows import Tell

_EVERY: Final = 5.0


def progress() -> Tell:
    """Writes progress to stderr: over itself on a terminal, elsewhere a line every five seconds."""
    start = last = time.monotonic()
    on_terminal = sys.stderr.isatty()

    def tell(line: str) -> None:
        nonlocal last
        now = time.monotonic()
        if on_terminal:
            sys.stderr.write(f"\r\033[K{now - start:6.0f} s  {line}")
            sys.stderr.flush()
        elif now - last >= _EVERY or last == start:
            last = now
            sys.stderr.write(f"{now - start:6.0f} s  {line}\n")

    return tell


@contextmanager
def explained(status: int = 1) -> Iterator[None]:
    """Errors that a person can mend, as one line; such an error ends the command with that status."""
    try:
        yield
    except (BundleError, CorpusError, EndedError, ParityError, StoreError, DBAPIError, OSError, ValueError) as error:
        if sys.stderr.isatty():
            sys.stderr.write("\n")
        Console(stderr=True, highlight=False).print("[bold red]error:[/] ", end="")
        told = describe(error) if isinstance(error, DBAPIError) else str(error)
        Console(stderr=True, highlight=False, markup=False, soft_wrap=True).print(told)
        raise SystemExit(status) from None
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")


def show(headings: Sequence[str], rows: Sequence[Sequence[str]], *, names: int) -> None:
    """A table whose first `names` columns are words, the others numbers; plain lines where there is no terminal."""
    if not sys.stdout.isatty():
        typer.echo(aligned(headings, rows, names=names), nl=False)
        return
    made = Table()
    for index, heading in enumerate(headings):
        made.add_column(heading, justify="left" if index < names else "right", no_wrap=index < names)
    for row in rows:
        made.add_row(*(Text(printable(cell)) for cell in row))
    Console().print(made)
