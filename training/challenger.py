"""A challenger: what a site's verdicts make of the model it starts from, before anyone compares it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit  # type: ignore[import-untyped]

from model.bundle import Bundle
from model.calibration import Calibration
from model.policy import Policy, Threshold
from model.scorer import ATTRIBUTES
from store.second_looks import SecondLook
from training import doubts, house_thresholds
from training.contender import Contender, Said
from training.house import UNWANTED, House, OutOfFold
from training.house_thresholds import Limits
from training.lessons import Lessons, Progress
from training.metrics import is_fine
from training.promises import Promise
from training.recipe import Recipe
from training.rehearsal import Rehearsal
from training.weights import Weights, weights_of

Flags = NDArray[np.bool_]
Floats = NDArray[np.float32]

LEAST: Final = 200
LEAST_OF_A_KIND: Final = 40
"""Fewer judged comments, or fewer rejected or approved ones, show nothing that could not be chance."""
LEAST_MEASURED: Final = 10
"""Of each kind among the newest, which are held out."""


@dataclass(frozen=True, slots=True)
class Challenger:
    """Weights with the head `unwanted`, their thresholds, and the verdicts that were in doubt."""

    weights: Weights
    limits: Limits
    doubted: tuple[SecondLook, ...]
    taught: Mapping[str, int]
    calibration: Calibration

    def contender(self, version: str, policy: Policy) -> Contender:
        """It as the gate sees it, by the site's policy."""
        thresholds = policy.thresholds(self.limits.thresholds, self.limits.curves)
        return Contender(version, self.weights, thresholds, self.calibration)


def contender_of(bundle: Bundle, policy: Policy) -> Contender:
    """A bundle as the gate sees it, by the site's policy."""
    thresholds = policy.thresholds(bundle.thresholds, bundle.curves)
    return Contender(bundle.version, weights_of(bundle), thresholds, bundle.manifest.calibration)


def promise_of(policy: Policy, base: Bundle) -> Promise:
    """What the site promises; what the base was trained for where it states nothing."""
    usual = base.manifest.promised
    return Promise(policy.max_wrong_rejects or usual.max_wrong_rejects, policy.max_missed or usual.max_missed)


def lacking(lessons: Lessons) -> str:
    """What there is too little of to learn from, in words with how much is needed; empty where there is enough."""
    rejected, rows = int(lessons.is_rejected.sum()), len(lessons.comments)
    approved = rows - rejected
    if rows < LEAST:
        return f"{rows:,} judged comments are too few: {LEAST:,} are needed, {LEAST - rows:,} more."
    for name, count in (("rejected", rejected), ("approved", approved)):
        if count < LEAST_OF_A_KIND:
            return (
                f"Only {count:,} of {rows:,} judged comments are {name}: {LEAST_OF_A_KIND} are needed, "
                f"{LEAST_OF_A_KIND - count} more."
            )
    newest = lessons.is_rejected[lessons.is_held_out]
    for name, count in (("rejected", int(newest.sum())), ("approved", int((~newest).sum()))):
        if count < LEAST_MEASURED:
            return (
                f"Only {count:,} of the {len(newest):,} newest judged comments, on which the models are compared, are "
                f"{name}: {LEAST_MEASURED} are needed. Some more verdicts will bring them."
            )
    return ""


def learn(  # noqa: PLR0913, PLR0917 - what it starts from, what it learns from, and what is known beforehand
    base: Bundle,
    champion: Contender,
    rehearsal: Rehearsal,
    lessons: Lessons,
    policy: Policy,
    confirmed: set[str],
    *,
    progress: Progress = lambda *_: None,
) -> Challenger:
    """What the lessons make of the base. `confirmed`: verdicts that moderators stood by, though they were in doubt."""
    start, promise = weights_of(base), promise_of(policy, base)
    house = House(start, rehearsal, lessons)
    logits = house.out_of_fold(progress=progress)
    slope, offset = house.calibration(logits.told)
    scores = OutOfFold(*(np.asarray(expit(part * slope + offset), np.float32) for part in logits))
    in_use = champion.say(lessons.counts_in_use, lessons.languages).unwanted
    doubted = doubts.doubts_of(lessons, in_use, scores.told)
    weights = doubts.weights_of(lessons, doubted, confirmed)
    taught = _taught(lessons)
    learned = start
    steps = len(taught) + 1
    for step, attribute in enumerate(taught):
        progress("learning", step, steps)
        column = start.attributes.index(attribute)
        change = house.attribute(attribute, lessons.is_learned, weights)
        learned = learned.with_head(attribute, start.coef[:, column] + change, float(start.intercept[column]))
    progress("learning", steps - 1, steps)
    head = house.head(lessons.is_learned, weights)
    learned = learned.with_head(UNWANTED, *house.compiled(head, slope, offset))
    progress("learning", steps, steps)
    limits = _limits(base, learned, policy, promise, rehearsal, house, scores)
    doubtful = tuple(one for one in doubted if one.verdict not in confirmed)
    return Challenger(learned, limits, doubtful, taught, base.manifest.calibration)


def _taught(lessons: Lessons) -> dict[str, int]:
    """By attribute: how many of the comments that are learned from are labelled with it."""
    counts = Counter(
        label
        for one, is_learned in zip(lessons.comments, lessons.is_learned.tolist(), strict=True)
        if is_learned
        for label in one.labels
    )
    return {attribute: counts[attribute] for attribute in ATTRIBUTES if counts[attribute]}


def _limits(  # noqa: PLR0913, PLR0917 - thresholds are of all of them
    base: Bundle,
    learned: Weights,
    policy: Policy,
    promise: Promise,
    rehearsal: Rehearsal,
    house: House,
    scores: OutOfFold,
) -> Limits:
    lessons = house.lessons
    # A text that is sent again and again is one comment of those that a promise is about.
    told = lessons.is_learned & lessons.is_first
    columns = [learned.attributes.index(name) for name in ATTRIBUTES]
    judged = (
        Contender("", learned, {}, base.manifest.calibration)
        .say(lessons.counts[told], lessons.languages[told])
        .scores[:, columns]
    )
    trained = Limits({name: base.thresholds.get(name, Threshold()) for name in ATTRIBUTES}, base.curves, ())
    attributes = house_thresholds.of_attributes(trained, judged, lessons.is_rejected[told], ATTRIBUTES, promise, policy)
    thresholds = policy.thresholds(attributes.thresholds, attributes.curves)
    contender = Contender("", learned, {**thresholds, UNWANTED: Threshold()}, base.manifest.calibration)
    accepted = _accepted(contender.say(rehearsal.counts, rehearsal.languages))
    elsewhere = accepted & _like_a_site(rehearsal) & is_fine(rehearsal.labels)
    harmless = (
        (scores.known[elsewhere[~rehearsal.is_held_out]], house_thresholds.NEWLY_QUEUED),
        (scores.naming[_accepted(contender.say(house.mentions))], house_thresholds.NEWLY_NAMED),
    )
    unwanted = house_thresholds.of_unwanted(scores.told[told], lessons.is_rejected[told], harmless, promise)
    return Limits(
        {**attributes.thresholds, **unwanted.thresholds},
        {**attributes.curves, **unwanted.curves},
        (*attributes.sentences, *unwanted.sentences),
    )


def _accepted(said: Said) -> Flags:
    """Which comments would be accepted."""
    return np.asarray(~said.is_queued & ~said.is_rejected)


def _like_a_site(rehearsal: Rehearsal) -> Flags:
    """Which rows of the rehearsal are of sources that stand for a site's comments."""
    recipe, sources = Recipe(), list(rehearsal.sources)
    return np.asarray(recipe.stands_for("abuse", sources) | recipe.stands_for("spam", sources))
