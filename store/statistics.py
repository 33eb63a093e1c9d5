"""What became of a site's comments, counted by day."""

from typing import NamedTuple

from sqlalchemy import Connection, func, select

from store.tables import comments

DAY_MS = 24 * 3_600_000


class DayCount(NamedTuple):
    """How many comments of a day (counted from the epoch, UTC) have this decision and this verdict.

    `verdict` is `approve`, `reject`, or empty while the comment is open.
    """

    day: int
    decision: str
    verdict: str
    comments: int


def by_day(connection: Connection, site_id: int, since_ms: int, until_ms: int) -> list[DayCount]:
    """Counts of the comments submitted from `since_ms` up to, not including, `until_ms`; the earliest day first."""
    day = (comments.c.submitted_at // DAY_MS).label("day")
    chosen = (
        select(day, comments.c.decision, comments.c.verdict, func.count())
        .where(
            comments.c.site_id == site_id,
            comments.c.submitted_at >= since_ms,
            comments.c.submitted_at < until_ms,
        )
        .group_by(day, comments.c.decision, comments.c.verdict)
        .order_by(day)
    )
    return [DayCount._make(row) for row in connection.execute(chosen)]
