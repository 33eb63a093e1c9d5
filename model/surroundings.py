"""What a comment shows beside its words: the addresses it links to, how its author can be reached, and who that is.

Addresses are judged by what they are made of: nothing is looked up. An author's name is never scored as words.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, Final

from model.comment import Comment
from model.kernel import compiled
from model.links import Link, find_links
from model.text import Text

SURROUNDINGS: Final = (
    "author: web address",
    "author: link in the name",
    "author: digits in the name",
    "author: long name",
    "author: no e-mail",
    "link: address of offers",
    "link: throwaway ending",
    "link: digits or hyphens",
    "link: shortened",
    "link: same address again",
    "link: most of the text",
    "contact: messenger",
    "author: address of offers",
    "author: throwaway ending",
    "author: digits or hyphens in the address",
    "author: address also in the text",
    "author: page of an address",
    "author: name of offers",
    "article: another script",
)
"""Names of the features, in the order of their rows."""

(
    _AUTHOR_URL,
    _NAME_LINK,
    _NAME_DIGITS,
    _NAME_LONG,
    _NO_EMAIL,
    _LINK_OFFERS,
    _LINK_ENDING,
    _LINK_DIGITS,
    _LINK_SHORT,
    _LINK_AGAIN,
    _LINK_MOST,
    _MESSENGER,
    _URL_OFFERS,
    _URL_ENDING,
    _URL_DIGITS,
    _URL_IN_TEXT,
    _URL_PAGE,
    _NAME_OFFERS,
    _OTHER_SCRIPT,
) = range(len(SURROUNDINGS))

# What is sold in comments; the first are also found inside of an address's longer words.
_GLUED: Final = """
astrolog backlink bitcoin bonus bookmaker casino cheap crypto discount download escort essay follower forex gambl herbal
invest jackpot kamagra keto lottery lucky marketing massage naked outlet pharm pills poker porn profit promo psychic
recover replica shop slots spell steroid subscrib supplement trading traffic viagra wager webcam weightloss wholesale
xxx"""
_APART: Final = """
ads bet bets bot brand btc buy cam cams cash cbd clinic coin coins credit dating deal deals diet dr eth free fun fx gift
gifts girls hack hot income iptv lend likes loan loans movers nft nude onion pill plumber proxy rx sale sales seo
service services sex sexy signals slim slot smm spa stream tickets usdt vip vpn watch win winner"""
_INSIDE: Final = re.compile("|".join(_GLUED.split()))
_SHORT: Final = frozenset(_APART.split())
_OFFERED: Final = _SHORT.union(_GLUED.split(), (f"{word}s" for word in _GLUED.split()))
_CHEAP: Final = """
bid biz bond buzz cam casino cfd click club cyou date download fit fun gq guru icu lat link loan lol mom monster online
party pics pro quest racing rest review sbs shop site skin space store stream surf tk top trade vip wang webcam website
win work xin xyz"""
_THROWAWAY: Final = frozenset(_CHEAP.split())
_SHORT_HOSTS: Final = """
bit.ly buff.ly cutt.ly goo.gl is.gd ow.ly rb.gy rebrand.ly s.id shorturl.at t.co t.ly tiny.cc tinyurl.com v.gd"""
_SHORTENERS: Final = frozenset(_SHORT_HOSTS.split())
_MESSENGERS: Final = frozenset(
    ("t.me", "telegram.me", "telegram.dog", "wa.me", "api.whatsapp.com", "chat.whatsapp.com")
)
_CALLED: Final = ("whatsapp", "telegram", "viber", "wechat")
_REACH: Final = 24
"""So many characters at most stand between a messenger's name and a handle or number."""
_FURTHEST: Final = _REACH + 32
"""So far before a name the longest number begins."""
_BEFORE: Final = re.compile(rf"(?:@\w|\d[\d ().-]{{5,30}}\d)[^\n]{{0,{_REACH}}}\Z")
_AFTER: Final = re.compile(rf"[^\n]{{0,{_REACH}}}?(?:@\w|\+?\d[\d ().-]{{6}})")
_TOKEN: Final = re.compile(r"[^\W\d_]+")
_SCRIPTS: Final = (
    "[a-z\xdf-\u024f]",
    "[\u0400-\u052f]",
    "[\u0530-\u058f]",
    "[\u0590-\u05ff]",
    "[\u0600-\u06ff]",
    "[\u10a0-\u10ff]",
    "[\u3040-\u9fff\uac00-\ud7af]",
)
"""Latin, Cyrillic, Armenian, Hebrew, Arabic, Georgian; Chinese, Japanese and Korean together."""
_MANY_NAMES: Final = 4
_HALF: Final = 2


def surroundings_of(text: Text, comment: Comment | None) -> list[int]:
    """The rows of `SURROUNDINGS` that a comment shows; its author's fields only where the comment is given."""
    shown, links = text.normalised, text.links
    rows = _of_links(shown, links) if links else []
    if (named := find_messengers(shown)) and _MESSENGER not in rows and _is_reached(shown, named):
        rows.append(_MESSENGER)
    if comment is not None:
        fields = comment.__dict__  # sooner than by `vars`
        _add_author(rows, fields, links)
        title = fields["article_title"]
        if title and _is_of_another_script(shown, title):
            rows.append(_OTHER_SCRIPT)
    return rows


def find_messengers_in_python(shown: str) -> list[tuple[int, int]]:
    """Where the name of a messenger begins and ends in the normalised text, in their order."""
    # A fiftieth of what a pattern of all names takes.
    return sorted((begin, begin + len(name)) for name in _CALLED if name in shown for begin in _places_of(name, shown))


find_messengers: Final[Callable[[str], list[tuple[int, int]]]] = (
    find_messengers_in_python if compiled is None else compiled.find_messengers
)
"""As `find_messengers_in_python`."""


def _places_of(name: str, shown: str) -> Iterator[int]:
    at = shown.find(name)
    while at >= 0:
        yield at
        at = shown.find(name, at + 1)


def _is_reached(shown: str, places: Sequence[tuple[int, int]]) -> bool:
    """Whether a handle or a number stands beside a messenger's name."""
    return any(
        _AFTER.match(shown, end) or _BEFORE.search(shown[max(0, begin - _FURTHEST) : begin]) for begin, end in places
    )


def _of_links(shown: str, links: Sequence[Link]) -> list[int]:
    domains = [link.domain for link in links]
    found = {row for domain in set(domains) for row in _of_domain(domain, _LINK_OFFERS, _LINK_ENDING, _LINK_DIGITS)}
    if not _SHORTENERS.isdisjoint(domains):
        found.add(_LINK_SHORT)
    if not _MESSENGERS.isdisjoint(domains):
        found.add(_MESSENGER)
    if len(set(domains)) < len(domains):
        found.add(_LINK_AGAIN)
    if sum(link.end - link.begin for link in links) * _HALF >= len(shown):
        found.add(_LINK_MOST)
    return sorted(found)


def _of_domain(domain: str, offers: int, ending: int, digits: int) -> list[int]:
    name, _, last = domain.rpartition(".")
    rows = []
    if _INSIDE.search(name) or not _SHORT.isdisjoint(_TOKEN.findall(name)):
        rows.append(offers)
    if last in _THROWAWAY:
        rows.append(ending)
    if "-" in name or any(map(str.isdigit, name)):
        rows.append(digits)
    return rows


def _add_author(rows: list[int], fields: dict[str, Any], links: Sequence[Link]) -> None:
    name: str = fields["author_name"].casefold()
    if url := fields["author_url"]:
        rows.append(_AUTHOR_URL)
        host, page = _parts_of(url.casefold())
        rows += _of_domain(host, _URL_OFFERS, _URL_ENDING, _URL_DIGITS)
        if page:
            rows.append(_URL_PAGE)
        if any(link.domain == host for link in links):
            rows.append(_URL_IN_TEXT)
    if name.isalpha():  # most are one word, and are neither a link nor long
        if name in _OFFERED:
            rows.append(_NAME_OFFERS)
    else:
        rows += _of_name(name)
    if not fields["author_email"]:
        rows.append(_NO_EMAIL)


def _of_name(name: str) -> list[int]:
    rows = []
    if find_links(name):
        rows.append(_NAME_LINK)
    if any(map(str.isdigit, name)):
        rows.append(_NAME_DIGITS)
    if name.count(" ") >= _MANY_NAMES:
        rows.append(_NAME_LONG)
    if not _OFFERED.isdisjoint(name.split()):
        rows.append(_NAME_OFFERS)
    return rows


def _parts_of(url: str) -> tuple[str, str]:
    """The host of an http address, without `www.`, user and port; and its path."""
    rest = url.partition("//")[2].partition("#")[0].partition("?")[0]
    authority, _, path = rest.partition("/")
    return authority.rpartition("@")[2].partition(":")[0].removeprefix("www."), path


@cache
def _scripts() -> tuple[re.Pattern[str], ...]:
    """Compiled when a headline or a text is not all ASCII: that takes a hundredth of a start."""
    return tuple(map(re.compile, _SCRIPTS))


def _is_of_another_script(shown: str, title: str) -> bool:
    """Whether the text has letters of none of the scripts that the article's headline is written in."""
    if shown.isascii() and title.isascii():
        return False
    written, headed = ([bool(script.search(one)) for script in _scripts()] for one in (shown, title.casefold()))
    return any(written) and any(headed) and not any(map(bool.__and__, written, headed))
