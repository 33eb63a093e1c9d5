"""Which version judges: changed in the registry, with who and when in the audit log."""

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from model.registry import Registry
from store import audit, shadows
from store.database import writing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine


class Scope(NamedTuple):
    """Whose comments it is about: one site's, or those of all sites that have no model of their own (None, None)."""

    site_id: int | None = None
    site: str | None = None

    @property
    def words(self) -> str:
        """Whose they are, as the log tells it."""
        return self.site or "all sites"

    @property
    def default(self) -> str:
        """What judges where nothing was promoted."""
        return "that which ships" if self.site is None else "that of all sites"


def champion(registry: Registry, scope: Scope) -> str:
    """The version that was promoted there, empty where that of all sites is used, or the one that ships."""
    return (registry.champion if scope.site is None else registry.own_champion(scope.site)) or ""


def promote(engine: "Engine", registry: Registry, version: str, scope: Scope, *, who: str) -> None:
    """Have the version judge from now on; blocks. Raises BundleError, and then nothing has changed."""
    registry.load(version)
    details = {"before": champion(registry, scope), "for": scope.words}
    with _logged(engine, scope, action="promotion", subject=version, details=details, who=who):
        registry.promote(version, scope.site)


def roll_back(engine: "Engine", registry: Registry, scope: Scope, *, who: str) -> str | None:
    """Return to the version before; blocks. Its name, None for that of all sites, or the one that ships.

    Raises BundleError, and then nothing has changed.
    """
    history = registry.history(scope.site)
    if not history:
        # Says so.
        return registry.rollback(scope.site)
    after = history[-1]
    if after:
        registry.load(after)
    details = {"before": champion(registry, scope), "for": scope.words, "after": after}
    with _logged(engine, scope, action="rollback", subject=after or scope.default, details=details, who=who):
        return registry.rollback(scope.site)


@contextmanager
def _logged(  # noqa: PLR0913 - what a line consists of
    engine: "Engine", scope: Scope, *, action: str, subject: str, details: dict[str, Any], who: str
) -> "Iterator[None]":
    """Write the line first: a model that judges is never without one. Where the work fails after all, add another."""
    line = partial(audit.append, site_id=scope.site_id, who=who, action=action, subject=subject)
    with writing(engine) as connection:
        line(connection, details=details)
        _end_shadow(connection, scope, subject)
    try:
        yield
    except Exception as error:
        with writing(engine) as connection:
            line(connection, details={**details, "failed": str(error)})
        raise


def _end_shadow(connection: "Connection", scope: Scope, version: str) -> None:
    """What judges is no longer judged beside itself."""
    running = None if scope.site_id is None else shadows.get(connection, scope.site_id)
    if running is not None and running.version == version:
        shadows.stop(connection, running.site_id)
