"""The gate: whether a challenger may take the champion's place. Both are held against the same comments.

It must be better on what the site's moderators said, beyond chance, and worse nowhere else beyond a margin stated
beforehand. What it is measured on, no challenger has learned from.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.scorer import ATTRIBUTES
from training import identity
from training.contender import Contender, Said
from training.features import HashedWords
from training.heads import platt
from training.lessons import Lessons
from training.metrics import (
    Interval,
    Ranking,
    Rates,
    average_precision,
    bootstrap,
    is_asked,
    is_fine,
    is_positive,
    is_unwanted,
    lower_bound,
)
from training.promises import Promise
from training.recipe import Recipe
from training.rehearsal import Rehearsal
from training.thresholds import thin

Flags = NDArray[np.bool_]
Floats = NDArray[np.float32]

RESAMPLES: Final = 1_000
RANKING: Final = 0.02
"""How far average precision may fall on the rehearsal, for an attribute."""
MISSED: Final = 0.02
"""How much more of what is unwanted may be accepted, as a share of it."""
WRONG: Final = 0.005
"""How much more of what is fine may be rejected automatically, as a share of it."""
QUEUED: Final = 0.06
"""How much more may be queued elsewhere, as a share of all comments."""
NAMED: Final = 0.05
"""How many more of the civil sentences that name a group may be held up for it, as a share of them."""
NAMED_ALONE: Final = 0.5
"""The same for a single group."""
ENOUGH: Final = 20
"""Fewer positives say nothing of a ranking."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that is asked of a challenger, in words with its numbers."""

    name: str
    is_met: bool
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A measure of both on the same rows; the interval is of the difference, bootstrapped in pairs."""

    name: str
    rows: int
    positives: int
    champion: float | None
    challenger: float | None
    difference: Interval | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was decided of the same comments by both."""

    name: str
    champion: Rates
    challenger: Rates


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says: it opens where every criterion is met."""

    criteria: tuple[Criterion, ...]
    comparisons: tuple[Comparison, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def is_passed(self) -> bool:
        """Whether the challenger may be promoted."""
        return all(one.is_met for one in self.criteria)


@dataclass(frozen=True, slots=True)
class Pair:
    """What both say of the same comments."""

    champion: Said
    challenger: Said

    def part(self, rows: Flags) -> "Pair":
        """What both say of some of them."""
        return Pair(self.champion.part(rows), self.challenger.part(rows))


def hold_up(  # noqa: PLR0913 - both, and what they are held against
    champion: Contender,
    challenger: Contender,
    lessons: Lessons,
    rehearsal: Rehearsal,
    promise: Promise,
    *,
    seed: int = 0,
) -> Verdict:
    """Compare both on the lessons and on the half of the rehearsal that are held out."""
    draw = partial(bootstrap, resamples=RESAMPLES, seed=seed)
    # The champion's scores are no probabilities that this site's moderators reject: it is given what it lacks, learned
    # from the same verdicts that the challenger has.
    learned = _both(champion, challenger, lessons.counts[lessons.is_learned])
    slope, offset = _scaled(learned.champion.unwanted, lessons.is_rejected[lessons.is_learned])
    site = _Site(
        _both(champion, challenger, lessons.counts[lessons.is_held_out]),
        lessons.is_rejected[lessons.is_held_out],
        lessons.labels[lessons.is_held_out],
        lessons.languages[lessons.is_held_out],
        (slope, offset),
    )
    elsewhere = _Elsewhere(
        _both(champion, challenger, rehearsal.counts[rehearsal.is_held_out]),
        rehearsal.labels[rehearsal.is_held_out],
        [source for source, is_out in zip(rehearsal.sources, rehearsal.is_held_out, strict=True) if is_out],
    )
    named = _Named.of(champion, challenger)
    comparisons = (*site.comparisons(draw), *elsewhere.comparisons(draw))
    outcomes = (site.outcome(), elsewhere.outcome())
    criteria = (
        *site.criteria(comparisons, outcomes[0], promise),
        *elsewhere.criteria(comparisons, outcomes[1]),
        *named.criteria(),
    )
    return Verdict(criteria, comparisons, outcomes)


def _both(champion: Contender, challenger: Contender, counts: object) -> Pair:
    return Pair(champion.say(counts), challenger.say(counts))


Draw = Callable[[Callable[[NDArray[np.float64]], float], int], Interval | None]

ON_SITE: Final = "site: average precision"
LOSS: Final = "site: log loss"


@dataclass(frozen=True, slots=True)
class _Site:
    """What the site's moderators said of the newest comments; `scaled`: slope and offset of the champion's logits."""

    said: Pair
    is_rejected: Flags
    labels: Floats
    languages: NDArray[np.str_]
    scaled: tuple[float, float]

    def comparisons(self, draw: Draw) -> Iterator[Comparison]:
        """Both by the site's own verdicts, in whole, by language, and by attribute where labels say something."""
        truth = self.is_rejected.astype(np.float32)
        yield _ranked(ON_SITE, truth, self.said.champion.unwanted, self.said.challenger.unwanted, draw)
        yield self._losses(draw)
        for language in np.unique(self.languages).tolist():
            rows = self.languages == language
            part, name = self.said.part(rows), language or "unknown"
            if 0 < truth[rows].sum() < rows.sum() and len(np.unique(self.languages)) > 1:
                yield _ranked(
                    f"site, language {name}", truth[rows], part.champion.unwanted, part.challenger.unwanted, draw
                )
        for column, attribute in enumerate(ATTRIBUTES):
            # What is approved shows the attribute or not: it is what the label should stand out from.
            told = np.where(self.is_rejected, self.labels[:, column], np.fmax(self.labels[:, column], 0))
            if is_positive(told).any():
                yield _ranked(
                    f"site: {attribute}",
                    told,
                    self.said.champion.of(attribute),
                    self.said.challenger.of(attribute),
                    draw,
                )

    def outcome(self) -> Outcome:
        """What was decided, held against the verdicts."""
        return _outcome("site", self.said, fine=~self.is_rejected, positive=self.is_rejected)

    def criteria(self, comparisons: Sequence[Comparison], outcome: Outcome, promise: Promise) -> Iterator[Criterion]:
        """Better by average precision, no worse by loss, and no promise broken that the champion keeps."""
        gain, loss = (next(one for one in comparisons if one.name == name) for name in (ON_SITE, LOSS))
        better = gain.difference is not None and gain.difference.low > 0
        yield Criterion("better on the site's verdicts", better, _of_gain(gain, better=better))
        sinks = loss.champion is not None and loss.challenger is not None and loss.challenger <= loss.champion
        yield Criterion(
            "surer on the site's verdicts",
            sinks,
            f"Log loss is {_number(loss.challenger)}, and was {_number(loss.champion)}{_within(loss.difference)}.",
        )
        for comparison in comparisons:
            if comparison.name.startswith("site, language ") and comparison.positives >= ENOUGH:
                worse = comparison.difference is not None and comparison.difference.high < 0
                yield Criterion(comparison.name, not worse, _of_comparison(comparison))
        before, now = outcome.champion, outcome.challenger
        missed = (now.missed.value or 0) - (before.missed.value or 0)
        yield Criterion(
            "finds no less of what the site rejects",
            missed <= MISSED,
            f"Of what moderators rejected, {_share(now.missed.value)} would be accepted, and "
            f"{_share(before.missed.value)} before; {MISSED:.0%} more may be.",
        )
        surely = lower_bound(now.wrong_rejects.count, now.wrong_rejects.of, promise.confidence)
        broken = surely > promise.max_wrong_rejects and now.wrong_rejects.count > before.wrong_rejects.count
        yield Criterion(
            "rejects nothing that the site approves",
            not broken,
            f"Of {now.wrong_rejects.of:,} that would be rejected automatically, moderators approved "
            f"{now.wrong_rejects.count:,} (before: {before.wrong_rejects.count:,} of {before.wrong_rejects.of:,}).",
        )

    def _losses(self, draw: Draw) -> Comparison:
        truth = self.is_rejected.astype(np.float64)
        slope, offset = self.scaled
        before = _loss(1 / (1 + np.exp(-(slope * _logit(self.said.champion.unwanted) + offset))), truth)
        after = _loss(self.said.challenger.unwanted, truth)
        rows, positives = len(truth), int(truth.sum())
        gains = before - after
        interval = draw(lambda weights: float(weights @ gains / max(weights.sum(), 1)), rows)
        if not rows:
            return Comparison(LOSS, 0, 0, None, None, None)
        return Comparison(LOSS, rows, positives, float(before.mean()), float(after.mean()), interval)


@dataclass(frozen=True, slots=True)
class _Elsewhere:
    """What the raters of the corpus said of the rehearsal's held-out half."""

    said: Pair
    labels: Floats
    sources: Sequence[str]

    def comparisons(self, draw: Draw) -> Iterator[Comparison]:
        """Both by attribute."""
        for column, attribute in enumerate(ATTRIBUTES):
            labels = self.labels[:, column]
            if is_positive(labels).any():
                yield _ranked(
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
        return _outcome("elsewhere", self.said.part(rows), fine=is_fine(self.labels)[rows], positive=unwanted[rows])

    def criteria(self, comparisons: Sequence[Comparison], outcome: Outcome) -> Iterator[Criterion]:
        """No attribute ranks worse, and the decisions elsewhere stay what they were but for the margins."""
        for one in comparisons:
            if one.name.startswith("elsewhere: ") and one.positives >= ENOUGH:
                fall = (one.champion or 0) - (one.challenger or 0)
                yield Criterion(one.name, fall <= RANKING, f"{_of_comparison(one)} {RANKING} less may be.")
        before, now = outcome.champion, outcome.challenger
        fine = max(1, now.wrong_rejects.of - now.wrong_rejects.count + now.accepted.of)
        wrong = (now.wrong_rejects.count - before.wrong_rejects.count) / fine
        missed = (now.missed.value or 0) - (before.missed.value or 0)
        queued = (now.queued.value or 0) - (before.queued.value or 0)
        text = (
            f"Elsewhere {_share(now.queued.value)} are queued ({_share(before.queued.value)} before), "
            f"{now.wrong_rejects.count:,} of {now.rejected.count:,} rejected are fine "
            f"({before.wrong_rejects.count:,} of {before.rejected.count:,} before), and {_share(now.missed.value)} of "
            f"what is unwanted is accepted ({_share(before.missed.value)} before). Allowed: {QUEUED:.0%} more queued, "
            f"{WRONG:.1%} more wrongly rejected, {MISSED:.0%} more missed."
        )
        yield Criterion("decides elsewhere as before", wrong <= WRONG and missed <= MISSED and queued <= QUEUED, text)


@dataclass(frozen=True, slots=True)
class _Named:
    """Civil sentences that name groups of people, and what both say of them.

    `is_anyway`: which of them the challenger would hold up whatever they named, so that it is not for the group.
    """

    terms: NDArray[np.str_]
    said: Pair
    is_anyway: Flags

    @classmethod
    def of(cls, champion: Contender, challenger: Contender) -> "_Named":
        """Both on all sentences."""
        named, neutral = identity.measured(), identity.neutral()
        words = HashedWords(challenger.weights.bits)
        said = challenger.say(words.transform([one.text for one in neutral]))
        templates = np.asarray([one.template for one in neutral])
        anyway = {one for one in templates.tolist() if _held(said)[templates == one].any()}
        counts = words.transform([one.text for one in named])
        return cls(
            np.asarray([one.term for one in named]),
            _both(champion, challenger, counts),
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


def _outcome(name: str, said: Pair, *, fine: Flags, positive: Flags) -> Outcome:
    return Outcome(
        name,
        said.champion.rates(fine=fine, positive=positive),
        said.challenger.rates(fine=fine, positive=positive),
    )


def _ranked(name: str, labels: Floats, before: Floats, now: Floats, draw: Draw) -> Comparison:
    rows = is_asked(labels)
    labels, before, now = labels[rows], before[rows], now[rows]
    one, other = Ranking(labels, before), Ranking(labels, now)
    difference = draw(lambda weights: other.average_precision(weights) - one.average_precision(weights), len(labels))
    positives = int(is_positive(labels).sum())
    return Comparison(
        name, len(labels), positives, average_precision(labels, before), average_precision(labels, now), difference
    )


def _scaled(scores: Floats, is_rejected: Flags) -> tuple[float, float]:
    return platt(_logit(scores), is_rejected.astype(np.float32))


def _logit(scores: Floats) -> Floats:
    inside = np.clip(scores.astype(np.float64), 1e-6, 1 - 1e-6)
    return np.asarray(np.log(inside / (1 - inside)), np.float32)


def _loss(probabilities: NDArray[np.floating], truth: NDArray[np.float64]) -> NDArray[np.float64]:
    inside = np.clip(probabilities.astype(np.float64), 1e-6, 1 - 1e-6)
    return np.asarray(-(truth * np.log(inside) + (1 - truth) * np.log(1 - inside)), np.float64)


def _of_gain(gain: Comparison, *, better: bool) -> str:
    text = (
        f"On {gain.rows:,} newer comments, {gain.positives:,} of them rejected, average precision is "
        f"{_number(gain.challenger)}, and was {_number(gain.champion)}{_within(gain.difference)}."
    )
    return text if better else f"{text} That is not more than chance may give."


def _of_comparison(one: Comparison) -> str:
    return (
        f"Average precision is {_number(one.challenger)}, and was {_number(one.champion)}{_within(one.difference)}, on "
        f"{one.positives:,} of {one.rows:,}."
    )


def _within(difference: Interval | None) -> str:
    return "" if difference is None else f" (a difference of {difference.low:+.3f} to {difference.high:+.3f})"


def _number(value: float | None) -> str:
    return "not known" if value is None else f"{value:.3f}"


def _share(value: float | None) -> str:
    return "none" if value is None else f"{value:.1%}"
