"""The gate: whether a challenger may take the champion's place. Both are held against the same comments.

It must be better on what the site's moderators said, beyond chance, and worse nowhere else beyond a margin stated
beforehand. What it is measured on, no challenger has learned from.
"""

from dataclasses import dataclass
from functools import partial
from typing import Final

from training.comparing import Comparison, Criterion, Outcome
from training.contender import Contender
from training.gate_elsewhere import Elsewhere
from training.gate_on_people import Named
from training.gate_on_site import OnSite
from training.lessons import Lessons
from training.metrics import bootstrap
from training.promises import Promise
from training.rehearsal import Rehearsal

RESAMPLES: Final = 1_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says: it opens where every criterion is met.

    `champion`, `elsewhere`: the versions that were compared with on the site's comments, and on all others.
    """

    criteria: tuple[Criterion, ...]
    comparisons: tuple[Comparison, ...]
    outcomes: tuple[Outcome, ...]
    champion: str
    elsewhere: str

    @property
    def is_passed(self) -> bool:
        """Whether the challenger may be promoted."""
        return all(one.is_met for one in self.criteria)


def hold_up(  # noqa: PLR0913 - both, and what they are held against
    champion: Contender,
    challenger: Contender,
    lessons: Lessons,
    rehearsal: Rehearsal,
    promise: Promise,
    *,
    stand_in: Contender | None = None,
    seed: int = 0,
) -> Verdict:
    """Compare both on the lessons and on the half of the rehearsal that are held out.

    `stand_in`: who takes the champion's place on the rehearsal and on civil sentences, whose features are the base's,
    where the champion reads comments otherwise.
    """
    draw = partial(bootstrap, resamples=RESAMPLES, seed=seed)
    site = OnSite.of(champion, challenger, lessons)
    known = stand_in or champion
    elsewhere = Elsewhere.of(known, challenger, rehearsal)
    named = Named.of(known, challenger)
    comparisons = (*site.comparisons(draw), *elsewhere.comparisons(draw))
    outcomes = (site.outcome(), elsewhere.outcome())
    criteria = (
        *site.criteria(comparisons, outcomes[0], promise),
        *elsewhere.criteria(comparisons, outcomes[1]),
        *named.criteria(),
    )
    return Verdict(criteria, comparisons, outcomes, champion.version, known.version)
