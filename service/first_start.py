"""What the first start makes: the database's schema, the site `default` with its key, and an admin of the desk."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, make_url
from sqlalchemy.exc import ArgumentError

from store import keys, sites
from store.database import open_engine, writing
from store.identifiers import now
from store.schema import upgrade

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
    engine = open_engine(url)
    try:
        upgrade(engine)
        with engine.connect() as connection:
            if sites.list_sites(connection):
                return
        with writing(engine) as connection:
            site, added = sites.ensure(connection, DEFAULT_SITE, "{}", now=now())
            if not added:
                return
            key = keys.add(connection, site.id, "first start", now=now())
            token = _add_admin(connection)
        announce("key", key)
        announce("desk", welcome_path(token))
    finally:
        engine.dispose()


def welcome_path(token: str) -> str:
    """Where an invitation is accepted."""
    return f"/desk/welcome/{token}"


def make_folder(url: str) -> None:
    """Make the folder of a SQLite file; does nothing for other URLs."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        return
    if parsed.drivername == "sqlite" and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)


def _add_admin(connection: Connection) -> str:
    """The token of their invitation."""
    from store import audit, moderators  # noqa: PLC0415 - only the first start needs them

    admin = moderators.add(connection, FIRST_ADMIN, role="admin", site_id=None, now=now())
    audit.append(
        connection,
        site_id=None,
        who=audit.FIRST_START,
        action="moderator",
        subject=admin.name,
        details={"change": "added", "role": admin.role},
    )
    return moderators.invite(connection, admin.id, now=now())
