"""Which version judges: changed from the desk, with who and when in the audit log."""

from typing import TYPE_CHECKING, Any, NamedTuple

from model.bundle import BundleError
from model.registry import Registry
from store import audit, shadows
from store.database import writing

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine


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


def promote(engine: "Engine", registry: Registry, version: str, scope: Scope, *, who: str) -> None:
    """Have the version judge from now on; blocks. Raises BundleError, and then nothing has changed."""
    bundle = registry.load(version)
    if bundle.manifest.site not in (None, scope.site):
        message = f"{version} learned from the verdicts of {bundle.manifest.site}: it is for that site alone"
        raise BundleError(message)
    before = registry.champion if scope.site is None else registry.own_champion(scope.site)
    _logged(
        engine,
        scope,
        action="promotion",
        subject=version,
        details={"before": before or "", "for": scope.words},
        who=who,
        work=lambda: registry.promote(version, scope.site),
    )


def roll_back(engine: "Engine", registry: Registry, scope: Scope, *, who: str) -> str | None:
    """Return to the version before; blocks. Its name, None for that of all sites, or the one that ships.

    Raises BundleError, and then nothing has changed.
    """
    history = registry.history(scope.site)
    if not history:
        # Says so.
        return registry.rollback(scope.site)
    if history[-1]:
        registry.load(history[-1])
    current = registry.champion if scope.site is None else registry.own_champion(scope.site)
    found: list[str | None] = []
    _logged(
        engine,
        scope,
        action="rollback",
        subject=history[-1] or scope.default,
        details={"before": current or "", "for": scope.words, "after": history[-1]},
        who=who,
        work=lambda: found.append(registry.rollback(scope.site)),
    )
    return found[0]


def _logged(  # noqa: PLR0913 - what a line consists of
    engine: "Engine",
    scope: Scope,
    *,
    action: str,
    subject: str,
    details: dict[str, Any],
    who: str,
    work: "Callable[[], None]",
) -> None:
    """Write the line first: a model that judges is never without one. Where the work fails after all, add another."""
    with writing(engine) as connection:
        audit.append(connection, site_id=scope.site_id, who=who, action=action, subject=subject, details=details)
        running = None if scope.site_id is None else shadows.get(connection, scope.site_id)
        if scope.site_id is not None and running is not None and running.version == subject:
            shadows.stop(connection, scope.site_id)
    try:
        work()
    except Exception as error:
        with writing(engine) as connection:
            failed = {**details, "failed": str(error)}
            audit.append(connection, site_id=scope.site_id, who=who, action=action, subject=subject, details=failed)
        raise
