"""A real browser at the desk of a real process, that may ask nothing of any other machine.

Playwright's own loop runs in the main thread as long as a browser is open: tests here are plain functions, and none of
their fixtures is asynchronous.
"""

import json
import os
import re
import shutil
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Route,
    expect,
    sync_playwright,
)
from sqlalchemy import Engine

from store import keys, sites
from store.database import open_engine, writing
from store.identifiers import now
from store.moderators import Role
from tests.browser.axe import serious_findings
from tests.conftest_desk import PASSWORD, add_moderator
from tests.serving_process import serving

CHROMIUM: Final = "/usr/bin/chromium"
DESKTOP: Final = {"width": 1280, "height": 900}
PHONE: Final = {"width": 360, "height": 740}
_PATIENCE_MS: Final = 30_000
"""Long, since whoever waits for what comes loses nothing, and a machine may do other work as well."""


@dataclass(frozen=True, slots=True)
class Office:
    """A running process with the site `default` and its key; its database as others see it."""

    address: str
    key: str
    engine: Engine
    folder: Path

    def submit(self, content: str = "A comment.", **fields: Any) -> dict[str, Any]:  # noqa: ANN401
        """The decision on a comment."""
        body = json.dumps({"content": content, "author_name": "Ada", **fields}).encode()
        request = urllib.request.Request(  # noqa: S310 - our own service
            f"{self.address}/v1/comments", body, {"Authorization": f"Bearer {self.key}"}
        )
        with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310 - our own service
            decision: dict[str, Any] = json.load(response)
            return decision


# Without slots: Playwright marks the objects whose methods it calls.
@dataclass
class Watch:
    """What went wrong in the browser that no page shows; `forgive` what a test provokes."""

    complaints: list[str] = field(default_factory=list)
    forgiven: list[str] = field(default_factory=list)

    def forgive(self, pattern: str) -> None:
        """Let pass what the pattern is found in."""
        self.forgiven.append(pattern)

    def unforgiven(self) -> list[str]:
        """What no test has provoked."""
        return [one for one in self.complaints if not any(re.search(pattern, one) for pattern in self.forgiven)]

    def over(self, context: BrowserContext) -> None:
        """Note what the context's pages complain of, and cut what they ask of other machines."""
        context.route(re.compile(r".*"), self._pass_on)
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))

    def _pass_on(self, route: Route, request: Request) -> None:
        if urlsplit(request.url).hostname == "127.0.0.1" or request.url.startswith("data:"):
            route.continue_()
            return
        self.complaints.append(f"leaves the host: {request.url}")
        route.abort()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text}")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Chromium without a window; skips where Debian's is not installed."""
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium is not installed: apt-get install chromium")
    expect.set_options(timeout=_PATIENCE_MS)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def office(tmp_path: Path, sqlite_template: Path, shared_models: Path, secret: Path) -> Iterator[Office]:
    """The process; `test-1`, the model of `tests.conftest_service`, judges."""
    shutil.copy(sqlite_template, tmp_path / "copydesk.db")
    engine = open_engine(f"sqlite:///{tmp_path / 'copydesk.db'}")
    with writing(engine) as connection:
        site = sites.add(connection, "default", "{}", now=now())
        key = keys.add(connection, site.id, "test", now=now())
    models = Path(shutil.copytree(shared_models, tmp_path / "models"))
    with serving(tmp_path, models, "--secret", str(secret)) as served:
        yield Office(served.address, key, engine, tmp_path)
        assert served.stop() == 0
    engine.dispose()
    assert "Traceback" not in (tmp_path / "log").read_text()


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Fails the test on any request that leaves the host, error of a script, and violation of the content policy."""
    watching = Watch()
    yield watching
    assert watching.unforgiven() == []


@pytest.fixture
def visit(chromium: Browser, office: Office, watch: Watch) -> Iterator["Visit"]:
    """Opens pages as people who come with browsers of their own."""
    visiting = Visit(chromium, office, watch)
    yield visiting
    visiting.close()


@pytest.fixture
def desk(visit: "Visit") -> Page:
    """The desk as Ada sees it, who is signed in as admin of all sites."""
    return visit.as_somebody("Ada", "admin", site=None)


class Visit:
    """Browsers at one office; each has cookies of its own."""

    def __init__(self, chromium: Browser, office: Office, watch: Watch) -> None:
        self._chromium = chromium
        self._office = office
        self._watch = watch
        self._contexts: list[BrowserContext] = []

    def as_nobody(self, path: str = "/desk/sign-in", **options: Any) -> Page:  # noqa: ANN401
        """A page of a new browser. `options` are those of Playwright's `new_context`."""
        chosen = {"viewport": DESKTOP, "reduced_motion": "reduce", "locale": "en-GB", "timezone_id": "Asia/Baku"}
        context = self._chromium.new_context(base_url=self._office.address, **{**chosen, **options})
        context.set_default_timeout(_PATIENCE_MS)
        self._contexts.append(context)
        self._watch.over(context)
        page = context.new_page()
        page.goto(path)
        return page

    def as_somebody(
        self,
        name: str = "Ada",
        role: Role = "moderator",
        site: str | None = "default",
        **options: Any,  # noqa: ANN401
    ) -> Page:
        """The queue, as somebody sees it who has been added and has signed in."""
        add_moderator(self._office.engine, name, role, site)
        page = self.as_nobody(**options)
        page.get_by_label("Name").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/desk")
        return page

    def close(self) -> None:
        """Close all browsers."""
        for context in self._contexts:
            context.close()


def load_until_there(shown: Locator) -> None:
    """Load the locator's page again until it is there: for what a process notices by polling, within two seconds.

    A page shows what was known when it was asked for, however long somebody waits before it.
    """
    given_up = time.monotonic() + _PATIENCE_MS / 1_000
    while shown.count() == 0:
        assert time.monotonic() < given_up, f"{shown} never came"
        shown.page.wait_for_timeout(100)
        shown.page.reload()


def shoot(page: Page, name: str) -> None:
    """Pictures of the page, wide and narrow, light and dark, in the folder that COPYDESK_SCREENSHOTS names, if any."""
    folder = os.environ.get("COPYDESK_SCREENSHOTS")
    if not folder:
        return
    Path(folder).mkdir(parents=True, exist_ok=True)
    size = page.viewport_size
    for width, viewport in (("wide", DESKTOP), ("narrow", PHONE)):
        page.set_viewport_size({"width": viewport["width"], "height": viewport["height"]})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            page.screenshot(path=f"{folder}/{name}-{width}-{scheme}.png", full_page=True)
    page.emulate_media(color_scheme="light")
    if size is not None:
        page.set_viewport_size(size)


def assert_accessible(page: Page) -> None:
    """Axe finds nothing serious, light or dark; the page fits a narrow screen, and has one main heading."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert serious_findings(page) == []
    size = page.viewport_size
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.emulate_media(color_scheme="light")
    if size is not None:
        page.set_viewport_size(size)
    assert page.get_by_role("heading", level=1).count() == 1
