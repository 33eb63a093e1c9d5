"""What becomes of a record that is handed to the writer, and how the writer fares."""

from enum import StrEnum
from typing import Literal, NamedTuple

from store.errors import StoreError


class WriteResult(StrEnum):
    """Where the record is: in the database, or on disk on its way there."""

    COMMITTED = "committed"
    SPOOLED = "spooled"


Outcome = WriteResult | StoreError


class Limits(NamedTuple):
    """How many records may wait and share a commit, and the seconds between attempts to reach a database away."""

    max_pending: int = 4096
    max_batch: int = 512
    first_wait: float = 0.2
    longest_wait: float = 30.0


DEFAULT_LIMITS = Limits()


class Health(NamedTuple):
    """How the writer fares; the counts of records are since its start.

    `ok`: the database takes records; `spooling`: only the spool does; `unavailable`: neither.
    """

    state: Literal["ok", "spooling", "unavailable"]
    pending: int
    spool_bytes: int
    committed: int
    spooled: int
    refused: int
    lost: int


class Counts(NamedTuple):
    """How many are still to be told, and how many were given up."""

    waiting: int
    dead: int
