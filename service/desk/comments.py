"""A comment's own page: its text and scores, its revisions, and all that was ever done to it."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from aiohttp import web
from sqlalchemy import Connection
from yarl import URL

from model.scorer import ATTRIBUTES
from service import wording
from service.desk import entries
from service.desk.access import signed_in
from service.desk.asking import REASONS
from service.desk.cards import bars_of
from service.desk.entries import Entry
from service.desk.forms import read_form
from service.desk.pages import page, see_other
from service.desk.visitor import Visitor
from service.endpoints import Endpoint
from service.parts import ENGINE, ERASING
from service.sessions import in_thread
from store import audit, comments, deliveries, samples, verdicts
from store.deliveries import Delivery, Told
from store.records import CommentRecord, VerdictRecord

_ID: Final = "/desk/comments/{id:[0-9a-f-]{36}}"
SHOWN: Final = 100
"""So many of the newest revisions and verdicts are listed."""
_DECISIONS: Final = {"accept": "accepted", "queue": "queued", "reject": "rejected"}
_KINDS: Final = {"akismet": "the plugin", "webhook": "the webhook"}


class Event(NamedTuple):
    """Something that happened to a comment: when (ms), what in words, more of it, and the tone of its mark."""

    at: int
    what: str
    more: str = ""
    tone: str = ""


class Seen(NamedTuple):
    """What the page shows."""

    entry: Entry
    revisions: Sequence[CommentRecord]
    events: Sequence[Event]


async def show(request: web.Request, visitor: Visitor) -> web.Response:
    """The page."""
    identifier, site_id = request.match_info["id"], visitor.site.site_id
    seen = await in_thread(request.app[ENGINE], lambda connection: _see(connection, site_id, identifier))
    decision = wording.decision_of(seen.entry.record)
    return page(
        request,
        "comment.html",
        entry=seen.entry,
        text=seen.entry.text,
        decision=decision,
        bars=sorted(bars_of(decision, decision.reasons), key=lambda bar: -bar.score),
        revisions=seen.revisions,
        events=seen.events,
        words=entries.WORDS,
        attributes=ATTRIBUTES,
        reasons=REASONS,
        back=request.path,
        may_erase=visitor.moderator.may("admin"),
    )


async def erase(request: web.Request, visitor: Visitor) -> web.Response:
    """Erase the comment and its revisions, once it was confirmed."""
    identifier = request.match_info["id"]
    if (await read_form(request)).get("sure") != "yes":
        return see_other(request, f"/desk/comments/{identifier}")
    count = await request.app[ERASING].erase_comment(visitor.site, identifier)
    await note_erasure(request, visitor, f"comment {identifier}", count)
    return see_other(request, "/desk/decided")


async def note_erasure(request: web.Request, visitor: Visitor, subject: str, count: int) -> None:
    """Note in the audit log that so many revisions were erased; nothing that was erased is told there."""

    def work(connection: Connection) -> None:
        audit.append(
            connection,
            site_id=visitor.site.site_id,
            who=visitor.moderator.name,
            action="erasure",
            subject=subject,
            details={"erased": count},
        )

    await in_thread(request.app[ENGINE], work, write=True)


def _see(connection: Connection, site_id: int, identifier: str) -> Seen:
    record = entries.require(connection, site_id, identifier)
    (entry,) = entries.of_comments(connection, site_id, [record])
    revisions = [record]
    if record.comment_id is not None:
        revisions = comments.revisions(connection, site_id, record.comment_id)[-SHOWN:]
    said = verdicts.history(connection, site_id, identifier)[-SHOWN:]
    told = deliveries.of_verdicts(connection, [one.id for one in said])
    drawn = samples.drawn_at(connection, site_id, identifier)
    events = [
        *_of_revisions(record, revisions),
        *([Event(drawn, "Drawn for the audit sample")] if drawn is not None else []),
        *_of_verdicts(said),
        *_of_deliveries(told, {one.id: one for one in said}),
    ]
    return Seen(entry, revisions, sorted(events, key=lambda event: event.at))


def _of_revisions(record: CommentRecord, revisions: Iterable[CommentRecord]) -> list[Event]:
    by = f"by {record.author_name}" if record.author_name else ""
    first = [Event(record.submitted_at, "Submitted", f"{by} · {record.protocol}".strip(" ·"))]
    judged = f"by the model {record.model}" if record.model else "without a model"
    first.append(Event(record.submitted_at, _DECISIONS[record.decision].capitalize(), f"{judged}", record.decision))
    later = [one for one in revisions if one.id > record.id]
    return [
        *first,
        *(Event(one.submitted_at, "Edited by its author", f"{_DECISIONS[one.decision]} then") for one in later),
    ]


def _of_verdicts(said: Iterable[VerdictRecord]) -> list[Event]:
    return [
        Event(
            one.at,
            f"{entries.WORDS[one.verdict].capitalize()} by {one.moderator or 'the site'}",
            " · ".join(
                filter(
                    None,
                    [
                        f"labelled {', '.join(REASONS.get(label, label) for label in one.labels)}"
                        if one.labels
                        else "",
                        f"“{one.note}”" if one.note else "",
                        "" if one.source == "desk" else f"came by {one.source}",
                    ],
                )
            ),
            one.verdict,
        )
        for one in said
    ]


def _of_deliveries(told: Iterable[Told | Delivery], said: dict[str, VerdictRecord]) -> list[Event]:
    events = []
    for one in told:
        word = entries.WORDS[said[one.verdict].verdict]
        where = f"{_KINDS[one.kind]} at {_place(one.url)}"
        tries = f"{one.attempts} {'attempt' if one.attempts == 1 else 'attempts'}"
        if isinstance(one, Told):
            events.append(Event(one.at, f"The site was told: {word}", f"{where} · {tries}"))
            continue
        if one.due_at is None:
            events.append(
                Event(
                    said[one.verdict].at,
                    f"The site could not be told: {word}",
                    f"{where} · given up after {tries} · {one.error}",
                    "reject",
                )
            )
        else:
            error = f" · {one.error}" if one.error else ""
            events.append(
                Event(one.due_at, f"The site is still to be told: {word}", f"{where} · {tries}{error}", "queue")
            )
    return events


def _place(url: str) -> str:
    """The URL without what may be a secret in it."""
    try:
        return URL(url).host or "an unknown place"
    except ValueError:
        return "an unknown place"


ENDPOINTS: Final = (
    Endpoint("GET", _ID, signed_in()(show), needs_key=False, documented=False),
    Endpoint("POST", f"{_ID}/erase", signed_in("admin")(erase), needs_key=False, documented=False),
)
