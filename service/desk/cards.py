"""Comments as cards: what a moderator needs to see of each, read from the store in a few questions."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from math import isnan
from typing import Final, NamedTuple
from urllib.parse import quote, urlsplit

from pydantic_core import from_json
from sqlalchemy import Connection

from model.findings import Finding, Severity
from model.html import to_text
from service import wording
from service.decision import Decision
from service.desk.asking import REASONS
from service.desk.marking import Piece, Shown, differing, shown, shows_all
from store import authors, queue, queue_entries, verdicts
from store.authors import Past
from store.queue import Group, Place
from store.records import Author, CommentRecord, Kind, VerdictRecord

ALIKE_SHOWN: Final = 10
_OF_GROUPS: Final = ("campaign",)
"""Codes of findings that are about all that is alike: as the newest has them."""
_MINUTE: Final = 60_000
_NAMED_WORDS: Final = 6
_LEAST_SCORE: Final = 0.1
_WORD: Final = 30


class Bar(NamedTuple):
    """A score, 0..1, and the threshold it reached, if any; `percent` and `mark` are of the bar's width."""

    name: str
    score: float
    threshold: float | None

    @property
    def percent(self) -> float:
        """How long the bar is."""
        return round(100 * max(0.0, min(self.score, 1.0)), 1)

    @property
    def worth_showing(self) -> bool:
        """Whether it is high enough to be looked at."""
        return self.threshold is not None or self.score >= _LEAST_SCORE

    @property
    def mark(self) -> float | None:
        """Where the threshold is."""
        return None if self.threshold is None else round(100 * self.threshold, 1)


class Reason(NamedTuple):
    """Why it was held: in plain words, and the words of the comment that weighed most."""

    code: str
    name: str
    message: str
    words: str


class Other(NamedTuple):
    """A comment that is like the card's, and where it differs: empty where it says the very same.

    `is_shown`: whether that is all in which it differs.
    """

    record: CommentRecord
    differs: Sequence[Piece]
    is_shown: bool = True


class Alike(NamedTuple):
    """What a card knows of the comments that are alike, as the fields of the card, and the newest of them."""

    others: Sequence[Other]
    accepted: Sequence[Other]
    more: int
    until: int
    newest: CommentRecord | None


@dataclass(frozen=True, slots=True)
class Card:
    """A comment that a moderator is to decide."""

    record: CommentRecord
    alike: int
    text: Shown
    reasons: Sequence[Reason]
    bars: Sequence[Bar]
    past: Past | None
    author: tuple[Kind, str] | None
    others: Sequence[Other]
    """Those that are alike and wait, the first of them."""
    more: int
    """How many are alike beside this one."""
    until: int
    """Until when those were entered (ms)."""
    accepted: Sequence[Other]
    """Comments that came before these, are alike, and were accepted: nobody has said anything of them since."""
    is_audit: bool
    age: str
    left: Sequence[VerdictRecord] = ()
    """The words of those who left it to others."""

    @property
    def id(self) -> str:
        """The store's id."""
        return self.record.id

    @property
    def article_link(self) -> str | None:
        """The article's address, where it leads to a web page and nowhere else."""
        return web_address(self.record.article_url)

    @property
    def article_name(self) -> str:
        """What the article is called."""
        return self.record.article_title or self.record.article_url or ""

    @property
    def past_words(self) -> str:
        """What the author wrote before, in few words; empty where it was nothing."""
        if self.past is None or not self.past.comments:
            return ""
        past = self.past
        decided = ((past.accepted, "accepted"), (past.queued, "queued"), (past.rejected, "rejected"))
        by_hand = ((past.approved_by_hand, "approved"), (past.rejected_by_hand, "rejected"))
        told = ", ".join(f"{count} {name}" for count, name in decided if count)
        hand = ", ".join(f"{count} {name}" for count, name in by_hand if count)
        more = "+" if past.is_more else ""
        return f"{past.comments}{more} before: {told}{f' · by hand {hand}' if hand else ''}"

    @property
    def has_variants(self) -> bool:
        """Whether one that is alike says something else: then they are there to be read."""
        return any(one.differs for one in self.others)

    @property
    def read(self) -> str:
        """Ids of those that are alike and can be read on the card, with a space between them."""
        return " ".join(one.record.id for one in self.others if one.is_shown)

    @property
    def author_page(self) -> str | None:
        """Where all comments of the author are."""
        return None if self.author is None else author_page(*self.author)


def read(
    connection: Connection,
    site_id: int,
    places: Sequence[Place],
    *,
    now: int,
    audited: Collection[str] = (),
) -> list[Card]:
    """The cards of comments, in their order; those that are gone are left out. `audited`: ids drawn for the audit."""
    found = queue.records(connection, site_id, [place.comment for place in places])
    numbers = {place.comment: place.alike for place in places}
    groups = queue.groups(connection, [numbers[record.id] for record in found])
    traits = {
        record.id: authors.trait(site_id, *known_by)
        for record in found
        if (known_by := author_of(record).known_by) is not None
    }
    left = _left(connection, site_id, [record.id for record in found if record.id not in audited])
    pasts = authors.pasts(connection, traits.values(), without=[record.id for record in found])
    cards = []
    for record in found:
        group = groups.get(numbers[record.id], Group())
        # One that is drawn for the audit does not wait itself.
        more = max(0, group.size - (record.waiting_since is not None))
        others, newest = _others(connection, record, numbers[record.id], group) if more else ((), None)
        accepted = () if record.id in audited else _accepted(connection, record, others)
        past = pasts[traits[record.id]] if record.id in traits else None
        is_audit = record.id in audited
        place = Place(record.id, numbers[record.id])
        alike = Alike(others, accepted, more, group.until, newest)
        card = _card(record, place, past, alike, now, is_audit=is_audit)
        cards.append(replace(card, left=left.get(record.id, ())))
    return cards


def places_of(connection: Connection, site_id: int, records: Sequence[CommentRecord]) -> list[Place]:
    """Under what number each comment is leased: that of its group, or its own where it does not wait."""
    waiting = {place.comment: place for place in queue.places(connection, site_id, [record.id for record in records])}
    return [
        waiting.get(one.id) or Place(one.id, queue_entries.alike(one.site_id, one.id, one.fingerprint))
        for one in records
    ]


def author_of(record: CommentRecord) -> Author:
    """What the author is known by."""
    return Author(record.author_id, record.author_email_hash, record.author_ip_hash)


def author_page(kind: Kind, value: str) -> str:
    """Where all comments of the author are who is known by that."""
    return f"/desk/authors/{kind}/{quote(value, safe='')}"


def bars_of(decision: Decision, reasons: Iterable[Finding]) -> list[Bar]:
    """The decision's scores, those that are numbers, and the thresholds that these reasons tell of."""
    thresholds = {finding.code: finding.threshold for finding in reasons}
    return [
        Bar(REASONS.get(attribute, attribute), score, thresholds.get(attribute))
        for attribute, score in decision.scores.items()
        if not isnan(score)
    ]


def web_address(url: str | None) -> str | None:
    """The address, if it is one of http or https; None for any other, which might be a script."""
    if not url or not url.isprintable():
        return None
    try:
        split = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if split.scheme.lower() in ("http", "https") and split.netloc else None


def age(milliseconds: int) -> str:
    """A time that has passed, in its greatest unit."""
    minutes = max(0, milliseconds) // _MINUTE
    for size, name in ((1_440, "d"), (60, "h")):
        if minutes >= size:
            return f"{minutes // size} {name}"
    return f"{minutes} min" if minutes else "just now"


def _card(  # noqa: PLR0913 - what a card shows
    record: CommentRecord,
    place: Place,
    past: Past | None,
    alike: Alike,
    now: int,
    *,
    is_audit: bool,
) -> Card:
    decision = wording.decision_of(record)
    # Whoever audits is not told what the machine made of it.
    found = () if is_audit else tuple(one for one in decision.reasons if one.severity is not Severity.ACCEPT)
    bars = [] if is_audit else bars_of(decision, found)
    if alike.newest is not None and not is_audit:
        known = {finding.code for finding in found}
        later = (one for one in wording.decision_of(alike.newest).reasons if one.code in _OF_GROUPS)
        found = (*found, *(one for one in later if one.code not in known))
    return Card(
        record=record,
        alike=place.alike,
        text=shown(record.content, record.content_format, found),
        reasons=[_reason(record, finding) for finding in found],
        bars=sorted(bars, key=lambda bar: (bar.threshold is None, -bar.score)),
        past=past,
        author=author_of(record).known_by,
        others=alike.others,
        more=alike.more,
        until=alike.until,
        accepted=alike.accepted,
        is_audit=is_audit,
        age=age(now - (record.waiting_since or record.submitted_at)),
    )


def _left(connection: Connection, site_id: int, ids: Iterable[str]) -> dict[str, list[VerdictRecord]]:
    """By comment, the last words of those moderators who left it to others and have not taken that back, oldest first.

    Few of those that wait have any verdict.
    """
    left = {}
    for one in verdicts.latest_of(connection, site_id, ids):
        last = {said.moderator: said for said in verdicts.history(connection, site_id, one)}
        left[one] = sorted(said for said in last.values() if said.verdict == "unsure")
    return left


def _others(
    connection: Connection, record: CommentRecord, number: int, group: Group
) -> tuple[list[Other], CommentRecord | None]:
    """The first of those that are alike, and the newest."""
    ids = [one for one in queue.group(connection, number, ALIKE_SHOWN + 1, until=group.until) if one != record.id]
    found = {one.id: one for one in queue.records(connection, record.site_id, [*ids[:ALIKE_SHOWN], group.newest])}
    return [beside(record, found[one]) for one in ids[:ALIKE_SHOWN] if one in found], found.get(group.newest)


def _accepted(connection: Connection, record: CommentRecord, others: Sequence[Other]) -> list[Other]:
    """Of those that the reasons name as earlier ones, what was accepted and is as it was."""
    told = (finding for one in (record, *(other.record for other in others)) for finding in from_json(one.findings))
    earlier = dict.fromkeys(identifier for finding in told for identifier in finding.get("earlier", ()))
    found = queue.records(connection, record.site_id, list(earlier)[:ALIKE_SHOWN]) if earlier else []
    return [
        beside(record, one) for one in found if one.decision == "accept" and not one.verdict and not one.superseded_by
    ]


def beside(record: CommentRecord, other: CommentRecord) -> Other:
    """Where the other comment differs from the one that is shown for both."""
    if other.fingerprint and other.fingerprint == record.fingerprint:
        return Other(other, ())
    text, like = visible(other), visible(record)
    return Other(other, differing(text, like), is_shown=shows_all(text, like))


def visible(record: CommentRecord) -> str:
    """The comment's text without markup."""
    return to_text(record.content) if record.content_format == "html" else record.content


def _reason(record: CommentRecord, finding: Finding) -> Reason:
    heaviest = sorted(finding.spans, key=lambda span: -span.weight)[:_NAMED_WORDS]
    words = [record.content[span.begin : span.end] for span in heaviest]
    if record.content_format == "html":
        words = [to_text(word) for word in words]
    named = dict.fromkeys(" ".join(word.split()) for word in words)
    return Reason(
        finding.code,
        REASONS.get(finding.code, finding.code.replace("_", " ")),
        finding.message,
        # A list names its words itself.
        ", ".join(f"“{_shortened(word)}”" for word in named if word) if finding.score is not None else "",
    )


def _shortened(word: str) -> str:
    return word if len(word) <= _WORD else f"{word[: _WORD - 1]}…"
