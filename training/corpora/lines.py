"""Corpora of text lines: comma-separated values of a known layout, and JSON lines."""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from training.corpora.batch import (
    SOURCE,
    UNKNOWN_LANGUAGE,
    UNKNOWN_LICENCE,
    CorpusError,
    Row,
    comment_of,
    labels_of,
    require,
)
from training.corpora.layouts import Layout

LINE_LIMIT: Final = 2**20
"""Characters; a comment of 65,525 bytes is shorter however it is escaped."""


def csv_rows(path: Path, file: IO[str], layout: Layout, skipped: Counter[str]) -> Iterator[Row]:
    """The rows of a comma-separated file; a quotation may hold line ends.

    Rows without text are counted in `skipped`. Raises CorpusError for a row that does not fit the header.
    """
    reader = csv.reader(file, strict=True)
    try:
        header = [name.strip().lower() for name in next(reader)]
        place = {name: header.index(name) for name in header}
        labels = {attribute: place[name] for attribute, name in layout.columns(header).items()}
        source = f"{layout.source}:{stem(path)}" if layout.source_by_file else layout.source
        for cells in reader:
            if not cells:
                continue
            if len(cells) != len(header):
                raise _broken(path, reader.line_num, f"{len(cells)} columns where the header has {len(header)}")
            text = cells[place[layout.text]]
            if not text.strip():
                skipped[str(path)] += 1
                continue
            values = labels_of({attribute: cells[column] for attribute, column in labels.items()})
            yield Row(text, "en", source, layout.licence, values)
    except (csv.Error, ValueError) as error:
        raise _broken(path, reader.line_num, str(error)) from error


def json_rows(path: Path, file: IO[str], skipped: Counter[str], by: str = SOURCE) -> Iterator[Row]:
    """The rows of a file with one JSON object a line; blank lines are passed over.

    Rows without text are counted in `skipped`; `by` is the name under which the source stands. Raises CorpusError for a
    line that is no such object, and where no line has a text, or a `by` that was asked for.
    """
    names: dict[str, str] = {}
    members: set[str] = set()
    number = 0
    try:
        for number, line in enumerate(iter(lambda: file.readline(LINE_LIMIT), ""), start=1):
            if not line.strip():
                continue
            if len(line) == LINE_LIMIT:
                raise _broken(path, number, f"longer than {LINE_LIMIT:,} characters")
            fields = json.loads(line)
            row = _json_row(fields, (by, stem(path)), names)
            members.update(fields)
            if row is None:
                skipped[str(path)] += 1
            else:
                yield row
    except (ValueError, RecursionError) as error:
        raise _broken(path, number, str(error)) from error
    if members:
        require(path, members, by)


def _json_row(fields: object, source: tuple[str, str], names: dict[str, str]) -> Row | None:
    """One row, or None where it has no text; `source`: its name and what it is where there is none.

    `names` holds each repeated name once.
    """
    if not isinstance(fields, dict):
        message = "no JSON object"
        raise ValueError(message)  # noqa: TRY004 -- the caller knows one way of being broken
    text, *about = (
        _string(fields, name, default)
        for name, default in (
            ("text", ""),
            ("lang", UNKNOWN_LANGUAGE),
            source,
            ("licence", UNKNOWN_LICENCE),
        )
    )
    if not text.strip():
        return None
    language, told, licence = (names.setdefault(name, name) for name in about)
    return Row(text, language, told, licence, labels_of(fields), comment_of(text, fields))


def _string(fields: dict[str, object], name: str, default: str) -> str:
    value = fields.get(name)
    if value is None:
        return default
    if not isinstance(value, str):
        message = f"{name} is {value!r:.40}, which is no string"
        raise ValueError(message)  # noqa: TRY004 -- the caller knows one way of being broken
    return value


def stem(path: Path) -> str:
    """The file's name without its endings for format and compression."""
    name = path.name
    for ending in (".gz", ".csv", ".jsonl", ".ndjson", ".json", ".parquet"):
        name = name.removesuffix(ending)
    return name


def _broken(path: Path, line: int, what: str) -> CorpusError:
    return CorpusError(f"{path}, line {line}: {what}")
