"""From scores to findings, and from findings to a decision."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple


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


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check says of a comment, in words a moderator understands.

    `fault` marks a check that could not do its work: such a comment is seen by a person, whoever wrote it.
    """

    code: str
    severity: Severity
    message: str
    score: float | None = None
    threshold: float | None = None
    spans: tuple[Span, ...] = ()
    fault: bool = False


@dataclass(frozen=True, slots=True)
class Threshold:
    """From which calibrated score (0..1) an attribute is queued and rejected; None: never."""

    queue_at: float | None = None
    reject_at: float | None = None


MESSAGES: Final[Mapping[str, str]] = {
    "toxicity": "Likely to be read as toxic.",
    "severe_toxicity": "Likely to be read as very hateful or aggressive.",
    "obscene": "Likely to be read as obscene.",
    "threat": "Likely to be read as a threat.",
    "insult": "Likely to be read as an insult.",
    "identity_attack": "Likely to be read as an attack on people for who they are.",
    "spam": "Likely to be spam.",
    "unwanted": "Like comments that this site's moderators reject.",
}


def judge(scores: Mapping[str, float], thresholds: Mapping[str, Threshold]) -> tuple[Finding, ...]:
    """One finding for each attribute whose score reaches its threshold, the most severe first, then the highest score.

    A score that is not a number is a fault of its attribute: the comment is queued, never passed over.
    """
    findings = [
        finding
        for attribute, threshold in thresholds.items()
        if attribute in scores and (finding := _reading(attribute, scores[attribute], threshold)) is not None
    ]
    return tuple(sorted(findings, key=lambda found: (found.severity is not Severity.REJECT, -(found.score or 0.0))))


def _reading(attribute: str, score: float, threshold: Threshold) -> Finding | None:
    if score != score:  # noqa: PLR0124 -- only NaN differs from itself
        return Finding("model_unavailable", Severity.QUEUE, f"The model gave no score for {attribute}.", fault=True)
    message = MESSAGES.get(attribute, f"High score for {attribute}.")
    for severity, limit in ((Severity.REJECT, threshold.reject_at), (Severity.QUEUE, threshold.queue_at)):
        if limit is not None and score >= limit:
            return Finding(attribute, severity, message, score, limit)
    return None


def decide(findings: Iterable[Finding]) -> Severity:
    """The decision that follows from all findings.

    Trust outweighs every doubt except a fault; without trust the most severe decides; a fault is never accepted.
    """
    found = tuple(findings)
    severities = {finding.severity for finding in found}
    faulty = any(finding.fault for finding in found)
    if Severity.ACCEPT in severities:
        return Severity.QUEUE if faulty else Severity.ACCEPT
    if Severity.REJECT in severities:
        return Severity.REJECT
    return Severity.QUEUE if faulty or Severity.QUEUE in severities else Severity.ACCEPT
