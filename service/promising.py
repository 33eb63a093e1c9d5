"""A site's promises, changed from the desk: written to its policy and to the audit log in one transaction."""

from typing import TYPE_CHECKING, NamedTuple

from pydantic import ValidationError
from pydantic_core import from_json

from model.policy import Policy
from service.audit import note_policy
from service.errors import NotFoundError
from store import audit, sites
from store.identifiers import now
from store.records import Site

if TYPE_CHECKING:
    from sqlalchemy import Connection

_FIELDS = ("max_wrong_rejects", "max_missed")
_LOOKED_AT = 50


class Promises(NamedTuple):
    """At most so many of the rejected may be fine, and so much of the unwanted accepted (0..1); None: as trained."""

    max_wrong_rejects: float | None = None
    max_missed: float | None = None

    @classmethod
    def of(cls, policy: Policy) -> "Promises":
        """Those of a policy."""
        return cls(policy.max_wrong_rejects, policy.max_missed)

    def over(self, policy: Policy) -> Policy:
        """The policy with these in place of its own; raises ValidationError for what no model can promise."""
        return Policy.model_validate({**policy.model_dump(exclude_defaults=True), **self._asdict()})


class Change(NamedTuple):
    """What somebody has made of the promises; `identifier` is the audit log's."""

    identifier: str
    at: int
    who: str
    before: Promises
    after: Promises


def change(connection: "Connection", site_id: int, wanted: Promises, *, who: str) -> Policy:
    """Have the site promise this from now on; its new policy. Raises NotFoundError."""
    site = _locked(connection, site_id)
    before = Policy.model_validate_json(site.policy)
    after = wanted.over(before)
    sites.update_policy(connection, site_id, after.model_dump_json(exclude_defaults=True), now=now())
    note_policy(connection, site_id, site.name, before, after, who=who)
    return after


def undo(connection: "Connection", site_id: int, change_id: str, *, who: str) -> bool:
    """Put the promises back to what they were before that change; False where it is not the last one any more."""
    present = Promises.of(Policy.model_validate_json(_locked(connection, site_id).policy))
    last = last_change(connection, site_id, present)
    if last is None or last.identifier != change_id:
        return False
    change(connection, site_id, last.before, who=who)
    return True


def last_change(connection: "Connection", site_id: int, present: Promises) -> Change | None:
    """Who brought the promises to what they are, and what they were before; None where the log does not tell."""
    for entry in audit.page(connection, site_id, limit=_LOOKED_AT, action="policy"):
        told = {name: entry.details[name] for name in _FIELDS if name in entry.details}
        if entry.site_id != site_id or not told:
            continue
        try:
            old, new = (
                present._replace(**{name: from_json(words.split(" → ")[side]) for name, words in told.items()})
                for side in (0, 1)
            )
            old.over(Policy())
        except (ValueError, ValidationError, AttributeError, IndexError):
            return None
        return Change(entry.id, entry.at, entry.who, old, new) if new == present else None
    return None


def _locked(connection: "Connection", site_id: int) -> Site:
    site = sites.get(connection, site_id, lock=True)
    if site is None:
        message = "There is no such site."
        raise NotFoundError(message)
    return site
