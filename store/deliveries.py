"""Verdicts that a site is still to be told of: added with the verdict itself, gone when they were told."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, case, delete, func, insert, literal, select, update

from store.identifiers import Identifiers
from store.insight_tables import told
from store.outcomes import Counts
from store.records import VerdictRecord
from store.tables import comments, deliveries, verdicts

_identifiers = Identifiers()


class Delivery(NamedTuple):
    """One verdict for one place: `kind` is how it is told, `verdict` the verdict's id.

    `due_at` (ms) is when it is tried next, None where it was given up after so many `attempts`; `error` is why the last
    one failed.
    """

    id: str
    site_id: int
    verdict: str
    kind: str
    url: str
    attempts: int
    due_at: int | None
    error: str


class Told(NamedTuple):
    """A verdict that a place was told of, at that time (ms) and after so many attempts."""

    id: str
    verdict: str
    kind: str
    url: str
    attempts: int
    at: int


class Contents(NamedTuple):
    """A verdict, the publisher's own id of its comment (empty where there is none), and whether none is newer.

    `first` is the id of the comment's oldest revision, the one that the site was told first. A verdict on another
    revision counts as newer, too.
    """

    verdict: VerdictRecord
    comment_id: str
    first: str
    is_latest: bool


def add(  # noqa: PLR0913 - what a delivery consists of
    connection: Connection, site_id: int, verdict: str, kind: str, url: str, *, now: int
) -> None:
    """Have a verdict told as soon as can be; in the verdict's own transaction, so that neither is without the other."""
    delivery = Delivery(_identifiers.new(), site_id, verdict, kind, url, 0, now, "")
    connection.execute(insert(deliveries), delivery._asdict())


def is_due(connection: Connection, now: int) -> bool:
    """Whether anything is to be told by now."""
    return connection.execute(select(deliveries.c.id).where(deliveries.c.due_at <= now).limit(1)).first() is not None


def claim(connection: Connection, *, now: int, until: int, limit: int) -> list[Delivery]:
    """What is due, the longest waiting first; nobody else is given it before `until` (ms), which is its new `due_at`.

    An attempt counts from here on, so that one that kills the process is not made for ever.
    """
    due = select(deliveries).where(deliveries.c.due_at <= now).order_by(deliveries.c.due_at).limit(limit)
    claimed = []
    for row in connection.execute(due).all():
        found = Delivery._make(row)
        mine = connection.execute(
            update(deliveries)
            .where(deliveries.c.id == found.id, deliveries.c.due_at == found.due_at)
            .values(due_at=until, attempts=found.attempts + 1)
        )
        if mine.rowcount:
            claimed.append(found._replace(due_at=until, attempts=found.attempts + 1))
    return claimed


def contents(connection: Connection, delivery: Delivery) -> Contents | None:
    """What is to be told, None where the comment or the verdict is there no more."""
    chosen = (
        select(verdicts, comments.c.comment_id.label("published"))
        .join(comments, comments.c.id == verdicts.c.comment)
        .where(verdicts.c.id == delivery.verdict)
    )
    found = connection.execute(chosen).first()
    if found is None:
        return None
    record = VerdictRecord._make(found[:-1])._replace(labels=tuple(json.loads(str(found.labels))))
    revisions = [record.comment]
    if found.published:
        same = (comments.c.site_id == record.site_id, comments.c.comment_id == found.published)
        revisions = list(connection.scalars(select(comments.c.id).where(*same).order_by(comments.c.id)))
    newer = select(verdicts.c.id).where(verdicts.c.comment.in_(revisions), verdicts.c.id > record.id).limit(1)
    return Contents(record, found.published or "", revisions[0], connection.execute(newer).first() is None)


def done(connection: Connection, identifier: str, *, told_at: int | None = None) -> None:
    """It was told at that time, which is kept with the verdict; or there is nothing to tell any more."""
    if told_at is not None:
        columns = deliveries.c
        kept = select(columns.id, columns.verdict, columns.kind, columns.url, columns.attempts, literal(told_at))
        names = ["id", "verdict", "kind", "url", "attempts", "at"]
        connection.execute(insert(told).from_select(names, kept.where(columns.id == identifier)))
    connection.execute(delete(deliveries).where(deliveries.c.id == identifier))


def of_verdicts(connection: Connection, identifiers: Sequence[str]) -> list[Delivery | Told]:
    """What became of these verdicts at the places that are to know of them: what was told, and what is still to be."""
    chosen = select(told).where(told.c.verdict.in_(list(identifiers))).order_by(told.c.at)
    still = select(deliveries).where(deliveries.c.verdict.in_(list(identifiers))).order_by(deliveries.c.id)
    return [
        *(Told._make(row) for row in connection.execute(chosen)),
        *(Delivery._make(row) for row in connection.execute(still)),
    ]


def failed(connection: Connection, identifier: str, error: str, due_at: int | None) -> None:
    """The attempt failed: it is tried again at `due_at`, or given up."""
    connection.execute(update(deliveries).where(deliveries.c.id == identifier).values(error=error, due_at=due_at))


def listed(connection: Connection, *, dead: bool = False, limit: int = 1000) -> list[Delivery]:
    """Deliveries, the oldest first: all, or those given up alone."""
    chosen = select(deliveries).order_by(deliveries.c.id).limit(limit)
    if dead:
        chosen = chosen.where(deliveries.c.due_at.is_(None))
    return [Delivery._make(row) for row in connection.execute(chosen)]


def counts(connection: Connection) -> Counts:
    """How many there are."""
    dead = func.sum(case((deliveries.c.due_at.is_(None), 1), else_=0))
    total, given_up = connection.execute(select(func.count(), dead).select_from(deliveries)).one()
    return Counts(total - (given_up or 0), given_up or 0)


def retry(connection: Connection, identifiers: Sequence[str] | None, *, now: int) -> int:
    """Try those that were given up again, or all of them; how many they were."""
    dead = update(deliveries).where(deliveries.c.due_at.is_(None))
    if identifiers is not None:
        dead = dead.where(deliveries.c.id.in_(list(identifiers)))
    return connection.execute(dead.values(due_at=now, attempts=0)).rowcount


def drop_dead(connection: Connection) -> int:
    """Forget those that were given up; how many they were."""
    return connection.execute(delete(deliveries).where(deliveries.c.due_at.is_(None))).rowcount
