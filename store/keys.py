"""API keys: shown once, stored as SHA-256."""

import secrets

from sqlalchemy import Connection, insert, select, update

from store.records import ApiKey
from store.serving import KEY_LENGTH, digest_of
from store.tables import api_keys

# None that is mistaken for another: 31**12 is 59 bits.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_HINT = 4


def add(connection: Connection, site_id: int, label: str, *, now: int) -> str:
    """Make a key for the site; returns it in plain for the only time."""
    plain = "".join(secrets.choice(ALPHABET) for _ in range(KEY_LENGTH))
    connection.execute(
        insert(api_keys),
        {"site_id": site_id, "digest": digest_of(plain), "hint": plain[:_HINT], "label": label, "created_at": now},
    )
    return plain


def find(connection: Connection, digest: str) -> ApiKey | None:
    """The key with that digest, None where it is unknown or revoked."""
    found = connection.execute(
        select(api_keys).where(api_keys.c.digest == digest, api_keys.c.revoked_at.is_(None)),
    ).first()
    return None if found is None else ApiKey._make(found)


def list_keys(connection: Connection, site_id: int | None = None) -> list[ApiKey]:
    """The site's keys, or all, oldest first, the revoked ones too."""
    chosen = select(api_keys).order_by(api_keys.c.id)
    if site_id is not None:
        chosen = chosen.where(api_keys.c.site_id == site_id)
    return [ApiKey._make(row) for row in connection.execute(chosen)]


def revoke(connection: Connection, key_id: int, *, now: int) -> bool:
    """Revoke the key from now on; False where there is none that is still valid."""
    valid = update(api_keys).where(api_keys.c.id == key_id, api_keys.c.revoked_at.is_(None))
    return connection.execute(valid.values(revoked_at=now)).rowcount == 1
