"""Whoever looks at the desk, as handlers and templates know them."""

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from aiohttp import web

from service.checks import SiteRules
from store.moderators import Moderator
from store.sessions import Session


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is signed in, the site they look at, and their session; `csrf` is what their pages of that site send back."""

    moderator: Moderator
    site: SiteRules
    session: Session
    csrf: str = ""


SECRET: Final = 64
"""So many characters of what a page sends back are the session's; then comes the site."""
VISITOR: Final = web.RequestKey("visitor", Visitor)


def csrf_of(token: str, site_id: int) -> str:
    """What a page of the session made for that site sends back with whatever it changes: `SECRET` characters, the site.

    Tells nothing of the session's token. The site is no secret; it stands there so that a page which was made for
    another site than the one that is chosen by now is known.
    """
    return f"{sha256(b'csrf:' + token.encode('utf-8', 'surrogatepass')).hexdigest()}{site_id:x}"


def site_of(csrf: str) -> int | None:
    """Which site a page was made for that sends this; None where it tells none."""
    told = csrf[SECRET:]
    return int(told, 16) if re.fullmatch("[0-9a-f]{1,8}", told) else None
