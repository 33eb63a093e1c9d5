"""The queue as one moderator sees it: in an order, under a filter, without what others look at."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Connection, Engine, Select, delete, false, func, insert, or_, select

from store import authors, leases
from store.authors import Kind
from store.database import writing
from store.queue_entries import article, folded, scaled
from store.queue_tables import SCORED, author_comments, queue_entries, queue_texts, set_aside
from store.records import CommentRecord, clean
from store.tables import comments

_ROUNDS: Final = 5
_RENEW_MS: Final = leases.LEASE_MS // 2
_OF_AUTHOR: Final = 1_000
"""So many of an author's newest comments are looked at for those that wait."""


_Chosen = TypeVar("_Chosen", bound=Any)


class Order(StrEnum):
    """What comes first."""

    URGENCY = "urgency"
    UNCERTAINTY = "uncertainty"
    TIME = "time"


class Filter(NamedTuple):
    """What is to be seen of the queue; what is empty asks for nothing.

    `reason` is the code of a finding, `attribute` the one that is furthest over its threshold, `article` a URL,
    `author` a kind and a value, `text` words as they are written. `is_set_aside`: only what this moderator set aside.
    """

    reason: str = ""
    attribute: str = ""
    language: str = ""
    article: str = ""
    author: tuple[Kind, str] | None = None
    text: str = ""
    is_set_aside: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether it lets everything through."""
        return self == Filter()


class Band(NamedTuple):
    """Comments whose score for the attribute is at least `low` and at most `high` (0..1)."""

    attribute: str
    low: float
    high: float


class Viewer(NamedTuple):
    """A moderator who looks at the queue of a site, by name, and when that is (ms)."""

    site_id: int
    moderator: str
    now: int


class Place(NamedTuple):
    """A comment that waits, and the number of what is decided together with it."""

    comment: str
    alike: int


def take(  # noqa: PLR0913 - the question, and who asks
    engine: Engine, viewer: Viewer, order: Order, wanted: Filter, limit: int, *, without: Collection[int] = ()
) -> list[Place]:
    """The next comments for the moderator, who alone has them for a while, with those that are theirs already.

    `without`: numbers of what is not wanted again. Of those that are alike the oldest is given. Blocks.
    """
    places: list[Place] = []
    seen: set[int] = set(without)
    for _ in range(_ROUNDS):
        with engine.connect() as connection:
            question = _next(viewer, order, wanted).where(queue_entries.c.alike.not_in(list(seen)))
            found = [Place._make(row) for row in connection.execute(question.limit(limit - len(places)))]
            kept = leases.held(connection, viewer.moderator, now=viewer.now)
        stale = {one.alike for one in found if kept.get(one.alike, 0) < viewer.now + _RENEW_MS}
        if stale:
            with writing(engine) as connection:
                stale -= leases.take(connection, stale, viewer.moderator, now=viewer.now)
        places += [one for one in found if one.alike not in stale]
        seen.update(one.alike for one in found)
        if len(places) >= limit or not found:
            break
    return places


def count(connection: Connection, viewer: Viewer, wanted: Filter) -> int:
    """How many groups of what is alike there are for the moderator under the filter, also those others look at."""
    counted = select(func.count()).select_from(queue_entries).where(*_shown(viewer, wanted))
    return connection.execute(_scanning(counted, wanted)).scalar_one()


def records(connection: Connection, site_id: int, identifiers: Sequence[str]) -> list[CommentRecord]:
    """The stored comments, in the order of the ids; those that are gone are left out."""
    chosen = select(comments).where(comments.c.id.in_(list(identifiers)), comments.c.site_id == site_id)
    found = {row.id: CommentRecord._make(row) for row in connection.execute(chosen)}
    return [found[one] for one in identifiers if one in found]


def place(connection: Connection, site_id: int, comment: str) -> Place | None:
    """Where the comment waits, None where it does not."""
    chosen = select(queue_entries.c.comment, queue_entries.c.alike).where(
        queue_entries.c.comment == clean(comment), queue_entries.c.site_id == site_id
    )
    row = connection.execute(chosen).first()
    return None if row is None else Place._make(row)


def group_sizes(connection: Connection, numbers: Collection[int]) -> dict[int, int]:
    """By number, how many comments that are alike wait."""
    chosen = select(queue_entries.c.alike, func.count().label("size")).where(queue_entries.c.alike.in_(list(numbers)))
    return {row.alike: row.size for row in connection.execute(chosen.group_by(queue_entries.c.alike))}


def group(connection: Connection, number: int, limit: int) -> list[str]:
    """Ids of the comments that are alike and wait, oldest first."""
    chosen = select(queue_entries.c.comment).where(queue_entries.c.alike == number).order_by(queue_entries.c.comment)
    return list(connection.scalars(chosen.limit(limit)))


def in_band(connection: Connection, viewer: Viewer, band: Band, limit: int) -> list[str]:
    """Ids of comments in the band that nobody else looks at, the oldest first; none newer than the viewer's time."""
    chosen = select(queue_entries.c.comment).where(*_in_band(viewer, band))
    return list(connection.scalars(chosen.order_by(queue_entries.c.comment).limit(limit)))


def count_band(connection: Connection, viewer: Viewer, band: Band) -> int:
    """How many comments are in the band that nobody else looks at."""
    counted = select(func.count()).select_from(queue_entries).where(*_in_band(viewer, band))
    return connection.execute(counted).scalar_one()


def put_aside(connection: Connection, comment_ids: Iterable[str], moderator: str, until: int | None) -> None:
    """Show these comments no more to the moderator, for ever or until that time (ms)."""
    wanted = list(comment_ids)
    take_back(connection, wanted, moderator)
    there = connection.scalars(select(comments.c.id).where(comments.c.id.in_(wanted))).all()
    if there:
        rows = [{"comment": one, "moderator": moderator, "until": until} for one in there]
        connection.execute(insert(set_aside), rows)


def take_back(connection: Connection, comment_ids: Iterable[str], moderator: str) -> int:
    """Show them again; how many were set aside."""
    mine = set_aside.c.moderator == moderator, set_aside.c.comment.in_(list(comment_ids))
    return connection.execute(delete(set_aside).where(*mine)).rowcount


def forget(connection: Connection, *, now: int) -> None:
    """Delete what has expired."""
    leases.forget(connection, now=now)
    connection.execute(delete(set_aside).where(set_aside.c.until <= now))


def _next(viewer: Viewer, order: Order, wanted: Filter) -> Select[tuple[str, int]]:
    free = queue_entries.c.alike.not_in(leases.of_others(viewer.moderator, viewer.now))
    chosen = select(queue_entries.c.comment, queue_entries.c.alike).where(*_shown(viewer, wanted), free)
    return _scanning(chosen, wanted).order_by(*_SEQUENCES[order])


def _shown(viewer: Viewer, wanted: Filter) -> list[ColumnElement[bool]]:
    entries = queue_entries.c
    own = select(set_aside.c.comment).where(
        set_aside.c.moderator == viewer.moderator,
        or_(set_aside.c.until.is_(None), set_aside.c.until > viewer.now),
    )
    asked: list[ColumnElement[bool]] = [
        entries.site_id == viewer.site_id,
        entries.leads,
        entries.comment.in_(own) if wanted.is_set_aside else entries.comment.not_in(own),
    ]
    if wanted.reason:
        asked.append(entries.reasons.contains(f" {clean(wanted.reason)} ", autoescape=True))
    if wanted.attribute:
        asked.append(entries.attribute == clean(wanted.attribute))
    if wanted.language:
        asked.append(entries.language == clean(wanted.language))
    if wanted.article:
        asked.append(entries.article == article(clean(wanted.article)))
    if wanted.author is not None:
        number = authors.trait(viewer.site_id, wanted.author[0], clean(wanted.author[1]))
        of_author = select(author_comments.c.comment).where(author_comments.c.trait == number)
        asked.append(entries.comment.in_(of_author.order_by(author_comments.c.comment.desc()).limit(_OF_AUTHOR)))
    if wanted.text.strip():
        found = select(queue_texts.c.comment).where(
            queue_texts.c.text.contains(folded(clean(wanted.text)), autoescape=True)
        )
        asked.append(entries.comment.in_(found))
    return asked


def _scanning(question: Select[_Chosen], wanted: Filter) -> Select[_Chosen]:
    """The question, answered by reading all entries in SQLite: an order's index would look each of them up.

    Where the filter lets nothing through, 16 instead of 140 ms for 100,000. PostgreSQL finds that out by itself.
    """
    if wanted.is_set_aside or wanted.article or wanted.author or wanted.is_empty:
        return question
    return question.with_hint(queue_entries, "NOT INDEXED", "sqlite")


def _in_band(viewer: Viewer, band: Band) -> tuple[ColumnElement[bool], ...]:
    if band.attribute not in SCORED:
        return (false(),)
    return (
        queue_entries.c.site_id == viewer.site_id,
        queue_entries.c[band.attribute].between(scaled(band.low), scaled(band.high)),
        queue_entries.c.waiting_since <= viewer.now,
        queue_entries.c.alike.not_in(leases.of_others(viewer.moderator, viewer.now)),
    )


_SEQUENCES: Final[Mapping[Order, tuple[ColumnElement[Any], ...]]] = {
    Order.URGENCY: (queue_entries.c.urgency.desc(), queue_entries.c.comment.desc()),
    Order.UNCERTAINTY: (queue_entries.c.uncertainty.desc(), queue_entries.c.comment.desc()),
    Order.TIME: (queue_entries.c.waiting_since, queue_entries.c.comment),
}
