"""Thresholds from a publisher's promises, chosen so that they hold beyond the comments they were chosen on.

Both choices are made on rows that neither the model nor its calibration has seen. How the bounds are honest:

- `reject_at` is searched for: a grid of numbers of highest scores, fixed before any label is seen, is tried, each with
  a one-sided Clopper-Pearson bound at the confidence that is left after Bonferroni's correction for the grid's length.
  Given the highest score that is not rejected, the rows above it are independent draws from what would be rejected, so
  the count of fine ones among them is binomial.
- `queue_at` is not searched for: which of the positives' ordered scores is the highest that keeps the promise follows
  from their number alone (a distribution-free tolerance bound: Wilks, 1941), so no correction is due. It allows for
  fewer misses than were promised (`MARGIN`), so that a tenth of the corpus can still show that the promise holds.

What attacks nobody is not rejected (`AIMED_AT_NOBODY`).

Each promise holds at its own confidence; `confirm` says on further rows what becomes of all attributes together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom  # type: ignore[import-untyped]

from model.policy import Threshold
from model.scorer import ATTRIBUTES
from model.shares import Share
from training.metrics import (
    Flags,
    Floats,
    Rates,
    is_asked,
    is_fine,
    is_positive,
    is_unwanted,
    rates,
    reaches,
    upper_bound,
)
from training.promises import ON_NO_REJECTS, Bound, Promise, bound, on_both, on_misses, on_queue, on_rejects

NATURAL_PRIOR: Final = 0.10
"""The share of toxic comments in nature, as far as one number can say."""
FAMILIES: Final[Mapping[str, tuple[str, ...]]] = {
    "abuse": ("toxicity", "severe_toxicity", "obscene", "threat", "insult", "identity_attack"),
    "spam": ("spam",),
}
"""What the operator's two words mean: attributes that find such comments together, by the name of what they find."""
AIMED_AT_NOBODY: Final = frozenset({"toxicity", "obscene"})
"""Attributes that a comment may earn by how it swears, at the weather too: they queue, and others say when to reject.

Where nobody was asked about another attribute of their family, nothing else can say it, and they reject.
"""
MARGIN: Final = 0.85
"""Of the misses that are promised, the part that a level is chosen for.

Of 1,200 positives, a tenth of the corpus, 8.5 % may be missed for them to show 10 % with 95 % confidence.
"""
GRID_FROM: Final = 260
"""Fewer rejected rows can hardly promise 2 % wrong rejects, even if none of them were fine."""
GRID_RATIO: Final = 1.5


@dataclass(frozen=True, slots=True)
class Choice:
    """One attribute's thresholds, what they were chosen on, and which promises they keep.

    `rates` are of the rows at their natural prior. `wrong_rejects` is of `reject_at`, or where there is none the best
    that could have been promised; `missed` is of `queue_at`, for a family of attributes of all its levels together.
    Either is None where there is nothing to count.
    """

    threshold: Threshold
    rows: int
    positives: int
    rates: Rates
    wrong_rejects: Bound | None
    missed: Bound | None
    rejects_kept: bool
    missed_kept: bool
    text: str


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What all thresholds together do to rows they were not chosen on."""

    rates: Rates
    wrong_rejects: Bound
    missed: Bound
    rejects_kept: bool
    missed_kept: bool
    text: str


def thin(
    unwanted: Flags,
    prior: float = NATURAL_PRIOR,
    *,
    seed: int = 0,
    groups: Sequence[str] | NDArray[np.integer[Any]] | None = None,
) -> Flags:
    """Which rows to keep so that unwanted ones are no more than `prior` of them; negatives are all kept.

    Rows are dropped, not weighted, so that counts stay counts. `groups`, one a row, are thinned each by itself: a
    source at or below the prior loses nothing. The same seed drops the same rows.
    """
    random = np.random.default_rng(seed)
    group = np.zeros(unwanted.size, np.int8) if groups is None else np.asarray(groups)
    kept = np.ones(unwanted.size, dtype=np.bool_)
    for one in np.unique(group):
        positives = np.flatnonzero(unwanted & (group == one))
        negatives = int((~unwanted & (group == one)).sum())
        surplus = positives.size - int(negatives * prior / (1 - prior))
        if surplus > 0:
            kept[random.choice(positives, surplus, replace=False)] = False
    return kept


def grid(rows: int) -> tuple[int, ...]:
    """How many of the highest scores are tried as the ones to reject: a geometric series known before any label.

    It ends at half of the rows, as each point costs the others some of their confidence.
    """
    counts: list[int] = []
    size = float(min(GRID_FROM, rows // 2))
    while 1 <= size <= rows // 2:
        counts.append(round(size))
        size *= GRID_RATIO
    return tuple(counts)


def choose(
    scores: Floats, labels: Floats, fine: Flags, promise: Promise | None = None, *, natural: Flags | None = None
) -> Choice:
    """One attribute's thresholds from calibrated scores, labels (NaN: not asked) and whether each row is fine.

    A wrong reject is a row that is fine in every label asked (`metrics.is_fine`), a miss a positive of this attribute
    below `queue_at`. `natural` marks the rows that are left at the natural prior (see `thin`): rejects and rates are
    counted on them, misses on all, as they do not depend on the prior. Raises ValueError where a score is no number.
    """
    (choice,) = _choose(_Family(("",), scores[:, None], labels[:, None]), fine, promise or Promise(), natural)
    return choice


def choose_all(
    scores: Floats,
    labels: Floats,
    attributes: Sequence[str],
    promise: Promise | None = None,
    *,
    natural: Flags | None = None,
) -> dict[str, Choice]:
    """The thresholds of all attributes, where those of a family queue from one level; `scores` and `labels` by column.

    A comment is accepted only if no attribute queues it. If each attribute had to find its own positives alone, the
    weakest would queue nearly everything; what is promised is that an abusive comment is found by some attribute of
    abuse, and spam by that of spam. So the level of `FAMILIES` is chosen on the highest score of the family, and a miss
    is a row that is positive in any attribute of the family and below the level in all. `reject_at` is each attribute's
    own, as in `choose`; see `may_reject`. An attribute of no family is its own.
    """
    fine = is_fine(labels)
    choices: dict[str, Choice] = {}
    for title, columns in families_of(attributes).items():
        family = _Family([attributes[column] for column in columns], scores[:, columns], labels[:, columns], title)
        choices.update(zip(family.names, _choose(family, fine, promise or Promise(), natural), strict=True))
    return {name: choices[name] for name in attributes}


def may_reject(names: Sequence[str], labels: Floats) -> list[bool]:
    """Which attributes of a family may reject: those that say that somebody is attacked, or all where none does.

    `labels` (rows, names) say which were asked about.
    """
    aimed = [name not in AIMED_AT_NOBODY for name in names]
    asked = np.asarray(is_asked(labels).any(axis=0))
    return aimed if any(one and told for one, told in zip(aimed, asked, strict=True)) else [True] * len(names)


def families_of(attributes: Sequence[str]) -> dict[str, list[int]]:
    """The columns of each family that has any; an attribute of no family is one of its own name."""
    named = {name for members in FAMILIES.values() for name in members}
    alone = {name: (name,) for name in attributes if name not in named}
    found = {
        family: [column for column, name in enumerate(attributes) if name in members]
        for family, members in {**FAMILIES, **alone}.items()
    }
    return {family: columns for family, columns in found.items() if columns}


class _Family(NamedTuple):
    """The rows of one family: `scores` and `labels` (rows, names); `title` is what it is called."""

    names: Sequence[str]
    scores: Floats
    labels: Floats
    title: str = ""


def _choose(family: _Family, fine: Flags, promise: Promise, natural: Flags | None) -> list[Choice]:
    """The choices for the attributes of one family, column by column."""
    names, scores, labels, title = family
    asked = np.asarray(is_asked(labels).any(axis=1))
    if np.isnan(scores[asked]).any():
        message = "a score is no number: thresholds cannot be chosen"
        raise ValueError(message)
    kept = np.ones(asked.size, dtype=np.bool_) if natural is None else natural
    level, order = queue_at(scores.max(axis=1)[asked], is_unwanted(labels)[asked], promise)
    parts = [kept & is_asked(column) for column in labels.T]
    aimed = may_reject(names, labels)
    rejects = [
        reject_at(tried(column[part], fine[part], promise.confidence), promise) if rejecting else (None, None)
        for column, part, rejecting in zip(scores.T, parts, aimed, strict=True)
    ]
    # Where rejecting begins below the level, so does queueing: fewer are missed than the bound says, while a higher
    # reject_at is not what was tested.
    limits = [
        Threshold(min((limit for limit in (level, lowest) if limit is not None), default=None), lowest)
        for lowest, _ in rejects
    ]
    missed = _missed(scores, is_unwanted(labels), limits, order, promise)
    missed_kept = missed is not None and missed.at_most <= promise.max_missed
    choices: list[Choice] = []
    for index, (limit, (lowest, wrong), part) in enumerate(zip(limits, rejects, parts, strict=True)):
        positive = is_positive(labels[:, index])
        queued, rejected = united(scores[:, [index]], [limit])
        counted = rates(queued[part], rejected[part], fine=fine[part], positive=positive[part])
        sentences = (
            on_rejects(lowest, wrong, promise) if aimed[index] else ON_NO_REJECTS,
            on_misses(limit.queue_at, missed, promise, title if len(names) > 1 else None),
            on_queue(counted, natural=natural is not None),
        )
        choice = Choice(
            threshold=limit,
            rows=int(is_asked(labels[:, index]).sum()),
            positives=int(positive.sum()),
            rates=counted,
            wrong_rejects=wrong,
            missed=missed,
            rejects_kept=lowest is not None,
            missed_kept=missed_kept,
            text=" ".join(sentences),
        )
        choices.append(choice)
    return choices


def _missed(
    scores: Floats, positive: Flags, limits: Sequence[Threshold], order: int | None, promise: Promise
) -> Bound | None:
    """How many positives no attribute queues or rejects; bounded by how many the choice allowed for."""
    if order is None:
        return None
    queued, rejected = united(scores, limits)
    seen = Share(int((positive & ~queued & ~rejected).sum()), int(positive.sum()))
    return Bound(seen, upper_bound(max(order, seen.count), seen.of, promise.confidence))


def confirm(
    scores: Floats,
    labels: Floats,
    thresholds: Sequence[Threshold],
    promise: Promise | None = None,
    *,
    natural: Flags | None = None,
) -> Confirmation:
    """What becomes of comments under all thresholds together, on rows that no threshold was chosen on.

    `scores` (rows, attributes) and `thresholds` in the same order; `labels` (rows, any attributes). Any attribute
    rejects, all must accept; a miss is a comment that is positive in any label and accepted. Nothing is searched for,
    so the bounds need no correction. Rows of which nothing was asked are left out; `natural` as in `choose`.
    """
    promise = promise or Promise()
    asked = np.asarray(is_asked(labels).any(axis=1))
    at_prior = asked if natural is None else asked & natural
    queued, rejected = united(scores, thresholds)
    fine, unwanted = is_fine(labels), is_unwanted(labels)
    counted = rates(queued[at_prior], rejected[at_prior], fine=fine[at_prior], positive=unwanted[at_prior])
    among_all = rates(queued[asked], rejected[asked], fine=fine[asked], positive=unwanted[asked])
    wrong = bound(counted.wrong_rejects, promise.confidence)
    missed = bound(among_all.missed, promise.confidence)
    wrong_kept = wrong.at_most <= promise.max_wrong_rejects or counted.rejected.count == 0
    missed_kept = missed.at_most <= promise.max_missed
    text = on_both(wrong, missed, promise, rejects_kept=wrong_kept, missed_kept=missed_kept)
    queue = on_queue(counted, natural=natural is not None)
    return Confirmation(counted, wrong, missed, wrong_kept, missed_kept, f"{text} {queue}")


def united(scores: Floats, thresholds: Sequence[Threshold]) -> tuple[Flags, Flags]:
    """Which rows any attribute queues, and which any attribute rejects; `scores` (rows, attributes)."""
    columns = list(zip(scores.T, thresholds, strict=True))
    none = np.zeros(scores.shape[0], dtype=np.bool_)
    queued = np.logical_or.reduce([none, *(reaches(column, threshold.queue_at) for column, threshold in columns)])
    rejected = np.logical_or.reduce([none, *(reaches(column, threshold.reject_at) for column, threshold in columns)])
    return np.asarray(queued & ~rejected), np.asarray(rejected)


def asked_about(scores: Floats, labels: Floats, attributes: Sequence[str] = ATTRIBUTES) -> Floats:
    """The scores without those of families that nobody was asked about: whether they are right, no label says.

    Both (rows, attributes).
    """
    known = scores.copy()
    for columns in families_of(attributes).values():
        unasked = ~is_asked(labels[:, columns]).any(axis=1)
        known[np.ix_(unasked, np.asarray(columns))] = 0
    return known


def thresholds_of(choices: Mapping[str, Choice]) -> dict[str, Threshold]:
    """The thresholds alone, by attribute, as a bundle holds them."""
    return {attribute: choice.threshold for attribute, choice in choices.items()}


def tried(scores: Floats, fine: Flags, confidence: float) -> list[tuple[float, Bound]]:
    """Thresholds to reject from, the highest first, and what is known of the wrong rejects above each.

    `confidence` is that of the whole search: each bound has what is left of it after the correction.
    """
    counts = grid(scores.size)
    if not counts:
        return []
    corrected = 1 - (1 - confidence) / len(counts)
    order = np.argsort(-scores, kind="stable")
    ranked = scores[order].astype(np.float64)
    wrong = np.cumsum(fine[order])
    found: list[tuple[float, Bound]] = []
    for count in counts:
        below = ranked[count]
        above = int(np.searchsorted(-ranked, -below, side="left"))  # equal scores are rejected together or not at all
        if above > 0:
            shown = bound(Share(int(wrong[above - 1]), above), corrected)
            found.append((_between(below, ranked[above - 1]), shown))
    return found


def reject_at(found: Sequence[tuple[float, Bound]], promise: Promise) -> tuple[float | None, Bound | None]:
    """Of what was tried, the lowest threshold that keeps the promise with its bound; or None and the best bound."""
    kept = [one for one in found if one[1].at_most <= promise.max_wrong_rejects]
    if kept:
        return kept[-1]
    return None, min((shown for _, shown in found), key=lambda shown: shown.at_most, default=None)


def queue_at(scores: Floats, positive: Flags, promise: Promise) -> tuple[float | None, int | None]:
    """The highest threshold that keeps the promise with its margin, and how many positives it may miss.

    Of positives too few for the margin, one that none of them is below; of those too few to promise anything, the
    promise's point estimate.
    """
    ranked = np.sort(scores[positive]).astype(np.float64)
    if not ranked.size:
        return None, None
    allowed = MARGIN * promise.max_missed
    order = int(binom.ppf(1 - promise.confidence, ranked.size, allowed))
    while order >= 0 and upper_bound(order, ranked.size, promise.confidence) > allowed:
        order -= 1
    if order < 0:
        shown = upper_bound(0, ranked.size, promise.confidence) <= promise.max_missed
        order = 0 if shown else int(promise.max_missed * ranked.size)
    lowest = ranked[order]
    lower = scores[scores < lowest].astype(np.float64)
    return _between(float(lower.max(initial=0.0)), lowest), order


def _between(low: float, high: float) -> float:
    """Half-way between two scores, so that a difference in the last digit moves no comment across; above `low`."""
    middle = float((low + high) / 2)
    return middle if middle > low else float(high)
