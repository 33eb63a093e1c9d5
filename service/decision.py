"""What the service answers about one comment, whatever protocol it came by."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from model.policy import Finding, Severity, Span


class Decision(NamedTuple):
    """Accept, queue or reject, with the findings that led to it.

    `id` names the stored comment (UUIDv7). `degraded`: something that should have judged or kept the comment could not.
    `scores` are the model's, 0..1 by attribute, empty where there was none; `model` is its version, `policy` the site.
    `explanation`: by attribute the words that weighed, None where nobody asked; it is not kept.
    """

    id: str
    decision: Severity
    degraded: bool
    reasons: tuple[Finding, ...]
    scores: Mapping[str, float]
    language: str
    model: str
    policy: str
    explanation: Mapping[str, tuple[Span, ...]] | None = None


STORE_AWAY: Final = Finding(
    "store_unavailable", Severity.QUEUE, "The database is away: kept on disk, for a person to see.", fault=True
)
NOT_STORED: Final = Finding(
    "not_stored", Severity.QUEUE, "The database refuses this comment: judged, but not kept.", fault=True
)


def degrade(decision: Decision, fault: Finding) -> Decision:
    """The decision with a fault among its reasons: no longer accepted, but for a person to see."""
    return decision._replace(
        degraded=True,
        decision=Severity.QUEUE if decision.decision is Severity.ACCEPT else decision.decision,
        reasons=(*decision.reasons, fault),
    )
