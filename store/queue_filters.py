"""What a moderator asks to see of the queue, as conditions on its entries."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Integer, Select, and_, exists, func, literal_column, or_, select
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from store import authors
from store.queue_entries import article, folded
from store.queue_tables import author_comments, queue_entries, queue_texts, set_aside
from store.records import Kind, clean

_OF_AUTHOR: Final = 1_000
"""So many of an author's newest comments are looked at for those that wait."""


class Filter(NamedTuple):
    """What is to be seen of the queue; what is empty asks for nothing. A group is seen if one that is in it has it all.

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


class Viewer(NamedTuple):
    """A moderator who looks at the queue of a site, by name, and when that is (ms)."""

    site_id: int
    moderator: str
    now: int


def own(viewer: Viewer) -> Select[tuple[str]]:
    """What the moderator set aside."""
    return select(set_aside.c.comment).where(
        set_aside.c.moderator == viewer.moderator,
        or_(set_aside.c.until.is_(None), set_aside.c.until > viewer.now),
    )


def matching(connection: Connection, viewer: Viewer, wanted: Filter, most: int) -> tuple[str, ...] | None:
    """The comments that have the words; None where they are more than `most`, or where no words were asked for."""
    if not wanted.text.strip():
        return None
    having = select(queue_texts.c.comment).where(
        queue_texts.c.site_id == viewer.site_id, _has_words(connection, wanted)
    )
    found = tuple(connection.scalars(having.limit(most + 1)))
    return found if len(found) <= most else None


def having(
    connection: Connection, viewer: Viewer, wanted: Filter, matching: Sequence[str] | None
) -> list[ColumnElement[bool]]:
    """Of entries that have what is asked for, by any of which a group is found."""
    entries = queue_entries.c
    asked = _asked(connection, entries, viewer, wanted, matching)
    if wanted.is_set_aside:
        asked.append(entries.alike.in_(select(entries.alike).where(entries.comment.in_(own(viewer)))))
    return asked


def has(connection: Connection, viewer: Viewer, wanted: Filter, matching: Sequence[str] | None) -> ColumnElement[bool]:
    """Whether the entry, or one that is alike, has what is asked for."""
    other = queue_entries.alias()
    own, others = (_asked(connection, one, viewer, wanted, matching, alone=True) for one in (queue_entries.c, other.c))
    return or_(and_(*own), _exists(other.c.alike == queue_entries.c.alike, *others, alone=True))


def _exists(*conditions: ColumnElement[bool], alone: bool) -> ColumnElement[bool]:
    """Whether there is such a row. `alone`: it is looked up for each of the few entries that this is asked of.

    Else PostgreSQL may read all such rows at once: OFFSET 0 keeps it from that.
    """
    if not alone:
        return exists().where(*conditions)
    there: Select[int] = select(literal_column("1", Integer)).where(*conditions).offset(0)
    return there.exists()


def _asked(  # noqa: PLR0913 - the question
    connection: Connection,
    entries: ReadOnlyColumnCollection[str, Any],
    viewer: Viewer,
    wanted: Filter,
    matching: Sequence[str] | None,
    *,
    alone: bool = False,
) -> list[ColumnElement[bool]]:
    """That an entry has what is asked for, but for being set aside; `alone` as of `_exists`."""
    asked: list[ColumnElement[bool]] = [entries.site_id == viewer.site_id]
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
        those: ColumnElement[bool] = entries.comment.in_(list(matching or ()))
        if matching is None:
            those = _exists(queue_texts.c.comment == entries.comment, _has_words(connection, wanted), alone=alone)
        asked.append(those)
    return asked


def _has_words(connection: Connection, wanted: Filter) -> ColumnElement[bool]:
    words = folded(clean(wanted.text))
    # PostgreSQL skips ahead in the text (Boyer, Moore, Horspool), and takes less than half the time of LIKE.
    if connection.dialect.name == "postgresql":
        return func.strpos(queue_texts.c.text, words) > 0
    return queue_texts.c.text.contains(words, autoescape=True)
