"""Reads a corpus of any known format, told by what a file begins with, never by its name alone."""

import csv
import gzip
import io
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import IO, BinaryIO, Final

from training.corpora import parquet
from training.corpora.batch import SOURCE, Batch, CorpusError, batched
from training.corpora.layouts import LAYOUTS, layout_of
from training.corpora.lines import csv_rows, json_rows

_ENDINGS: Final = (".parquet", ".jsonl", ".ndjson", ".json", ".csv")
_PARQUET: Final = b"PAR1"
_GZIP: Final = b"\x1f\x8b"
_HEAD: Final = 65_536
_ZIPPED, _LEAST_BYTES = 4, 100
"""How much larger a text is than its gzip file, and how many bytes of text a labelled row has at least, about."""
_KNOWN: Final = "; ".join(
    (
        "Parquet or JSON lines with text, lang, source, licence and one column a label",
        *(layout.name for layout in LAYOUTS),
    )
)


def read(path: Path, *, rows: int = 10_000, skipped: Counter[str] | None = None, by: str = SOURCE) -> Iterator[Batch]:
    """The labelled texts of a file, or of the files of a folder in the order of their names, as batches of `rows`.

    Lazy: not much more than one batch is in memory, however long the corpus. Text files may be compressed with gzip.
    A row without text teaches nothing: it is passed over and counted in `skipped` under its file's path. Of a folder
    only files that end like a corpus are read, and none of its own folders, so that what lies in a folder of its own
    for measuring is never learned from by accident. `by`: the column whose words are taken for the sources, where a
    file has one. Raises CorpusError, with file and line, for anything else amiss.
    """
    count: Counter[str] = Counter() if skipped is None else skipped
    if not path.is_dir():
        yield from _read_file(path, rows, count, by)
        return
    files = sorted(file for file in path.iterdir() if _is_corpus(file))
    if not files:
        message = f"{path} holds no corpus: none of its files ends in {', '.join(_ENDINGS)}, or in .gz after that"
        raise CorpusError(message)
    for file in files:
        yield from _read_file(file, rows, count, by)


def estimate_rows(path: Path) -> int:
    """About how many rows a file or a folder holds, rather too many than too few: told before anything is read."""
    files = [file for file in path.iterdir() if _is_corpus(file)] if path.is_dir() else [path]
    return sum(map(_estimate, files))


def _estimate(path: Path) -> int:
    try:
        with path.open("rb") as file:
            head = file.read(len(_PARQUET))
        if head == _PARQUET:
            return parquet.count_rows(path)
        return path.stat().st_size * (_ZIPPED if head.startswith(_GZIP) else 1) // _LEAST_BYTES
    except OSError:
        return 0


def _is_corpus(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".") and path.name.removesuffix(".gz").endswith(_ENDINGS)


def _read_file(path: Path, rows: int, skipped: Counter[str], by: str) -> Iterator[Batch]:
    try:
        with path.open("rb") as file:
            head = file.read(len(_PARQUET))
            file.seek(0)
            if head == _PARQUET:
                yield from parquet.batches(path, rows, skipped, by)
            else:
                with closing(_as_text(file, compressed=head.startswith(_GZIP))) as text:
                    yield from _read_text(path, text, rows, skipped, by)
    except UnicodeDecodeError as error:
        message = f"{path} is not UTF-8: {error}"
        raise CorpusError(message) from error
    except (OSError, EOFError, zlib.error) as error:
        message = f"{path} cannot be read: {error}"
        raise CorpusError(message) from error


def _as_text(file: BinaryIO, *, compressed: bool) -> IO[str]:
    """The file's characters with their line ends as they are; a byte order mark is no part of them."""
    if compressed:
        return io.TextIOWrapper(gzip.GzipFile(fileobj=file), encoding="utf-8-sig", newline="")
    return io.TextIOWrapper(file, encoding="utf-8-sig", newline="")


def _read_text(path: Path, text: IO[str], rows: int, skipped: Counter[str], by: str) -> Iterator[Batch]:
    first = text.readline(_HEAD)
    while first.isspace():
        first = text.readline(_HEAD)
    text.seek(0)
    if first.lstrip().startswith("{"):
        yield from batched(json_rows(path, text, skipped, by), rows)
        return
    layout = layout_of(_columns(first))
    if layout is None:
        seen = f"begins with {first.strip()[:120]!r}" if first else "is empty"
        message = f"{path} is no corpus of a known format: it {seen}. Known are: {_KNOWN}"
        raise CorpusError(message)
    if by != SOURCE:
        message = f"{path} is laid out as {layout.name}, which has no column {by!r} to tell rows apart by"
        raise CorpusError(message)
    yield from batched(csv_rows(path, text, layout, skipped), rows)


def _columns(line: str) -> tuple[str, ...]:
    """The names in what may be a header, in lower case; none where it cannot be one."""
    try:
        return tuple(name.strip().lower() for cells in csv.reader([line], strict=True) for name in cells)
    except csv.Error:
        return ()
