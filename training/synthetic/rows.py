"""From templates to labelled rows: which family comes next, which group of people it names, how it is typed."""

import random
from collections.abc import Iterator
from hashlib import blake2b
from itertools import count
from typing import Final

from training.corpora.batch import Row, labels_of
from training.synthetic.authors import author_of
from training.synthetic.common import SLOTS
from training.synthetic.grammar import Choices, Family, GrammarError, Group, expand, sentence
from training.synthetic.rough import dressed, typed
from training.synthetic.terms import FORMS, TERMS, Term

LICENCE: Final = "Apache-2.0 (written for Copydesk)"
_NO_SPAM: Final = {"spam": 0.0}
"""What every row is that was not written to be spam."""
LONGEST: Final = 400
"""Characters of a row."""

_ATTEMPTS: Final = 300
_TWICE: Final = 0.15
"""The share of rows that say two things of the same kind."""


def rows_of(families: tuple[Family, ...], *, seed: int, rows: int) -> Iterator[Row]:
    """So many rows, the families in turn by their share; no two alike but for case and the last full stop.

    Raises GrammarError where a family has no more to say.
    """
    writers = [Writer(family, seed) for family in families]
    whole = sum(family.share for family in families)
    seen: set[int] = set()
    for made in range(1, rows + 1):
        writer = max(writers, key=lambda one: one.family.share * made / whole - one.written)
        yield writer.write(seen)


class Writer:
    """Writes one family's rows; two writers of a seed name the same groups of people in the same order."""

    def __init__(self, family: Family, seed: int) -> None:
        self.family = family
        self.written = 0
        self._slots: dict[str, Choices] = {**SLOTS, **family.slots}
        self._chance = random.Random(f"{seed} {family.name}")  # noqa: S311 -- repeatable, and no secret
        self._authors = random.Random(f"{seed} authors of {family.name}")  # noqa: S311 -- repeatable, and no secret
        kinds = frozenset(kind for group in family.groups for kind in group.kinds)
        self._named = named(seed, kinds) if family.named else None
        self._fitting: dict[tuple[str, str], tuple[list[Group], list[float]]] = {}

    def write(self, seen: set[int]) -> Row:
        """One more row, whose text is none of those seen."""
        term, form = next(self._named) if self._named is not None else (None, "")
        for _ in range(_ATTEMPTS):
            text, group = self._draft(term, form)
            key = hash_of(text)
            if len(text) <= LONGEST and key not in seen:
                seen.add(key)
                self.written += 1
                author = author_of(group.author, text, self._authors)
                return Row(text, "en", self.family.name, LICENCE, labels_of({**_NO_SPAM, **group.labels}), author)
        message = f"{self.family.name} has no more to say after {self.written:,} rows: write more templates"
        raise GrammarError(message)

    def _draft(self, term: Term | None, form: str) -> tuple[str, Group]:
        groups, weights = self._groups(term, form)
        group = self._chance.choices(groups, weights)[0]
        fit = [one for one in group.templates if term is None or asks_for(one, form)]
        slots = {**self._slots, **group.slots}
        if term is not None:
            slots[form] = (term.form(form),)
        text = sentence(expand(self._chance.choice(fit), slots, self._chance))
        if not group.plain and self._chance.random() < _TWICE:
            text = f"{text} {sentence(expand(self._chance.choice(fit), slots, self._chance))}"
        return typed(text if group.plain else dressed(text, self._chance), self._chance), group

    def _groups(self, term: Term | None, form: str) -> tuple[list[Group], list[float]]:
        key = (term.kind if term is not None else "", form)
        if key not in self._fitting:
            fit = [
                group
                for group in self.family.groups
                if term is None or (term.kind in group.kinds and any(asks_for(one, form) for one in group.templates))
            ]
            self._fitting[key] = fit, [group.weight for group in fit]
        return self._fitting[key]


def named(seed: int, kinds: frozenset[str]) -> Iterator[tuple[Term, str]]:
    """Terms of these kinds and forms without end; each term as often as it weighs, its forms in turn."""
    chance = random.Random(f"{seed} terms")  # noqa: S311 -- repeatable, and no secret
    turns = [term for term in TERMS if term.kind in kinds for _ in range(term.weight)]
    uses = {term: chance.randrange(len(FORMS)) for term in TERMS}
    for _ in count():
        chance.shuffle(turns)
        for term in turns:
            uses[term] += 1
            yield term, FORMS[uses[term] % len(FORMS)]


def asks_for(template: str, form: str) -> bool:
    """Whether the template has a place for this form of a term and for no other."""
    return all(("{" + name + "}" in template) == (name == form) for name in FORMS)


def hash_of(text: str) -> int:
    """One number for texts that differ in case and in closing punctuation only."""
    spoken = " ".join(text.casefold().rstrip(" .!?").split())
    return int.from_bytes(blake2b(spoken.encode(), digest_size=8).digest())
