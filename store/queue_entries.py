"""What waits, entered in the order of urgency and of uncertainty: beside the inserts, so that none of them pays for it.

An entry is made within a second or so of the comment, and leaves in the transaction that ends its wait, by a trigger.
"""

import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Row, Select, bindparam, func, select, text, update

from model.policy import Threshold
from store import authors, likenesses
from store.authors import hashed
from store.batches import insert_rows, run
from store.identifiers import now
from store.likenesses import Unplaced
from store.queue_tables import SCORED, queue_entries, queue_texts
from store.records import Author
from store.tables import comments, sites
from store.urgency import priority

TEXT_CHARACTERS: Final = 1_000
"""So much of a comment is searched, folded: its author's name, its article's title, its content."""
_OVERLAP_MS: Final = 5_000
_SCALE: Final = 10_000
_LOCK: Final = 7_203_846_201_594_483_211
_READ: Final = (
    "id",
    "site_id",
    "waiting_since",
    "content",
    "content_format",
    "author_name",
    "article_title",
    "article_url",
    "language",
    "findings",
    "scores",
    "fingerprint",
    "author_id",
    "author_email_hash",
    "author_ip_hash",
)

Thresholds = Callable[[int], Mapping[str, Threshold]]
"""By site id, the thresholds its comments are judged by; empty where they are not known."""
Sign = Callable[[str, str], bytes | None]
"""By content and its format, the signature of `model.likeness`; None for what is like nothing but the very same."""


class Knowing(NamedTuple):
    """What has to be known to enter a comment, besides itself."""

    thresholds: Thresholds
    sign: Sign


def missing(connection: Connection, limit: int) -> list[str]:
    """Ids of comments that wait and are not entered, at most `limit`, the oldest first; looked for before `enter`.

    Ids are given before the commit, so that each time the last five seconds are looked through again; what comes later
    still, `late` finds.
    """
    found: list[str] = []
    for site_id, since in _since(connection):
        found += connection.scalars(_unentered(site_id, since).limit(limit - len(found)))
        if len(found) == limit:
            break
    return found


def late(connection: Connection, limit: int) -> list[str]:
    """As `missing`, of whatever age. Counts first, and looks through everything only where there is something."""
    found: list[str] = []
    for site_id, waiting, known in _counts(connection):
        if known < waiting and len(found) < limit:
            found += connection.scalars(_unentered(site_id, -1).limit(limit - len(found)))
    return found


class Prepared(NamedTuple):
    """A comment that waits, and what follows of it by itself, whatever else waits.

    `entry`: its row but for what depends on its group.
    """

    id: str
    entry: dict[str, Any]
    text: str
    unplaced: Unplaced
    author: Author


def prepare(connection: Connection, identifiers: Sequence[str], knowing: Knowing) -> list[Prepared]:
    """Read those of the comments that wait and are not entered, the oldest first; keeps nobody from writing."""
    known: dict[int, Mapping[str, Threshold]] = {}
    prepared = []
    for row in connection.execute(_THOSE, {"identifiers": identifiers}):
        if row.site_id not in known:
            known[row.site_id] = knowing.thresholds(row.site_id)
        number = alike(row.site_id, row.id, row.fingerprint)
        unplaced = Unplaced(row.site_id, row.id, number, knowing.sign(row.content, row.content_format))
        entry = _entry(row, known[row.site_id])
        prepared.append(Prepared(row.id, entry, _searched(row), unplaced, Author._make(row[-3:])))
    return prepared


def enter(connection: Connection, identifiers: Sequence[str], knowing: Knowing) -> int:
    """Prepare comments and enter them, as `enter_prepared` does."""
    return enter_prepared(connection, prepare(connection, identifiers, knowing))


def enter_prepared(connection: Connection, prepared: Sequence[Prepared]) -> int:
    """Enter those of the comments that still wait and are not entered yet; how many they were.

    Call it in `store.database.writing`. What is alike is found by whoever enters next: so one enters at a time.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    wanted = json.dumps([one.id for one in prepared])
    still = {identifier for (identifier,) in run(connection, STILL_WAITING, wanted)}
    found = [one for one in prepared if one.id in still]
    return _enter(connection, found) if found else 0


def is_tidy(connection: Connection) -> bool:
    """Whether nothing is entered that waits no more, and each group has one that leads: asked before `tidy`."""
    counts = _counts(connection)
    return all(known <= waiting for _, waiting, known in counts) and connection.execute(_IS_LEADERLESS).first() is None


def tidy(connection: Connection) -> None:
    """Take out what waits no more, and let each group have one that leads."""
    for site_id, waiting, known in _counts(connection):
        if known > waiting:
            connection.execute(_GONE, {"site": site_id})
    connection.execute(_LEADERLESS)


def folded(written: str) -> str:
    """A text as it is searched: letters are the same whatever their case, width and accents' spelling."""
    return " ".join(unicodedata.normalize("NFKC", written).casefold().split())


def alike(site_id: int, identifier: str, fingerprint: int) -> int:
    """The number of a comment that is like none which waits: that of its text, or its own where the text has none."""
    return hashed(f"{site_id}\0{fingerprint or identifier}")


def _since(connection: Connection) -> Iterator[tuple[int, int]]:
    """By site, from when on its comments are looked through."""
    for site_id in connection.scalars(select(sites.c.id)).all():
        newest = connection.scalar(
            select(func.max(queue_entries.c.waiting_since)).where(
                queue_entries.c.site_id == site_id, queue_entries.c.leads
            )
        )
        yield site_id, -1 if newest is None else newest - _OVERLAP_MS


def _counts(connection: Connection) -> list[tuple[int, int, int]]:
    """By site, how many of its comments wait, and how many are entered."""
    found = []
    for site_id in connection.scalars(select(sites.c.id)).all():
        waiting = select(func.count()).where(comments.c.site_id == site_id, comments.c.waiting_since.is_not(None))
        known = select(func.count()).where(queue_entries.c.site_id == site_id)
        found.append((site_id, connection.scalar(waiting) or 0, connection.scalar(known) or 0))
    return found


def _unentered(site_id: int, since: int) -> Select[str]:
    return (
        select(comments.c.id)
        .where(comments.c.site_id == site_id, comments.c.waiting_since >= since, ~_IS_ENTERED)
        .order_by(comments.c.waiting_since, comments.c.id)
    )


def _enter(connection: Connection, prepared: Sequence[Prepared]) -> int:
    numbers = likenesses.place(connection, [one.unplaced for one in prepared])
    leaders, at = _leaders(connection, numbers), now()
    entries = []
    for one, number in zip(prepared, numbers, strict=True):
        leader = leaders.get(number)
        # Later than whatever anybody may have seen of the group, also where another machine's clock is ahead.
        entered_at = at if leader is None else max(at, leader.newest + 1)
        entries.append({**one.entry, "entered_at": entered_at, "alike": number, "leads": leader is None})
        codes = one.entry["reasons"].split()
        if leader is None:
            leaders[number] = _Leader(one.id, 0, codes, [one.entry["urgency"]], (len(codes), one.entry["urgency"]))
        else:
            leader.reasons.extend(code for code in codes if code not in leader.reasons)
            leader.urgency.append(one.entry["urgency"])
    texts = [{"comment": one.id, "site_id": one.entry["site_id"], "text": one.text} for one in prepared]
    insert_rows(connection, queue_entries, entries)
    insert_rows(connection, queue_texts, texts)
    _tell(connection, leaders.values())
    authors.enter(connection, [(one.entry["site_id"], one.id, one.author) for one in prepared])
    return len(prepared)


class _Leader(NamedTuple):
    """The comment that is shown for a group: its id, when the last of the group was entered, and all their reasons.

    `urgency`: its own, or what it was raised to, and those of all that came since. `told`: how many reasons it is found
    by already, and with what urgency.
    """

    comment: str
    newest: int
    reasons: list[str]
    urgency: list[float]
    told: tuple[int, float]


def _leaders(connection: Connection, numbers: Iterable[int]) -> dict[int, _Leader]:
    """By group in which something waits."""
    rows = run(connection, _LEADERS, json.dumps(list(set(numbers))))
    found = ((number, newest, urgency or 0.0, (leader or "").split(" ")) for number, newest, urgency, leader in rows)
    return {
        number: _Leader(name, newest, codes, [urgency], (len(codes), urgency))
        for number, newest, urgency, (name, *codes) in found
        if newest is not None
    }


def _tell(connection: Connection, leaders: Iterable[_Leader]) -> None:
    """Let groups be found by the reasons of all that is in them, and be as urgent as the most urgent of it."""
    for leader in leaders:
        urgency = max(leader.urgency)
        if (len(leader.reasons), urgency) != leader.told:
            found = update(queue_entries).where(queue_entries.c.comment == leader.comment)
            connection.execute(found.values(reasons=f" {' '.join(leader.reasons)} ", urgency=urgency))


def _entry(row: Row[Any], thresholds: Mapping[str, Threshold]) -> dict[str, Any]:
    ranked = priority(row.findings, row.scores, row.waiting_since, thresholds)
    return {
        "comment": row.id,
        "site_id": row.site_id,
        "waiting_since": row.waiting_since,
        "urgency": ranked.urgency,
        "uncertainty": ranked.uncertainty,
        "language": row.language or "",
        "attribute": ranked.attribute,
        "reasons": f" {' '.join(ranked.codes)} ",
        "article": article(row.article_url),
        **{name: None if (score := ranked.scores.get(name)) is None else round(score * _SCALE) for name in SCORED},
    }


def article(url: str | None) -> int:
    """The number by which entries know an article; 0 where there is none."""
    return hashed(url) if url else 0


def scaled(score: float) -> int:
    """A score (0..1) as entries keep it."""
    return round(max(0.0, min(score, 1.0)) * _SCALE)


def _searched(row: Row[Any]) -> str:
    parts = (row.author_name, row.article_title, row.content[: 2 * TEXT_CHARACTERS])
    return folded(" ".join(filter(None, parts)))[:TEXT_CHARACTERS]


_IS_ENTERED: Final = select(queue_entries.c.comment).where(queue_entries.c.comment == comments.c.id).exists()
_THOSE: Final = (
    select(*(comments.c[name] for name in _READ))
    .where(
        comments.c.id.in_(bindparam("identifiers", expanding=True)), comments.c.waiting_since.is_not(None), ~_IS_ENTERED
    )
    .order_by(comments.c.waiting_since, comments.c.id)
)
_WAITS: Final = "c.waiting_since IS NOT NULL AND NOT EXISTS (SELECT 1 FROM queue_entries AS e WHERE e.comment = c.id)"
# On PostgreSQL locked, so that no verdict ends the wait before the entry is there to be taken out; SQLite's transaction
# is alone. Looked up one by one: CROSS JOIN and ARRAY keep both from scanning the comments.
STILL_WAITING: Final = {
    "sqlite": f"SELECT c.id FROM json_each(?) AS k CROSS JOIN comments AS c ON c.id = k.value WHERE {_WAITS}",  # noqa: S608 - our own words
    "postgresql": "SELECT c.id FROM comments AS c "  # noqa: S608 - as above
    f"WHERE c.id = ANY (ARRAY(SELECT json_array_elements_text(%s::json))) AND {_WAITS} FOR SHARE OF c SKIP LOCKED",
}
_GONE: Final = text("""
DELETE FROM queue_entries WHERE site_id = :site AND NOT EXISTS (
    SELECT 1 FROM comments WHERE comments.id = queue_entries.comment AND comments.waiting_since IS NOT NULL
)
""")
# Two verdicts at the same moment on PostgreSQL may leave a group without the one that is shown.
_WITHOUT_LEADER: Final = """
FROM (SELECT DISTINCT alike FROM queue_entries WHERE NOT leads) AS f
WHERE NOT EXISTS (SELECT 1 FROM queue_entries AS g WHERE g.alike = f.alike AND g.leads)
"""
_IS_LEADERLESS: Final = text(f"SELECT 1 {_WITHOUT_LEADER} LIMIT 1")
_LEADERLESS: Final = text(f"""
UPDATE queue_entries SET leads = true WHERE comment IN (
    SELECT (SELECT g.comment FROM queue_entries AS g WHERE g.alike = f.alike ORDER BY g.entered_at, g.comment LIMIT 1)
    {_WITHOUT_LEADER}
)
""")  # noqa: S608 - our own words
# By the index for each number: of many that are alike one row is read. Reasons begin and end with a space.
_LEADERS: Final = {
    "sqlite": """
SELECT wanted.value, (SELECT max(entered_at) FROM queue_entries WHERE alike = wanted.value), (
    SELECT urgency FROM queue_entries WHERE alike = wanted.value AND leads ORDER BY entered_at, comment LIMIT 1
), (
    SELECT comment || rtrim(reasons) FROM queue_entries WHERE alike = wanted.value AND leads
    ORDER BY entered_at, comment LIMIT 1
) FROM json_each(?) AS wanted
""",
    "postgresql": """
SELECT CAST(wanted.value AS bigint), (
    SELECT max(entered_at) FROM queue_entries WHERE alike = CAST(wanted.value AS bigint)
), (
    SELECT urgency FROM queue_entries WHERE alike = CAST(wanted.value AS bigint) AND leads
    ORDER BY entered_at, comment LIMIT 1
), (
    SELECT comment || rtrim(reasons) FROM queue_entries WHERE alike = CAST(wanted.value AS bigint) AND leads
    ORDER BY entered_at, comment LIMIT 1
) FROM json_array_elements_text(%s::json) AS wanted
""",
}
