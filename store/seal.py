"""Short texts that the database keeps and only the holder of the secret can read."""

import hmac
import secrets
from base64 import b64decode, b64encode
from hashlib import sha256

_NONCE_BYTES = 16
_TAG_BYTES = 16


class Seal:
    """Encrypts, then authenticates, with HMAC-SHA-256 as the one primitive (in counter mode, NIST SP 800-108).

    The standard library has no cipher; HMAC is a pseudorandom function, and its output under a fresh nonce a stream.
    """

    __slots__ = ("_encrypting", "_signing")

    def __init__(self, secret: bytes) -> None:
        self._encrypting = hmac.digest(secret, b"copydesk seal: encrypt", sha256)
        self._signing = hmac.digest(secret, b"copydesk seal: sign", sha256)

    def close(self, text: str) -> str:
        """The text in Base64, another each time."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        hidden = self._applied(nonce, text.encode("utf-8", "surrogatepass"))
        return b64encode(nonce + hidden + self._tag(nonce + hidden)).decode("ascii")

    def open(self, sealed: str) -> str | None:
        """The text, None where it was sealed by another secret or changed since."""
        try:
            whole = b64decode(sealed, validate=True)
        except ValueError:
            return None
        body, tag = whole[:-_TAG_BYTES], whole[-_TAG_BYTES:]
        if len(body) < _NONCE_BYTES or not hmac.compare_digest(tag, self._tag(body)):
            return None
        return self._applied(body[:_NONCE_BYTES], body[_NONCE_BYTES:]).decode("utf-8", "surrogatepass")

    def _applied(self, nonce: bytes, text: bytes) -> bytes:
        blocks = range((len(text) + sha256().digest_size - 1) // sha256().digest_size)
        stream = b"".join(hmac.digest(self._encrypting, nonce + number.to_bytes(4, "big"), sha256) for number in blocks)
        return bytes(one ^ other for one, other in zip(text, stream, strict=False))

    def _tag(self, body: bytes) -> bytes:
        return hmac.digest(self._signing, body, sha256)[:_TAG_BYTES]
