"""What moderators taught: comments with the verdict that counts, as a model learns from them."""

import json
from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from store.tables import comments, verdicts
from store.verdicts import SETTLING

_AT_ONCE = 1_000


class JudgedComment(NamedTuple):
    """A comment and its newest verdict; `reasons` are the codes of the findings that the moderator saw with it.

    `author_email` is empty where none was given, and else what is left of it: an address or its pseudonym.
    """

    comment: str
    verdict: str
    is_rejected: bool
    labels: tuple[str, ...]
    submitted_at: int
    content: str
    content_format: str
    author_name: str
    author_url: str
    author_email: str
    language: str
    decision: str
    reasons: frozenset[str]
    fingerprint: int
    article_title: str = ""


def newest(connection: Connection, site_id: int, limit: int) -> Iterator[JudgedComment]:
    """The site's comments that are approved or rejected, the last verdict first, at most so many.

    What the newest verdict leaves open (`unsure`, `withdrawn`) is not among them.
    """
    last = (
        select(verdicts.c.comment, func.max(verdicts.c.id).label("verdict"))
        .where(verdicts.c.site_id == site_id)
        .group_by(verdicts.c.comment)
        .subquery()
    )
    chosen = (
        select(
            comments.c.id,
            verdicts.c.id.label("verdict"),
            verdicts.c.verdict.label("said"),
            verdicts.c.labels,
            comments.c.submitted_at,
            comments.c.content,
            comments.c.content_format,
            comments.c.author_name,
            comments.c.author_url,
            comments.c.author_email,
            comments.c.author_email_hash,
            comments.c.language,
            comments.c.decision,
            comments.c.findings,
            comments.c.fingerprint,
            comments.c.article_title,
        )
        .join(last, last.c.verdict == verdicts.c.id)
        .join(comments, comments.c.id == verdicts.c.comment)
        .where(verdicts.c.verdict.in_(SETTLING))
        .order_by(verdicts.c.id.desc())
        .limit(limit)
    )
    for row in connection.execute(chosen.execution_options(yield_per=_AT_ONCE)):
        yield JudgedComment(
            row.id,
            row.verdict,
            row.said == "reject",
            tuple(json.loads(row.labels)),
            row.submitted_at,
            row.content,
            row.content_format,
            row.author_name or "",
            row.author_url or "",
            row.author_email or row.author_email_hash or "",
            row.language or "",
            row.decision,
            frozenset(finding["code"] for finding in json.loads(row.findings)),
            row.fingerprint,
            row.article_title or "",
        )
