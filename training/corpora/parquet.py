"""Corpora in Parquet files, in Copydesk's own columns."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from model.comment import Comment
from model.scorer import ATTRIBUTES
from training.corpora.batch import (
    AROUND,
    SOURCE,
    UNKNOWN_LANGUAGE,
    UNKNOWN_LICENCE,
    Batch,
    CorpusError,
    comment_of,
    require,
)
from training.corpora.lines import stem

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile  # type: ignore[import-untyped]


def batches(path: Path, rows: int, skipped: Counter[str], by: str = SOURCE) -> Iterator[Batch]:
    """The file's rows as batches of at most `rows`; columns other than text, lang, source, licence and labels are left.

    Rows without text are counted in `skipped`; `by` is the column of the sources. Raises CorpusError where the file is
    not what it should be.
    """
    try:
        import pyarrow as pa  # type: ignore[import-untyped]  # noqa: PLC0415 -- an optional dependency
        from pyarrow.parquet import ParquetFile  # noqa: PLC0415 -- an optional dependency
    except ImportError as error:
        message = f"{path} is a Parquet file; reading it needs the extra `parquet`: pip install 'copydesk[parquet]'"
        raise CorpusError(message) from error
    try:
        with ParquetFile(path) as file:
            yield from _batches(path, file, rows, skipped, by)
    except pa.ArrowException as error:
        message = f"{path}: {error}"
        raise CorpusError(message) from error
    finally:
        pa.default_memory_pool().release_unused()


def count_rows(path: Path) -> int:
    """How many rows a file says that it holds; 0 where it cannot be read, for `batches` to tell why."""
    try:
        import pyarrow as pa  # noqa: PLC0415 -- an optional dependency
        from pyarrow.parquet import ParquetFile  # noqa: PLC0415 -- an optional dependency
    except ImportError:
        return 0
    try:
        with ParquetFile(path) as file:
            rows: int = file.metadata.num_rows
            return rows
    except (OSError, pa.ArrowException):
        return 0


def _batches(path: Path, file: "ParquetFile", rows: int, skipped: Counter[str], by: str) -> Iterator[Batch]:
    named = set(file.schema_arrow.names)
    require(path, named, by)
    wanted = [name for name in ("text", "lang", by, "licence", *ATTRIBUTES, *AROUND) if name in named]
    first = 1
    for part in file.iter_batches(batch_size=rows, columns=wanted):
        count: int = part.num_rows
        texts = _strings(path, part, "text", "")
        languages = _strings(path, part, "lang", UNKNOWN_LANGUAGE)
        sources = _strings(path, part, by, stem(path))
        licences = _strings(path, part, "licence", UNKNOWN_LICENCE)
        labels = _labels(path, part, first)
        kept = [index for index, text in enumerate(texts) if text.strip()]
        if len(kept) < count:
            skipped[str(path)] += count - len(kept)
        first += count
        if kept:
            columns = ([column[index] for index in kept] for column in (texts, languages, sources, licences))
            kept_texts, kept_languages, kept_sources, kept_licences = columns
            around = _around(path, part, texts, kept) if not named.isdisjoint(AROUND) else ()
            yield Batch(kept_texts, kept_languages, kept_sources, labels[kept], kept_licences, around)


def _strings(path: Path, part: Any, name: str, default: str) -> list[str]:  # noqa: ANN401 -- pyarrow has no types
    if name not in part.schema.names:
        return [default] * part.num_rows
    values: list[object] = part.column(name).to_pylist()
    if not all(value is None or isinstance(value, str) for value in values):
        message = f"{path}: the column `{name}` holds no strings"
        raise CorpusError(message)
    seen: dict[str, str] = {}
    strings = [default if value is None else str(value) for value in values]
    return strings if name == "text" else [seen.setdefault(value, value) for value in strings]


def _around(path: Path, part: Any, texts: list[str], kept: list[int]) -> list[Comment | None]:  # noqa: ANN401 -- as above
    columns = {name: _strings(path, part, name, "") for name in AROUND}
    try:
        return [comment_of(texts[row], {name: column[row] for name, column in columns.items()}) for row in kept]
    except ValueError as error:
        message = f"{path}: {error}"
        raise CorpusError(message) from error


def _labels(path: Path, part: Any, first: int) -> NDArray[np.float32]:  # noqa: ANN401 -- pyarrow has no types
    labels = np.full((part.num_rows, len(ATTRIBUTES)), np.nan, dtype=np.float32)
    for column, name in enumerate(ATTRIBUTES):
        if name not in part.schema.names:
            continue
        try:
            labels[:, column] = part.column(name).cast("float32").to_numpy(zero_copy_only=False)
        except ValueError as error:
            message = f"{path}: the column `{name}` holds no numbers ({error})"
            raise CorpusError(message) from error
        outside = np.flatnonzero((labels[:, column] < 0) | (labels[:, column] > 1))
        if outside.size:
            value = labels[outside[0], column]
            message = f"{path}, row {first + outside[0]}: {name} is {value:g}, which is no number of 0 to 1"
            raise CorpusError(message)
    return labels
