"""An author's page: what they wrote for this site, what became of it, and its erasure."""

from collections.abc import Sequence
from typing import Final, NamedTuple, cast

from aiohttp import web
from sqlalchemy import Connection

from model.scorer import ATTRIBUTES
from service.desk import entries
from service.desk.access import signed_in
from service.desk.asking import REASONS
from service.desk.cards import author_of, author_page
from service.desk.comments import note_erasure
from service.desk.entries import Entry
from service.desk.forms import read_form
from service.desk.pages import page, see_other
from service.desk.visitor import Visitor
from service.endpoints import Endpoint
from service.errors import NotFoundError
from service.parts import ENGINE, ERASING
from service.sessions import in_thread
from store import authors, queue
from store.authors import Past
from store.erasure import Trait
from store.records import Kind

SHOWN: Final = authors.NEWEST
"""So many of an author's newest comments are listed."""
_PATH: Final = "/desk/authors/{kind}/{value}"
_NAMES: Final = {"id": "the site's id", "email": "e-mail", "ip": "IP address"}


class Seen(NamedTuple):
    """What the page shows: comments, what became of them, and by what else their author is known."""

    entries: Sequence[Entry]
    past: Past
    others: Sequence[tuple[Kind, str]]
    names: Sequence[str]


async def show(request: web.Request, visitor: Visitor) -> web.Response:
    """The page."""
    kind, value = _author(request)
    seen = await in_thread(request.app[ENGINE], lambda connection: _see(connection, visitor.site.site_id, kind, value))
    return page(
        request,
        "author.html",
        kind=kind,
        kind_name=_NAMES[kind],
        kind_names=_NAMES,
        value=value,
        seen=seen,
        most=SHOWN,
        address=author_page(kind, value),
        addresses={other: author_page(*other) for other in seen.others},
        words=entries.WORDS,
        attributes=ATTRIBUTES,
        reasons=REASONS,
        back=request.path_qs,
        may_erase=visitor.moderator.may("admin"),
        erased=erased if (erased := request.query.get("erased", "")).isdecimal() else "",
    )


async def erase(request: web.Request, visitor: Visitor) -> web.Response:
    """Erase all that the author wrote, once it was confirmed."""
    kind, value = _author(request)
    if (await read_form(request)).get("sure") != "yes":
        return see_other(request, author_page(kind, value))
    trait = Trait("id", value) if kind == "id" else Trait(kind, "", value)
    count = await request.app[ERASING].erase_trait(visitor.site, trait)
    # The log is never erased: it must not name whom it tells of, nor by a hash, for ids are soon guessed.
    await note_erasure(request, visitor, f"an author by {_NAMES[kind]}", count)
    return see_other(request, f"{author_page(kind, value)}?erased={count}")


def _author(request: web.Request) -> tuple[Kind, str]:
    kind = request.match_info["kind"]
    if kind not in _NAMES:
        message = "The desk has no such page."
        raise NotFoundError(message)
    return cast("Kind", kind), request.match_info["value"]


def _see(connection: Connection, site_id: int, kind: Kind, value: str) -> Seen:
    number = authors.trait(site_id, kind, value)
    found = queue.records(connection, site_id, authors.written_by(connection, number, SHOWN))
    past = authors.pasts(connection, [number])[number]
    others = dict.fromkeys(
        (other, told)
        for record in found
        for other, told in zip(("id", "email", "ip"), author_of(record), strict=True)
        if told and (other, told) != (kind, value)
    )
    names = dict.fromkeys(record.author_name for record in found if record.author_name)
    return Seen(
        entries.of_comments(connection, site_id, found),
        past,
        cast("Sequence[tuple[Kind, str]]", list(others)),
        list(names),
    )


ENDPOINTS: Final = (
    Endpoint("GET", _PATH, signed_in()(show), needs_key=False, documented=False),
    Endpoint("POST", f"{_PATH}/erase", signed_in("admin")(erase), needs_key=False, documented=False),
)
