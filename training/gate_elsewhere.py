"""The gate's questions about comments from elsewhere: what the raters of the corpus said of the rehearsal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.scorer import ATTRIBUTES
from training.comparing import (
    Comparison,
    Criterion,
    Draw,
    Outcome,
    Pair,
    both,
    of_comparison,
    outcome_of,
    ranked,
    share,
)
from training.contender import Contender
from training.gate_on_site import ENOUGH, MISSED
from training.metrics import is_asked, is_fine, is_positive, is_unwanted
from training.recipe import Recipe
from training.rehearsal import Rehearsal
from training.thresholds import thin

Flags = NDArray[np.bool_]
Floats = NDArray[np.float32]

RANKING: Final = 0.02
"""How far average precision may fall on the rehearsal, for an attribute."""
WRONG: Final = 0.005
"""How much more of what is fine may be rejected automatically, as a share of it."""
QUEUED: Final = 0.06
"""How much more may be queued elsewhere, as a share of all comments."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What the raters of the corpus said of the rehearsal's held-out half."""

    said: Pair
    labels: Floats
    sources: Sequence[str]

    @classmethod
    def of(cls, champion: Contender, challenger: Contender, rehearsal: Rehearsal) -> "Elsewhere":
        """Both on the half of the rehearsal that is held out."""
        held_out = rehearsal.is_held_out
        sources = [source for source, is_out in zip(rehearsal.sources, held_out.tolist(), strict=True) if is_out]
        said = both(champion, challenger, rehearsal.counts[held_out], rehearsal.languages[held_out])
        return cls(said, rehearsal.labels[held_out], sources)

    def comparisons(self, draw: Draw) -> Iterator[Comparison]:
        """Both by attribute."""
        for column, attribute in enumerate(ATTRIBUTES):
            labels = self.labels[:, column]
            if is_positive(labels).any():
                yield ranked(
                    f"elsewhere: {attribute}",
                    labels,
                    self.said.champion.of(attribute),
                    self.said.challenger.of(attribute),
                    draw,
                )

    def outcome(self) -> Outcome:
        """What was decided of the sources that stand for a site's comments, at a natural share of abuse."""
        recipe, sources = Recipe(), list(self.sources)
        unwanted = is_unwanted(self.labels)
        stands = recipe.stands_for("abuse", sources) | recipe.stands_for("spam", sources)
        rows = stands & is_asked(self.labels).any(axis=1) & thin(unwanted, groups=sources)
        return outcome_of("elsewhere", self.said.part(rows), fine=is_fine(self.labels)[rows], positive=unwanted[rows])

    def criteria(self, comparisons: Sequence[Comparison], outcome: Outcome) -> Iterator[Criterion]:
        """No attribute ranks worse, and the decisions elsewhere stay what they were but for the margins."""
        for one in comparisons:
            if one.name.startswith("elsewhere: ") and one.positives >= ENOUGH:
                fall = (one.champion or 0) - (one.challenger or 0)
                yield Criterion(one.name, fall <= RANKING, f"{of_comparison(one)} {RANKING} less may be.")
        before, now = outcome.champion, outcome.challenger
        fine = max(1, now.wrong_rejects.of - now.wrong_rejects.count + now.accepted.of)
        wrong = (now.wrong_rejects.count - before.wrong_rejects.count) / fine
        missed = (now.missed.value or 0) - (before.missed.value or 0)
        queued = (now.queued.value or 0) - (before.queued.value or 0)
        text = (
            f"Elsewhere {share(now.queued.value)} are queued ({share(before.queued.value)} before), "
            f"{now.wrong_rejects.count:,} of {now.rejected.count:,} rejected are fine "
            f"({before.wrong_rejects.count:,} of {before.rejected.count:,} before), and {share(now.missed.value)} of "
            f"what is unwanted is accepted ({share(before.missed.value)} before). Allowed: {QUEUED:.0%} more queued, "
            f"{WRONG:.1%} more wrongly rejected, {MISSED:.0%} more missed."
        )
        yield Criterion("decides elsewhere as before", wrong <= WRONG and missed <= MISSED and queued <= QUEUED, text)
