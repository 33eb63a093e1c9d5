"""Which of the newest texts are alike, and how far each of them has spread: in memory that never grows."""

from collections import deque
from typing import Final

from model.likeness import SLOTS, Signature, make_index

Near = tuple[int, float]
"""The number of a text, and its likeness (0..1)."""
MOST: Final = 1_000
"""So many authors, and so many articles, are counted of one text."""
IDS: Final = 5
"""So many of the newest comments of a wave are named."""
_HELD: Final = 20_000
_ENTRY_BYTES: Final = 130
_ID_BYTES: Final = 36


class AlikeTexts:
    """Texts by the caller's numbers, which grow by one: what each is like, and its id.

    The newest 16,384 are kept. Costs 1.6 MiB at once, and 92 bytes a signature.
    """

    def __init__(self) -> None:
        self._index = make_index()
        # Into a view, bytes are copied at once.
        self._ids = memoryview(bytearray(_ID_BYTES * SLOTS))

    @property
    def held_bytes(self) -> int:
        """The memory it takes by now."""
        return self._index.held_bytes + len(self._ids)

    def find(self, signature: Signature) -> list[Near]:
        """Texts that are alike, the newest first; of many only some."""
        return self._index.find(signature)

    def add(self, number: int, signature: Signature, identifier: str) -> None:
        """Remember a text; `identifier` is a UUID, or empty."""
        self._index.add(number, signature)
        if identifier:
            begin = number % SLOTS * _ID_BYTES
            self._ids[begin : begin + _ID_BYTES] = identifier.encode()

    def forget(self, number: int) -> None:
        """Let nothing be like this text any more."""
        self._index.forget(number)

    def identifier(self, number: int) -> str:
        """The id that stands where this text's would: the caller knows whether it is."""
        begin = number % SLOTS * _ID_BYTES
        return bytes(self._ids[begin : begin + _ID_BYTES]).decode()


class Wave:
    """Who wrote nearly the same text, and under which articles, by when they did so last (ms)."""

    __slots__ = ("articles", "authors", "ids")

    def __init__(self) -> None:
        self.authors: dict[int, int] = {}
        self.articles: dict[int, int] = {}
        self.ids: deque[str] = deque(maxlen=IDS)

    @property
    def size(self) -> int:
        """How much it holds."""
        return len(self.authors) + len(self.articles)

    def add(self, author: int, article: int, at: int, identifier: str) -> None:
        """One more comment."""
        for known, key in ((self.authors, author), (self.articles, article)):
            # What was last stands last.
            known.pop(key, None)
            known[key] = at
            if len(known) > MOST:
                del known[next(iter(known))]
        if identifier:
            self.ids.append(identifier)

    def leave(self, since: int) -> None:
        """Let go of whoever wrote nothing of it from then on."""
        for known in (self.authors, self.articles):
            while known and known[oldest := next(iter(known))] < since:
                del known[oldest]


class Waves:
    """Texts of which there is more than one, by their first; those that have been still for longest make room."""

    def __init__(self) -> None:
        self._waves: dict[int, Wave] = {}
        self._held = 0

    @property
    def held_bytes(self) -> int:
        """About the memory it takes."""
        return self._held * _ENTRY_BYTES

    def of(self, first: int) -> Wave | None:
        """The wave that began with that text."""
        return self._waves.get(first)

    def add(  # noqa: PLR0913, PLR0917 - what a wave knows of a comment
        self, first: int, wave: Wave, author: int, article: int, at: int, identifier: str
    ) -> None:
        """One more comment; the wave may be a new one."""
        before = wave.size if self._waves.pop(first, None) is not None else 0
        wave.add(author, article, at, identifier)
        self._waves[first] = wave
        self._held += wave.size - before
        while self._held > _HELD:
            self._end(next(iter(self._waves)))

    def leave(self, wave: Wave, since: int) -> None:
        """As of the wave."""
        before = wave.size
        wave.leave(since)
        self._held += wave.size - before

    def leave_out(self, first: int, author: int, identifier: str) -> None:
        """Let an author's comment be none of that wave; that the text was under its article stays."""
        wave = self._waves.get(first)
        if wave is not None:
            self._held -= wave.authors.pop(author, None) is not None
            wave.ids = deque((one for one in wave.ids if one != identifier), IDS)

    def _end(self, first: int) -> None:
        self._held -= self._waves.pop(first).size
