"""Where the service may send messages to: a site's own host, at addresses that are anybody's business."""

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final

from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

_USUAL_PORTS: Final = (80, 443)
# Addresses that carry an IPv4 address which a gateway on the way may turn them into (RFC 6052, RFC 3056).
_TRANSLATED: Final = ip_network("64:ff9b::/96")


class PlaceError(Exception):
    """The service may not send anything there; the message says why and what to do."""


def require_host(url: URL, host: str, *, exactly: bool) -> None:
    """Raises PlaceError where the URL is not on the host (`name` or `name:port`).

    `exactly`: no subdomain but `www`, and no port but the host's, or the usual ones where it has none.
    """
    if url.scheme not in ("http", "https") or not url.raw_host or url.user is not None:
        message = "not an http or https address without a user's name"
        raise PlaceError(message)
    registered = URL(f"//{host}") if host else URL()
    name, wanted = (_bare(url.raw_host), _bare(registered.raw_host or "")) if exactly else (url.raw_host, host_of(host))
    if not wanted or not (name == wanted or (not exactly and name.endswith(f".{wanted}"))):
        message = f"not on the site's host {host}" if host else "the site has no host: `copydesk sites update --host`"
        raise PlaceError(message)
    ports = _USUAL_PORTS if registered.explicit_port is None else (registered.explicit_port,)
    if exactly and url.port not in ports:
        message = f"not on a port of the site's host {host}"
        raise PlaceError(message)


def host_of(text: str) -> str:
    """The name in `name`, `name:port` or a URL, as it is on the wire; empty where there is none."""
    try:
        return (URL(text if "//" in text else f"//{text}").raw_host or "").lower()
    except ValueError:
        return ""


def is_allowed(address: str, *, private: bool) -> bool:
    """Whether anything may be sent to the address. `private`: also on this machine and in its own networks.

    Never to link-local addresses, where clouds keep their secrets, nor to many at once.
    """
    try:
        found = _plain(ip_address(address.partition("%")[0]))
    except ValueError:
        return False
    if found.is_multicast or found.is_unspecified or found.is_link_local:
        return False
    return found.is_global or (private and (found.is_private or found.is_loopback))


class Resolver(AbstractResolver):
    """Gives a connection the addresses it may have, and no others: nothing is looked up again after the test."""

    def __init__(self, *, private: bool) -> None:
        self._private = private

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of the host; raises PlaceError where it has none that is allowed, OSError where it has none."""
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
        addresses = [(kind, str(place[0])) for kind, _, _, _, place in found]
        allowed = [(kind, address) for kind, address in addresses if is_allowed(address, private=self._private)]
        if not allowed:
            message = f"{host} is a private address: see --allow-private-callbacks"
            raise PlaceError(message)
        return [
            ResolveResult(hostname=host, host=address, port=port, family=kind, proto=0, flags=socket.AI_NUMERICHOST)
            for kind, address in allowed
        ]

    async def close(self) -> None:
        """Nothing is held."""


def _bare(name: str) -> str:
    return name.lower().removeprefix("www.")


def _plain(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 address stands for, if it does."""
    if isinstance(address, IPv4Address):
        return address
    if address in _TRANSLATED:
        return IPv4Address(address.packed[-4:])
    return address.ipv4_mapped or address.sixtofour or address
