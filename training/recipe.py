"""What training does with which source: every number that shapes a model, in one place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from training.promises import Promise

SOURCE_WEIGHTS: Final[Mapping[str, float]] = {
    "jigsaw": 3.0,
    "jigsaw_extra": 3.0,
    "tubespam": 4.0,
    # Tweets whose raters took African-American English for abuse (Sap et al., 2019).
    "davidson": 0.3,
    "synthetic": 1.0,
    # The corpora's spam is thin and old.
    "synthetic:spam": 4.0,
    "synthetic:ham": 4.0,
}
"""How much a row of a source weighs; 1 where neither the source nor its family is named."""

REFERENCE: Final[Mapping[str, tuple[str, ...]]] = {
    "abuse": ("jigsaw", "jigsaw_extra"),
    # Short messages in the languages that are judged; mail is unlike a comment, and the Russian chats are queued.
    "spam": ("tubespam", "sms_spam"),
}
"""Whose rows stand for a site's comments when scores are calibrated and thresholds chosen, by what is asked of them."""

NOT_TOXIC: Final = ("implicit_hate", "stormfront")
"""Sources whose raters were asked about attacks on groups alone, and whose other rows are learned as not toxic.

Without it the head for toxicity meets only their attacks, and learns nothing from them. Measured on left-out sources;
where raters were asked about something narrower, as in edos about sexism, it is as often wrong as right.
"""

NOT_SPAM: Final = ("jigsaw", "jigsaw_extra", "civil_comments")
"""Sources whose rows are learned as no spam, though nobody was asked: discussions that were moderated before.

Those that were asked about spam are messages, mail and comments under music; without these, the head takes a long civil
comment for something it does not know.
"""

SOURCE_INTERCEPTS: Final = ("toxicity", "severe_toxicity", "obscene", "threat", "insult", "identity_attack")
"""Attributes whose heads have an intercept for each source while they learn: sources differ in what raters call abuse.

Not spam: there a source is nearly all spam or none at all, and what tells them apart is what is to be learned.
"""

SYNTHETIC: Final = "synthetic"
"""Family of the sources that a generator wrote."""

ENGLISH: Final = "en"
"""What the second reader reads, and promises abroad are checked on."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """The settings of a training run; the same recipe on the same corpus makes the same model.

    `folds_out`: how many models are fitted, each without one part of the rows, to score every row by a model that never
    saw it. `synthetic_rows`: how many rows a generator adds. `source_intercepts`: the attributes whose heads learn with
    an intercept for each source. `reviewed`: attributes whose likely wrong labels weigh less. `even_terms`: whether all
    words that name a group of people weigh alike. `untold`: the share of rows, others in each epoch, that are learned
    as if nobody knew which words name a group, so that what is said weighs beside names in no list as well.
    """

    bits: int = 18
    alpha: float = 3e-6
    epochs: int = 12
    folds_out: int = 3
    seed: int = 20_261_124
    promise: Promise = field(default_factory=Promise)
    source_weights: Mapping[str, float] = field(default_factory=lambda: SOURCE_WEIGHTS)
    reference: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: REFERENCE)
    not_toxic: tuple[str, ...] = NOT_TOXIC
    not_spam: tuple[str, ...] = NOT_SPAM
    reviewed: tuple[str, ...] = ("toxicity",)
    rehearsal_rows: int = 3_000
    synthetic_rows: int = 24_000
    source_intercepts: tuple[str, ...] = SOURCE_INTERCEPTS
    even_terms: bool = True
    untold: float = 0.5

    def weights(self, sources: Sequence[str]) -> NDArray[np.float32]:
        """The weight of each row; `tubespam:video` weighs like `tubespam` where it is not named itself."""
        known = self.source_weights
        weights = {one: known.get(one, known.get(family_of(one), 1.0)) for one in set(sources)}
        return np.fromiter((weights[one] for one in sources), np.float32, len(sources))

    def stands_for(self, asked: str, sources: Sequence[str]) -> NDArray[np.bool_]:
        """Which rows stand for a site's comments; where no source that is named is there, all but generated ones."""
        named = self.reference.get(asked, ())
        families = [family_of(one) for one in sources]
        chosen = np.fromiter((family in named for family in families), np.bool_, len(sources))
        real = np.fromiter((family != SYNTHETIC for family in families), np.bool_, len(sources))
        return chosen if chosen.any() else real


def family_of(source: str) -> str:
    """A source without its part: `tubespam` of `tubespam:video`."""
    return source.partition(":")[0]
