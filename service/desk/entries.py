"""Decided comments as the desk lists them, and a moderator's new word on one of them."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from aiohttp import web
from multidict import MultiMapping
from sqlalchemy import Connection

from model.comment import FieldError
from model.findings import Severity
from model.scorer import ATTRIBUTES
from service import wording
from service.audit import DESK
from service.desk.asking import REASONS
from service.desk.cards import author_of, author_page, web_address
from service.desk.failures import ChangedError
from service.desk.marking import Shown, shown
from service.desk.visitor import Visitor
from service.errors import InvalidRequestError, NotFoundError
from service.parts import ENGINE, VERDICTS
from service.sessions import in_thread
from service.verdicts import OutdatedError, OvertakenError
from store import comments, verdicts
from store.decided import Given
from store.records import CommentRecord, VerdictRecord

WORDS: Final = {
    "approve": "approved",
    "reject": "rejected",
    "unsure": "left to others",
    "withdrawn": "taken back",
}
"""What a moderator did, by verdict."""
CORRECTIONS: Final = ("approve", "reject", "withdrawn")


class Entry(NamedTuple):
    """A comment, and a moderator's word on it if there is one; `seen`: the id of its newest verdict, or empty."""

    record: CommentRecord
    text: Shown
    reasons: Sequence[str]
    verdict: VerdictRecord | None
    seen: str
    is_latest: bool = True

    @property
    def article_link(self) -> str | None:
        """The article's address, where it is a web page's."""
        return web_address(self.record.article_url)

    @property
    def author_page(self) -> str | None:
        """Where all comments of the author are."""
        known_by = author_of(self.record).known_by
        return None if known_by is None else author_page(*known_by)


def of_verdicts(found: Iterable[Given]) -> list[Entry]:
    """Moderators' words as entries."""
    return [_entry(one.comment, one.verdict, one.verdict.id, is_latest=one.is_latest) for one in found]


def of_comments(connection: Connection, site_id: int, found: Iterable[CommentRecord]) -> list[Entry]:
    """Comments as entries, each with its newest verdict."""
    records = list(found)
    said = verdicts.latest_of(connection, site_id, [record.id for record in records])
    return [_with_latest(record, said.get(record.id)) for record in records]


async def correct(request: web.Request, visitor: Visitor, form: MultiMapping[str]) -> Entry:
    """Record the form's verdict on the comment of the address; the comment as it is then.

    `seen` in the form is the newest verdict that whoever sent it knew of. Raises InvalidRequestError, NotFoundError,
    ChangedError where there is a newer one or the author has edited the comment, and AwayError.
    """
    said = form.get("verdict", "")
    if said not in CORRECTIONS:
        raise InvalidRequestError([FieldError("verdict", "invalid_value", "Approve, reject, or take back.")])
    labels = tuple(one for one in ATTRIBUTES if one in form.getall("labels", []))
    comment, site_id = request.match_info["id"], visitor.site.site_id

    try:
        await request.app[VERDICTS].record(
            visitor.site,
            comment,
            verdict=said,
            labels=() if said == "withdrawn" else labels,
            note=form.get("note", "").strip(),
            moderator=visitor.moderator.name,
            source=DESK,
            over=lambda newest: newest.id == form.get("seen", ""),
            of_newest=True,
        )
    except OutdatedError as error:
        message = "its author has edited it since, and the site knows both by one id: decide the newest on its page"
        raise ChangedError(message) from error
    except OvertakenError as error:
        newest = error.newest
        message = f"{newest.moderator or 'somebody'} has decided it meanwhile: {WORDS[newest.verdict]}. Load it again"
        raise ChangedError(message) from error

    def read(connection: Connection) -> Entry:
        return of_comments(connection, site_id, [require(connection, site_id, comment)])[0]

    return await in_thread(request.app[ENGINE], read)


def require(connection: Connection, site_id: int, identifier: str) -> CommentRecord:
    """The comment; raises NotFoundError."""
    record = comments.get(connection, site_id, identifier)
    if record is None:
        message = "There is no such comment: it was erased, or is older than comments are kept."
        raise NotFoundError(message)
    return record


def _with_latest(record: CommentRecord, latest: VerdictRecord | None) -> Entry:
    return _entry(record, latest, "" if latest is None else latest.id)


def _entry(record: CommentRecord, verdict: VerdictRecord | None, seen: str, *, is_latest: bool = True) -> Entry:
    found = [one for one in wording.decision_of(record).reasons if one.severity is not Severity.ACCEPT]
    return Entry(
        record,
        shown(record.content, record.content_format, found),
        list(dict.fromkeys(REASONS.get(one.code, one.code.replace("_", " ")) for one in found)),
        verdict,
        seen,
        is_latest,
    )
