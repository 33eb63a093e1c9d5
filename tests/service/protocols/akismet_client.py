"""Akismet requests to a running service, as a client sends them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tests.conftest_service import Desk

WORDPRESS: Final = "WordPress/6.8.1 | Akismet/5.7.2"
OLD_WORDPRESS: Final = "WordPress/6.1.9 | Akismet/5.0.2"
BLOG: Final = "https://news.example/"

ACCEPTED: Final = "That was well explained."
QUEUED: Final = "That was meh."
REJECTED: Final = "You idiot!"


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back: the body, and the headers of Akismet by their lower-case names without `x-akismet-`."""

    body: bytes
    told: Mapping[str, str]


async def call(
    desk: Desk, name: str, fields: Mapping[str, str | list[str]], *, user_agent: str = "a client", version: str = "1.1"
) -> Answered:
    """A call with a form; that its answer is status 200 and plain text is asserted."""
    return await send(desk, f"/{version}/{name}", data=fields, headers={"User-Agent": user_agent})


async def check(desk: Desk, content: str = ACCEPTED, *, user_agent: str = "a client", **fields: str) -> Answered:
    """A comment-check with the site's key."""
    given = {"api_key": desk.key, "blog": BLOG, "user_ip": "192.0.2.7", "comment_author": "Ada", **fields}
    return await call(desk, "comment-check", {**given, "comment_content": content}, user_agent=user_agent)


async def send(desk: Desk, path: str, *, method: str = "POST", kind: str = "text/plain", **given: object) -> Answered:
    """Any request; that its answer is status 200 and of that kind is asserted."""
    response = await desk.client.request(method, path, **given)  # type: ignore[arg-type]
    body = await response.read()
    assert (response.status, response.content_type) == (200, kind), body
    prefix = "x-akismet-"
    told = {
        name.lower()[len(prefix) :]: value for name, value in response.headers.items() if name.lower()[:10] == prefix
    }
    return Answered(body, told)


def plain(answered: Answered) -> tuple[bytes, dict[str, str]]:
    """Body and headers but for the name of the comment, which is asserted to be one."""
    told = dict(answered.told)
    guid = told.pop("guid")
    assert len(guid) == 32
    assert int(guid, 16)
    return answered.body, told
