"""Verdicts that contradict the model or each other, for a moderator to look at before the model learns from them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, and_, delete, insert, or_, select, update

from store.identifiers import now
from store.model_tables import second_looks
from store.records import clean
from store.tables import comments, verdicts

_BITE = 500


class SecondLook(NamedTuple):
    """A comment whose newest verdict is in doubt.

    `why`: `model`, it contradicts the model and all that the site's other verdicts say; `twin`, it contradicts the one
    on `other`, which has nearly the same text. `score`: what the model says, in percent. Times in milliseconds.
    """

    comment: str
    verdict: str
    why: Literal["model", "twin"]
    other: str | None
    score: int
    listed_at: int = 0
    confirmed_at: int | None = None
    confirmed_by: str = ""


def replace(connection: Connection, site_id: int, found: Iterable[SecondLook]) -> None:
    """List these for the site instead of what was listed; what is confirmed stays so as long as its verdict counts.

    Comments that are gone since they were found, erased or expired, are passed over.
    """
    known = confirmed(connection, site_id)
    unconfirmed = and_(second_looks.c.site_id == site_id, second_looks.c.confirmed_at.is_(None))
    connection.execute(delete(second_looks).where(unconfirmed))
    at = now()
    rows = [
        {**one._asdict(), "site_id": site_id, "listed_at": at, "confirmed_at": None, "confirmed_by": ""}
        for one in found
        if one.verdict not in known
    ]
    for begin in range(0, len(rows), _BITE):
        _list(connection, site_id, rows[begin : begin + _BITE])


def _list(connection: Connection, site_id: int, rows: Sequence[Mapping[str, Any]]) -> None:
    listed = [row["comment"] for row in rows]
    # Confirmed for a verdict that counts no more.
    connection.execute(delete(second_looks).where(second_looks.c.comment.in_(listed)))
    # Locked as PostgreSQL's check of the foreign key would: nobody can erase one between this and the insert.
    there = select(comments.c.id).where(comments.c.id.in_(listed), comments.c.site_id == site_id)
    left = set(connection.scalars(there.with_for_update(read=True, key_share=True)))
    if kept := [row for row in rows if row["comment"] in left]:
        connection.execute(insert(second_looks), kept)


def confirm(connection: Connection, site_id: int, comment: str, *, verdict: str, confirmed_by: str) -> bool:
    """Note that the moderators stand by that verdict (its id); False where it is not listed, or not any more."""
    listed = and_(
        second_looks.c.site_id == site_id,
        second_looks.c.comment == clean(comment),
        second_looks.c.verdict == clean(verdict),
        second_looks.c.confirmed_at.is_(None),
    )
    noted = update(second_looks).where(listed).values(confirmed_at=now(), confirmed_by=clean(confirmed_by))
    return connection.execute(noted).rowcount == 1


def confirmed(connection: Connection, site_id: int) -> set[str]:
    """Ids of the verdicts that moderators stand by."""
    chosen = select(second_looks.c.verdict).where(
        second_looks.c.site_id == site_id, second_looks.c.confirmed_at.is_not(None)
    )
    return set(connection.scalars(chosen))


def open_ones(connection: Connection, site_id: int, limit: int) -> list[SecondLook]:
    """Those nobody has looked at since they were listed, the strongest contradiction first.

    A newer verdict on the comment settles it, and of two that contradicted each other both.
    """
    newer = (
        select(verdicts.c.id)
        .where(verdicts.c.comment == second_looks.c.comment, verdicts.c.id > second_looks.c.verdict)
        .exists()
    )
    mine, twin = comments.alias(), comments.alias()
    still = (
        select(mine.c.id)
        .where(
            mine.c.id == second_looks.c.comment,
            twin.c.id == second_looks.c.other,
            twin.c.verdict != "",
            twin.c.verdict != mine.c.verdict,
        )
        .exists()
    )
    columns = [second_looks.c[name] for name in SecondLook._fields]
    chosen = (
        select(*columns)
        .where(second_looks.c.site_id == site_id, second_looks.c.confirmed_at.is_(None), ~newer)
        .where(or_(second_looks.c.why == "model", still))
        .order_by(second_looks.c.why, second_looks.c.score, second_looks.c.comment)
        .limit(limit)
    )
    return [SecondLook._make(row) for row in connection.execute(chosen)]
