"""Which of the comments that wait say nearly the same: a group is what is like its first text, whoever came between.

A group is known by its first text's signature, and found by keys of that: an index is looked up, nothing is scanned, so
that entering a comment costs the same however many wait. A group outlives its comments' wait for some days, so that
what is undone comes back together.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, delete, select

from model.likeness import ALIKE_FROM, ROWS, likeness
from store.batches import insert_rows, run, run_for_each
from store.identifiers import first_at
from store.queue_tables import likeness_keys, queue_entries, queue_likenesses

KEEP_MS: Final = 8 * 86_400_000
"""So long a group in which nothing waits is known, from its first comment on."""
_BANDS: Final = 10
_ROWS_A_BAND: Final = 6
_BAND_BITS: Final = 4
_SITE_BITS: Final = 11
_AT_ONCE: Final = 500


class Unplaced(NamedTuple):
    """A comment that belongs to no group yet; `number` is that of its text, `signature` None where it is too short."""

    site_id: int
    comment: str
    number: int
    signature: bytes | None


class _Known(NamedTuple):
    """A group: its number, its site, and its first text's signature."""

    number: int
    site_id: int
    signature: bytes


def place(connection: Connection, unplaced: Sequence[Unplaced]) -> list[int]:
    """The number of each comment's group, in their order: one that is there, or a new one of the comment's own number.

    Of several groups that it is like it joins the one that it is most like. Two texts that share 0.8 of their words
    meet in 95 of 100 cases, with 0.9 always. Call it where no other process does.
    """
    keys = [_keys(one.site_id, one.signature) if one.signature else () for one in unplaced]
    groups = _found(connection, [key for some in keys for key in some])
    fresh: dict[int, tuple[Unplaced, Sequence[int]]] = {}
    numbers = []
    for one, own in zip(unplaced, keys, strict=True):
        group = _likest(one, (groups[key] for key in own if key in groups))
        if group is None and one.signature is not None:
            fresh[one.number] = one, own
            groups |= dict.fromkeys(own, _Known(one.number, one.site_id, one.signature))
        numbers.append(one.number if group is None else group.number)
    _add(connection, fresh)
    return numbers


def forget(connection: Connection, comments: Iterable[str]) -> None:
    """Forget the groups that began with comments which are deleted in the same transaction."""
    wanted = list(comments)
    for begin in range(0, len(wanted), _AT_ONCE):
        _remove(connection, queue_likenesses.c.comment.in_(wanted[begin : begin + _AT_ONCE]))


def expired(connection: Connection, now: int, limit: int) -> list[int]:
    """Groups that are older than `KEEP_MS` and in which nothing waits; at most `limit`."""
    old = queue_likenesses.c.comment < first_at(now - KEEP_MS)
    return list(connection.scalars(select(queue_likenesses.c.alike).where(old, _is_empty()).limit(limit)))


def drop(connection: Connection, numbers: Sequence[int]) -> None:
    """Forget those of these groups in which still nothing waits."""
    if numbers:
        _remove(connection, and_(queue_likenesses.c.alike.in_(numbers), _is_empty()))


def _is_empty() -> ColumnElement[bool]:
    return ~select(queue_entries.c.alike).where(queue_entries.c.alike == queue_likenesses.c.alike).exists()


def _keys(site_id: int, signature: bytes) -> Sequence[int]:
    """Of each band of rows a number that it shares with whatever has the same rows there, at the same site."""
    site = (site_id & (1 << _SITE_BITS) - 1) << _BAND_BITS
    return [
        (site | band) << 8 * _ROWS_A_BAND | int.from_bytes(signature[band * _ROWS_A_BAND : (band + 1) * _ROWS_A_BAND])
        for band in range(_BANDS)
    ]


def _likest(one: Unplaced, candidates: Iterable[_Known]) -> _Known | None:
    if one.signature is None:
        return None
    nearest, best = None, ALIKE_FROM
    for group in set(candidates):
        if group.site_id == one.site_id and (share := likeness(one.signature, group.signature)) >= best:
            nearest, best = group, share
    return nearest


def _found(connection: Connection, keys: Sequence[int]) -> dict[int, _Known]:
    """By key, the newest group that has it."""
    if not keys:
        return {}
    rows = run(connection, _FIND, json.dumps(keys))
    return {row[0]: _Known(row[1], row[2], bytes(row[3])) for row in rows}


def _add(connection: Connection, fresh: Mapping[int, tuple[Unplaced, Sequence[int]]]) -> None:
    if not fresh:
        return
    rows = [
        {
            "alike": one.number,
            "site_id": one.site_id,
            "comment": one.comment,
            "signature": (one.signature or b"")[:ROWS],
        }
        for one, _ in fresh.values()
    ]
    # One that was not found though it is there is found again from now on.
    insert_rows(connection, queue_likenesses, rows, once=True)
    led = {key: one.number for one, own in fresh.values() for key in own}
    run_for_each(connection, _LEAD, ("key", "alike"), sorted(led.items()))


def _remove(connection: Connection, which: ColumnElement[bool]) -> None:
    known = queue_likenesses.c.alike, queue_likenesses.c.site_id, queue_likenesses.c.signature
    for number, site_id, signature in connection.execute(delete(queue_likenesses).where(which).returning(*known)).all():
        own = likeness_keys.c.key.in_(_keys(site_id, bytes(signature)))
        connection.execute(delete(likeness_keys).where(own, likeness_keys.c.alike == number))


# CROSS JOIN keeps SQLite, and OFFSET 0 PostgreSQL, from scanning the groups to look them up in the list of keys.
_FIND: Final = {
    "sqlite": """
SELECT k.key, g.alike, g.site_id, g.signature
FROM json_each(?) AS wanted CROSS JOIN likeness_keys AS k ON k.key = wanted.value
CROSS JOIN queue_likenesses AS g ON g.alike = k.alike
""",
    "postgresql": """
SELECT k.key, g.alike, g.site_id, g.signature
FROM json_array_elements_text(%s::json) AS wanted
CROSS JOIN LATERAL (SELECT key, alike FROM likeness_keys WHERE key = CAST(wanted.value AS bigint) OFFSET 0) AS k
CROSS JOIN LATERAL (SELECT alike, site_id, signature FROM queue_likenesses WHERE alike = k.alike OFFSET 0) AS g
""",
}
_LEAD: Final = {
    "sqlite": "INSERT INTO likeness_keys (key, alike) VALUES (?, ?) "
    "ON CONFLICT (key) DO UPDATE SET alike = excluded.alike",
    "postgresql": "INSERT INTO likeness_keys (key, alike) SELECT key, alike "
    "FROM json_to_recordset(%s::json) AS new(key bigint, alike bigint) "
    "ON CONFLICT (key) DO UPDATE SET alike = excluded.alike",
}
