"""What was decided, newest first and under a filter: by moderators (verdict by verdict), and by Copydesk alone.

Pages are found by key, and a page looks at a bounded number of rows: where a filter lets few through, `before` says how
far it came, so that the search can go on from there.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, Generic, NamedTuple, TypeVar

from sqlalchemy import Connection, Select, func, select, tuple_

from store.queue_entries import folded
from store.records import CommentRecord, VerdictRecord, clean
from store.tables import comments, verdicts

SCANNED: Final = 5_000
"""So many rows a page looks at."""
_BITE: Final = 500

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
    older = select(verdicts.c.id, verdicts.c.comment).where(verdicts.c.site_id == site_id)
    if before:
        older = older.where(verdicts.c.id < clean(before))
    matching = _matching_verdicts(wanted)

    def bite(last: str, number: int) -> tuple[Sequence[Any], Iterable[str]]:
        some = older if not last else older.where(verdicts.c.id < last)
        rows = connection.execute(some.order_by(verdicts.c.id.desc()).limit(number)).all()
        return rows, connection.scalars(matching.where(verdicts.c.id.in_([row.id for row in rows])))

    identifiers, last = _scan(bite, _text_of(connection, wanted.text), limit)
    return Page(_given(connection, identifiers), last)


def by_copydesk(
    connection: Connection, site_id: int, wanted: Wanted, *, before: str = "", limit: int = 50
) -> Page[CommentRecord]:
    """Comments older than that with the id `before` that were accepted or rejected by themselves, the newest first."""
    older = select(comments.c.id, comments.c.id.label("comment"), comments.c.submitted_at).where(
        comments.c.site_id == site_id
    )
    if before:
        at = connection.scalar(select(comments.c.submitted_at).where(comments.c.id == clean(before)))
        order = tuple_(comments.c.submitted_at, comments.c.id)
        older = older.where(order < (at if at is not None else 0, clean(before)))
    matching = _matching_comments(wanted)
    reached: list[tuple[int, str]] = []

    def bite(last: str, number: int) -> tuple[Sequence[Any], Iterable[str]]:
        some = older if not last else older.where(tuple_(comments.c.submitted_at, comments.c.id) < reached[-1])
        rows = connection.execute(
            some.order_by(comments.c.submitted_at.desc(), comments.c.id.desc()).limit(number)
        ).all()
        if rows:
            reached.append((rows[-1].submitted_at, rows[-1].id))
        return rows, connection.scalars(matching.where(comments.c.id.in_([row.id for row in rows])))

    identifiers, last = _scan(bite, _text_of(connection, wanted.text), limit)
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


_Bite = Callable[[str, int], tuple[Sequence[Any], Iterable[str]]]


def _scan(bite: _Bite, has_text: Callable[[Sequence[str]], set[str]], limit: int) -> tuple[list[str], str]:
    """Ids of the rows that match, and that of the last one looked at, empty where there are no more."""
    found: list[str] = []
    last, scanned = "", 0
    while scanned < SCANNED:
        rows, matching = bite(last, _BITE)
        matches = set(matching)
        texts = has_text([row.comment for row in rows if row.id in matches])
        for row in rows:
            last = row.id
            if row.id in matches and row.comment in texts:
                found.append(row.id)
                if len(found) == limit:
                    return found, last
        scanned += len(rows)
        if len(rows) < _BITE:
            return found, ""
    return found, last


def _text_of(connection: Connection, text: str) -> Callable[[Sequence[str]], set[str]]:
    """Which of the comments have the text in them."""
    sought = folded(clean(text))

    def has_text(identifiers: Sequence[str]) -> set[str]:
        if not sought:
            return set(identifiers)
        chosen = select(comments.c.id, comments.c.content, comments.c.author_name).where(
            comments.c.id.in_(set(identifiers))
        )
        return {
            row.id for row in connection.execute(chosen) if sought in folded(f"{row.author_name or ''} {row.content}")
        }

    return has_text


def _matching_verdicts(wanted: Wanted) -> Select[str]:
    columns = verdicts.c
    chosen = select(columns.id)
    if wanted.decision:
        chosen = chosen.join(comments, comments.c.id == columns.comment).where(
            comments.c.decision == clean(wanted.decision)
        )
    if wanted.verdict:
        chosen = chosen.where(columns.verdict == clean(wanted.verdict))
    if wanted.label:
        chosen = chosen.where(columns.labels.contains(json.dumps(clean(wanted.label)), autoescape=True))
    if wanted.moderator:
        chosen = chosen.where(columns.moderator == clean(wanted.moderator))
    if wanted.source:
        chosen = chosen.where(columns.source == clean(wanted.source))
    return chosen


def _matching_comments(wanted: Wanted) -> Select[str]:
    columns = comments.c
    chosen = select(columns.id).where(columns.decision != "queue", columns.superseded_by == "")
    if wanted.decision:
        chosen = chosen.where(columns.decision == clean(wanted.decision))
    if wanted.verdict:
        chosen = chosen.where(columns.verdict == ("" if wanted.verdict == "open" else clean(wanted.verdict)))
    if wanted.label:
        code = json.dumps(clean(wanted.label))
        chosen = chosen.where(columns.findings.contains(f'"code":{code}', autoescape=True))
    return chosen


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
