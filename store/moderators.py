"""The people who use the desk, and the links by which they choose their passwords."""

import re
import secrets
from typing import Final, Literal, NamedTuple
from unicodedata import normalize

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from store.errors import ModeratorError
from store.identifiers import Identifiers
from store.serving import digest_of
from store.tables import desk_invitations, desk_sessions, moderators

Role = Literal["moderator", "lead", "admin"]

ROLES: Final[tuple[Role, ...]] = ("moderator", "lead", "admin")
"""Each may do all that those before it may."""
INVITATION_MS: Final = 7 * 86_400_000
NAME_CHARACTERS: Final = 64

_RESERVED: Final = frozenset({"command line", "first start", "nobody", "copydesk"})
"""Who stands in the audit log for something else."""
_NAME: Final = re.compile(r"\w[\w .,@+'-]*")

_identifiers = Identifiers()


class Moderator(NamedTuple):
    """Somebody who uses the desk; `site_id` is None for every site, `password_hash` until a password is chosen."""

    id: str
    site_id: int | None
    name: str
    role: Role
    password_hash: str | None
    created_at: int
    revoked_at: int | None

    def may(self, role: Role) -> bool:
        """Whether that role's work is theirs too."""
        return ROLES.index(self.role) >= ROLES.index(role)


def new_token() -> str:
    """256 random bits that are easily put into a URL or a cookie."""
    return secrets.token_urlsafe(32)


def add(connection: Connection, name: str, *, role: Role, site_id: int | None, now: int) -> Moderator:
    """Add somebody, who still has to choose a password; raises ModeratorError for a name that cannot be had."""
    name = " ".join(normalize("NFC", name).split())
    if not 0 < len(name) <= NAME_CHARACTERS or not _NAME.fullmatch(name):
        message = (
            f"a name has 1 to {NAME_CHARACTERS} characters, begins with a letter or a digit, and has no others than "
            "letters, digits, spaces and . , @ + - '"
        )
        raise ModeratorError(message)
    if folded(name) in _RESERVED:
        message = f"the name {name!r} means something else in the audit log: choose another"
        raise ModeratorError(message)
    taken = f"there is already somebody named {name!r}, or there was: choose another name"
    if find(connection, name) is not None:
        raise ModeratorError(taken)
    added = Moderator(_identifiers.new(), site_id, name, role, None, now, None)
    try:
        connection.execute(insert(moderators), {**added._asdict(), "folded": folded(name)})
    except IntegrityError as error:
        # Somebody else was quicker by a moment.
        raise ModeratorError(taken) from error
    return added


def get(connection: Connection, identifier: str) -> Moderator | None:
    """The moderator with that id, also a revoked one."""
    found = connection.execute(_COLUMNS.where(moderators.c.id == identifier)).first()
    return None if found is None else Moderator._make(found)


def find(connection: Connection, name: str) -> Moderator | None:
    """The moderator of that name, in whatever case it is written; also a revoked one."""
    found = connection.execute(_COLUMNS.where(moderators.c.folded == folded(name))).first()
    return None if found is None else Moderator._make(found)


def list_moderators(connection: Connection) -> list[Moderator]:
    """All of them by name, the revoked ones too."""
    return [Moderator._make(row) for row in connection.execute(_COLUMNS.order_by(moderators.c.folded))]


def set_role(connection: Connection, identifier: str, role: Role) -> bool:
    """Change what they may do, from their next request on; False where there is nobody who is not revoked."""
    if role != "admin":
        _require_another_admin(connection, identifier)
    chosen = update(moderators).where(moderators.c.id == identifier, moderators.c.revoked_at.is_(None))
    return connection.execute(chosen.values(role=role)).rowcount == 1


def set_password(connection: Connection, identifier: str, password_hash: str) -> bool:
    """Replace the password, and end all sessions and invitations; False where there is nobody who is not revoked."""
    chosen = update(moderators).where(moderators.c.id == identifier, moderators.c.revoked_at.is_(None))
    if connection.execute(chosen.values(password_hash=password_hash)).rowcount != 1:
        return False
    _shut_out(connection, identifier)
    return True


def revoke(connection: Connection, identifier: str, *, now: int) -> bool:
    """Shut somebody out at once, for good; False where there is nobody who is not revoked.

    Raises ModeratorError for the last admin of every site: nobody could let anybody in again.
    """
    _require_another_admin(connection, identifier)
    chosen = update(moderators).where(moderators.c.id == identifier, moderators.c.revoked_at.is_(None))
    if connection.execute(chosen.values(revoked_at=now, password_hash=None)).rowcount != 1:
        return False
    _shut_out(connection, identifier)
    return True


def invite(connection: Connection, identifier: str, *, now: int) -> str:
    """A link's token by which they choose a password, once; those they had before are of no use any more."""
    token = new_token()
    connection.execute(delete(desk_invitations).where(desk_invitations.c.moderator == identifier))
    connection.execute(
        insert(desk_invitations),
        {"digest": digest_of(token), "moderator": identifier, "expires_at": now + INVITATION_MS},
    )
    return token


def invited(connection: Connection, token: str, *, now: int) -> Moderator | None:
    """Whom the token invites; None where it is unknown, used or too old, or they are revoked."""
    chosen = _COLUMNS.join(desk_invitations, desk_invitations.c.moderator == moderators.c.id).where(
        desk_invitations.c.digest == digest_of(token),
        desk_invitations.c.used_at.is_(None),
        desk_invitations.c.expires_at > now,
        moderators.c.revoked_at.is_(None),
    )
    found = connection.execute(chosen).first()
    return None if found is None else Moderator._make(found)


def accept(connection: Connection, token: str, password_hash: str, *, now: int) -> Moderator | None:
    """Use the invitation up for a password; None where it is of no use. Of two at once one succeeds."""
    guest = invited(connection, token, now=now)
    if guest is None:
        return None
    used = (
        update(desk_invitations)
        .where(desk_invitations.c.digest == digest_of(token), desk_invitations.c.used_at.is_(None))
        .values(used_at=now)
    )
    if connection.execute(used).rowcount != 1 or not set_password(connection, guest.id, password_hash):
        return None
    return guest._replace(password_hash=password_hash)


def folded(name: str) -> str:
    """The name as it is compared."""
    return " ".join(normalize("NFKC", name).casefold().split())


def as_role(text: str) -> Role:
    """The role of that name; raises ModeratorError."""
    if text not in ROLES:
        message = f"there is no role {text!r}: the roles are {', '.join(ROLES)}"
        raise ModeratorError(message)
    return text


def _shut_out(connection: Connection, identifier: str) -> None:
    connection.execute(delete(desk_sessions).where(desk_sessions.c.moderator == identifier))
    connection.execute(delete(desk_invitations).where(desk_invitations.c.moderator == identifier))


def _require_another_admin(connection: Connection, identifier: str) -> None:
    everywhere = select(moderators.c.id).where(
        moderators.c.role == "admin", moderators.c.site_id.is_(None), moderators.c.revoked_at.is_(None)
    )
    if list(connection.scalars(everywhere.with_for_update())) == [identifier]:
        message = "this is the last admin of all sites: make another one first"
        raise ModeratorError(message)


_COLUMNS: Final = select(*(moderators.c[name] for name in Moderator._fields))
