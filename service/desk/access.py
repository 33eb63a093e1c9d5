"""Who may see a page: sessions by cookie, roles, and that a change comes from a page of our own."""

from collections.abc import Awaitable, Callable
from functools import wraps
from hmac import compare_digest
from typing import Final
from urllib.parse import SplitResult, quote, urlencode, urlsplit

from aiohttp import hdrs, web

from service.desk.failures import ChangedError, ForbiddenError, as_page
from service.desk.forms import read_form
from service.desk.pages import is_part, see_other
from service.desk.visitor import SECRET, VISITOR, Visitor, csrf_of, site_of
from service.endpoints import Handler
from service.errors import AwayError
from service.parts import SESSIONS, SITES
from service.requests import client_address, is_encrypted
from service.sessions import Origin
from store.moderators import Moderator, Role
from store.sessions import Session

Work = Callable[[web.Request, Visitor], Awaitable[web.StreamResponse]]

SIGN_IN: Final = "/desk/sign-in"
_SIGN_OUT: Final = "/desk/sign-out"

_COOKIE: Final = "copydesk_session"
# A browser takes this prefix only over https and from this very host.
_ENCRYPTED_COOKIE: Final = "__Host-copydesk_session"
# An address beyond that is taken by no browser's or proxy's header.
_PATH_CHARACTERS: Final = 4_000
_SAFE: Final = ("GET", "HEAD", "OPTIONS")


def public(handler: Handler) -> Handler:
    """A page for everybody; what it changes may only be asked for by a page of our own."""

    @wraps(handler)
    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            _require_own_page(request)
            return await handler(request)
        except Exception as error:  # noqa: BLE001 - whatever it is, a person gets a page
            return as_page(request, error)

    return handle


def signed_in(role: Role = "moderator", *, by_hand: bool = True, of_site: bool = True) -> Callable[[Work], Handler]:
    """A page for those who are signed in and have at least that role; the handler is also given the visitor.

    Not `by_hand` is what a page asks by itself: it keeps no session from ending.

    Whatever changes anything needs the session's CSRF token, as the field `csrf` or the header `X-CSRF-Token`; with
    `of_site` one of a page that was made for the site which is chosen now, since which one that is the session tells
    and no address. What the handler raises is shown as a page.
    """

    def decorate(work: Work) -> Handler:
        @wraps(work)
        async def handle(request: web.Request) -> web.StreamResponse:
            found = await find_visitor(request, by_hand=by_hand)
            if found is None:
                return see_other(request, _sign_in(request, is_unsaved=by_hand and request.method not in _SAFE))
            request[VISITOR] = found
            await _require_token(request, found, of_site=of_site)
            if not found.moderator.may(role):
                message = f"It takes the role {role}; yours is {found.moderator.role}. An admin can change that."
                raise ForbiddenError(message)
            return await work(request, found)

        return public(handle)

    return decorate


async def find_visitor(request: web.Request, *, by_hand: bool = True) -> Visitor | None:
    """Who is signed in; None where nobody is. Raises AwayError where there is no site to look at.

    `by_hand`: as `Sessions.find` takes it.
    """
    token = token_of(request)
    found = await request.app[SESSIONS]().find(token, by_hand=by_hand) if token else None
    if found is None:
        return None
    session, moderator = found
    sites = request.app[SITES]
    site_id = _site_of(moderator, session, sites.names())
    rules = None if site_id is None else sites.rules(site_id)
    if rules is None:
        message = "There is no site to look at, or its policy cannot be read; the service's log tells more."
        raise AwayError(message)
    return Visitor(moderator, rules, session, csrf_of(token, rules.site_id))


def token_of(request: web.Request) -> str:
    """The session's token as the browser holds it, empty where there is none."""
    return request.cookies.get(_cookie(request), "")


def keep(response: web.Response, request: web.Request, token: str) -> web.Response:
    """Have the browser hold a session's token: no script can read it, no other site's page can send it."""
    response.set_cookie(
        _cookie(request),
        token,
        httponly=True,
        samesite="Strict",
        secure=is_encrypted(request),
        path="/",
        max_age=request.app[SESSIONS]().lasts_ms // 1000,
    )
    return response


def drop(response: web.Response, request: web.Request) -> web.Response:
    """Have the browser forget the token."""
    response.del_cookie(_cookie(request), httponly=True, samesite="Strict", secure=is_encrypted(request), path="/")
    return response


def origin_of(request: web.Request) -> Origin:
    """Where the request comes from."""
    return Origin(client_address(request), request.headers.get(hdrs.USER_AGENT, ""))


def own_path(text: str) -> str:
    """A page of the desk to go on to; the queue where the text names anything else."""
    split = _split(text)
    inside = split.path == "/desk" or split.path.startswith("/desk/")
    elsewhere = split.scheme or split.netloc or "\\" in text or not text.isprintable()
    return text if inside and not elsewhere and len(text) <= _PATH_CHARACTERS else "/desk"


def _split(url: str) -> SplitResult:
    """The URL's parts; empty ones where it is none."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def _cookie(request: web.Request) -> str:
    return _ENCRYPTED_COOKIE if is_encrypted(request) else _COOKIE


def _site_of(moderator: Moderator, session: Session, known: dict[int, str]) -> int | None:
    if moderator.site_id is not None:
        return moderator.site_id
    return session.site_id if session.site_id in known else next(iter(known), None)


def _sign_in(request: web.Request, *, is_unsaved: bool) -> str:
    """The form's address, which leads back to where somebody wanted to go, and says if what they sent is not saved."""
    told = {"next": _back_to(request), "unsaved": "1" if is_unsaved and request.path != _SIGN_OUT else ""}
    query = urlencode({name: one for name, one in told.items() if one}, safe="/", quote_via=quote)
    return f"{SIGN_IN}?{query}" if query else SIGN_IN


def _back_to(request: web.Request) -> str:
    """Where signing in leads back to; empty for the queue."""
    wanted = request.headers.get("HX-Current-URL", "") if is_part(request) else request.path_qs
    if request.method not in _SAFE and not is_part(request):
        return ""
    split = _split(wanted)
    path = own_path(f"{split.path}?{split.query}" if split.query else split.path)
    return "" if path == "/desk" else path


def _require_own_page(request: web.Request) -> None:
    """Raises ForbiddenError where the browser says that another site's page asks for a change."""
    if request.method in _SAFE:
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get(hdrs.ORIGIN)
    if site is not None:
        own = site in ("same-origin", "none")
    else:
        own = origin is None or _split(origin).netloc == request.host
    if not own:
        message = "The request came from another site's page."
        raise ForbiddenError(message)


async def _require_token(request: web.Request, visitor: Visitor, *, of_site: bool) -> None:
    """Raises ForbiddenError for a page of another session, ChangedError for one that was made for another site."""
    if request.method in _SAFE:
        return
    sent = request.headers.get("X-CSRF-Token", "") or (await read_form(request)).get("csrf", "")
    if not compare_digest(sent[:SECRET].encode("utf-8", "surrogatepass"), visitor.csrf[:SECRET].encode()):
        message = "The page is of an earlier session: load it again, and repeat what you did."
        raise ForbiddenError(message)
    if of_site and site_of(sent) != visitor.site.site_id:
        shown = request.app[SITES].names().get(site_of(sent) or 0, "another site")
        message = (
            f"the page was made for {shown}, and {visitor.site.name} was chosen since, perhaps in another tab: nothing "
            f"was done. Load the page again to go on with {visitor.site.name}, or choose {shown} first"
        )
        raise ChangedError(message)
