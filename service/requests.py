"""What every protocol needs to know of a request."""

from typing import Final

from aiohttp import hdrs, web

from service.checks import SiteRules
from service.parts import SETTINGS, SITES

KNOWN_HEADS: Final = 1_024
"""So many heads are known by heart: a client sends the same again and again, but for the length of the body."""
LONGEST_KNOWN: Final = 2_048
"""None of more bytes is."""
_SCHEME = "bearer "
_PROTOCOL = "X-Forwarded-Proto"


def bearer_key(request: web.Request) -> str:
    """The key of the header `Authorization: Bearer KEY` (RFC 6750), empty where there is none."""
    return bearer(request.headers.get(hdrs.AUTHORIZATION, ""))


def bearer(authorization: str) -> str:
    """The key that the header's value holds, empty where it is of another kind."""
    return authorization[len(_SCHEME) :].strip() if authorization[: len(_SCHEME)].lower() == _SCHEME else ""


async def site_of(request: web.Request, key: str) -> SiteRules:
    """The site that the key opens; counts the request. Raises as `Sites.admit` does."""
    sites = request.app[SITES]
    return sites.open(key) or await sites.admit(key, client_address(request))


def client_address(request: web.Request) -> str:
    """The client's IP address, as the trusted proxies tell it where the settings name any."""
    proxies = request.app[SETTINGS].proxies
    if proxies:
        told = [part.strip() for value in request.headers.getall(hdrs.X_FORWARDED_FOR, ()) for part in value.split(",")]
        if len(told) >= proxies:
            return told[-proxies]
    return request.remote or ""


def is_encrypted(request: web.Request) -> bool:
    """Whether the client speaks https, as the trusted proxies tell it where the settings name any."""
    proxies = request.app[SETTINGS].proxies
    if proxies:
        told = [part.strip() for value in request.headers.getall(_PROTOCOL, ()) for part in value.split(",")]
        # A proxy that does not add to the list replaces it.
        if told and told[-proxies if len(told) >= proxies else 0].lower() == "https":
            return True
    return request.secure
