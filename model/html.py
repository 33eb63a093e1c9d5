"""HTML reduced to the text a reader sees, with the place every character came from."""

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from typing import NamedTuple

_LINK = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|["']?([^\s"'>]+))""", re.IGNORECASE)
_SCHEME = re.compile(r"https?://(?=[^@/?#]*(?:[/?#]|\Z))|mailto:", re.IGNORECASE)
_VISIBLE = re.compile(r"\s*([^<]*)")
_BREAKS = frozenset(
    "address article aside blockquote br center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr "  # noqa: SIM905 - a list of words
    "li main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)


@cache
def _markup() -> re.Pattern[str]:
    """Compiled when the first HTML comes.

    Every alternative ends at the latest at the end of the text, so that no unclosed comment is scanned twice. A tag
    that is never closed is no tag: most sites show it as it was written.

    What stands in `script`, `style`, `template` or `noscript` is text as any other. A browser would not show it, but no
    site hands a stranger's tags to browsers: what cleans comments (WordPress' kses, bleach) takes the tags away and
    shows the text, so that an insult, or all after a `<style>` that is never closed, would be hidden from us alone. For
    the same reason a comment ends where any of them ends it (https://html.spec.whatwg.org/#comment-start-state).
    """
    return re.compile(
        r"<!--(?:-?>|.*?(?:--!?>|\Z))"
        r"|<[/!?]?(?P<name>[a-z][a-z0-9]*)(?P<attributes>[^<>]*)>"
        r"|&(?:\#\d{1,64}|\#x[0-9a-f]{1,64}|[a-z][a-z0-9]{1,31});?",
        re.IGNORECASE | re.DOTALL,
    )


class Origin(NamedTuple):
    """Code points `begin` up to, not including, `end` of the text before."""

    begin: int
    end: int


def to_text(html: str) -> str:
    """The visible text with the targets of its links."""
    return "".join(shown for shown, _, _ in _pieces(html))


def origins_of(html: str) -> list[Origin]:
    """For each character of `to_text`, where it came from."""
    origins: list[Origin] = []
    for shown, origin, is_markup in _pieces(html):
        origins += [origin] * len(shown) if is_markup else (Origin(at, at + 1) for at in range(*origin))
    return origins


def _pieces(html: str) -> Iterator[tuple[str, Origin, bool]]:
    """What is shown, where that came from, and whether it stands for markup or for itself."""
    done = 0
    for markup in _markup().finditer(html):
        yield html[done : markup.start()], Origin(done, markup.start()), False
        shown = _shown(html, markup)
        yield shown, Origin(*markup.span()), shown != markup[0]
        done = markup.end()
    yield html[done:], Origin(done, len(html)), False


def _shown(html: str, markup: re.Match[str]) -> str:
    if markup[0].startswith("&"):
        return unescape(markup[0])
    name = (markup["name"] or "").lower()
    if name == "a":
        return _target(html, markup)
    return "\n" if name in _BREAKS else ""


def _target(html: str, anchor: re.Match[str]) -> str:
    """The address that a link hides behind other words; who sees it without its scheme sees it."""
    link = _LINK.search(anchor["attributes"])
    if link is None:
        return ""
    target = unescape(link[1] or link[2] or link[3] or "").strip()
    visible = _VISIBLE.match(html, anchor.end())
    if visible is not None and _bare(unescape(visible[1]).strip()) == _bare(target):
        return ""
    return f" {target} "


def _bare(address: str) -> str:
    """The address as people write it who let the site make a link of it.

    A scheme before a name of a user stays: without it, the address would read as one of e-mail.
    """
    scheme = _SCHEME.match(address)
    return (address if scheme is None else address[scheme.end() :]).lower().removesuffix("/")
