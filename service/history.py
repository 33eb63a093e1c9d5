"""What was submitted lately, in memory, as the checks for repetitions and floods need it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import blake2b
from threading import Lock
from types import MappingProxyType
from typing import Final

from model.kernel import compiled
from model.likeness import Signature
from service.alike import MOST, AlikeTexts, Near, Wave, Waves
from service.recent import (
    ARTICLE,
    AT,
    AUTHOR,
    FIRST,
    IDENTIFIER,
    OVERLAP_MS,
    SITE,
    STEPS,
    TEXT,
    is_other,
    make_recent,
)
from service.traces import Earlier, Spread, Trace, trace
from store.records import Author, CommentTrace

__all__ = ["OVERLAP_MS", "Author", "Earlier", "History", "Spread", "Trace", "fingerprint", "trace"]

CAPACITY: Final = 100_000


def fingerprint_in_python(normalised: str) -> int:
    """The 64-bit hash (BLAKE2b, signed) of a normalised text, whatever its white space."""
    text = " ".join(normalised.split())
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


fingerprint: Final[Callable[[str], int]] = fingerprint_in_python if compiled is None else compiled.fingerprint


class History:
    """The newest comments of all sites: at most `capacity` of them.

    Nothing is searched and nothing is cleared: a lookup or an addition costs a few steps, however much is remembered.
    A trace takes 88 bytes, and 92 more for each of the newest 16,384 long texts. Near duplicates
    are known only among texts that this process has read: its own, and what others have stored lately.
    Threads may share it: long comments are judged outside the event loop.
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._recent = make_recent(capacity)
        self._alike = AlikeTexts()
        self._waves = Waves()
        self._adding = Lock()

    @property
    def size(self) -> int:
        """How many traces are held."""
        return self._recent.next - self._recent.oldest

    @property
    def held_bytes(self) -> int:
        """The memory it takes by now."""
        return self._recent.held_bytes + self._alike.held_bytes + self._waves.held_bytes

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

    def same_text(self, trace: Trace, since: int, most: int = STEPS) -> list[Earlier]:
        """Other comments of exactly this text from `since` (ms) on, the newest first."""
        found = self._recent.others(trace, TEXT, since, STEPS, most)
        return [self._seen(number, trace) for number in found] if found else []

    def alike(self, trace: Trace, near: Sequence[Near], since: int) -> Earlier | None:
        """The newest other comment of nearly this text from `since` (ms) on."""
        for number, likeness in near:
            if number >= self._recent.oldest:
                earlier = self._recent.at(number)
                is_of_it = earlier[SITE] == trace.site and earlier[AT] >= since
                if is_of_it and is_other(earlier, trace):
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
        return len(self._recent.others(trace, AUTHOR, since, most + STEPS, most))

    def own_texts(self, trace: Trace, since: int) -> int:
        """How many other comments of exactly this text the author has submitted from `since` (ms) on."""
        own = self._recent.others(trace, AUTHOR, since, STEPS, STEPS)
        return sum(self._recent.at(number)[TEXT] == trace.text for number in own)

    def knows(self, identifier: str) -> bool:
        """Whether the comment with that id is remembered."""
        return self._recent.find(hash(identifier)) >= 0

    def seed(self, traces: Iterable[CommentTrace], signatures: Mapping[str, Signature] = MappingProxyType({})) -> int:
        """Remember what the store tells; those known already are passed over. How many were new.

        `signatures`: by id, those of the long texts, as far as they were read.
        """
        new = 0
        for stored in traces:
            one, signature = trace(stored), signatures.get(stored.id)
            with self._adding:
                if self._recent.find(one.identifier) < 0:
                    near = () if signature is None else self._alike.find(signature)
                    self._add(one, signature, near, stored.id)
                    new += 1
        return new

    def forget(self, identifiers: Iterable[str]) -> int:
        """Let nothing more be found of these comments than that they were here; how many were known."""
        forgotten = 0
        with self._adding:
            for identifier in identifiers:
                number = self._recent.find(hash(identifier))
                if number >= 0:
                    forgotten += 1
                    erased = self._recent.at(number)
                    self._recent.forget(number)
                    self._alike.forget(number)
                    self._waves.leave_out(erased[FIRST], erased[AUTHOR], identifier)
        return forgotten

    def _add(self, trace: Trace, signature: Signature | None, near: Sequence[Near], identifier: str) -> None:
        first = self._first_of(trace.site, near) if near else None
        if first is not None:
            wave = self._waves.of(first) or self._begun(trace.site, first, near)
            self._waves.add(first, wave, trace.author, trace.article, trace.at, identifier)
        # From here on it can be found, by readers in other threads, too, and only then its text.
        number = self._recent.add(trace, -1 if first is None else first)
        if signature is not None:
            self._alike.add(number, signature, identifier)

    def _first_of(self, site: int, near: Sequence[Near]) -> int | None:
        """The text of this site that all of them are variants of, as far as the newest of them tells."""
        for number, _ in near:
            if number >= self._recent.oldest:
                row = self._recent.at(number)
                if row[SITE] == site:
                    return row[FIRST]
        return None

    def _begun(self, site: int, first: int, near: Sequence[Near]) -> Wave:
        """A wave of what is there of it."""
        wave = Wave()
        for number in sorted(number for number, _ in near if number >= self._recent.oldest):
            earlier = self._recent.at(number)
            if earlier[SITE] == site:
                self._waves.add(first, wave, earlier[AUTHOR], earlier[ARTICLE], earlier[AT], self._id_of(number))
        return wave

    def _id_of(self, number: int) -> str:
        """The id of a comment, empty where it is not known any more."""
        known = self._alike.identifier(number)
        return known if hash(known) == self._recent.at(number)[IDENTIFIER] else ""

    def _seen(self, number: int, trace: Trace, likeness: float = 1.0) -> Earlier:
        earlier = self._recent.at(number)
        return Earlier(
            earlier[AT],
            bool(trace.author) and earlier[AUTHOR] == trace.author,
            earlier[ARTICLE] == trace.article,
            likeness,
            self._id_of(number),
        )
