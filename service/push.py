"""Moderators' verdicts told to the sites, for as long as it takes: what is to be told is in the database."""

import asyncio
import logging
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Final

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector
from yarl import URL

from service import messages
from service.certificates import trusted
from service.checks import SiteRules
from service.messages import Message
from service.metrics import Metrics
from service.periodic import beside
from service.places import PlaceError, Resolver, host_of, is_allowed, require_host
from service.sites import Sites
from store import callbacks, comments, deliveries, verdicts
from store.database import writing
from store.errors import describe
from store.identifiers import now
from store.outcomes import Counts
from store.records import VerdictRecord
from store.seal import Seal

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from store.deliveries import Delivery

ATTEMPTS: Final = 12
"""After so many, within about a day and a half, a delivery is given up."""
FIRST_MS: Final = 10_000
_FACTOR: Final = 3
_LONGEST_MS: Final = 6 * 3_600_000
_SPREAD: Final = 0.2
_LEASE_MS: Final = 60_000
_SECONDS: Final = 10.0
_POLL_SECONDS: Final = 2.0
_FIRST_SECONDS: Final = 1.0
_AT_ONCE: Final = 16
_ERROR_CHARACTERS: Final = 300
_ANSWER_BYTES: Final = 1 << 16

_log = logging.getLogger(__name__)


class DeliveryError(Exception):
    """The site was not told; trying again may help."""


def pause_ms(attempts: int) -> int:
    """How long after so many attempts the next one is made, give or take a fifth."""
    longest = min(_LONGEST_MS, FIRST_MS * _FACTOR ** (attempts - 1))
    return int(longest * random.uniform(1 - _SPREAD, 1 + _SPREAD))  # noqa: S311 - no secret


class Push:
    """Adds what is to be told with each verdict, and tells it; processes share the work by claiming it.

    `private`: whether private and loopback addresses may be told.
    """

    def __init__(self, engine: "Engine", sites: Sites, seal: Seal, metrics: Metrics, *, private: bool) -> None:
        self._engine = engine
        self._sites = sites
        self._seal = seal
        self._metrics = metrics
        self._private = private
        self._woken = asyncio.Event()

    def add(self, connection: "Connection", site: SiteRules, record: VerdictRecord) -> None:
        """Have the site told of a verdict; in the verdict's own transaction."""
        if site.policy.webhook_url:
            deliveries.add(connection, site.site_id, record.id, "webhook", site.policy.webhook_url, now=now())
        # A site's plugin need not be told what it said itself.
        if record.source == "akismet" or record.verdict not in verdicts.SETTLING:
            return
        places = callbacks.of_site(connection, site.site_id)
        if places and comments.protocol_of(connection, record.comment) == "akismet":
            for place in places:
                deliveries.add(connection, site.site_id, record.id, "akismet", place.url, now=now())

    def wake(self, _site: SiteRules, _record: VerdictRecord) -> None:
        """Look at once what is to be told."""
        self._woken.set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Tell what is to be told while the context is open."""
        connector = TCPConnector(resolver=Resolver(private=self._private), use_dns_cache=False, force_close=True)
        async with (
            ClientSession(connector=connector, timeout=ClientTimeout(_SECONDS), trust_env=False) as session,
            beside(self._run(session)),
        ):
            yield

    async def _run(self, session: ClientSession) -> None:
        failed = ""
        # A start has other things to do first.
        await self._rest(_FIRST_SECONDS)
        while True:
            try:
                while due := await asyncio.to_thread(self._claim):
                    await asyncio.gather(*(self._deliver(session, delivery) for delivery in due))
                self._metrics.deliveries(await asyncio.to_thread(self._counts))
                failed = ""
            except Exception as error:  # noqa: BLE001 - the database may answer the next time
                if failed != type(error).__name__:
                    failed = type(error).__name__
                    _log.warning("what is to be told cannot be read and will be tried again: %s", describe(error))
            await self._rest(_POLL_SECONDS)

    async def _rest(self, seconds: float) -> None:
        """Return after so many seconds, or when there is something to tell."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), seconds)
        self._woken.clear()

    async def _deliver(self, session: ClientSession, delivery: "Delivery") -> None:
        try:
            message = await asyncio.to_thread(self._message, delivery)
            if message is not None:
                await self._post(session, message)
        except Exception as error:  # noqa: BLE001 - of whatever kind, it is tried again
            told = (
                f"{type(error).__name__}: {error}" if not isinstance(error, DeliveryError | PlaceError) else str(error)
            )
            await asyncio.to_thread(self._settle, delivery, told[:_ERROR_CHARACTERS])
        else:
            await asyncio.to_thread(self._settle, delivery, "", is_told=message is not None)

    async def _post(self, session: ClientSession, message: Message) -> None:
        url = URL(message.url)
        host = url.raw_host or ""
        # An address in the URL itself is never looked up.
        if _is_address(host) and not is_allowed(host, private=self._private):
            detail = f"{host} is a private address: see --allow-private-callbacks"
            raise PlaceError(detail)
        known = await asyncio.to_thread(trusted) if url.scheme == "https" else True
        try:
            async with session.post(
                url, data=message.body, headers=message.headers, allow_redirects=False, ssl=known
            ) as response:
                await response.content.read(_ANSWER_BYTES)
                if not 200 <= response.status < 300:  # noqa: PLR2004 - success (RFC 9110, section 15.3)
                    detail = f"answered with status {response.status}"
                    raise DeliveryError(detail)
        except TimeoutError:
            detail = f"no answer within {_SECONDS:.0f} seconds"
            raise DeliveryError(detail) from None
        except ClientError as error:
            detail = str(error.__cause__ if isinstance(error.__cause__, PlaceError) else error)
            raise DeliveryError(detail) from error

    def _message(self, delivery: "Delivery") -> Message | None:
        """What is sent, None where there is nothing to tell any more. Raises PlaceError."""
        site = self._sites.rules(delivery.site_id)
        with self._engine.connect() as connection:
            contents = deliveries.contents(connection, delivery)
            place = callbacks.find(connection, delivery.site_id, delivery.url)
        if site is None or contents is None:
            return None
        if delivery.kind == "webhook":
            url, policy = site.policy.webhook_url, site.policy
            if not url:
                return None
            # A policy is the operator's own word: without a registered host, the webhook's is the site's.
            require_host(URL(url), host_of(site.host or url), exactly=False)
            return messages.to_webhook(url, policy.webhook_secret, delivery.id, site.name, contents)
        if place is None or not contents.is_latest:
            return None
        if (key := self._seal.open(place.sealed_key)) is None:
            message = "the key is sealed by another secret; the next comment from there brings it anew"
            raise DeliveryError(message)
        require_host(URL(delivery.url), site.host, exactly=True)
        return messages.to_akismet(delivery.url, key, contents)

    def _claim(self) -> "list[Delivery]":
        at = now()
        with self._engine.connect() as connection:
            if not deliveries.is_due(connection, at):
                return []
        with writing(self._engine) as connection:
            return deliveries.claim(connection, now=at, until=at + _LEASE_MS, limit=_AT_ONCE)

    def _settle(self, delivery: "Delivery", error: str, *, is_told: bool = False) -> None:
        is_dead = bool(error) and delivery.attempts >= ATTEMPTS
        with writing(self._engine) as connection:
            if error:
                due_at = None if is_dead else now() + pause_ms(delivery.attempts)
                deliveries.failed(connection, delivery.id, error, due_at)
            else:
                deliveries.done(connection, delivery.id, told_at=now() if is_told else None)
        self._metrics.delivered(delivery.kind, "dead" if is_dead else "failed" if error else "done")
        if is_dead:
            _log.error("%s was not told of a verdict and is given up: %s", _place(delivery.url), error)

    def _counts(self) -> Counts:
        with self._engine.connect() as connection:
            return deliveries.counts(connection)


def _is_address(host: str) -> bool:
    return ":" in host or host.replace(".", "").isdigit()


def _place(url: str) -> str:
    """The URL without what may be a secret in it."""
    return str(URL(url).origin())
