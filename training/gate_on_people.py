"""The gate's questions about people: whether civil sentences are held up for the group that they name."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from training import identity
from training.comparing import Criterion, Pair, both
from training.contender import Contender, Said

Flags = NDArray[np.bool_]

NAMED: Final = 0.05
"""How many more of the civil sentences that name a group may be held up for it, as a share of them."""
NAMED_ALONE: Final = 0.5
"""The same for a single group."""


@dataclass(frozen=True, slots=True)
class Named:
    """Civil sentences that name groups of people, and what both say of them.

    `is_anyway`: which of them the challenger would hold up whatever they named, so that it is not for the group.
    """

    terms: NDArray[np.str_]
    said: Pair
    is_anyway: Flags

    @classmethod
    def of(cls, champion: Contender, challenger: Contender) -> "Named":
        """Both on all sentences."""
        named, neutral = identity.measured(), identity.neutral()
        words = challenger.weights.words
        said = challenger.say(words.transform([one.text for one in neutral]))
        templates = np.asarray([one.template for one in neutral])
        anyway = {one for one in templates.tolist() if _held(said)[templates == one].all()}
        counts = words.transform([one.text for one in named])
        return cls(
            np.asarray([one.term for one in named]),
            both(champion, challenger, counts),
            np.asarray([one.template in anyway for one in named], np.bool_),
        )

    def criteria(self) -> Iterator[Criterion]:
        """None is rejected that was not, and hardly more are held up: in whole, and for each group."""
        before, now = self.said.champion, self.said.challenger
        rejected = int((now.is_rejected & ~before.is_rejected).sum())
        newly = _held(now) & ~_held(before) & ~self.is_anyway
        rise = float(newly.mean())
        groups = {term: float(newly[self.terms == term].mean()) for term in np.unique(self.terms).tolist()}
        hit = sorted((term for term, more in groups.items() if more > NAMED_ALONE), key=lambda term: -groups[term])
        text = (
            f"Of {len(newly):,} civil sentences that name a group of people, {rise:.1%} are held up that were not and "
            f"would not be if they named nobody, and {rejected} more are rejected. Allowed: {NAMED:.0%}, "
            f"{NAMED_ALONE:.0%} of a single group's, and none."
        )
        if hit:
            text += f" Held against: {', '.join(hit[:10])}."
        yield Criterion("holds no group against anyone", rejected == 0 and rise <= NAMED and not hit, text)


def _held(said: Said) -> Flags:
    return np.asarray(said.is_queued | said.is_rejected)
