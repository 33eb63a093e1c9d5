"""Shadows: a model that judges a site's comments beside the one in use, for what it would have decided."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from store.identifiers import first_at, now
from store.model_tables import shadow_disagreements, shadows
from store.records import CommentRecord, clean
from store.tables import comments

MOST: Final = 500
"""So many disagreements are kept of a site, the newest."""
_BITE: Final = 500


class Shadow(NamedTuple):
    """A shadow, in the order of the columns; times in milliseconds since the epoch, UTC.

    `counts`: how many comments, by `decided-would_decide`, such as `queue-accept`. `passed_over`: how many more came
    than were looked at. `error` says why it judges nothing, empty where it does.
    """

    site_id: int
    version: str
    started_at: int
    started_by: str
    stopped_at: int | None
    seen: str
    worker: str
    busy_until: int
    counts: Mapping[str, int]
    passed_over: int
    error: str

    @property
    def judged(self) -> int:
        """How many comments it has judged."""
        return sum(self.counts.values())

    @property
    def agreed(self) -> int:
        """How many of them it would have decided as they were."""
        return sum(count for both, count in self.counts.items() if len(set(both.split("-"))) == 1)


class Disagreement(NamedTuple):
    """A comment that was decided by `champion`, and that the shadow would decide otherwise, for `reasons` (codes)."""

    comment: str
    champion: str
    decided: str
    would_decide: str
    reasons: tuple[str, ...]


def start(connection: Connection, site_id: int, version: str, *, started_by: str) -> None:
    """Have the version judge the site's comments from now on, in place of any other; what that found is forgotten."""
    connection.execute(delete(shadow_disagreements).where(shadow_disagreements.c.site_id == site_id))
    connection.execute(delete(shadows).where(shadows.c.site_id == site_id))
    at = now()
    begun = Shadow(site_id, clean(version), at, clean(started_by), None, first_at(at), "", 0, {}, 0, "")
    connection.execute(insert(shadows), {**begun._asdict(), "counts": "{}"})


def stop(connection: Connection, site_id: int) -> str | None:
    """End the site's shadow, whose findings stay until the next; its version, None where there is none."""
    ended = (
        update(shadows)
        .where(shadows.c.site_id == site_id, shadows.c.stopped_at.is_(None))
        .values(stopped_at=now())
        .returning(shadows.c.version)
    )
    version: str | None = connection.scalar(ended)
    return version


def get(connection: Connection, site_id: int) -> Shadow | None:
    """The site's shadow, or the last one it had."""
    row = connection.execute(select(shadows).where(shadows.c.site_id == site_id)).first()
    return None if row is None else Shadow._make(row)._replace(counts=json.loads(row.counts))


def claim(connection: Connection, site_id: int, worker: str, lasts_ms: int) -> Shadow | None:
    """The site's shadow for this worker to go on with; None where there is none, or where another is at it."""
    free = or_(shadows.c.worker == worker, shadows.c.busy_until < now())
    taken = (
        update(shadows)
        .where(shadows.c.site_id == site_id, shadows.c.stopped_at.is_(None), free)
        .values(worker=worker, busy_until=now() + lasts_ms)
    )
    return get(connection, site_id) if connection.execute(taken).rowcount else None


def unseen(connection: Connection, shadow: Shadow, until_ms: int, limit: int) -> tuple[list[CommentRecord], int]:
    """The newest comments up to that time that it has not looked at, oldest first; and how many more there are."""
    beyond = (
        comments.c.site_id == shadow.site_id,
        comments.c.id > shadow.seen,
        comments.c.id < first_at(until_ms),
    )
    found = connection.execute(select(comments).where(*beyond).order_by(comments.c.id.desc()).limit(limit))
    records = [CommentRecord._make(row) for row in found][::-1]
    if len(records) < limit:
        return records, 0
    counted = select(func.count()).select_from(comments).where(*beyond, comments.c.id < records[0].id)
    return records, connection.scalar(counted) or 0


def note(  # noqa: PLR0913 - what a round comes to
    connection: Connection,
    shadow: Shadow,
    *,
    seen: str,
    counts: Mapping[str, int],
    passed_over: int,
    disagreements: Sequence[Disagreement],
) -> bool:
    """Add what a round has found; False, and nothing is added, where it was stopped or another goes on with it."""
    summed = {**shadow.counts}
    for both, count in counts.items():
        summed[both] = summed.get(both, 0) + count
    mine = (
        shadows.c.site_id == shadow.site_id,
        shadows.c.version == shadow.version,
        shadows.c.seen == shadow.seen,
        shadows.c.worker == shadow.worker,
        shadows.c.stopped_at.is_(None),
    )
    values = {"seen": seen, "counts": json.dumps(summed), "passed_over": shadow.passed_over + passed_over, "error": ""}
    if not connection.execute(update(shadows).where(*mine).values(values)).rowcount:
        return False
    _keep(connection, shadow.site_id, disagreements)
    return True


def fail(connection: Connection, shadow: Shadow, error: str) -> None:
    """Note why it judges nothing."""
    one = shadows.c.site_id == shadow.site_id, shadows.c.version == shadow.version
    connection.execute(update(shadows).where(*one).values(error=clean(error)))


def disagreements(
    connection: Connection, site_id: int, limit: int, *, before: str = "", both: str = ""
) -> list[Disagreement]:
    """What the two would decide otherwise, the newest first. `both`: only those `decided-would_decide`."""
    chosen = select(shadow_disagreements).where(shadow_disagreements.c.site_id == site_id)
    if before:
        chosen = chosen.where(shadow_disagreements.c.comment < clean(before))
    decided, _, would_decide = both.partition("-")
    if would_decide:
        chosen = chosen.where(
            shadow_disagreements.c.decided == clean(decided),
            shadow_disagreements.c.would_decide == clean(would_decide),
        )
    found = connection.execute(chosen.order_by(shadow_disagreements.c.comment.desc()).limit(limit))
    return [
        Disagreement(row.comment, row.champion, row.decided, row.would_decide, tuple(json.loads(row.reasons)))
        for row in found
    ]


def _keep(connection: Connection, site_id: int, found: Sequence[Disagreement]) -> None:
    """Keep these, as far as their comments are there still, and of all the newest."""
    for begin in range(0, len(found), _BITE):
        some = found[begin : begin + _BITE]
        there = set(connection.scalars(select(comments.c.id).where(comments.c.id.in_([one.comment for one in some]))))
        rows: list[dict[str, Any]] = [
            {**one._asdict(), "reasons": json.dumps(one.reasons), "site_id": site_id}
            for one in some
            if one.comment in there
        ]
        if rows:
            connection.execute(insert(shadow_disagreements), rows)
    ids = select(shadow_disagreements.c.comment).where(shadow_disagreements.c.site_id == site_id)
    last = connection.scalar(ids.order_by(shadow_disagreements.c.comment.desc()).offset(MOST).limit(1))
    if last is not None:
        older = shadow_disagreements.c.site_id == site_id, shadow_disagreements.c.comment <= last
        connection.execute(delete(shadow_disagreements).where(*older))
