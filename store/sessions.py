"""Who is signed in at the desk."""

from typing import Final, NamedTuple

from sqlalchemy import Connection, delete, insert, or_, select, update

from store.moderators import Moderator, new_token
from store.records import clean
from store.serving import digest_of
from store.tables import desk_sessions, moderators

AGENT_CHARACTERS: Final = 200


class Session(NamedTuple):
    """Somebody's being signed in with one browser; `site_id` is the site they look at, None before they chose one.

    `seen_at` is when it was last used, to about a minute.
    """

    digest: str
    moderator: str
    site_id: int | None
    agent: str
    created_at: int
    seen_at: int
    expires_at: int


def open_session(connection: Connection, moderator: Moderator, *, agent: str, now: int, lasts_ms: int) -> str:
    """Sign somebody in; returns the token, for the only time."""
    token = new_token()
    opened = Session(
        digest_of(token), moderator.id, moderator.site_id, clean(agent)[:AGENT_CHARACTERS], now, now, now + lasts_ms
    )
    connection.execute(insert(desk_sessions), opened._asdict())
    return token


def find(connection: Connection, token: str, *, now: int, idle_ms: int) -> tuple[Session, Moderator] | None:
    """The session and whose it is; None where it has ended, was idle for too long, or they are revoked."""
    chosen = (
        select(desk_sessions, *(moderators.c[name].label(f"of_{name}") for name in Moderator._fields))
        .join(moderators, moderators.c.id == desk_sessions.c.moderator)
        .where(
            desk_sessions.c.digest == digest_of(token),
            desk_sessions.c.expires_at > now,
            desk_sessions.c.seen_at > now - idle_ms,
            moderators.c.revoked_at.is_(None),
        )
    )
    found = connection.execute(chosen).first()
    if found is None:
        return None
    length = len(Session._fields)
    return Session._make(found[:length]), Moderator._make(found[length:])


def of_moderator(connection: Connection, moderator: str, *, now: int, idle_ms: int) -> list[Session]:
    """Where somebody is signed in, the one used last first."""
    chosen = select(desk_sessions).where(
        desk_sessions.c.moderator == moderator,
        desk_sessions.c.expires_at > now,
        desk_sessions.c.seen_at > now - idle_ms,
    )
    return [Session._make(row) for row in connection.execute(chosen.order_by(desk_sessions.c.seen_at.desc()))]


def touch(connection: Connection, digest: str, *, now: int) -> None:
    """Note that the session is in use."""
    connection.execute(update(desk_sessions).where(desk_sessions.c.digest == digest).values(seen_at=now))


def look_at(connection: Connection, digest: str, site_id: int) -> None:
    """Note which site the session is at."""
    connection.execute(update(desk_sessions).where(desk_sessions.c.digest == digest).values(site_id=site_id))


def end(connection: Connection, moderator: str, digest: str) -> bool:
    """End one of somebody's sessions; False where it is not theirs."""
    chosen = delete(desk_sessions).where(desk_sessions.c.digest == digest, desk_sessions.c.moderator == moderator)
    return connection.execute(chosen).rowcount == 1


def end_others(connection: Connection, moderator: str, kept: str) -> int:
    """End all of somebody's sessions but one; how many they were."""
    chosen = delete(desk_sessions).where(desk_sessions.c.moderator == moderator, desk_sessions.c.digest != kept)
    return connection.execute(chosen).rowcount


def forget(connection: Connection, *, now: int, idle_ms: int) -> None:
    """Delete what has ended by itself."""
    over = or_(desk_sessions.c.expires_at <= now, desk_sessions.c.seen_at <= now - idle_ms)
    connection.execute(delete(desk_sessions).where(over))
