"""What the first start makes: the database's schema, the site `default` and its key."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from store import keys, sites
from store.database import open_engine, writing
from store.identifiers import now
from store.schema import upgrade

DEFAULT_SITE: Final = "default"


def prepare(url: str, announce: Callable[[str], None]) -> None:
    """Bring the database to this version's schema; where it has no site, add `default` and announce its key.

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
            key = keys.add(connection, site.id, "first start", now=now()) if added else None
        if key is not None:
            announce(key)
    finally:
        engine.dispose()


def make_folder(url: str) -> None:
    """Make the folder of a SQLite file; does nothing for other URLs."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        return
    if parsed.drivername == "sqlite" and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
