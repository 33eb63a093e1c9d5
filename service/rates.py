"""How often something may happen: token buckets, one for each client or site."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Generic, TypeVar

KeyT = TypeVar("KeyT", bound=Hashable)


class Rates(Generic[KeyT]):
    """A bucket of tokens for each key; the keys not seen for longest are forgotten past `capacity`.

    A forgotten bucket is full again, so `capacity` bounds memory and not what is allowed.
    """

    def __init__(self, *, capacity: int = 10_000, clock: Callable[[], float] = time.monotonic) -> None:
        self._buckets: OrderedDict[KeyT, tuple[float, float]] = OrderedDict()
        self._capacity = capacity
        self._clock = clock

    def take(self, key: KeyT, *, per_minute: float, burst: float) -> float:
        """Take a token: 0.0 where there was one, else the seconds until there will be."""
        seconds, tokens, now = self._look(key, per_minute, burst)
        if seconds == 0.0:
            self._buckets[key] = (tokens - 1.0, now)
            self._buckets.move_to_end(key)
            if len(self._buckets) > self._capacity:
                self._buckets.popitem(last=False)
        return seconds

    def wait(self, key: KeyT, *, per_minute: float, burst: float) -> float:
        """The seconds until there is a token, which is not taken; 0.0 where there is one."""
        return self._look(key, per_minute, burst)[0]

    def _look(self, key: KeyT, per_minute: float, burst: float) -> tuple[float, float, float]:
        now = self._clock()
        tokens, filled = self._buckets.get(key, (burst, now))
        tokens = min(burst, tokens + (now - filled) * per_minute / 60.0)
        return (0.0 if tokens >= 1.0 else (1.0 - tokens) * 60.0 / per_minute), tokens, now


def client_at(address: str) -> str:
    """What counts as one client: an IPv4 address, or an IPv6 network of 64 bits, which is what one customer gets."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ip_network((parsed.packed[:8] + bytes(8), 64)))
