"""The rows of the store as plain values that may cross threads."""

from collections.abc import Iterable, Sequence
from itertools import chain
from operator import itemgetter
from typing import Literal, NamedTuple

REPLACEMENT = "\ufffd"

Kind = Literal["id", "email", "ip"]
"""What an author can be known by: the fields of `Author`, in their order."""


class CommentRecord(NamedTuple):
    """One judged revision of a comment, in the order of the columns of `store.tables.comments`.

    `id` is the store's own (UUIDv7 of the time `submitted_at`), `comment_id` the publisher's, None where there is none.
    `superseded_by` is the id of the next revision of the same comment, empty while there is none; the store sets it.
    `findings` and `scores` are JSON texts; times are milliseconds since the epoch, UTC; `fingerprint` is the 64-bit
    hash of the normalised text. `author_email` and `author_ip` are None unless the site keeps personal data.
    `verdict` is what moderators settled, `approve` or `reject`, empty while the comment is open; `waiting_since` is the
    time from which it waits in the queue for that, None where it does not: these, too, the store sets.
    """

    id: str
    site_id: int
    submitted_at: int
    content: str
    decision: str
    comment_id: str | None = None
    superseded_by: str = ""
    content_format: str = "text"
    author_name: str | None = None
    author_url: str | None = None
    author_id: str | None = None
    author_role: str | None = None
    user_agent: str | None = None
    referrer: str | None = None
    article_url: str | None = None
    article_title: str | None = None
    parent_id: str | None = None
    language: str | None = None
    created_at: int | None = None
    author_email: str | None = None
    author_ip: str | None = None
    author_email_hash: str | None = None
    author_ip_hash: str | None = None
    degraded: bool = False
    findings: str = "[]"
    scores: str = "{}"
    model: str = ""
    policy: str = ""
    protocol: str = "native"
    fingerprint: int = 0
    verdict: str = ""
    waiting_since: int | None = None


class VerdictRecord(NamedTuple):
    """A moderator's word on a comment, in the order of the columns of `store.tables.verdicts`.

    `id` (UUIDv7) is greater than those of the comment's earlier verdicts. `comment` is the store's id of the comment.
    `verdict` is `approve`, `reject`, `unsure` or `withdrawn`; `labels` are names of attributes. `moderator` is who said
    it, as far as that is known, `source` the protocol it came by; `at` is in milliseconds since the epoch, UTC.
    """

    id: str
    site_id: int
    comment: str
    verdict: str
    labels: tuple[str, ...]
    note: str
    moderator: str
    source: str
    at: int


class CommentTrace(NamedTuple):
    """What the windows of repeated comments and of floods need to know of a comment."""

    id: str
    site_id: int
    submitted_at: int
    fingerprint: int
    article_url: str | None
    author_id: str | None
    author_email_hash: str | None
    author_ip_hash: str | None


class Author(NamedTuple):
    """Who wrote a comment: the site's own id of them, and the keyed hashes of their e-mail and IP address."""

    id: str | None = None
    email_hash: str | None = None
    ip_hash: str | None = None

    @property
    def known_by(self) -> tuple[Kind, str] | None:
        """What tells them from others best: the id, else the e-mail, else the address."""
        if self.id:
            return "id", self.id
        if self.email_hash:
            return "email", self.email_hash
        return ("ip", self.ip_hash) if self.ip_hash else None


class Site(NamedTuple):
    """A site; `policy` is its JSON text, `host` the host of its pages where it is known."""

    id: int
    name: str
    policy: str
    host: str | None
    created_at: int
    updated_at: int


class ApiKey(NamedTuple):
    """What is kept of a key; `hint` is its first four characters, `digest` the SHA-256 of the whole in hex."""

    id: int
    site_id: int
    digest: str
    hint: str
    label: str
    created_at: int
    revoked_at: int | None


_SIGN = 1 << 63
_NUMBERS = ("site_id", "submitted_at", "created_at", "degraded", "fingerprint", "waiting_since")
_TEXTS = tuple(name for name in CommentRecord._fields if name not in _NUMBERS)
_texts_of = itemgetter(*(CommentRecord._fields.index(name) for name in _TEXTS))


def degraded(record: CommentRecord) -> CommentRecord:
    """The record as it is answered where the database is away: no longer accepted, but for a moderator to see."""
    return record._replace(degraded=True, decision="queue" if record.decision == "accept" else record.decision)


def storable(records: Sequence[CommentRecord]) -> Sequence[CommentRecord]:
    """The records as both databases can hold them; the same object where nothing had to change.

    NUL (PostgreSQL's text has none) and lone surrogates (UTF-8 has none) become U+FFFD. A fingerprint is taken modulo
    2**64 into the signed range; a time beyond 64 bits becomes the nearest that fits.
    """
    if _is_text(chain.from_iterable(map(_texts_of, records))) and all(map(_fits, records)):
        return records
    return [_storable(record) for record in records]


def _is_text(values: Iterable[str | None]) -> bool:
    text = "".join(filter(None, values))
    if "\0" in text:
        return False
    try:
        return text.isascii() or bool(text.encode())
    except UnicodeEncodeError:
        return False


def _fits(record: CommentRecord) -> bool:
    return (
        -_SIGN <= record.fingerprint < _SIGN
        and -_SIGN <= record.submitted_at < _SIGN
        and (record.created_at is None or -_SIGN <= record.created_at < _SIGN)
    )


def _storable(record: CommentRecord) -> CommentRecord:
    cleaned = CommentRecord._make(clean(value) if isinstance(value, str) else value for value in record)
    return cleaned._replace(
        fingerprint=(record.fingerprint + _SIGN) % (2 * _SIGN) - _SIGN,
        submitted_at=_clamp(record.submitted_at),
        created_at=None if record.created_at is None else _clamp(record.created_at),
    )


def clean(text: str) -> str:
    """The text as the store keeps it."""
    # "replace" would turn a surrogate into "?": by way of UTF-16 a pair is joined and a lone one becomes U+FFFD.
    return text.replace("\0", REPLACEMENT).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _clamp(number: int) -> int:
    return max(-_SIGN, min(number, _SIGN - 1))
