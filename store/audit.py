"""The audit log: who did what, and when. It is only ever added to, which the database itself enforces."""

import json
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, insert, or_, select

from store.identifiers import Identifiers, millisecond_of
from store.records import clean
from store.tables import audit_log, sites

ACTIONS: Final = (
    "verdict",
    "policy",
    "promotion",
    "rollback",
    "retraining",
    "shadow",
    "sign_in",
    "moderator",
    "erasure",
)
COMMAND_LINE: Final = "command line"
"""Who acts by a command: the machine's own user."""
FIRST_START: Final = "first start"
"""Who adds the first admin."""

_FEW: Final = 20

_identifiers = Identifiers()


class Entry(NamedTuple):
    """One line of the log: `who` did `action` to `subject`; without a site it concerns all of them."""

    id: str
    site_id: int | None
    at: int
    who: str
    action: str
    subject: str
    details: Mapping[str, Any]


def append(  # noqa: PLR0913 - what a line consists of
    connection: Connection,
    *,
    site_id: int | None,
    who: str,
    action: str,
    subject: str,
    details: Mapping[str, Any] | None = None,
) -> Entry:
    """Add a line in the transaction of what it tells. `action` is one of ACTIONS, `details` are JSON.

    Nothing of a comment or its author belongs here: it could never be erased.
    """
    if action not in ACTIONS:
        message = f"no action of the audit log: {action!r}"
        raise ValueError(message)
    identifier = _identifiers.new()
    told = dict(details or {})
    entry = Entry(identifier, site_id, millisecond_of(identifier), clean(who), action, clean(subject), told)
    connection.execute(insert(audit_log), {**entry._asdict(), "details": clean(json.dumps(told, ensure_ascii=False))})
    return entry


def page(
    connection: Connection,
    site_id: int | None,
    before: str = "",
    limit: int = 50,
    action: str = "",
) -> list[Entry]:
    """What was done at the site and to the whole service, or everywhere where `site_id` is None; newest first.

    `before`: only entries older than the one with this id. `action`: only those.
    """
    chosen = select(audit_log).order_by(audit_log.c.id.desc()).limit(limit)
    if site_id is not None:
        chosen = chosen.where(or_(audit_log.c.site_id == site_id, audit_log.c.site_id.is_(None)))
    if before:
        chosen = chosen.where(audit_log.c.id < clean(before))
    if action:
        chosen = chosen.where(audit_log.c.action == clean(action))
    return [Entry._make(row)._replace(details=json.loads(row.details)) for row in connection.execute(chosen)]


def last_promotion(connection: Connection, site_id: int | None) -> Entry | None:
    """The last promotion or rollback of the site, or where it is None of all sites, that did not fail."""
    concerned = audit_log.c.site_id.is_(None) if site_id is None else audit_log.c.site_id == site_id
    chosen = (
        select(audit_log)
        .where(audit_log.c.action.in_(("promotion", "rollback")), concerned)
        .order_by(audit_log.c.id.desc())
        .limit(_FEW)
    )
    failed: list[tuple[str, object]] = []
    for row in connection.execute(chosen):
        entry = Entry._make(row)._replace(details=json.loads(row.details))
        which = entry.subject, entry.details.get("before")
        if "failed" in entry.details:
            failed.append(which)
        elif which in failed:
            # The line that was written before it was tried.
            failed.remove(which)
        else:
            return entry
    return None


def alone(connection: Connection) -> None:
    """Have other processes that call this wait until the transaction is over."""
    connection.execute(select(sites.c.id).order_by(sites.c.id).with_for_update())
