"""A tiny site for the tests: a model that knows abuse and spam, and moderators who also reject an invented word."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from model.bundle import Bundle
from model.registry import Registry
from store.identifiers import Identifiers
from store.judged import JudgedComment
from tests.training.corpus import rows, write
from training.make import make
from training.recipe import Recipe

RECIPE = Recipe(
    bits=12,
    alpha=1e-4,
    epochs=3,
    folds_out=2,
    synthetic_rows=0,
    rehearsal_rows=240,
    reference={"abuse": ("talk",), "spam": ("mail",)},
)
WORD = "glimmick"
"""What the house rule forbids, and no model has ever seen."""

_identifiers = Identifiers()


def base_in(folder: Path, version: str = "base-1", *, bits: int = RECIPE.bits) -> Bundle:
    """A model trained on the tests' corpus; takes some seconds."""
    recipe = replace(RECIPE, bits=bits)
    return make([write(folder / "corpus.jsonl", rows(420))], folder / "models", version, recipe=recipe)[0]


def arrived(count: int, seed: int = 0, *, word: str = WORD) -> list[JudgedComment]:
    """So many judged comments in the order they arrived: what the corpus finds abusive or spam, and every fifth."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    found = []
    for number, row in enumerate(rows(count, seed=seed + 100)):
        text, is_rejected = str(row["text"]), any(row.get(name) == 1.0 for name in ("toxicity", "spam"))
        labels = ("insult",) if row.get("toxicity") == 1.0 and number % 2 else ()
        if not is_rejected and chance.random() < 0.2:
            text, is_rejected = f"{text}, what a {word}", True
        elif not is_rejected and chance.random() < 0.3:
            text = f"{text}, what a {chance.choice(('pity', 'day', 'joy'))}"
        found.append(judged(text, is_rejected=is_rejected, labels=labels, at=number))
    return found


def at_random(some: Sequence[JudgedComment], seed: int = 0) -> list[JudgedComment]:
    """The same comments with their verdicts dealt out anew."""
    said = [(one.is_rejected, one.labels) for one in some]
    random.Random(seed).shuffle(said)  # noqa: S311 - no secret
    return [
        one._replace(is_rejected=is_rejected, labels=labels)
        for one, (is_rejected, labels) in zip(some, said, strict=True)
    ]


def judged(  # noqa: PLR0913 - what a test may care about
    text: str,
    *,
    is_rejected: bool = False,
    labels: tuple[str, ...] = (),
    at: int = 0,
    reasons: Iterable[str] = (),
    language: str = "en",
) -> JudgedComment:
    """A judged comment."""
    identifier = _identifiers.new()
    return JudgedComment(
        identifier,
        f"verdict on {identifier}",
        is_rejected,
        labels,
        at,
        text,
        "text",
        "Ada",
        "",
        "",
        language,
        "queue",
        frozenset(reasons),
        0,
    )


def registry_of(base: Bundle, folder: Path) -> Registry:
    """A registry in that folder, in which the model is what all sites use."""
    folder.mkdir()
    (folder / base.version).symlink_to(base.folder)
    made = Registry(folder)
    made.promote(base.version)
    return made
