"""Passwords: hashed with Argon2id (RFC 9106), in threads of their own, and few at once."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, Final, TypeVar

from service.errors import OverloadedError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST: Final = 10
LONGEST: Final = 200

_AT_ONCE: Final = 2
_WAITING: Final = 16

ResultT = TypeVar("ResultT")


class Passwords:
    """Hashes and verifies. One takes a fifth of a second and 64 MB: past a few that wait, OverloadedError is raised."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_AT_ONCE, "passwords")
        self._waiting = 0

    async def hash(self, password: str) -> str:
        """What is kept of a password."""
        return await self._run(lambda: _hasher().hash(password))

    async def verify(self, kept: str | None, password: str) -> bool:
        """Whether it is the password; takes as long where there is none to compare it with."""
        return await self._run(lambda: _verify(kept, password))

    def close(self) -> None:
        """End the threads; blocks while one works."""
        self._threads.shutdown(cancel_futures=True)

    async def _run(self, work: Callable[[], ResultT]) -> ResultT:
        if self._waiting >= _WAITING:
            message = "Too many people are signing in at once: try again in a moment."
            raise OverloadedError(message, 5)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._waiting -= 1


def fault_of(password: str, name: str) -> str:
    """Why that cannot be somebody's password; empty where it can."""
    if len(password) < SHORTEST:
        return f"A password has at least {SHORTEST} characters."
    if len(password) > LONGEST:
        return f"A password has at most {LONGEST} characters."
    if name.casefold() in password.casefold() and len(password) < len(name) + SHORTEST:
        return "The password is too much like the name."
    if len(set(password.casefold())) < SHORTEST // 2:
        return "The password repeats the same few characters."
    return ""


def _verify(kept: str | None, password: str) -> bool:
    from argon2.exceptions import Argon2Error, InvalidHashError  # noqa: PLC0415 - see _hasher

    try:
        _hasher().verify(kept or _of_nobody(), password)
    except (Argon2Error, InvalidHashError):
        return False
    return kept is not None


@cache
def _hasher() -> "PasswordHasher":
    # Most processes never see a password: importing it would cost each of their starts.
    from argon2 import PasswordHasher  # noqa: PLC0415

    return PasswordHasher()


@cache
def _of_nobody() -> str:
    return _hasher().hash("")
