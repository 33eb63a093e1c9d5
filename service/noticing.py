"""Notes in the audit log what was promoted or rolled back past the desk, by a command that knows no database."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from model.registry import Registry
from service.sites import Sites
from store import audit, promotions
from store.database import writing
from store.promotions import Scope

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

EVERY_SECONDS: Final = 30.0


class Noticing:
    """Compares what the files say with the last line about them; several processes may do so.

    What differs twice in a row is noted: whoever knows the database writes the line a moment before the file.
    """

    def __init__(self, engine: "Engine", registry: Registry, known: Sites) -> None:
        self._engine = engine
        self._registry = registry
        self._known = known
        self._agreed: dict[Scope, str] = {}
        self._doubted: dict[Scope, str] = {}

    def work(self) -> None:
        """One round; blocks."""
        for scope, champion in self._champions().items():
            if self._agreed.get(scope) == champion:
                continue
            with self._engine.connect() as connection:
                is_told = _told(connection, scope) == champion
            if is_told or self._doubted.get(scope) == champion:
                if not is_told:
                    self._note(scope, champion)
                self._agreed[scope] = champion
            self._doubted[scope] = champion

    def _champions(self) -> Mapping[Scope, str]:
        own = {name: number for number, name in self._known.names().items()}
        sites = [Scope(own[site], site) for site in self._registry.sites() if site in own]
        return {scope: promotions.champion(self._registry, scope) for scope in (Scope(), *sites)}

    def _note(self, scope: Scope, champion: str) -> None:
        with writing(self._engine) as connection:
            # Of several processes the first notes it.
            audit.alone(connection)
            before = _told(connection, scope)
            if before == champion:
                return
            audit.append(
                connection,
                site_id=scope.site_id,
                who=audit.COMMAND_LINE,
                action="promotion" if champion else "rollback",
                subject=champion or scope.default,
                details={"before": before, "for": scope.words, "after": champion},
            )


def _told(connection: "Connection", scope: Scope) -> str:
    """The champion by the log, empty where that of all sites is used, or the one that ships."""
    found = audit.last_promotion(connection, scope.site_id)
    if found is None:
        return ""
    after = found.details.get("after", found.subject if found.action == "promotion" else "")
    return str(after)
