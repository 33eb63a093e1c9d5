"""The links in a normalised text, also those written so that no machine should find them."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from model.kernel import compiled
from model.tlds import DOUBTFUL, FAMILIAR, TLDS

HOST_CHARACTERS: Final = 253

# A character of a domain's label: letters, digits and marks of any script, hyphen and underscore.
_L: Final = (
    "[^\\s\x00-,./:-@\\[-^`{-\x7f\xa1\xa7\xab\xb6\xb7\xbb\xbf\u060c\u061b\u061f\u066a-\u066d\u06d4"
    "\u2000-\u2bff\u3000-\u3004\u3008-\u3020\ufffd\U0001f000-\U0001faff]"
)
_LABELS: Final = rf"{_L}++(?:\.{_L}++)*+"
_BRACKETED: Final = r"\s?[\[({]\s?(?:\.|dot|точка)\s?[\])}]\s?"
_DOT: Final = rf"(?:[.\u3002]|{_BRACKETED})"
_SCHEME: Final = r"(?:h\s?t\s?t\s?p(?:\s?s)?|h(?:xx|\*\*|__)ps?|f[tx]p)\s?(?::|\[:\])\s?[/\\]\s?[/\\]\s?"
_AUTHORITY: Final = rf"(?:\[[0-9a-f:.]++\](?::\d++)?+|(?:{_L}|[.\u3002:@%~$&+=!])++)(?:{_BRACKETED}{_LABELS})*+"
# A path ends where the next address is glued to it, not where it carries one itself (`/web/2020/http://...`).
_PATH: Final = r"(?:[/?#\\](?:[^\s<>\[\]\"h]|(?<=[/=])h|h(?!(?:tt|xx)ps?:[/\\]))*+)?+"

_FAMILIAR: Final = f"(?:{'|'.join(sorted(FAMILIAR))})(?!{_L})"


# These two are compiled when a text may have one: most have none, and it takes two hundredths of a start.
@cache
def _link_pattern() -> re.Pattern[str]:
    """What has a scheme, and bare domains.

    Every alternative takes all that it could ever match or is turned down after a few characters: the scan is linear.
    """
    return re.compile(
        rf"(?P<scheme>{_SCHEME})(?P<authority>{_AUTHORITY}){_PATH}"
        rf"|(?<!{_L})(?P<host>{_L}++(?:{_DOT}{_L}++)++)(?P<tail>(?::\d{{1,5}}+)?+{_PATH})"
    )


@cache
def _spelled_out() -> re.Pattern[str]:
    """Domains whose dots are spoken, or stand apart."""
    return re.compile(
        rf"(?<![^\s(\[{{\"'*>])(?:(?:www|w\sw\sw)\s?\.\s?{_L}++\s?\.\s?(?P<www>{_L}++)"
        rf"|{_LABELS}(?:\s{{1,3}}dot\s{{1,3}}(?P<spoken>{_L}++))++"
        rf"|{_LABELS}(?:\s\.\s{_FAMILIAR}|\s?\.\s?(?:com|net|org|ru)(?=/{_L})))(?P<path>{_PATH})"
    )


# What each of these has. Looking for it by the character it begins with costs a tenth of looking for them.
_ENDING_APART: Final = re.compile(rf"\.\s?(?:com|net|org|ru|{'|'.join(sorted(FAMILIAR))})")
_WWW_APART: Final = re.compile(r"w\sw\sw")

_BEFORE_DOT: Final = r"\s?(?:\.|dot|точка)"
# What no link is without, save those that are spelled out.
_SIGN: Final = re.compile(
    rf"\.(?<={_L}\.)(?:[^\W\d_]|\d{{1,3}}[:/])|/\s?/|\\\\|\u3002"
    rf"|\[{_BEFORE_DOT}|\({_BEFORE_DOT}|\{{{_BEFORE_DOT}"
)
# The same at a glance, and what those that are spelled out are not without.
_MAY_BE_SIGN: Final = re.compile(rf"(?=[/\\\u3002]|\.(?:[^\W\d_]|\d)| (?:\.|dot )|[\[({{]{_BEFORE_DOT})")
_PATH_APART: Final = re.compile(r"\.\s(?:com|net|org|ru)/")
_REWIND: Final = 16
"""No scheme, and no bracket around a dot, begins longer before its sign."""

_SIGN_IN_BRACKETS: Final = re.compile(_BRACKETED)
_HIDDEN_DOT: Final = re.compile("[\\[({\u3002]")
"""What a dot within an address begins with where it is not simply one."""
_BETWEEN: Final = re.compile(rf"{_BRACKETED}|\s+dot\s+|\s?[.\u3002]\s?")
_OPENLY: Final = frozenset({"http://", "https://", "ftp://"})
_PORT: Final = re.compile(r":\d*$")
_IP: Final = re.compile(r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)")
_LATIN_PART: Final = re.compile(r"[a-z]{2,}(?![a-z0-9])")
_GOES_ON: Final = re.compile(r"[,'\u2019]|[^\S\n]+\w")
_AT: Final = re.compile(r"(?:@|[\[({]\s?at\s?[\])}])\s?$")
_MAIL: Final = re.compile(r"\sat\s$")
_MAILBOXES: Final = {"gmail.com", "hotmail.com", "icloud.com", "mail.ru", "outlook.com", "yahoo.com", "yandex.ru"}
_ABBREVIATIONS: Final = {"al", "dr", "et", "etc", "jr", "mr", "mrs", "ms", "prof", "sr", "st", "vs"}
_ARTICLES: Final = {"a", "an", "any", "every", "first", "of", "one", "the", "this"}
_SPOKEN: Final = FAMILIAR | {"biz", "edu", "gov", "live", "store"}
_COUNTRY: Final = 2
_CLOSING: Final = ".,:;!?'\"\u2019\u201d\xbb*_"


class Link(NamedTuple):
    """A link at `begin` up to, not including, `end` of the normalised text.

    `domain`: the host without `www.`, user and port, in its own script. `obfuscated`: written to escape notice.
    """

    begin: int
    end: int
    domain: str
    obfuscated: bool


def find_links(normalised: str) -> tuple[Link, ...]:
    """All links in their order: with a scheme, with `www.`, bare domains, and `hxxp`, `[.]`, `dot com`, ` . com`.

    An e-mail address is none. A bare domain whose ending is also a word counts unless the sentence goes on after it.
    Linear time; a text without a sign of a link costs 1 to 3 µs.
    """
    signs = _find_signs(normalised)
    if not signs:
        return ()
    found = [link for match in _scan(normalised, signs) if (link := _read(normalised, match))]
    if _may_be_spelled(normalised, signs):
        found = sorted([*found, *_spelled(normalised, found)])
    return tuple(found)


def _may_be_spelled(text: str, signs: Sequence[int]) -> bool:
    return (any(text[at] == " " for at in signs) or ("/" in text and _PATH_APART.search(text) is not None)) and (
        "dot" in text or "www" in text or _ENDING_APART.search(text) is not None or _WWW_APART.search(text) is not None
    )


def find_signs_in_python(text: str) -> list[int]:
    """Where something stands that no link is without: mostly nowhere, and few places else are looked at closely."""
    return [place.start() for place in _MAY_BE_SIGN.finditer(text)]


_find_signs: Final = find_signs_in_python if compiled is None else compiled.find_signs_of_links


def _scan(text: str, signs: Sequence[int]) -> Iterator[re.Match[str]]:
    """What may be a link, searched for near the signs of one only."""
    done = past = 0
    for at in signs:
        sign = _SIGN.match(text, at) if at >= past else None
        if sign is None:
            continue
        past = sign.end()
        while done <= at:
            begin = text.rfind(" ", done, max(done, at - _REWIND)) + 1 or done
            match = _link_pattern().search(text, begin)
            if match is None:
                return
            yield match
            done = match.end()


def _read(text: str, match: re.Match[str]) -> Link | None:
    return _addressed(match) if match["scheme"] else _bare(text, match)


def _addressed(match: re.Match[str]) -> Link | None:
    """What begins with a scheme."""
    written = match["authority"]
    plain = not _HIDDEN_DOT.search(written)
    host = written if plain or written.startswith("[") else _BETWEEN.sub(".", written)
    host = _PORT.sub("", host.rpartition("@")[2].rstrip(_CLOSING)).rstrip(_CLOSING)
    openly = match["scheme"] in _OPENLY
    if not any(map(str.isalnum, host)):
        return None
    if not openly and not _IP.fullmatch(host) and ("." not in host or host.rpartition(".")[2] not in TLDS):
        return None
    hidden = not openly or (not plain and ("\u3002" in written or _SIGN_IN_BRACKETS.search(written) is not None))
    return _link(match, host, match.end(), obfuscated=hidden)


def _bare(text: str, match: re.Match[str]) -> Link | None:
    """What looks like a domain, if it is one."""
    host, tail = match["host"], match["tail"]
    begin, end = match.span("host")
    if _is_address(text, begin, end, tail):
        return None
    if _IP.fullmatch(host):
        # With nothing but numbers after it, it is a range, a version, or somebody's address in a complaint.
        return _link(match, host, match.end(), obfuscated=False) if any(map(str.isalpha, tail)) else None
    plain = not _HIDDEN_DOT.search(host)
    labels = host.split(".") if plain else _BETWEEN.split(host)
    if labels[-1] not in TLDS:
        if not plain:
            return None
        labels, tail = _shortened(labels), ""
        end = begin + len(".".join(labels))
    if not _is_domain(labels, tail, goes_on=_GOES_ON.match(text, end) is not None, plain=plain):
        return None
    return _link(match, ".".join(labels), match.end() if tail else end, obfuscated=not plain)


def _is_address(text: str, begin: int, end: int, tail: str) -> bool:
    """Whether the domain is one end of an e-mail address or of a name such as `@reader@example.org`."""
    return text[end : end + 1] == "@" or (_AT.search(text[max(0, begin - 8) : begin]) is not None and not tail[1:])


def _shortened(labels: list[str]) -> list[str]:
    """The labels up to the last that can end a domain, where other words are glued to it; empty if none can."""
    part = _LATIN_PART.match(labels[-1])
    if part is not None and part[0] in TLDS:
        return [*labels[:-1], part[0]]
    for count in range(len(labels) - 1, 1, -1):
        if labels[count - 1] in FAMILIAR:
            return labels[:count]
    return []


def _is_domain(labels: list[str], tail: str, *, goes_on: bool, plain: bool) -> bool:
    """Whether labels that end in a top-level domain are more than two sentences without a space between them."""
    if not labels or not labels[-2].strip("-_") or sum(map(len, labels)) + len(labels) > HOST_CHARACTERS:
        return False
    name, ending = labels[-2:]
    if not plain or tail[1:] or labels[0] == "www":
        return name != "www" or labels[:-1] == ["www"]
    if name in _ABBREVIATIONS or (ending in DOUBTFUL and goes_on):
        return False
    return ending in FAMILIAR or (len(name) > 1 and not name.isdecimal())


def _spelled(text: str, found: list[Link]) -> Iterator[Link]:
    """Domains whose dots are spoken, or stand apart, where none of the links found stands."""
    taken = [(link.begin, link.end) for link in found]
    at = 0
    for match in _spelled_out().finditer(text):
        begin, end = match.span()
        while at < len(taken) and taken[at][1] <= begin:
            at += 1
        if at < len(taken) and taken[at][0] < end:
            continue
        written = text[begin : match.start("path")]
        domain = _BETWEEN.sub(".", written.replace("w w w", "www", 1))
        name, _, ending = domain.rpartition(".")
        if ending not in TLDS or (match["spoken"] and not _is_spoken(name, ending)):
            continue
        before = text[max(0, begin - 8) : begin]
        if _AT.search(before) or (_MAIL.search(before) and domain in _MAILBOXES):
            continue
        yield _link(match, domain, match.end(), obfuscated=True)


def _is_spoken(name: str, ending: str) -> bool:
    """Whether it is a domain, and not talk of dots (`red dot is`) or of domains (`the dot com bubble`)."""
    return name not in _ARTICLES and ending not in DOUBTFUL and (len(ending) == _COUNTRY or ending in _SPOKEN)


def _link(match: re.Match[str], host: str, end: int, *, obfuscated: bool) -> Link:
    begin = match.start()
    written = match.string[begin:end].rstrip(_CLOSING)
    if (unpaired := written.count(")") - written.count("(")) > 0:
        closed = len(written) - len(written.rstrip(")"))
        written = written[: len(written) - min(unpaired, closed)].rstrip(_CLOSING)
    if host.count(".") > 1:
        host = host.removeprefix("www.")
    return Link(begin, begin + len(written), host[-HOST_CHARACTERS:], obfuscated)
