"""A bundle's table on disk: numpy's format (https://numpy.org/neps/nep-0001-npy-format.html), read without numpy."""

import ast
import mmap
import sys
from pathlib import Path
from typing import Final, NamedTuple

_MAGIC: Final = b"\x93NUMPY\x01\x00"
_LENGTH_BYTES: Final = 2
_FIELDS: Final = {"descr", "fortran_order", "shape"}


class Table(NamedTuple):
    """The halves (IEEE 754 binary16) of a table, mapped into memory and shared by all processes; `form` names them."""

    halves: memoryview
    form: str


def map_table(path: Path) -> Table:
    """The table in a file; raises OSError, and ValueError where it is none."""
    with path.open("rb") as file:
        # The map outlives the file, and ends with the last view of it.
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    begin, form = _read_header(mapped)
    return Table(memoryview(mapped)[begin:], form)


def form_of(rows: int, columns: int) -> str:
    """What a table of so many rows and columns says of itself."""
    return f"float16 {(rows, columns)}"


def _read_header(mapped: mmap.mmap) -> tuple[int, str]:
    """Where the numbers begin, and what they are."""
    begin = len(_MAGIC) + _LENGTH_BYTES
    if mapped[: len(_MAGIC)] != _MAGIC:
        message = "it does not begin as numpy's files do"
        raise ValueError(message)
    end = begin + int.from_bytes(mapped[len(_MAGIC) : begin], "little")
    try:
        header = ast.literal_eval(mapped[begin:end].decode("latin-1").strip())
    except (SyntaxError, TypeError, MemoryError, RecursionError) as error:
        raise ValueError(*error.args) from error
    if not isinstance(header, dict) or header.keys() != _FIELDS or header["fortran_order"] is not False:
        message = "its header is another"
        raise ValueError(message)
    is_native = header["descr"] == ("<f2" if sys.byteorder == "little" else ">f2")
    return end, f"{'float16' if is_native else header['descr']} {header['shape']}"
