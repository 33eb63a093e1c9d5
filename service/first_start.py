"""What the first start makes: the database's schema, the site `default` with its key, and an admin of the desk."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from service.audit import note_moderator
from store import audit, keys, moderators, schema, serving, sites
from store.database import Database, writing
from store.errors import DatabaseURLError
from store.identifiers import now
from store.urls import DatabaseURL

if TYPE_CHECKING:
    from sqlalchemy import Connection

DEFAULT_SITE: Final = "default"
FIRST_ADMIN: Final = "admin"

Announce = Callable[[str, str], None]
"""Told once what nobody can read again: `key` and the key, `desk` and the path of a link to the desk."""


def prepare(url: str, announce: Announce) -> None:
    """Bring the database to this version's schema; where it has no site, add `default` and an admin of all sites.

    Announced are the site's key and the link by which the admin chooses a password.

    Of several processes that start at once exactly one announces. Raises the store's errors and the driver's.
    """
    make_folder(url)
    database = Database(url)
    try:
        if _is_ready(database):
            return
        schema.upgrade(database.engine)
        with database.engine.connect() as connection:
            if sites.list_sites(connection):
                return
        with writing(database.engine) as connection:
            site, added = sites.ensure(connection, DEFAULT_SITE, "{}", now=now())
            if not added:
                return
            key = keys.add(connection, site.id, "first start", now=now())
            token = _add_admin(connection)
        announce("key", key)
        announce("desk", welcome_path(token))
    finally:
        database.dispose()


def welcome_path(token: str) -> str:
    """Where an invitation is accepted."""
    return f"/desk/welcome/{token}"


def make_folder(url: str) -> None:
    """Make the folder of a SQLite file; does nothing for other URLs."""
    with suppress(DatabaseURLError):
        parsed = DatabaseURL.read(url)
        if parsed.scheme == "sqlite" and parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)


def _is_ready(database: Database) -> bool:
    """Whether there is nothing to make, as at all starts but the first: known without SQLAlchemy."""
    with suppress(Exception), database.reading() as cursor:
        return serving.revision(cursor) == serving.HEAD and bool(serving.sites(cursor))
    return False


def _add_admin(connection: "Connection") -> str:
    """The token of their invitation."""
    admin = moderators.add(connection, FIRST_ADMIN, role="admin", site_id=None, now=now())
    note_moderator(connection, admin, {"change": "added", "role": admin.role}, who=audit.FIRST_START)
    return moderators.invite(connection, admin.id, now=now())
