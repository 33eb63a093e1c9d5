"""What comments say, read by the driver alone beside the requests."""

import sqlite3
from collections.abc import Sequence
from typing import Any, NamedTuple


class StoredText(NamedTuple):
    """What a stored comment says, as it was sent."""

    id: str
    content: str
    content_format: str


def of(cursor: Any, identifiers: Sequence[str]) -> list[StoredText]:  # noqa: ANN401 - either driver's cursor
    """Those of these comments that are there, in no order."""
    if not identifiers:
        return []
    mark = "?" if isinstance(cursor, sqlite3.Cursor) else "%s"
    marks = ", ".join([mark] * len(identifiers))
    cursor.execute(f"SELECT id, content, content_format FROM comments WHERE id IN ({marks})", tuple(identifiers))  # noqa: S608 - names of our own
    return list(map(StoredText._make, cursor.fetchall()))
