"""What goes wrong on the desk is told on a page, in the words of the problem documents."""

from typing import Final

from aiohttp import web

from model.bundle import BundleError
from service.desk.pages import HEADERS, is_part, page
from service.errors import NotFoundError, ServiceError
from service.middleware import of_http
from service.parts import METRICS
from service.problems import describe
from store.errors import StoreError

_NOTICE: Final = {"HX-Retarget": "#notice", "HX-Reswap": "innerHTML"}


class ForbiddenError(ServiceError):
    """Whoever is signed in may not do this."""


class ChangedError(ServiceError):
    """Since the page was made somebody has decided otherwise, or chosen another site."""


class TakenError(ServiceError):
    """Somebody else looks at the comment, or has decided it: the moderator is told, and nothing is done."""


class SavedError(ServiceError):
    """A verdict is on disk and told to the site, and what was to follow failed; the message says what that is."""


def as_page(request: web.Request, error: Exception) -> web.Response:
    """The error, as a page, or as the notice at the head of the page that htmx is at."""
    if isinstance(error, web.HTTPRedirection):
        return web.Response(status=error.status, headers={**HEADERS, "Location": error.headers["Location"]})
    headers: dict[str, str] = {}
    if isinstance(error, ForbiddenError):
        status, title, detail = 403, "This is not for you to do.", str(error)
    elif isinstance(error, TakenError):
        status, title, detail = 409, "Nothing was recorded.", str(error)
    elif isinstance(error, SavedError):
        status, title, detail = 503, "It is saved.", str(error)
    elif isinstance(error, (ChangedError, StoreError, BundleError)):
        status, title, detail = 409, "This cannot be done.", f"{str(error)[:1].upper()}{str(error)[1:]}."
    else:
        told, headers = of_http(error) if isinstance(error, web.HTTPException) else describe(error)
        named = " ".join(one["message"] for one in told.get("errors", ()))
        status, title, detail = told["status"], told["title"], told.get("detail", named)
    request.app[METRICS].refused(status)
    shown = page(
        request, "_error.html" if is_part(request) else "error.html", status=status, title=title, detail=detail
    )
    shown.headers.update(headers)
    if is_part(request):
        shown.headers.update(_NOTICE)
    return shown


async def show_nothing(_request: web.Request) -> web.Response:
    """What is at an address of the desk that leads nowhere."""
    message = "The desk has no such page."
    raise NotFoundError(message)
