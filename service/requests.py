"""What every protocol needs to know of a request."""

from typing import Final

from aiohttp import hdrs, web

from service.checks import SiteRules
from service.errors import NotReadableError
from service.parts import SETTINGS, SITES

KNOWN_HEADS: Final = 1_024
"""So many heads are known by heart: a client sends the same again and again, but for the length of the body."""
LONGEST_KNOWN: Final = 2_048
"""None of more bytes is."""
_SCHEME = "bearer "


def bearer_key(request: web.Request) -> str:
    """The key of the header `Authorization: Bearer KEY` (RFC 6750), empty where there is none."""
    return bearer(request.headers.get(hdrs.AUTHORIZATION, ""))


def bearer(authorization: str) -> str:
    """The key that the header's value holds, empty where it is of another kind."""
    return authorization[len(_SCHEME) :].strip() if authorization[: len(_SCHEME)].lower() == _SCHEME else ""


async def read_body(request: web.Request) -> bytes:
    """The request's body; raises NotReadableError where it is not what its head says, or breaks off.

    Raises HTTPRequestEntityTooLarge past the bytes that a body may have, and SlowBodyError where it does not come.
    """
    try:
        return await request.read()
    except (web.RequestPayloadError, ConnectionError) as error:
        message = "The body is not compressed as its head says, or not whole."
        raise NotReadableError(message) from error


async def site_of(request: web.Request, key: str) -> SiteRules:
    """The site that the key opens; counts the request. Raises as `Sites.admit` does."""
    sites = request.app[SITES]
    return sites.open(key) or await sites.admit(key, client_address(request))


def client_address(request: web.Request) -> str:
    """The client's IP address, as the trusted proxies tell it where the settings name any."""
    proxies = request.app[SETTINGS].proxies
    told = _listed(request, hdrs.X_FORWARDED_FOR) if proxies else []
    return told[-proxies] if told and len(told) >= proxies else request.remote or ""


def is_encrypted(request: web.Request) -> bool:
    """Whether the client speaks https, as the trusted proxies tell it where the settings name any."""
    return request.secure or _forwarded(request, hdrs.X_FORWARDED_PROTO).lower() == "https"


def public_address(request: web.Request) -> str:
    """The service's address as the client sees it, such as `https://comments.example`, no slash at its end."""
    scheme = "https" if is_encrypted(request) else "http"
    return f"{scheme}://{_forwarded(request, hdrs.X_FORWARDED_HOST) or request.host}"


def _forwarded(request: web.Request, header: str) -> str:
    """What the outermost of the trusted proxies was asked; empty where none is trusted, or none tells."""
    proxies = request.app[SETTINGS].proxies
    told = _listed(request, header) if proxies else []
    # A proxy that does not add to the list replaces it.
    return told[-proxies if len(told) >= proxies else 0] if told else ""


def _listed(request: web.Request, header: str) -> list[str]:
    return [part.strip() for value in request.headers.getall(header, ()) for part in value.split(",")]
