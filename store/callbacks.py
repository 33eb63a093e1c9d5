"""Where a site's plugins want to be told of moderators' verdicts."""

from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from store.tables import callbacks

AT_MOST = 8
"""More places a site does not have: the one not heard of for longest is forgotten."""


class Callback(NamedTuple):
    """A place; `sealed_key` is the key by which it knows us, `seen_at` (ms) when it was named last."""

    site_id: int
    url: str
    sealed_key: str
    seen_at: int


def note(connection: Connection, callback: Callback) -> None:
    """Add the place, or the key it goes by now. Call it in a transaction of `store.database.writing`."""
    same = (callbacks.c.site_id == callback.site_id, callbacks.c.url == callback.url)
    known = connection.execute(
        update(callbacks).where(*same).values(sealed_key=callback.sealed_key, seen_at=callback.seen_at)
    )
    if known.rowcount == 0:
        connection.execute(insert(callbacks), callback._asdict())
    for old in of_site(connection, callback.site_id)[AT_MOST:]:
        connection.execute(delete(callbacks).where(callbacks.c.site_id == old.site_id, callbacks.c.url == old.url))


def of_site(connection: Connection, site_id: int) -> list[Callback]:
    """The site's places, the one heard of last first."""
    chosen = select(callbacks).where(callbacks.c.site_id == site_id).order_by(callbacks.c.seen_at.desc())
    return [Callback._make(row) for row in connection.execute(chosen)]


def find(connection: Connection, site_id: int, url: str) -> Callback | None:
    """The place, if it is known."""
    found = connection.execute(select(callbacks).where(callbacks.c.site_id == site_id, callbacks.c.url == url)).first()
    return None if found is None else Callback._make(found)
