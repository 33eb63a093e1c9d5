"""What was decided, newest first and under a filter: by moderators (verdict by verdict), and by Copydesk alone.

Pages are found by key, and a page looks at a bounded number of rows: where a filter lets few through, `before` says how
far it came, so that the search can go on from there.
"""

import json
from collections.abc import Callable, Sequence
from typing import Any, Final, Generic, NamedTuple, TypeVar

from sqlalchemy import Column, ColumnElement, Connection, Row, Select, and_, case, func, null, select, true, tuple_

from store.identifiers import millisecond_of
from store.queue_entries import folded
from store.records import CommentRecord, VerdictRecord, clean
from store.tables import comments, verdicts

SCANNED: Final = 5_000
"""So many rows a page looks at."""
_BITE: Final = 500
_TEXTS: Final = (comments.c.content, comments.c.author_name)

_Item = TypeVar("_Item")


class Wanted(NamedTuple):
    """What is looked for; what is empty asks for nothing. `label` is one of a verdict or, by Copydesk, a reason's code.

    `verdict` is what a moderator said, or, by Copydesk, what the comment is settled to; `text` is looked for in the
    content and the author's name, without regard to case.
    """

    decision: str = ""
    verdict: str = ""
    label: str = ""
    moderator: str = ""
    source: str = ""
    text: str = ""


class Given(NamedTuple):
    """A verdict, its comment, and whether none is newer."""

    verdict: VerdictRecord
    comment: CommentRecord
    is_latest: bool


class Page(NamedTuple, Generic[_Item]):
    """What was found, and from where to go on: empty where there is nothing older."""

    found: list[_Item]
    before: str


def by_moderators(
    connection: Connection, site_id: int, wanted: Wanted, *, before: str = "", limit: int = 50
) -> Page[Given]:
    """Verdicts older than the one with the id `before`, the newest first."""
    joined = verdicts.join(comments, comments.c.id == verdicts.c.comment)
    looked_at = (
        _looked_at(verdicts.c.id, _by_moderators(wanted), wanted)
        .select_from(joined)
        .where(verdicts.c.site_id == site_id)
        .order_by(verdicts.c.id.desc())
    )

    def bite(last: str) -> Sequence[Row[Any]]:
        some = looked_at.where(verdicts.c.id < last) if last else looked_at
        return connection.execute(some.limit(_BITE)).all()

    identifiers, last = _scan(bite, wanted, clean(before), limit)
    return Page(_given(connection, identifiers), last)


def by_copydesk(
    connection: Connection, site_id: int, wanted: Wanted, *, before: str = "", limit: int = 50
) -> Page[CommentRecord]:
    """Comments older than that with the id `before` that were accepted or rejected by themselves, the newest first."""
    # The index is by time: an id may be older than its comment, which waited on disk.
    order = tuple_(comments.c.submitted_at, comments.c.id)
    looked_at = (
        _looked_at(comments.c.id, _by_copydesk(wanted), wanted)
        .where(comments.c.site_id == site_id)
        .order_by(comments.c.submitted_at.desc(), comments.c.id.desc())
    )

    def bite(last: str) -> Sequence[Row[Any]]:
        if not last:
            return connection.execute(looked_at.limit(_BITE)).all()
        at = connection.scalar(select(comments.c.submitted_at).where(comments.c.id == last))
        begin = _moment_of(last) if at is None else at
        return connection.execute(looked_at.where(order < (begin, last)).limit(_BITE)).all()

    identifiers, last = _scan(bite, wanted, clean(before), limit)
    chosen = select(comments).where(comments.c.id.in_(identifiers))
    found = {row.id: CommentRecord._make(row) for row in connection.execute(chosen)}
    return Page([found[one] for one in identifiers if one in found], last)


def moderators(connection: Connection, site_id: int, *, scanned: int = SCANNED) -> tuple[list[str], list[str]]:
    """Who gave the newest verdicts, and by which protocols they came; each in the order of the alphabet."""
    newest = (
        select(verdicts.c.moderator, verdicts.c.source)
        .where(verdicts.c.site_id == site_id)
        .order_by(verdicts.c.id.desc())
        .limit(scanned)
        .subquery()
    )
    found = connection.execute(select(newest.c.moderator, newest.c.source).distinct()).all()
    return sorted({row.moderator for row in found} - {""}), sorted({row.source for row in found})


def _scan(bite: Callable[[str], Sequence[Row[Any]]], wanted: Wanted, before: str, limit: int) -> tuple[list[str], str]:
    """Ids of the rows that match, and that of the last one looked at, empty where there are no more."""
    sought = folded(clean(wanted.text))
    found: list[str] = []
    last, scanned = before, 0
    while scanned < SCANNED:
        rows = bite(last)
        for row in rows:
            last = row.id
            if row.matches and (not sought or sought in folded(f"{row.author_name or ''} {row.content}")):
                found.append(last)
                if len(found) == limit:
                    return found, last
        scanned += len(rows)
        if len(rows) < _BITE:
            return found, ""
    return found, last


def _moment_of(identifier: str) -> int:
    """When a comment that is gone was submitted; 0 for what is no id."""
    try:
        return millisecond_of(identifier)
    except ValueError:
        return 0


def _looked_at(identifier: Column[str], asked: Sequence[ColumnElement[bool]], wanted: Wanted) -> Select[Any]:
    """Rows by their ids with whether they match, and the texts of those that do where a text is sought."""
    matches = and_(true(), *asked)
    texts = [case((matches, column), else_=null()).label(column.name) for column in _TEXTS] if wanted.text else ()
    return select(identifier, case((matches, 1), else_=0).label("matches"), *texts)


def _by_moderators(wanted: Wanted) -> list[ColumnElement[bool]]:
    asked = [
        column == clean(value)
        for column, value in (
            (comments.c.decision, wanted.decision),
            (verdicts.c.verdict, wanted.verdict),
            (verdicts.c.moderator, wanted.moderator),
            (verdicts.c.source, wanted.source),
        )
        if value
    ]
    if wanted.label:
        asked.append(verdicts.c.labels.contains(json.dumps(clean(wanted.label)), autoescape=True))
    return asked


def _by_copydesk(wanted: Wanted) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = [comments.c.decision != "queue", comments.c.superseded_by == ""]
    if wanted.decision:
        asked.append(comments.c.decision == clean(wanted.decision))
    if wanted.verdict:
        asked.append(comments.c.verdict == ("" if wanted.verdict == "open" else clean(wanted.verdict)))
    if wanted.label:
        code = json.dumps(clean(wanted.label))
        asked.append(comments.c.findings.contains(f'"code":{code}', autoescape=True))
    return asked


def _given(connection: Connection, identifiers: Sequence[str]) -> list[Given]:
    chosen = (
        select(verdicts, comments)
        .join(comments, comments.c.id == verdicts.c.comment)
        .where(verdicts.c.id.in_(identifiers))
    )
    width = len(VerdictRecord._fields)
    found: dict[str, Given] = {}
    for row in connection.execute(chosen):
        said = VerdictRecord._make(row[:width])
        said = said._replace(labels=tuple(json.loads(str(said.labels))))
        found[said.id] = Given(said, CommentRecord._make(row[width:]), is_latest=False)
    newest = (
        select(func.max(verdicts.c.id))
        .where(verdicts.c.comment.in_({one.comment.id for one in found.values()}))
        .group_by(verdicts.c.comment)
    )
    latest = set(connection.scalars(newest))
    return [found[one]._replace(is_latest=one in latest) for one in identifiers if one in found]
