"""Somebody at the desk of a running service, without a browser."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient
from sqlalchemy import Engine

from store import moderators, sites
from store.database import writing
from store.identifiers import now
from store.moderators import Moderator, Role
from tests.conftest_service import Desk

PASSWORD = "seventeen green herons"  # noqa: S105 - of nobody
# Argon2id with the least work it takes: tests sign in often.
CHEAP_HASH = "$argon2id$v=19$m=8,t=1,p=1$KGUM1bnlgc10nF2tL6kiew$GCTztgRDtwR0QZcAJ9H5ZgbKMutu1pBxD5dpipKKeOU"


def add_moderator(engine: Engine, name: str, role: Role = "moderator", site: str | None = "default") -> Moderator:
    """Somebody whose password is PASSWORD."""
    with writing(engine) as connection:
        found = None if site is None else sites.find(connection, site)
        added = moderators.add(connection, name, role=role, site_id=None if found is None else found.id, now=now())
        moderators.set_password(connection, added.id, CHEAP_HASH)
    return added


@dataclass(slots=True)
class Browser:
    """A browser without scripts; it follows no redirect, and holds what it is given in `cookies`."""

    client: TestClient[web.Request, web.Application]
    cookies: dict[str, str] = field(default_factory=dict)
    csrf: str = ""

    async def get(self, path: str, **headers: str) -> ClientResponse:
        """A page; its CSRF token is remembered."""
        response = await self.client.get(path, headers=self._headers(headers), allow_redirects=False)
        return await self._kept(response)

    async def post(self, path: str, *, data: dict[str, str] | None = None, **headers: str) -> ClientResponse:
        """A form as the page that was seen last would send it."""
        sent = {"csrf": self.csrf, **(data or {})}
        response = await self.client.post(path, data=sent, headers=self._headers(headers), allow_redirects=False)
        return await self._kept(response)

    async def sign_in(self, name: str, password: str = PASSWORD) -> ClientResponse:
        """The answer to the form."""
        response = await self.post("/desk/sign-in", data={"name": name, "password": password})
        if response.status == 303:
            await self.get("/desk/account")
        return response

    @property
    def cookie(self) -> str:
        """The header by which the browser tells what it holds."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _headers(self, headers: dict[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return {"Cookie": self.cookie, **named} if self.cookies else named

    async def _kept(self, response: ClientResponse) -> ClientResponse:
        for name, cookie in response.cookies.items():
            if cookie.value and cookie["max-age"] != "0":
                self.cookies[name] = cookie.value
            else:
                self.cookies.pop(name, None)
        if found := re.search(r'X-CSRF-Token": "([0-9a-f]+)"', await response.text()):
            self.csrf = found[1]
        return response


SignIn = Callable[..., Awaitable[Browser]]


@pytest.fixture
def browser(desk: Desk) -> Browser:
    """A browser of somebody who is not signed in."""
    return Browser(desk.client)


@pytest.fixture
def signed_in(desk: Desk) -> SignIn:
    """Browsers of people who are signed in, by name, role and site (None for every site)."""

    async def sign_in(name: str = "Ada", role: Role = "moderator", site: str | None = "default") -> Browser:
        add_moderator(desk.engine, name, role, site)
        opened = Browser(desk.client)
        assert (await opened.sign_in(name)).status == 303
        return opened

    return sign_in
