"""What was submitted lately, in memory, as the checks for repetitions and floods need it."""

import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import blake2b
from threading import Lock
from types import MappingProxyType
from typing import Final

from model.kernel import compiled
from model.likeness import Signature
from service.alike import MOST, AlikeTexts, Near, Wave, Waves
from service.hash_chains import HashChains, integers
from service.traces import Earlier, Spread, Trace, trace
from store.records import Author, CommentTrace

__all__ = ["Author", "Earlier", "History", "Spread", "Trace", "fingerprint", "trace"]

CAPACITY: Final = 100_000
OVERLAP_MS: Final = 5_000
"""How long after its id was given a comment of another process may become visible in the store."""
_STEPS: Final = 64


def fingerprint_in_python(normalised: str) -> int:
    """The 64-bit hash (BLAKE2b, signed) of a normalised text, whatever its white space."""
    text = " ".join(normalised.split())
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


fingerprint: Final[Callable[[str], int]] = fingerprint_in_python if compiled is None else compiled.fingerprint


_SITE: Final = 0
_IDENTIFIER: Final = 1
_AT: Final = 2
_TEXT: Final = 3
_AUTHOR: Final = 4
_WIDTH: Final = 7
"""Where a trace's numbers stand in a row, and how many they are."""
_ROW_BYTES: Final = 8 * _WIDTH
_pack_into: Final = struct.Struct(f"{_WIDTH}q").pack_into
_unpack_from: Final = struct.Struct(f"{_WIDTH}q").unpack_from


class History:
    """The newest comments of all sites: at most `capacity` of them.

    Nothing is searched and nothing is cleared: a lookup or an addition costs a few steps, however much is remembered.
    A trace takes 88 bytes, and 92 more for each of the newest 16,384 long texts. Near duplicates
    are known only among texts that this process has read: its own, and what others have stored lately.
    Threads may share it: long comments are judged outside the event loop.
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._rows = integers(capacity * _WIDTH)
        self._next = self._oldest = 0
        self._by_identifier = HashChains(capacity)
        self._by_text = HashChains(capacity)
        self._by_author = HashChains(capacity)
        self._alike = AlikeTexts(capacity)
        self._waves = Waves()
        self._adding = Lock()

    @property
    def size(self) -> int:
        """How many traces are held."""
        return min(self._next, self._capacity)

    @property
    def held_bytes(self) -> int:
        """The memory it takes by now."""
        chains = (self._by_identifier, self._by_text, self._by_author)
        return (
            self.size * _ROW_BYTES
            + sum(one.held_bytes for one in chains)
            + self._alike.held_bytes
            + self._waves.held_bytes
        )

    def add(
        self, trace: Trace, signature: Signature | None = None, near: Sequence[Near] = (), identifier: str = ""
    ) -> None:
        """Remember a comment that has just got its id, when it is admitted and before it is stored.

        `near`: what `find` has found for the signature.
        """
        with self._adding:
            self._add(trace, signature, near, identifier)

    def find(self, signature: Signature) -> list[Near]:
        """Numbers of texts that are alike, for `alike`, `spread` and `add`."""
        return self._alike.find(signature)

    def same_text(self, trace: Trace, since: int, most: int = _STEPS) -> list[Earlier]:
        """Other comments of exactly this text from `since` (ms) on, the newest first."""
        found = self._others(self._by_text, _TEXT, trace.text, trace, since, _STEPS, most)
        return [self._seen(number, trace) for number in found] if found else []

    def alike(self, trace: Trace, near: Sequence[Near], since: int) -> Earlier | None:
        """The newest other comment of nearly this text from `since` (ms) on."""
        for number, likeness in near:
            if number >= self._oldest:
                earlier = self._at(number)
                if earlier.at >= since and earlier.site == trace.site and _is_other(earlier, trace):
                    return self._seen(number, trace, likeness)
        return None

    def spread(self, trace: Trace, near: Sequence[Near], since: int) -> Spread:
        """How far nearly this text has spread from `since` (ms) on."""
        with self._adding:
            first = self._first_of(trace.site, near)
            if first is None:
                return Spread(1, 1, False, ())
            wave = self._waves.of(first) or self._begun(trace.site, first, near)
            self._waves.leave(wave, since)
            authors = len(wave.authors) + (trace.author not in wave.authors)
            articles = len(wave.articles) + (trace.article not in wave.articles)
            return Spread(authors, articles, max(authors, articles) > MOST, tuple(reversed(wave.ids)))

    def count_of_author(self, trace: Trace, since: int, most: int) -> int:
        """How many other comments this author has submitted from `since` (ms) on, counted up to `most`."""
        if not trace.author:
            return 0
        return len(self._others(self._by_author, _AUTHOR, trace.author, trace, since, most + _STEPS, most))

    def own_texts(self, trace: Trace, since: int) -> int:
        """How many other comments of exactly this text the author has submitted from `since` (ms) on."""
        if not trace.author:
            return 0
        found = self._others(self._by_author, _AUTHOR, trace.author, trace, since, _STEPS, _STEPS)
        return sum(self._rows[number % self._capacity * _WIDTH + _TEXT] == trace.text for number in found)

    def knows(self, identifier: str) -> bool:
        """Whether the comment with that id is remembered."""
        return self._find(hash(identifier)) is not None

    def seed(self, traces: Iterable[CommentTrace], signatures: Mapping[str, Signature] = MappingProxyType({})) -> int:
        """Remember what the store tells; those known already are passed over. How many were new.

        `signatures`: by id, those of the long texts, as far as they were read.
        """
        new = 0
        for stored in traces:
            one, signature = trace(stored), signatures.get(stored.id)
            with self._adding:
                if self._find(one.identifier) is None:
                    near = () if signature is None else self._alike.find(signature)
                    self._add(one, signature, near, stored.id)
                    new += 1
        return new

    def forget(self, identifiers: Iterable[str]) -> int:
        """Let nothing more be found of these comments than that they were here; how many were known."""
        forgotten = 0
        with self._adding:
            for identifier in identifiers:
                number = self._find(hash(identifier))
                if number is not None:
                    forgotten += 1
                    # The time stays, for it is what ends a walk.
                    erased = self._at(number)
                    self._write(number, Trace(0, erased.identifier, erased.at, 0, 0, 0, 0))
                    self._alike.forget(number)
                    self._waves.leave_out(self._alike.first(number), erased.author, identifier)
        return forgotten

    def _add(self, trace: Trace, signature: Signature | None, near: Sequence[Near], identifier: str) -> None:
        number = self._next
        self._write(number, trace)
        # From here on it can be found: by readers in other threads, too.
        self._by_identifier.add(number, trace.identifier)
        self._by_text.add(number, trace.text)
        self._by_author.add(number, trace.author)
        first = self._first_of(trace.site, near) if near else None
        if first is not None:
            wave = self._waves.of(first) or self._begun(trace.site, first, near)
            self._waves.add(first, wave, trace.author, trace.article, trace.at, identifier)
        self._alike.add(number, number if first is None else first, signature, identifier)
        self._next = number + 1
        self._oldest = max(0, self._next - self._capacity)

    def _write(self, number: int, trace: Trace) -> None:
        _pack_into(
            self._rows,
            number % self._capacity * _ROW_BYTES,
            trace.site,
            trace.identifier,
            trace.at,
            trace.text,
            trace.author,
            trace.article,
            trace.comment,
        )

    def _first_of(self, site: int, near: Sequence[Near]) -> int | None:
        """The text of this site that all of them are variants of, as far as the newest of them tells."""
        for number, _ in near:
            if number >= self._oldest and self._rows[number % self._capacity * _WIDTH + _SITE] == site:
                return self._alike.first(number)
        return None

    def _begun(self, site: int, first: int, near: Sequence[Near]) -> Wave:
        """A wave of what is there of it."""
        wave = Wave()
        for number in sorted(number for number, _ in near if number >= self._oldest):
            earlier = self._at(number)
            if earlier.site == site:
                known = "".join(self._ids_of([number]))
                self._waves.add(first, wave, earlier.author, earlier.article, earlier.at, known)
        return wave

    def _ids_of(self, numbers: Sequence[int]) -> tuple[str, ...]:
        known = ((self._alike.identifier(number), number % self._capacity * _WIDTH) for number in numbers)
        return tuple(one for one, place in known if hash(one) == self._rows[place + _IDENTIFIER])

    def _seen(self, number: int, trace: Trace, likeness: float = 1.0) -> Earlier:
        earlier = self._at(number)
        return Earlier(
            earlier.at,
            bool(trace.author) and earlier.author == trace.author,
            earlier.article == trace.article,
            likeness,
            "".join(self._ids_of([number])),
        )

    def _find(self, identifier: int) -> int | None:
        number = self._by_identifier.newest(identifier)
        for _ in range(_STEPS):
            if number < self._oldest:
                return None
            if self._rows[number % self._capacity * _WIDTH + _IDENTIFIER] == identifier:
                return number
            number = self._by_identifier.before(number)
        return None

    def _at(self, number: int) -> Trace:
        site, identifier, at, text, author, article, comment = _unpack_from(
            self._rows, number % self._capacity * _ROW_BYTES
        )
        return Trace(site, identifier, at, text, author, article, comment)

    def _others(  # noqa: PLR0913, PLR0917 - what to look for, and how far
        self, chains: HashChains, column: int, key: int, trace: Trace, since: int, steps: int, most: int
    ) -> list[int]:
        """Numbers of other comments that are the same in that column, newest first, at most so many.

        No generator, for most comments pay for it twice and find nothing.
        """
        oldest = self._oldest
        found: list[int] = []
        number = chains.newest(key)
        if number < oldest:
            return found
        rows, capacity = self._rows, self._capacity
        while number >= oldest and steps:
            place = number % capacity * _WIDTH
            at = rows[place + _AT]
            # What other processes submitted comes late: the order is that of arrival.
            if at < since - OVERLAP_MS:
                break
            if rows[place + column] == key and at >= since and _is_other(self._at(number), trace):
                found.append(number)
                if len(found) == most:
                    break
            number = chains.before(number)
            steps -= 1
        return found


def _is_other(earlier: Trace, trace: Trace) -> bool:
    """Whether the earlier trace is of another comment, not of this one or of a revision of it.

    The store does not tell the publisher's id: without it, what one author writes twice under one article is taken for
    an edit.
    """
    if earlier.identifier == trace.identifier:
        return False
    if not trace.comment:
        return True
    if earlier.comment:
        return earlier.comment != trace.comment
    return not (trace.author and earlier.author == trace.author and earlier.article == trace.article)
