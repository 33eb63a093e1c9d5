"""Who asks: the keys and the sites they open, held in memory and read anew every second."""

import asyncio
import logging
from typing import Final, NamedTuple

from pydantic import ValidationError

from model.policy import Policy
from service.away import or_away
from service.checks import SiteRules
from service.errors import AwayError, OverloadedError, SiteLimitError, ThrottledError, UnknownKeyError
from service.rates import Rates, client_at
from store import serving
from store.database import Database
from store.records import Site

REFRESH_SECONDS: Final = 1.0
WRONG_KEYS_PER_MINUTE: Final = 10.0
_WRONG_KEYS_AT_ONCE: Final = 10.0
_LOOKING_AT_ONCE: Final = 64

_log = logging.getLogger(__name__)


class _Compiled(NamedTuple):
    """A site as it was stored, and its rules; None where its policy cannot be read."""

    site: Site
    rules: SiteRules | None


class Sites:
    """Opens a site to a request that has one of its keys. `workers`: processes that share a site's rate limit.

    What is known goes on while the database is away. Revoked keys and changed policies are noticed within two seconds,
    new keys at once.
    """

    def __init__(self, database: Database, *, workers: int = 1) -> None:
        self._database = database
        self._workers = workers
        self._compiled: dict[int, _Compiled] = {}
        self._by_digest: dict[str, _Compiled] = {}
        # Keys as they are sent, until the next reading: hashing each would cost more than all else here.
        self._seen: dict[str, _Compiled] = {}
        self._loaded = False
        self._wrong: Rates[str] = Rates()
        self._requests: Rates[int] = Rates()
        self._looking = 0
        self._turn = asyncio.Semaphore(2)

    @property
    def is_loaded(self) -> bool:
        """Whether the sites have been read at least once."""
        return self._loaded

    def rules(self, site_id: int) -> SiteRules | None:
        """The rules of a site, None where it is not known or its policy cannot be read."""
        known = self._compiled.get(site_id)
        return None if known is None else known.rules

    def names(self) -> dict[int, str]:
        """By id, the names of the sites that are known, in their order."""
        return {number: known.site.name for number, known in self._compiled.items()}

    def retention_days(self) -> dict[int, int | None]:
        """By site id, how long its comments are kept; a site whose policy cannot be read keeps them."""
        return {
            number: None if known.rules is None else known.rules.policy.retention_days
            for number, known in self._compiled.items()
        }

    def load(self) -> None:
        """Read all sites and valid keys; blocks. Raises the driver's errors, and then what was known stays."""
        with self._database.reading() as cursor:
            found = serving.sites(cursor)
            valid = serving.valid_keys(cursor)
        compiled = {site.id: self._compile(site) for site in found}
        self._by_digest = {key.digest: compiled[key.site_id] for key in valid if key.site_id in compiled}
        self._compiled = compiled
        self._seen = {}
        self._loaded = True

    def open(self, key: str) -> SiteRules | None:
        """The rules of the site that a key opens which was valid when the keys were read; None for any other key.

        Counts the request. Raises SiteLimitError and AwayError as `admit` does.
        """
        known = self._seen.get(key) or self._known(key)
        return None if known is None else self._counted(known)

    async def admit(self, key: str, address: str) -> SiteRules:
        """The rules of the site the key opens; counts the request.

        Raises UnknownKeyError, ThrottledError (wrong keys from the address), SiteLimitError, OverloadedError and
        AwayError. `address`: the client's IP address.
        """
        # What is read anew meanwhile must not be overwritten by what was found before.
        seen = self._seen
        known = self._known(key)
        if known is None:
            known = seen[key] = await self._look_up(key, address)
        return self._counted(known)

    def _known(self, key: str) -> _Compiled | None:
        seen = self._seen
        known = seen.get(key)
        if known is None and (known := self._by_digest.get(serving.digest_of(key))) is not None:
            seen[key] = known
        return known

    def _counted(self, known: _Compiled) -> SiteRules:
        rules = known.rules
        if rules is None:
            message = "The policy of this site cannot be read; the service's log tells why."
            raise AwayError(message, 60)
        if (limit := rules.requests_per_minute) is not None:
            share = max(limit / self._workers, 1.0)
            if seconds := self._requests.take(known.site.id, per_minute=share, burst=share):
                message = f"This site's policy allows {limit} requests a minute."
                raise SiteLimitError(message, seconds)
        return rules

    def _compile(self, site: Site) -> _Compiled:
        known = self._compiled.get(site.id)
        if known is not None and known.site == site:
            return known
        try:
            policy = Policy.model_validate_json(site.policy)
            return _Compiled(site, SiteRules.of(site.id, site.name, policy, site.host or ""))
        except ValidationError as error:
            fields = ", ".join(".".join(map(str, one["loc"])) for one in error.errors())
            _log.error("the policy of site %r cannot be read, its requests get 503: %s", site.name, fields or "no JSON")
            return _Compiled(site, None)

    async def _look_up(self, key: str, address: str) -> _Compiled:
        if not key:
            message = "Send the header `Authorization: Bearer KEY`."
            raise UnknownKeyError(message)
        client = client_at(address)
        if seconds := self._wrong.wait(client, per_minute=WRONG_KEYS_PER_MINUTE, burst=_WRONG_KEYS_AT_ONCE):
            message = "Too many wrong keys from this address."
            raise ThrottledError(message, seconds)
        found = await self._find(serving.digest_of(key)) if len(key) == serving.KEY_LENGTH else None
        if found is None:
            self._wrong.take(client, per_minute=WRONG_KEYS_PER_MINUTE, burst=_WRONG_KEYS_AT_ONCE)
            message = "This key opens no site: it is mistyped, or it was revoked."
            raise UnknownKeyError(message)
        return found

    async def _find(self, digest: str) -> _Compiled | None:
        if self._looking >= _LOOKING_AT_ONCE:
            message = "Too many keys are being looked up."
            raise OverloadedError(message)
        self._looking += 1
        try:
            with or_away("The key cannot be looked up, because the database is away."):
                async with self._turn:
                    return await asyncio.to_thread(self._read, digest)
        finally:
            self._looking -= 1

    def _read(self, digest: str) -> _Compiled | None:
        with self._database.reading() as cursor:
            key = serving.key(cursor, digest)
            site = None if key is None else serving.site(cursor, key.site_id)
        return None if site is None else self._compile(site)
