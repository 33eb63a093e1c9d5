"""How long verdicts took, and how long the queue was: what the desk's charts show beside `store.statistics`."""

from importlib import import_module
from typing import Final, NamedTuple

from sqlalchemy import Connection, delete, select
from sqlalchemy.orm import aliased

from store import comments
from store.identifiers import first_at
from store.insight_tables import queue_sizes
from store.tables import comments as rows
from store.tables import rare, verdicts
from store.verdicts import SETTLING

QUARTER_MS: Final = 900_000
"""How far apart the queue's lengths are noted."""
KEEP_MS: Final = 400 * 86_400_000
MOST_VERDICTS: Final = 20_000
"""So many of the newest verdicts of a period are looked at."""
MOST_HELD: Final = 5_000
"""So many of the newest queued comments of a period are looked at."""


class Waited(NamedTuple):
    """When a queued comment was settled for the first time, and how long it had waited until then; ms."""

    at: int
    waited: int


class Size(NamedTuple):
    """How many comments waited at a time (ms)."""

    at: int
    waiting: int


class Held(NamedTuple):
    """Why a comment was queued, the store's JSON text of its findings, and what moderators settled."""

    findings: str
    verdict: str


class Scored(NamedTuple):
    """What is known of a comment that was judged: findings and scores are the store's JSON texts."""

    id: str
    findings: str
    scores: str
    model: str


def newest(connection: Connection, site_id: int, limit: int) -> list[Scored]:
    """The site's newest comments, without revisions that have newer ones; the newest first."""
    chosen = (
        select(*(rows.c[name] for name in Scored._fields))
        .where(rows.c.site_id == site_id, rows.c.superseded_by == "")
        .order_by(rows.c.submitted_at.desc())
        .limit(limit)
    )
    return [Scored._make(row) for row in connection.execute(chosen)]


def held(connection: Connection, site_id: int, since_ms: int, until_ms: int, *, limit: int = MOST_HELD) -> list[Held]:
    """The queued comments submitted from `since_ms` up to `until_ms` that moderators have settled.

    Looks at `limit` at most, the newest.
    """
    columns = rows.c
    chosen = (
        select(columns.findings, columns.verdict)
        .where(columns.site_id == site_id, columns.decision == "queue", columns.verdict.in_(SETTLING))
        .where(columns.submitted_at >= since_ms, columns.submitted_at < until_ms, rare)
        .order_by(columns.submitted_at.desc())
        .limit(limit)
    )
    return [Held._make(row) for row in connection.execute(chosen)]


def waits(
    connection: Connection, site_id: int, since_ms: int, until_ms: int, *, limit: int = MOST_VERDICTS
) -> list[Waited]:
    """Of the queued comments that were settled from `since_ms` up to `until_ms` for the first time, the newest first.

    Looks at `limit` verdicts at most, the newest.
    """
    columns, earlier = verdicts.c, aliased(verdicts)
    settling = (
        select(columns.id, columns.comment, columns.at)
        .where(
            columns.site_id == site_id,
            columns.id >= first_at(since_ms),
            columns.id < first_at(until_ms),
            columns.verdict.in_(SETTLING),
        )
        .order_by(columns.id.desc())
        .limit(limit)
        .subquery()
    )
    before = select(earlier.c.id).where(
        earlier.c.comment == settling.c.comment, earlier.c.id < settling.c.id, earlier.c.verdict.in_(SETTLING)
    )
    chosen = (
        select(settling.c.at, rows.c.submitted_at)
        .join(rows, rows.c.id == settling.c.comment)
        .where(rows.c.decision == "queue", ~before.exists())
        .order_by(settling.c.id.desc())
    )
    return [Waited(row.at, max(0, row.at - row.submitted_at)) for row in connection.execute(chosen)]


def size(connection: Connection, site_id: int, *, now: int) -> Size | None:
    """How many comments wait, to be noted for this quarter of an hour; None where it is noted already."""
    at = now - now % QUARTER_MS
    known = select(queue_sizes.c.at).where(queue_sizes.c.site_id == site_id, queue_sizes.c.at == at)
    if connection.execute(known).first() is not None:
        return None
    return Size(at, comments.count_waiting(connection, site_id))


def note_size(connection: Connection, site_id: int, size: Size) -> None:
    """Take note of it, whoever comes first, and forget what is old."""
    row = {"site_id": site_id, "at": size.at, "waiting": size.waiting}
    dialect = import_module(f"sqlalchemy.dialects.{connection.dialect.name}")
    connection.execute(dialect.insert(queue_sizes).values(row).on_conflict_do_nothing())
    old = queue_sizes.c.at < size.at - KEEP_MS
    connection.execute(delete(queue_sizes).where(queue_sizes.c.site_id == site_id, old))


def sizes(connection: Connection, site_id: int, since_ms: int, until_ms: int) -> list[Size]:
    """The lengths noted from `since_ms` up to, not including, `until_ms`, the earliest first."""
    chosen = (
        select(queue_sizes.c.at, queue_sizes.c.waiting)
        .where(queue_sizes.c.site_id == site_id, queue_sizes.c.at >= since_ms, queue_sizes.c.at < until_ms)
        .order_by(queue_sizes.c.at)
    )
    return [Size._make(row) for row in connection.execute(chosen)]
