"""Sites and their policies."""

from importlib import import_module
from typing import Any

from sqlalchemy import Connection, Select, select, update

from store.errors import SiteExistsError
from store.records import Site
from store.tables import sites


def add(connection: Connection, name: str, policy: str, *, now: int, host: str | None = None) -> Site:
    """Add a site; raises SiteExistsError."""
    added = _add(connection, Site(0, name, policy, host, now, now))
    if added is None:
        message = f"there is already a site named {name!r}: choose another name"
        raise SiteExistsError(message)
    return added


def ensure(connection: Connection, name: str, policy: str, *, now: int) -> tuple[Site, bool]:
    """The site of that name, added if it is missing, and whether it was: True in exactly one of several processes."""
    added = _add(connection, Site(0, name, policy, None, now, now))
    if added is not None:
        return added, True
    return Site._make(connection.execute(_named(name)).one()), False


def get(connection: Connection, site_id: int, *, lock: bool = False) -> Site | None:
    """The site with that id; with `lock` nobody else changes it until the end of the transaction."""
    chosen = select(sites).where(sites.c.id == site_id)
    found = connection.execute(chosen.with_for_update() if lock else chosen).first()
    return None if found is None else Site._make(found)


def find(connection: Connection, name: str, *, lock: bool = False) -> Site | None:
    """The site of that name; `lock` as in `get`."""
    found = connection.execute(_named(name).with_for_update() if lock else _named(name)).first()
    return None if found is None else Site._make(found)


def list_sites(connection: Connection) -> list[Site]:
    """All sites by name."""
    return [Site._make(row) for row in connection.execute(select(sites).order_by(sites.c.name))]


def update_policy(connection: Connection, site_id: int, policy: str, *, now: int) -> bool:
    """Replace the site's policy; False where there is no such site."""
    changed = connection.execute(update(sites).where(sites.c.id == site_id).values(policy=policy, updated_at=now))
    return changed.rowcount == 1


def update_host(connection: Connection, site_id: int, host: str | None, *, now: int) -> bool:
    """Replace the host of the site's pages; False where there is no such site."""
    changed = connection.execute(update(sites).where(sites.c.id == site_id).values(host=host, updated_at=now))
    return changed.rowcount == 1


def _named(name: str) -> Select[Any]:
    return select(sites).where(sites.c.name == name)


def _add(connection: Connection, site: Site) -> Site | None:
    """The site with its id, None where the name is taken."""
    values = site._asdict()
    del values["id"]
    # Only the dialect in use: importing the other would cost every start a tenth of its time.
    dialect = import_module(f"sqlalchemy.dialects.{connection.dialect.name}")
    added = connection.execute(
        dialect.insert(sites).values(values).on_conflict_do_nothing(index_elements=["name"]).returning(sites.c.id),
    ).scalar()
    return None if added is None else site._replace(id=added)
