"""The database as commands open it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from service.commands.options import read_settings
from service.commands.output import give_up
from service.first_start import make_folder
from store import sites
from store.database import open_engine
from store.errors import StoreError, describe
from store.records import Site
from store.schema import upgrade


@contextmanager
def opened(given: Mapping[str, Any], *, migrate: bool = True) -> Iterator[Engine]:
    """The database of the settings, with this version's tables; ends the command where it cannot be used."""
    settings = read_settings(given)
    try:
        make_folder(settings.database)
        engine = open_engine(settings.database)
        try:
            if migrate:
                upgrade(engine)
            yield engine
        finally:
            engine.dispose()
    except StoreError as error:
        give_up(str(error))
    except (DBAPIError, OSError) as error:
        give_up(f"the database cannot be used: {describe(error)}; start it, or correct --database")


def named(connection: Connection, name: str, *, lock: bool = False) -> Site:
    """The site of that name, locked as in `sites.get`; ends the command where there is none, naming those there are."""
    site = sites.find(connection, name, lock=lock)
    if site is None:
        known = ", ".join(one.name for one in sites.list_sites(connection)) or "none yet"
        give_up(f"there is no site named {name!r} (known: {known}); add it with `copydesk sites add {name}`")
    return site
