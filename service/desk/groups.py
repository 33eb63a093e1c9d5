"""All comments that are alike, where a card has room for the first of them: what differs, and one decision for all."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from aiohttp import web
from sqlalchemy import Connection

from model.scorer import ATTRIBUTES
from service.desk import cards
from service.desk.access import own_path, signed_in
from service.desk.asking import REASONS
from service.desk.bulk import DECIDE_SELECTION, MOST
from service.desk.cards import Other
from service.desk.entries import require
from service.desk.marking import Shown, shown
from service.desk.pages import page
from service.desk.visitor import Visitor
from service.endpoints import Endpoint
from service.parts import ENGINE
from service.sessions import in_thread
from store import queue
from store.queue import Group

PAGE: Final = 100


class Alike(NamedTuple):
    """What waits and is like a comment: how many, until when they were entered (ms), and a page of them.

    `first`: the id of the one that came first, empty where none waits.
    """

    size: int
    until: int
    text: Shown
    first: str
    others: Sequence[Other]


async def show(request: web.Request, visitor: Visitor) -> web.Response:
    """A page of what is like the comment of the address."""
    site_id, comment = visitor.site.site_id, request.match_info["id"]
    told = request.query.get("page", "")
    number = int(told) if re.fullmatch("[1-9][0-9]{0,5}", told) else 1

    def work(connection: Connection) -> Alike:
        record = require(connection, site_id, comment)
        (place,) = cards.places_of(connection, site_id, [record])
        group = queue.groups(connection, [place.alike]).get(place.alike, Group())
        first = queue.group(connection, place.alike, 1, until=group.until)
        ids = queue.group(connection, place.alike, PAGE, until=group.until, skip=PAGE * (number - 1))
        others = [cards.beside(record, one) for one in queue.records(connection, site_id, ids)]
        text = shown(record.content, record.content_format, ())
        return Alike(group.size, group.until, text, "".join(first), others)

    alike = await in_thread(request.app[ENGINE], work)
    return page(
        request,
        "queue_alike.html",
        preview=alike,
        comment=comment,
        number=number,
        pages=max(1, -(-alike.size // PAGE)),
        begin=PAGE * (number - 1) + 1,
        most=MOST,
        action=DECIDE_SELECTION,
        chosen=[alike.first],
        band=None,
        back=own_path(request.query.get("back", "")),
        attributes=ATTRIBUTES,
        reasons=REASONS,
    )


ENDPOINTS: Final = (
    Endpoint("GET", "/desk/queue/{id:[0-9a-f-]{36}}/alike", signed_in()(show), needs_key=False, documented=False),
)
