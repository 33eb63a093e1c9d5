"""Signatures of comments that are stored, by which those of nearly the same text are known."""

import logging
from hashlib import shake_256
from typing import Final

from model.likeness import KEY_BYTES, Signature, is_short, sign
from model.text import read

CHARACTERS: Final = 20_000
"""So much of a comment is looked at."""

_log = logging.getLogger(__name__)


def sign_stored(content: str, content_format: str, keys: bytes | None = None) -> Signature | None:
    """The signature of a comment as it is stored; None where it says what many say, or cannot be read.

    `keys` as of `model.likeness.sign`.
    """
    try:
        normalised = read(content[:CHARACTERS], content_format).normalised
    except Exception:  # noqa: BLE001 - it goes on as one that is like none
        _log.exception("a stored comment could not be read")
        return None
    return None if is_short(normalised) else sign(normalised, keys)


class Grouping:
    """Signs comments with keys that follow from the installation's secret.

    All its processes make the same signatures, today and tomorrow; without the secret nobody can write texts that are
    told to be alike, nor find out by a signature what was written.
    """

    def __init__(self, secret: bytes) -> None:
        self._keys = shake_256(b"copydesk likenesses\0" + secret).digest(KEY_BYTES)

    def sign(self, content: str, content_format: str) -> Signature | None:
        """As `sign_stored`."""
        return sign_stored(content, content_format, self._keys)
