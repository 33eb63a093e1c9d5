"""A site's list of domains."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from model.links import find_links
from model.text import read
from service.checks.automaton import Automaton

# Beside these a name is part of a longer one, or of an e-mail address.
_INNER_DOT: Final = re.compile(r"\.\w")
_BEFORE: Final = re.compile(r"[\w@-]")
_AFTER: Final = re.compile(r"[\w@-]|\.\w")


class Domains:
    """Domains with all their subdomains, however they are written in the list (`https://www.example.org/`)."""

    __slots__ = ("_automaton", "_names")

    def __init__(self, written: Iterable[str]) -> None:
        self._names = frozenset(filter(None, map(_domain, written)))
        self._automaton = Automaton({0: self._names})

    def __bool__(self) -> bool:
        """Whether any is listed."""
        return bool(self._names)

    def __contains__(self, domain: str) -> bool:
        """Whether the domain or one above it is listed."""
        if not self._names:
            return False
        name = in_own_script(domain)
        while name:
            if name in self._names:
                return True
            name = name.partition(".")[2]
        return False

    def mentions(self, normalised: str) -> Iterator[tuple[int, int]]:
        """Where a text names a listed domain, be it a link or not; an e-mail address is no mention."""
        if not _INNER_DOT.search(normalised):
            return
        for begin, end, _ in self._automaton.find(normalised):
            if not _BEFORE.match(normalised[begin - 1 : begin]) and not _AFTER.match(normalised, end):
                yield begin, end


def in_own_script(domain: str) -> str:
    """The domain with Punycode (RFC 3492) labels as they are read."""
    return ".".join(map(_label, domain.split("."))) if "xn--" in domain else domain


def _label(label: str) -> str:
    if label.startswith("xn--"):
        try:
            return read(label[4:].encode("ascii").decode("punycode")).normalised
        except (UnicodeError, ValueError, OverflowError):
            return label
    return label


def _domain(written: str) -> str:
    address = read(written).normalised.strip().removeprefix("*").strip("./")
    links = find_links(address if "//" in address else f"http://{address}")
    return in_own_script(links[0].domain) if links else ""
