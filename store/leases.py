"""Who looks at which comments: nobody else is shown them until the lease expires or is given back."""

import json
from collections.abc import Collection, Iterable
from typing import Final

from sqlalchemy import Connection, Select, delete, select

from store.queue_tables import leases

LEASE_MS: Final = 10 * 60_000
"""How long a lease lasts; whoever goes on looking renews it."""


def take(connection: Connection, wanted: Iterable[int], moderator: str, *, now: int) -> set[int]:
    """Those of the `alike` numbers that the moderator has from now on, `LEASE_MS` long: the others are somebody else's.

    Atomic, whatever other processes do: of two who ask at once one gets it. One that the moderator has is renewed.
    """
    # In one order, so that two who want the same never wait for each other.
    numbers = sorted(set(wanted))
    if not numbers:
        return set()
    statement = _TAKE_SQLITE if connection.dialect.name == "sqlite" else _TAKE_POSTGRESQL
    taken = connection.exec_driver_sql(statement, (moderator, now + LEASE_MS, json.dumps(numbers), now))
    return {row[0] for row in taken}


def give_back(connection: Connection, moderator: str, *, but: Collection[int] = ()) -> int:
    """Let others have what the moderator does not look at any more; how much that was."""
    held = delete(leases).where(leases.c.moderator == moderator)
    return connection.execute(held.where(leases.c.alike.not_in(list(but))) if but else held).rowcount


def let_go(connection: Connection, numbers: Collection[int], moderator: str) -> int:
    """Let others have these; how many of them the moderator had."""
    mine = leases.c.moderator == moderator, leases.c.alike.in_(list(numbers))
    return connection.execute(delete(leases).where(*mine)).rowcount


def held(connection: Connection, moderator: str, *, now: int) -> dict[int, int]:
    """What the moderator holds, and until when (ms)."""
    chosen = select(leases.c.alike, leases.c.expires_at).where(
        leases.c.moderator == moderator, leases.c.expires_at > now
    )
    return {row.alike: row.expires_at for row in connection.execute(chosen)}


def holder(connection: Connection, alike: int, *, now: int) -> str | None:
    """Who looks at it, None where nobody does."""
    chosen = select(leases.c.moderator).where(leases.c.alike == alike, leases.c.expires_at > now)
    return connection.scalar(chosen)


def of_others(moderator: str, now: int) -> Select[tuple[int]]:
    """What somebody else looks at."""
    return select(leases.c.alike).where(leases.c.moderator != moderator, leases.c.expires_at > now)


def forget(connection: Connection, *, now: int) -> int:
    """Delete the leases that have expired; how many they were."""
    return connection.execute(delete(leases).where(leases.c.expires_at <= now)).rowcount


# "WHERE true", because SQLite takes ON for a join's condition where nothing stands before it.
_TAKE_SQLITE: Final = """
INSERT INTO leases (alike, moderator, expires_at) SELECT value, ?, ? FROM json_each(?) WHERE true
ON CONFLICT (alike) DO UPDATE SET moderator = excluded.moderator, expires_at = excluded.expires_at
WHERE leases.moderator = excluded.moderator OR leases.expires_at <= ?
RETURNING alike
"""
_TAKE_POSTGRESQL: Final = """
INSERT INTO leases (alike, moderator, expires_at)
SELECT CAST(value AS bigint), %s, CAST(%s AS bigint) FROM json_array_elements_text(%s::json)
ON CONFLICT (alike) DO UPDATE SET moderator = excluded.moderator, expires_at = excluded.expires_at
WHERE leases.moderator = excluded.moderator OR leases.expires_at <= %s
RETURNING alike
"""
