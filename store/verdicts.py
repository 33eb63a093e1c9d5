"""Moderators' verdicts: only ever added, the newest of a comment counts."""

import json
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, func, insert, null, select, update

from store.identifiers import Identifiers, after, now
from store.records import VerdictRecord, clean
from store.tables import comments, verdicts

VERDICTS = ("approve", "reject", "unsure", "withdrawn")
SETTLING = ("approve", "reject")
"""After any other verdict the comment is open again."""

_identifiers = Identifiers()


class Added(NamedTuple):
    """A verdict as it is stored; `is_new` is False where it only repeats the newest one word for word.

    `is_late`: nothing was stored, because `record`, the newest verdict, is not one that it may replace. `is_outdated`:
    nor was it, because the author has replaced what it is on; then `record` is what was to be said.
    """

    record: VerdictRecord
    is_new: bool
    is_late: bool = False
    is_outdated: bool = False


Over = Callable[[VerdictRecord], bool]
"""Whether a verdict may replace the newest one."""


def add(  # noqa: PLR0913 - what a verdict consists of
    connection: Connection,
    site_id: int,
    comment: str,
    *,
    verdict: str,
    labels: Iterable[str] = (),
    note: str = "",
    moderator: str = "",
    source: str,
    over: Over | None = None,
    of_newest: bool = False,
) -> Added | None:
    """Add a verdict on the comment (the store's id) and settle the comment by it; None where this site has none.

    What repeats the newest verdict is not stored again, nor is anything where `over` says no of that, or with
    `of_newest` where a newer revision of the comment is there. Call it in a transaction of `store.database.writing`.
    """
    comment = clean(comment)
    # The lock keeps two moderators' verdicts in the order of their ids; SQLite's transaction has locked already.
    chosen = select(comments.c.verdict, comments.c.superseded_by)
    locked = chosen.where(comments.c.id == comment, comments.c.site_id == site_id).with_for_update()
    found = connection.execute(locked).first()
    if found is None:
        return None
    said = VerdictRecord(
        id="",
        site_id=site_id,
        comment=comment,
        verdict=verdict,
        labels=tuple(labels),
        note=clean(note),
        moderator=clean(moderator),
        source=source,
        at=now(),
    )
    if of_newest and found.superseded_by:
        return Added(said, is_new=False, is_outdated=True)
    newest = latest(connection, site_id, comment)
    if newest is not None and said._replace(id=newest.id, at=newest.at) == newest:
        return Added(newest, is_new=False)
    if newest is not None and over is not None and not over(newest):
        return Added(newest, is_new=False, is_late=True)
    identifier = _identifiers.new()
    if newest is not None and identifier <= newest.id:
        identifier = after(newest.id)
    added = said._replace(id=identifier)
    connection.execute(insert(verdicts), {**added._asdict(), "labels": json.dumps(added.labels)})
    settles = verdict if verdict in SETTLING else ""
    if found.verdict != settles:
        connection.execute(
            update(comments).where(comments.c.id == comment).values(verdict=settles, waiting_since=_waits(settles))
        )
    return Added(added, is_new=True)


def latest(connection: Connection, site_id: int, comment: str) -> VerdictRecord | None:
    """The verdict that counts, None where there is none yet."""
    found = connection.execute(_on(comment).order_by(verdicts.c.id.desc()).limit(1)).first()
    return None if found is None or found.site_id != site_id else _record(found)


def latest_of(connection: Connection, site_id: int, comment_ids: Iterable[str]) -> dict[str, VerdictRecord]:
    """By comment, the verdict that counts, of those that have one."""
    wanted = verdicts.c.comment.in_([clean(one) for one in comment_ids])
    newest = select(func.max(verdicts.c.id)).where(wanted).group_by(verdicts.c.comment)
    found = connection.execute(select(verdicts).where(verdicts.c.id.in_(newest)))
    return {row.comment: _record(row) for row in found if row.site_id == site_id}


def history(connection: Connection, site_id: int, comment: str) -> list[VerdictRecord]:
    """All verdicts on a comment, oldest first."""
    found = connection.execute(_on(comment).order_by(verdicts.c.id))
    return [_record(row) for row in found if row.site_id == site_id]


def _on(comment: str) -> Select[Any]:
    # Were the site among the conditions, SQLite would walk through all of its verdicts: a comment has only one site.
    return select(verdicts).where(verdicts.c.comment == clean(comment))


def _waits(settles: str) -> ColumnElement[Any]:
    """Since when the comment waits, once that is settled: what was queued and is current goes back to its place."""
    if settles:
        return null()
    queued = and_(comments.c.decision == "queue", comments.c.superseded_by == "")
    return case((queued, comments.c.submitted_at), else_=null())


def _record(row: Row[Any]) -> VerdictRecord:
    found = VerdictRecord._make(row)
    return found._replace(labels=tuple(json.loads(str(row.labels))))
