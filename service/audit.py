"""What is noted in the audit log in the same transaction as what it tells."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from pydantic_core import to_json

from model.policy import Policy
from service.checks import SiteRules
from store import audit
from store.records import VerdictRecord

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from store.moderators import Moderator

DESK: Final = "desk"
"""Source of the verdicts that are given on the desk."""

_CHARACTERS: Final = 200


def note_verdict(connection: "Connection", site: SiteRules, record: VerdictRecord) -> None:
    """Note a verdict of the desk; those by a protocol come from a key and not from a person.

    The moderator's note is not repeated: it may tell of the author, and the log is never erased.
    """
    if record.source == DESK:
        audit.append(
            connection,
            site_id=site.site_id,
            who=record.moderator,
            action="verdict",
            subject=record.comment,
            details={"verdict": record.verdict, **({"labels": list(record.labels)} if record.labels else {})},
        )


def note_policy(  # noqa: PLR0913 - what a line consists of
    connection: "Connection", site_id: int, site: str, before: Policy, after: Policy, *, who: str
) -> None:
    """Note what has changed in a site's policy; nothing where nothing has."""
    if changed := changes(before, after):
        audit.append(connection, site_id=site_id, who=who, action="policy", subject=site, details=changed)


def note_moderator(connection: "Connection", whom: "Moderator", details: Mapping[str, Any], *, who: str) -> None:
    """Note what was done about somebody who moderates; they may have done it themselves."""
    audit.append(connection, site_id=whom.site_id, who=who, action="moderator", subject=whom.name, details=details)


def changes(before: Policy, after: Policy) -> Mapping[str, str]:
    """By field, what differs: `old → new`, long values cut short; of a secret only that it does."""
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    changed = (name for name in old if old[name] != new[name])
    return {name: "changed" if "secret" in name else f"{_short(old[name])} → {_short(new[name])}" for name in changed}


def _short(value: object) -> str:
    text = to_json(value).decode()
    return text if len(text) <= _CHARACTERS else f"{text[:_CHARACTERS]}…"
