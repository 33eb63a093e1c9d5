"""Which comments an author wrote: an index that is made beside the inserts, so that none of them pays for it.

It is some seconds behind, and under steady load more. Of comments that were spooled while the database was away, only
those are in it that had to wait for a moderator.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from typing import Any, Final, NamedTuple, get_args

from sqlalchemy import Connection, Row, Select, bindparam, select, union_all

from store.batches import Statement, run, run_for_each
from store.identifiers import first_at, now
from store.queue_tables import author_comments, positions
from store.records import Author, Kind
from store.tables import comments

LAG_MS: Final = 5_000
NEWEST: Final = 100
"""An author's comments that are looked at for what they wrote before."""
_KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
_WORK: Final = "authors"
_BITE: Final = 500


class Past(NamedTuple):
    """An author's newest comments by decision, and what moderators said of them; `is_more`: there are older ones."""

    accepted: int = 0
    queued: int = 0
    rejected: int = 0
    approved_by_hand: int = 0
    rejected_by_hand: int = 0
    is_more: bool = False

    @property
    def comments(self) -> int:
        """All that were counted."""
        return self.accepted + self.queued + self.rejected


def trait(site_id: int, kind: Kind, value: str) -> int:
    """The number (64 bits, signed) by which the index knows an author of a site."""
    return hashed(f"{site_id}\0{kind}\0{value}")


def _traits(site_id: int, author: Author) -> list[int]:
    """The numbers of all that is known of them."""
    return [trait(site_id, kind, value) for kind, value in zip(_KINDS, author, strict=True) if value]


def hashed(text: str) -> int:
    """A 64-bit hash (BLAKE2b, signed), never 0."""
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True) or 1


class Unentered(NamedTuple):
    """Comments that the index does not have, oldest first; `last`: the id up to which it had them all."""

    last: str | None
    rows: Sequence[Row[Any]]


def unentered(connection: Connection, limit: int, *, now: Callable[[], int] = now) -> Unentered:
    """At most `limit` of them, for `enter_next`; keeps nobody from writing.

    Ids are given before the commit, so that the newest comments are left for later.
    """
    last = connection.scalar(_POSITION)
    between = {"last": last or "", "before": first_at(now() - LAG_MS), "limit": limit}
    return Unentered(last, connection.execute(_WRITTEN, between).all())


def enter_next(connection: Connection, found: Unentered) -> int:
    """Enter them; how many they were. Call it in a transaction of `store.database.writing`.

    Where another process has entered some of them meanwhile, they are entered once.
    """
    if not found.rows:
        return 0
    enter(connection, [(row.site_id, row.id, Author._make(row[2:])) for row in found.rows])
    newest = found.rows[-1].id
    run(connection, _MOVE, _WORK, newest)
    return len(found.rows)


def enter(connection: Connection, written: Iterable[tuple[int, str, Author]]) -> None:
    """Enter comments, given as site, id and author; those that are there already are passed over."""
    _for_each(connection, _ENTER, written)


def forget(connection: Connection, written: Iterable[tuple[int, str, Author]]) -> None:
    """Take out comments that are deleted in the same transaction."""
    _for_each(connection, _FORGET, written)


def written_by(connection: Connection, number: int, limit: int) -> list[str]:
    """Ids of the newest comments that have this trait, the newest first."""
    return [row.comment for row in connection.execute(_newest(number, limit))]


def pasts(connection: Connection, numbers: Iterable[int], *, without: Iterable[str] = ()) -> dict[int, Past]:
    """By trait, what its author wrote before, of the newest `NEWEST` comments; `without`: ids that do not count.

    Two questions, whose cost does not grow with the number of comments.
    """
    excluded = set(without)
    found: dict[int, list[str]] = {number: [] for number in numbers}
    if not found:
        return {}
    each = (_newest(number, NEWEST + 1).subquery() for number in found)
    for row in connection.execute(union_all(*(select(one) for one in each))):
        found[row.trait].append(row.comment)
    wanted = sorted({one for identifiers in found.values() for one in identifiers[:NEWEST]} - excluded)
    states: dict[str, tuple[str, str]] = {}
    for begin in range(0, len(wanted), _BITE):
        chosen = select(comments.c.id, comments.c.decision, comments.c.verdict).where(
            comments.c.id.in_(wanted[begin : begin + _BITE]), comments.c.superseded_by == ""
        )
        states |= {row.id: (row.decision, row.verdict) for row in connection.execute(chosen)}
    return {
        number: _past([states[one] for one in identifiers[:NEWEST] if one in states], len(identifiers) > NEWEST)
        for number, identifiers in found.items()
    }


def _newest(number: int, limit: int) -> Select[tuple[int, str]]:
    of_author = select(author_comments.c.trait, author_comments.c.comment).where(author_comments.c.trait == number)
    return of_author.order_by(author_comments.c.comment.desc()).limit(limit)


def _past(states: Sequence[tuple[str, str]], is_more: bool) -> Past:  # noqa: FBT001 - the last word of the record
    decisions, verdicts = Counter(one for one, _ in states), Counter(one for _, one in states)
    return Past(
        decisions["accept"], decisions["queue"], decisions["reject"], verdicts["approve"], verdicts["reject"], is_more
    )


def _for_each(connection: Connection, statement: Statement, written: Iterable[tuple[int, str, Author]]) -> None:
    rows = sorted({(number, identifier) for site_id, identifier, who in written for number in _traits(site_id, who)})
    run_for_each(connection, statement, ("trait", "comment"), rows)


# Made once: to make them took half of a transaction in which nobody else can write.
_POSITION: Final = select(positions.c.position).where(positions.c.work == _WORK)
_WRITTEN: Final[Select[Any]] = (
    select(
        *(comments.c.id, comments.c.site_id),
        *(comments.c.author_id, comments.c.author_email_hash, comments.c.author_ip_hash),
    )
    .where(comments.c.id > bindparam("last"), comments.c.id < bindparam("before"))
    .order_by(comments.c.id)
    .limit(bindparam("limit"))
)
_ROWS: Final = "json_to_recordset(%s::json) AS named(trait bigint, comment text)"
_ENTER: Final = {
    "sqlite": "INSERT INTO author_comments (trait, comment) VALUES (?, ?) ON CONFLICT DO NOTHING",
    "postgresql": f"INSERT INTO author_comments (trait, comment) SELECT trait, comment FROM {_ROWS} "  # noqa: S608 - our own words
    "ON CONFLICT DO NOTHING",
}
# Never back: another process may be further.
_MOVE: Final = {
    dialect: f"INSERT INTO positions (work, position) VALUES ({mark}, {mark}) ON CONFLICT (work) "  # noqa: S608 - our own words
    "DO UPDATE SET position = excluded.position WHERE excluded.position > positions.position"
    for dialect, mark in (("sqlite", "?"), ("postgresql", "%s"))
}
_FORGET: Final = {
    "sqlite": "DELETE FROM author_comments WHERE trait = ? AND comment = ?",
    "postgresql": f"DELETE FROM author_comments AS kept USING {_ROWS} "  # noqa: S608 - our own words
    "WHERE kept.trait = named.trait AND kept.comment = named.comment",
}
