"""Keyed hashes that stand for an author's e-mail and IP address where the site does not keep them."""

import logging
import os
import secrets
from collections.abc import Callable
from functools import partial
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address
from pathlib import Path

from model.addresses import is_ipv4
from model.kernel import compiled
from store.disk import sync_folder
from store.errors import SecretError

SECRET_BYTES = 32
_DIGEST_BYTES = 16
_KINDS = (b"email", b"ip")

Naming = Callable[[str], str]
"""Names a text."""

_log = logging.getLogger(__name__)


class Pseudonyms:
    """Names an author by 32 hex digits that only the holder of the secret can recompute.

    The same address on two sites gives two unrelated names, and so do an e-mail and an IP of the same spelling
    (keyed BLAKE2b, RFC 7693, personalised by kind).
    """

    __slots__ = ("_email", "_ip")

    def __init__(self, secret: bytes) -> None:
        if len(secret) != SECRET_BYTES:
            message = f"the secret has {len(secret)} bytes instead of {SECRET_BYTES}"
            raise SecretError(message)
        # The key is taken in once.
        self._email, self._ip = (naming(secret, kind) for kind in _KINDS)

    def email(self, site_id: int, address: str | None) -> str | None:
        """The name of an e-mail address, without regard to case and outer spaces; None where there is none."""
        trimmed = (address or "").strip().lower()
        return self._email(f"{site_id}:{trimmed}") if trimmed else None

    def ip(self, site_id: int, address: str | None) -> str | None:
        """The name of an IP address in canonical form, or of its text if it is no address; None where there is none."""
        canonical = _canonical(address or "")
        return self._ip(f"{site_id}:{canonical}") if canonical else None


class Nameless(Pseudonyms):
    """Where nothing is remembered nobody has to be known again: no name is worked out."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__(bytes(SECRET_BYTES))

    def email(self, site_id: int, address: str | None) -> None:
        """None."""
        del site_id, address

    def ip(self, site_id: int, address: str | None) -> None:
        """None."""
        del site_id, address


def naming_in_python(secret: bytes, kind: bytes) -> Naming:
    """What names texts that are not empty."""
    keyed = blake2b(digest_size=_DIGEST_BYTES, key=secret, person=kind)

    def name(text: str) -> str:
        digest = keyed.copy()
        digest.update(text.encode("utf-8", "surrogatepass"))
        return digest.hexdigest()

    return name


def naming(secret: bytes, kind: bytes) -> Naming:
    """As `naming_in_python`, by the kernel where there is one."""
    if compiled is None:
        return naming_in_python(secret, kind)
    return partial(compiled.pseudonym, compiled.keyed(secret, kind))


def load_or_create_secret(path: Path) -> bytes:
    """The secret in the file, made there (mode 0600) if it is missing; two processes that start at once agree.

    Raises SecretError where the file holds anything but 32 bytes, OSError where it cannot be read or made.
    """
    if not path.exists():
        _create(path)
    secret = path.read_bytes()
    if len(secret) != SECRET_BYTES:
        message = (
            f"{path} holds {len(secret)} bytes instead of {SECRET_BYTES}: restore it from a backup, or remove it "
            "and accept that stored authors are no longer recognised"
        )
        raise SecretError(message)
    if path.stat().st_mode & 0o077:
        _log.warning("%s can be read by other users: run chmod 600 on it", path)
    return secret


def _create(path: Path) -> None:
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(SECRET_BYTES))
            file.flush()
            os.fsync(file.fileno())
        # A link appears whole or not at all, and never over another process's secret.
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)


def _canonical(address: str) -> str:
    trimmed = address.strip()
    if is_ipv4(trimmed):
        return trimmed
    try:
        parsed = ip_address(trimmed)
    except ValueError:
        return trimmed.lower()
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(parsed)
