"""Sentences from templates: `{slot}` is filled from a slot's choices, `{this|that|}` with one of what it lists."""

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

Choices = tuple[str, ...] | Mapping[str, float]
"""What may fill a slot: all alike, or each with its weight."""

READER: Final = "reader"
BLOGGER: Final = "blogger"
SELLER: Final = "seller"
ADVERTISER: Final = "advertiser"
"""Who writes. A blogger is a reader with a page; an advertiser says nothing and sells by name and address."""

_INNERMOST: Final = re.compile(r"\{([^{}]*)\}")
# Written with a vowel, spoken without: a European, a Ukrainian, a user, a one-off.
_ARTICLE: Final = re.compile(
    r"\b([Aa]) (?=(?!eu|uk|uni(?![nm])|us[aeu]|ut[ei]|once?\b|one-|uyg)[aeiou])", re.IGNORECASE
)
_FIRST: Final = re.compile(r"(^|[.!?] )([a-z])")
_DEPTH: Final = 40


class GrammarError(Exception):
    """A template cannot be expanded; says which and why."""


@dataclass(frozen=True, slots=True)
class Group:
    """Templates that are labelled alike.

    `weight`: how often it is drawn beside its family's other groups. `kinds`: the kinds of identity term its templates
    fit; empty where they name none. `plain`: nothing is said before or after. `slots` come before the family's.
    `author`: who writes them.
    """

    templates: tuple[str, ...]
    labels: Mapping[str, float]
    weight: float = 1.0
    kinds: frozenset[str] = frozenset()
    plain: bool = False
    slots: Mapping[str, Choices] = field(default_factory=dict)
    author: str = READER


@dataclass(frozen=True, slots=True)
class Family:
    """One source of rows: `share` is its part of all rows, `named` whether each row is about an identity term."""

    name: str
    share: float
    groups: tuple[Group, ...]
    slots: Mapping[str, Choices]
    named: bool = False


def expand(template: str, slots: Mapping[str, Choices], chance: random.Random) -> str:
    """The template with every slot filled, inner ones first, and `a` turned to `an` where it is spoken so.

    Raises GrammarError for an unknown slot and for slots that fill each other for ever.
    """
    text = template
    for _ in range(_DEPTH):
        found = _INNERMOST.search(text)
        if found is None:
            return _ARTICLE.sub(r"\1n ", text)
        text = _INNERMOST.sub(lambda match: _fill(match[1], template, slots, chance), text)
    message = f"{template!r} is not filled after {_DEPTH} rounds: {text!r:.120}"
    raise GrammarError(message)


def sentence(text: str) -> str:
    """The text with a capital at the begin of each sentence, and single spaces."""
    return _FIRST.sub(lambda match: match[1] + match[2].upper(), " ".join(text.split()))


def _fill(inside: str, template: str, slots: Mapping[str, Choices], chance: random.Random) -> str:
    if "|" in inside:
        return chance.choice(inside.split("|"))
    choices = slots.get(inside)
    if choices is None:
        message = f"{template!r} names the slot {inside!r}, which does not exist"
        raise GrammarError(message)
    if isinstance(choices, tuple):
        return chance.choice(choices)
    return chance.choices(list(choices), list(choices.values()))[0]
