"""From scores to findings by their thresholds, and from findings to a decision."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from model.policy import Threshold


class Severity(StrEnum):
    """What one finding asks for, and what the site is told in the end; in a finding, `accept` is trust."""

    ACCEPT = "accept"
    QUEUE = "queue"
    REJECT = "reject"


class Span(NamedTuple):
    """Code points `begin` up to, not including, `end` of the original content, and how much they weighed (logits)."""

    begin: int
    end: int
    weight: float


class Finding(NamedTuple):
    """What one check says of a comment, in words a moderator understands.

    `fault` marks a check that could not do its work: such a comment is seen by a person, whoever wrote it. `earlier`:
    ids of comments that came before and that it speaks of.
    """

    code: str
    severity: Severity
    message: str
    score: float | None = None
    threshold: float | None = None
    spans: tuple[Span, ...] = ()
    fault: bool = False
    earlier: tuple[str, ...] = ()


_ACCEPT: Final = Severity.ACCEPT
_QUEUE: Final = Severity.QUEUE
_REJECT: Final = Severity.REJECT
"""An enumeration's members are found by a function of Python's, each time anew."""

MODEL_UNAVAILABLE: Final = "model_unavailable"
"""The code of a comment that no model could judge, or not in full."""

_SAID: Final[Mapping[str, str]] = {
    "toxicity": "be read as toxic",
    "severe_toxicity": "be read as very hateful or aggressive",
    "obscene": "be read as obscene",
    "threat": "be read as a threat",
    "insult": "be read as an insult",
    "identity_attack": "be read as an attack on people for who they are",
    "spam": "be spam",
    "unwanted": "be what this site's moderators reject",
}
_LIKELY: Final = 0.5


def worded(attribute: str, score: float) -> str:
    """What a score (0..1) of an attribute says, in words: a calibrated score of a half is as likely as not."""
    said = _SAID.get(attribute)
    if said is None:
        return f"High score for {attribute}."
    return f"Likely to {said}." if score >= _LIKELY else f"May {said}."


def judge(scores: Mapping[str, float], thresholds: Mapping[str, Threshold]) -> tuple[Finding, ...]:
    """One finding for each attribute whose score reaches its threshold, the most severe first, then the highest score.

    A score that is not a number is a fault of its attribute: the comment is queued, never passed over.
    """
    findings = []
    for attribute, threshold in thresholds.items():
        score = scores.get(attribute)
        if score is not None and (finding := _reading(attribute, score, threshold)) is not None:
            findings.append(finding)
    if len(findings) > 1:
        findings.sort(key=_rank)
    return tuple(findings)


def _rank(found: Finding) -> tuple[bool, float]:
    return found.severity is not _REJECT, -(found.score or 0.0)


def _reading(attribute: str, score: float, threshold: Threshold) -> Finding | None:
    if score != score:  # noqa: PLR0124 -- only NaN differs from itself
        return Finding(MODEL_UNAVAILABLE, _QUEUE, f"The model gave no score for {attribute}.", fault=True)
    if (limit := threshold.reject_at) is not None and score >= limit:
        severity = _REJECT
    elif (limit := threshold.queue_at) is not None and score >= limit:
        severity = _QUEUE
    else:
        return None
    # Made as tuples are: a named one's own constructor takes ten times as long.
    return tuple.__new__(Finding, (attribute, severity, worded(attribute, score), score, limit, (), False, ()))


def decide(findings: Iterable[Finding]) -> Severity:
    """The decision that follows from all findings.

    Trust outweighs every doubt except a fault; without trust the most severe decides; a fault is never accepted.
    """
    is_trusted = is_faulty = is_rejected = is_queued = False
    for finding in findings:
        severity = finding.severity
        is_trusted = is_trusted or severity is _ACCEPT
        is_rejected = is_rejected or severity is _REJECT
        is_queued = is_queued or severity is _QUEUE
        is_faulty = is_faulty or finding.fault
    if is_rejected and not is_trusted:
        return _REJECT
    return _QUEUE if is_faulty or (is_queued and not is_trusted) else _ACCEPT
