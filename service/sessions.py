"""Who is at the desk: signing in and out, and the session that a request belongs to."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from service.audit import note_moderator
from service.errors import AwayError, ServiceError, ThrottledError
from service.passwords import Passwords, fault_of
from service.rates import Rates, client_at
from store import audit, moderators, sessions
from store.database import writing
from store.errors import concerns_records
from store.identifiers import now
from store.moderators import Moderator
from store.sessions import Session

HOUR_MS: Final = 3_600_000
PER_NAME: Final = 5.0
"""Attempts a minute to sign in by one name; twice as many at once."""
PER_ADDRESS: Final = 20.0
"""The same from one address: an office may have one for all."""

_TOUCH_MS: Final = 60_000
_AWAY: Final = "The database is away. Nothing was changed."

Params = ParamSpec("Params")
ResultT = TypeVar("ResultT")

_log = logging.getLogger(__name__)


class PasswordError(ServiceError):
    """The password is not one that can be used; the message tells why."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request comes from: its client's address, and what its browser calls itself."""

    address: str
    agent: str


class Sessions:
    """Opens sessions by password or invitation, and finds them by their token.

    `absolute_hours`: how long a session lasts, `idle_hours`: how long without a request. `workers`: processes that
    share the limits of attempts. Every method raises AwayError where the database is away.
    """

    def __init__(self, engine: Engine, *, absolute_hours: float, idle_hours: float, workers: int = 1) -> None:
        self._engine = engine
        self._passwords = Passwords()
        self._workers = workers
        self._by_name: Rates[str] = Rates()
        self._by_address: Rates[str] = Rates()
        self.lasts_ms = int(absolute_hours * HOUR_MS)
        self.idle_ms = int(idle_hours * HOUR_MS)

    async def sign_in(self, name: str, password: str, origin: Origin) -> str | None:
        """A new session's token; None where name and password do not belong together.

        Raises ThrottledError past a few attempts, OverloadedError where too many sign in at once.
        """
        self._count(name, origin)
        found = await self._read(lambda connection: moderators.find(connection, name))
        kept = None if found is None else found.password_hash
        if not await self._passwords.verify(kept, password) or found is None:
            _log.warning("somebody at %s could not sign in", origin.address)
            return None
        return await self._write(lambda connection: self._opened(connection, found, kept, origin))

    async def guest(self, token: str) -> Moderator | None:
        """Whom an invitation is for; None where it is of no use."""
        return await self._read(lambda connection: moderators.invited(connection, token, now=now()))

    async def welcome(self, token: str, password: str, origin: Origin) -> str | None:
        """Use an invitation up: the password is chosen and a session opened; None where it is of no use.

        Raises PasswordError.
        """
        self._count("", origin)
        guest = await self.guest(token)
        if guest is None:
            return None
        kept = await self._hashed(password, guest)

        def accept(connection: Connection) -> str | None:
            accepted = moderators.accept(connection, token, kept, now=now())
            if accepted is None:
                return None
            note_moderator(connection, accepted, {"change": "password chosen"}, who=accepted.name)
            return self._opened(connection, accepted, kept, origin)

        return await self._write(accept)

    async def find(self, token: str, *, by_hand: bool = True) -> tuple[Session, Moderator] | None:
        """The session of a token and whose it is; notes that it is in use, about once a minute.

        Not `by_hand` is what a page asks by itself, also where nobody sits before it: that is no use of the session.
        """
        moment = now()
        found = await self._read(lambda connection: sessions.find(connection, token, now=moment, idle_ms=self.idle_ms))
        if by_hand and found is not None and found[0].seen_at < moment - _TOUCH_MS:
            # Nobody's page depends on it: the next one notes it.
            with suppress(AwayError):
                await self._write(lambda connection: sessions.touch(connection, found[0].digest, now=moment))
        return found

    async def change_password(self, session: Session, old: str, new: str, origin: Origin) -> str | None:
        """Replace the password and end all sessions; a new one's token, None where `old` is not the password.

        Raises PasswordError.
        """
        moderator = await self._read(lambda connection: moderators.get(connection, session.moderator))
        if moderator is None:
            return None
        self._count(moderator.name, origin)
        if not await self._passwords.verify(moderator.password_hash, old):
            return None
        kept = await self._hashed(new, moderator)

        def change(connection: Connection) -> str | None:
            if not moderators.set_password(connection, moderator.id, kept):
                return None
            note_moderator(connection, moderator, {"change": "password changed"}, who=moderator.name)
            return self._opened(connection, moderator, kept, origin)

        return await self._write(change)

    async def list(self, moderator: str) -> list[Session]:
        """Where somebody is signed in."""
        return await self._read(
            lambda connection: sessions.of_moderator(connection, moderator, now=now(), idle_ms=self.idle_ms)
        )

    async def end(self, session: Session) -> None:
        """Sign out."""
        await self._write(lambda connection: sessions.end(connection, session.moderator, session.digest))

    async def end_one(self, moderator: str, digest: str) -> bool:
        """End one of somebody's sessions; False where it is not theirs."""
        return await self._write(lambda connection: sessions.end(connection, moderator, digest))

    async def end_others(self, session: Session) -> int:
        """End all of somebody's sessions but this one; how many they were."""
        return await self._write(lambda connection: sessions.end_others(connection, session.moderator, session.digest))

    async def look_at(self, session: Session, site_id: int) -> None:
        """Note which site the session is at from now on."""
        await self._write(lambda connection: sessions.look_at(connection, session.digest, site_id))

    def close(self) -> None:
        """End the threads."""
        self._passwords.close()

    def _count(self, name: str, origin: Origin) -> None:
        """Raises ThrottledError."""
        waits = [self._take(self._by_address, client_at(origin.address), PER_ADDRESS)]
        if name and not waits[0]:
            # Nobody has a longer name, and what is counted is kept in memory.
            waits.append(self._take(self._by_name, moderators.folded(name[: moderators.NAME_CHARACTERS]), PER_NAME))
        if seconds := max(waits):
            message = "Too many attempts to sign in."
            raise ThrottledError(message, seconds)

    def _take(self, rates: Rates[str], key: str, per_minute: float) -> float:
        share = max(per_minute / self._workers, 1.0)
        return rates.take(key, per_minute=share, burst=2 * share)

    def _opened(self, connection: Connection, moderator: Moderator, kept: str | None, origin: Origin) -> str | None:
        """A new session's token; None where the password was changed or the moderator revoked meanwhile."""
        current = moderators.get(connection, moderator.id)
        if current is None or current.revoked_at is not None or current.password_hash != kept:
            return None
        sessions.forget(connection, now=now(), idle_ms=self.idle_ms)
        audit.append(connection, site_id=current.site_id, who=current.name, action="sign_in", subject=current.name)
        return sessions.open_session(connection, current, agent=origin.agent, now=now(), lasts_ms=self.lasts_ms)

    async def _hashed(self, password: str, moderator: Moderator) -> str:
        if fault := fault_of(password, moderator.name):
            raise PasswordError(fault)
        return await self._passwords.hash(password)

    async def _read(self, work: Callable[[Connection], ResultT]) -> ResultT:
        return await in_thread(self._engine, work)

    async def _write(self, work: Callable[[Connection], ResultT]) -> ResultT:
        return await in_thread(self._engine, work, write=True)


async def in_thread(engine: Engine, work: Callable[[Connection], ResultT], *, write: bool = False) -> ResultT:
    """What `work` makes of a connection, in a thread; with `write` in a transaction that is committed.

    Raises what it raises of the service's and the store's own errors, and AwayError where the database is away.
    """

    def run() -> ResultT:
        with writing(engine) if write else engine.connect() as connection:
            return work(connection)

    try:
        return await aside(run)
    except OSError as error:
        raise AwayError(_AWAY) from error


async def aside(work: Callable[Params, ResultT], *args: Params.args, **named: Params.kwargs) -> ResultT:
    """What the work makes, in a thread; raises what it raises, and AwayError where the database is away."""
    try:
        return await asyncio.to_thread(work, *args, **named)
    except (DBAPIError, PoolTimeoutError, sqlite3.OperationalError) as error:
        if concerns_records(error):
            raise
        raise AwayError(_AWAY) from error
