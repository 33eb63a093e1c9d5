"""Whoever looks at the desk, as handlers and templates know them."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from aiohttp import web

from service.checks import SiteRules
from store.moderators import Moderator
from store.sessions import Session


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is signed in, the site they look at, and their session; `csrf` is what their own pages send back."""

    moderator: Moderator
    site: SiteRules
    session: Session
    csrf: str = ""


VISITOR: Final = web.RequestKey("visitor", Visitor)


def csrf_of(token: str) -> str:
    """What a page of the session sends back with whatever it changes; tells nothing of the session's token."""
    return sha256(b"csrf:" + token.encode("utf-8", "surrogatepass")).hexdigest()
