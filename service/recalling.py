"""What other processes stored lately is remembered here, too: who wrote it, and what it is like."""

import time
from collections.abc import Iterator, Sequence
from typing import Any, Final

from model.likeness import Signature
from service.grouping import sign_stored
from service.history import History
from store import texts
from store.database import Database
from store.identifiers import now

SIGNED: Final = 1_000
"""So many of the newest comments each time are read, to tell what they are like."""
_BITE: Final = 50
_REST_SECONDS: Final = 0.001


def recall(database: Database, history: History, own: str = "") -> int:
    """Remember what is new in the store; how much it was. `own`: as of `History.poll`.

    Blocks, so call it in a thread. Raises the driver's errors, and then the next time may go well.
    """
    with database.reading() as cursor:
        found = history.poll(cursor, now(), own=own)
        signatures = dict(_signed(cursor, [one.id for one in found[-SIGNED:]]))
    return history.seed(found, signatures)


def _signed(cursor: Any, identifiers: Sequence[str]) -> Iterator[tuple[str, Signature]]:  # noqa: ANN401 - either driver's
    for begin in range(0, len(identifiers), _BITE):
        for one in texts.of(cursor, identifiers[begin : begin + _BITE]):
            if (signature := sign_stored(one.content, one.content_format)) is not None:
                yield one.id, signature
        # The comments that come in meanwhile are first.
        time.sleep(_REST_SECONDS)
