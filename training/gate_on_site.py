"""The gate's questions about the site: what its moderators said of the newest comments."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit  # type: ignore[import-untyped]

from model.scorer import ATTRIBUTES
from training.comparing import (
    Comparison,
    Criterion,
    Draw,
    Outcome,
    Pair,
    number,
    of_comparison,
    outcome_of,
    ranked,
    share,
    within,
)
from training.contender import Contender, Said
from training.heads import platt
from training.house import UNWANTED
from training.lessons import Lessons
from training.metrics import is_positive, lower_bound
from training.promises import Promise

Flags = NDArray[np.bool_]
Floats = NDArray[np.float32]

MISSED: Final = 0.02
"""How much more of what is unwanted may be accepted, as a share of it."""
ENOUGH: Final = 20
"""Fewer positives say nothing of a ranking."""
ON_SITE: Final = "site: average precision"
LOSS: Final = "site: log loss"


@dataclass(frozen=True, slots=True)
class OnSite:
    """What the site's moderators said of the newest comments; `scaled`: slope and offset of the champion's logits."""

    said: Pair
    is_rejected: Flags
    labels: Floats
    languages: NDArray[np.str_]
    scaled: tuple[float, float]

    @classmethod
    def of(cls, champion: Contender, challenger: Contender, lessons: Lessons) -> "OnSite":
        """Both on the lessons that are held out.

        The scores of a champion that knows no site are no probabilities that this site's moderators reject: it is given
        what it lacks, learned from the same verdicts that the challenger has. One that learned from verdicts is taken
        as it is or so scaled, whichever serves it better.
        """
        held_out = lessons.is_held_out
        before = champion.say(lessons.counts_in_use, lessons.languages)
        now = challenger.say(lessons.counts[held_out], lessons.languages[held_out])
        return cls(
            Pair(before.part(held_out), now),
            lessons.is_rejected[held_out],
            lessons.labels[held_out],
            lessons.languages[held_out],
            _scaled(before, lessons),
        )

    def comparisons(self, draw: Draw) -> Iterator[Comparison]:
        """Both by the site's own verdicts, in whole, by language, and by attribute where labels say something."""
        truth = self.is_rejected.astype(np.float32)
        yield ranked(ON_SITE, truth, self.said.champion.unwanted, self.said.challenger.unwanted, draw)
        yield self._losses(draw)
        for language in np.unique(self.languages).tolist():
            rows = self.languages == language
            part, name = self.said.part(rows), language or "unknown"
            if 0 < truth[rows].sum() < rows.sum() and len(np.unique(self.languages)) > 1:
                yield ranked(
                    f"site, language {name}", truth[rows], part.champion.unwanted, part.challenger.unwanted, draw
                )
        for column, attribute in enumerate(ATTRIBUTES):
            # What is approved shows the attribute or not: it is what the label should stand out from.
            told = np.where(self.is_rejected, self.labels[:, column], np.fmax(self.labels[:, column], 0))
            if is_positive(told).any():
                yield ranked(
                    f"site: {attribute}",
                    told,
                    self.said.champion.of(attribute),
                    self.said.challenger.of(attribute),
                    draw,
                )

    def outcome(self) -> Outcome:
        """What was decided, held against the verdicts."""
        return outcome_of("site", self.said, fine=~self.is_rejected, positive=self.is_rejected)

    def criteria(self, comparisons: Sequence[Comparison], outcome: Outcome, promise: Promise) -> Iterator[Criterion]:
        """Better by average precision, no worse by loss, and no promise broken that the champion keeps."""
        gain, loss = (next(one for one in comparisons if one.name == name) for name in (ON_SITE, LOSS))
        better = gain.difference is not None and gain.difference.low > 0
        yield Criterion("better on the site's verdicts", better, _of_gain(gain, better=better))
        sinks = loss.champion is not None and loss.challenger is not None and loss.challenger <= loss.champion
        yield Criterion(
            "surer on the site's verdicts",
            sinks,
            f"Log loss is {number(loss.challenger)}, and was {number(loss.champion)}{within(loss.difference)}.",
        )
        for comparison in comparisons:
            if comparison.name.startswith("site, language ") and comparison.positives >= ENOUGH:
                worse = comparison.difference is not None and comparison.difference.high < 0
                yield Criterion(comparison.name, not worse, of_comparison(comparison))
        before, now = outcome.champion, outcome.challenger
        missed = (now.missed.value or 0) - (before.missed.value or 0)
        yield Criterion(
            "finds no less of what the site rejects",
            missed <= MISSED,
            f"Of what moderators rejected, {share(now.missed.value)} would be accepted, and "
            f"{share(before.missed.value)} before; {MISSED:.0%} more may be.",
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
        before = _scaled_loss(self.scaled, self.said.champion.unwanted, truth)
        after = _loss(self.said.challenger.unwanted, truth)
        rows, positives = len(truth), int(truth.sum())
        gains = before - after
        interval = draw(lambda weights: float(weights @ gains / max(weights.sum(), 1)), rows)
        if not rows:
            return Comparison(LOSS, 0, 0, None, None, None)
        return Comparison(LOSS, rows, positives, float(before.mean()), float(after.mean()), interval)


def _scaled(before: Said, lessons: Lessons) -> tuple[float, float]:
    """Slope and offset for the champion's logits, by what it says of all lessons."""
    learned, held_out = lessons.is_learned, lessons.is_held_out
    fitted = platt(_logit(before.unwanted[learned]), lessons.is_rejected[learned].astype(np.float32))
    if UNWANTED not in before.attributes:
        return fitted
    # Of verdicts that it has learned from it is surer than of others: what is fitted to them may be too steep.
    truth = lessons.is_rejected[held_out].astype(np.float64)
    losses = {one: _scaled_loss(one, before.unwanted[held_out], truth).sum() for one in ((1.0, 0.0), fitted)}
    return min(losses, key=losses.__getitem__)


def _scaled_loss(scaled: tuple[float, float], scores: Floats, truth: NDArray[np.float64]) -> NDArray[np.float64]:
    slope, offset = scaled
    return _loss(expit(slope * _logit(scores) + offset), truth)


def _logit(scores: Floats) -> Floats:
    inside = np.clip(scores.astype(np.float64), 1e-6, 1 - 1e-6)
    return np.asarray(np.log(inside / (1 - inside)), np.float32)


def _loss(probabilities: NDArray[np.floating], truth: NDArray[np.float64]) -> NDArray[np.float64]:
    inside = np.clip(probabilities.astype(np.float64), 1e-6, 1 - 1e-6)
    return np.asarray(-(truth * np.log(inside) + (1 - truth) * np.log(1 - inside)), np.float64)


def _of_gain(gain: Comparison, *, better: bool) -> str:
    text = (
        f"On {gain.rows:,} newer comments, {gain.positives:,} of them rejected, average precision is "
        f"{number(gain.challenger)}, and was {number(gain.champion)}{within(gain.difference)}."
    )
    return text if better else f"{text} That is not more than chance may give."
