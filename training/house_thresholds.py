"""Thresholds of a site's bundle: those of `unwanted`, and what the site's verdicts say against those of the attributes.

Attributes keep the thresholds that were chosen on a whole corpus: a site's few rows could not show more. Only where
the moderators approve what would be rejected automatically is that taken back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.curves import Curve
from model.policy import Policy, Threshold
from training.curves import curves_of
from training.house import UNWANTED
from training.metrics import lower_bound, reaches
from training.promises import Promise
from training.thresholds import choose_all, reject_at, thin, tried

Flags = NDArray[np.bool_]
Floats = NDArray[np.float32]

NEWLY_QUEUED: Final = 0.03
"""The share of comments from elsewhere, accepted so far, that `unwanted` may queue at most."""
NEWLY_NAMED: Final = 0.01
"""The same of civil sentences that name a group of people."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Thresholds and curves by attribute, and what is to be said of them, a sentence each."""

    thresholds: Mapping[str, Threshold]
    curves: Mapping[str, Curve]
    sentences: tuple[str, ...]


def of_unwanted(
    scores: Floats, is_rejected: Flags, harmless: Sequence[tuple[Floats, float]], promise: Promise
) -> Limits:
    """Thresholds of `unwanted` from scores (rows) of rows their model did not see, and what moderators said of them.

    `harmless`: scores of harmless comments that are accepted so far, of each kind there is, and which share of them
    may be queued. Where finding enough of what the site rejects would queue more, less is found, and that is said.
    """
    column, labels = scores[:, np.newaxis], is_rejected.astype(np.float32)[:, np.newaxis]
    natural = thin(is_rejected)
    choice = choose_all(column, labels, (UNWANTED,), promise, natural=natural)[UNWANTED]
    curve = curves_of(column, labels, (UNWANTED,), promise, natural=natural)[UNWANTED]
    least = max((_above(kind, share) for kind, share in harmless if len(kind)), default=0.0)
    chosen = choice.threshold
    sentences = [f"{UNWANTED}: {choice.text}"]
    if chosen.queue_at is not None and chosen.queue_at < least:
        found = float(reaches(scores[is_rejected], least).mean())
        sentences.append(
            f"{UNWANTED} queues from {least:.3f} only, as it would otherwise queue too many harmless comments: so "
            f"{found:.0%} of what the site rejects is found by it."
        )
        chosen = replace(chosen, queue_at=least)
        if chosen.reject_at is not None and chosen.reject_at < least:
            chosen = replace(chosen, reject_at=least)
    raised = Curve(
        tuple((share, None if level is None else max(level, least)) for share, level in curve.reject_at),
        tuple((share, None if level is None else max(level, least)) for share, level in curve.queue_at),
        curve.missed_from,
    )
    return Limits({UNWANTED: chosen}, {UNWANTED: raised}, tuple(sentences))


def _above(scores: Floats, share: float) -> float:
    """From which score on at most that share of these is queued."""
    return float(np.nextafter(np.quantile(scores, 1 - share, method="higher"), np.float32(1)))


def of_attributes(  # noqa: PLR0913, PLR0917 - what was trained, what was said, and what the site asks for
    trained: Limits,
    scores: Floats,
    is_rejected: Flags,
    attributes: tuple[str, ...],
    promise: Promise,
    policy: Policy,
) -> Limits:
    """The attributes' thresholds, without automatic rejections that the site's moderators contradict.

    `scores` (rows, attributes) of judged comments. Contradicted: that more of what is rejected by the thresholds that
    the site's policy puts in force is approved than the promise allows is certain at its confidence, corrected for the
    number of attributes. Where the site has set that threshold itself, it is only told.
    """
    confidence = 1 - (1 - promise.confidence) / max(len(attributes), 1)
    thresholds, curves, sentences = dict(trained.thresholds), dict(trained.curves), list(trained.sentences)
    in_force = policy.thresholds(trained.thresholds, trained.curves)
    for column, attribute in enumerate(attributes):
        limit = in_force.get(attribute, Threshold())
        over = reaches(scores[:, column], limit.reject_at)
        approved, of = int((over & ~is_rejected).sum()), int(over.sum())
        if lower_bound(approved, of, confidence) <= promise.max_wrong_rejects:
            continue
        found = f"the moderators approved {approved:,} of {of:,} such comments."
        if attribute in policy.reject_at:
            sentences.append(f"{attribute} rejects from {_of(limit):.3f}, which the site has set itself: {found}")
            continue
        shown = [one for one in tried(scores[:, column], ~is_rejected, promise.confidence) if one[0] > _of(limit)]
        higher, _ = reject_at(shown, promise)
        known = thresholds[attribute]
        thresholds[attribute] = Threshold(known.queue_at, _raised(known.reject_at, higher))
        if attribute in curves:
            levels = tuple((share, _raised(level, higher)) for share, level in curves[attribute].reject_at)
            curves[attribute] = replace(curves[attribute], reject_at=levels)
        now = "no longer rejects automatically" if higher is None else f"rejects from {higher:.3f}"
        sentences.append(f"{attribute} {now}: {found}")
    return Limits(thresholds, curves, tuple(sentences))


def _of(limit: Threshold) -> float:
    return 1.0 if limit.reject_at is None else limit.reject_at


def _raised(level: float | None, higher: float | None) -> float | None:
    """A level that rejects nothing below the higher one; None: nothing at all."""
    return None if level is None or higher is None else max(level, higher)
