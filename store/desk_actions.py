"""What moderators did at the desk, so that they can undo it."""

import json
from collections.abc import Sequence
from typing import Final, NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from store.identifiers import Identifiers, first_at
from store.queue_tables import desk_actions

KEEP_MS: Final = 2 * 86_400_000
_identifiers = Identifiers()


class Action(NamedTuple):
    """`action` is a verdict or `skip`, `comments` are the ids of those it was done to."""

    id: str
    action: str
    comments: tuple[str, ...]


def add(connection: Connection, site_id: int, moderator: str, action: str, comments: Sequence[str]) -> Action:
    """Keep what was done, in the same transaction or after it."""
    done = Action(_identifiers.new(), action, tuple(comments))
    row = {"id": done.id, "site_id": site_id, "moderator": moderator, "action": action}
    connection.execute(insert(desk_actions), {**row, "comments": json.dumps(done.comments)})
    return done


def latest(connection: Connection, site_id: int, moderator: str, since_ms: int) -> Action | None:
    """The moderator's newest action that is not undone, since that time; None where there is none."""
    chosen = (
        select(desk_actions.c.id, desk_actions.c.action, desk_actions.c.comments)
        .where(
            desk_actions.c.moderator == moderator,
            desk_actions.c.site_id == site_id,
            desk_actions.c.undone_at.is_(None),
            desk_actions.c.id >= first_at(since_ms),
        )
        .order_by(desk_actions.c.id.desc())
        .limit(1)
    )
    row = connection.execute(chosen).first()
    return None if row is None else Action(row.id, row.action, tuple(json.loads(row.comments)))


def undo(connection: Connection, identifier: str, moderator: str, *, now: int) -> bool:
    """Mark it as undone; False where it is already, or is somebody else's."""
    mine = desk_actions.c.id == identifier, desk_actions.c.moderator == moderator, desk_actions.c.undone_at.is_(None)
    return bool(connection.execute(update(desk_actions).where(*mine).values(undone_at=now)).rowcount)


def forget(connection: Connection, before_ms: int) -> int:
    """Delete what was done before that time; how much that was."""
    return connection.execute(delete(desk_actions).where(desk_actions.c.id < first_at(before_ms))).rowcount
