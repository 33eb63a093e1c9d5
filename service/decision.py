"""What the service answers about one comment, whatever protocol it came by."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from model.findings import Finding, Severity, Span


@dataclass(slots=True, init=False)
class Decision:
    """Accept, queue or reject, with the findings that led to it.

    `id` names the stored comment (UUIDv7). `degraded`: something that should have judged or kept the comment could not.
    `scores` are the model's, 0..1 by attribute, empty where there was none; `model` is its version, with that of the
    second reader where that had a say, as `FIRST+SECOND`; `policy` the site.
    `explanation`: by attribute the words that weighed, None where nobody asked; it is not kept. Nothing of it changes:
    `reasons_json` and `scores_json` are what `service.wording` has made of it, which store and client are both told.
    """

    id: str
    decision: Severity
    degraded: bool
    reasons: tuple[Finding, ...]
    scores: Mapping[str, float]
    language: str
    model: str
    policy: str
    explanation: Mapping[str, tuple[Span, ...]] | None
    reasons_json: str | None = field(init=False, compare=False, repr=False)
    scores_json: str | None = field(init=False, compare=False, repr=False)

    def __init__(  # noqa: PLR0913, PLR0917 - its fields; by itself, for dataclasses make one that is not compiled
        self,
        id: str,  # noqa: A002 - as it is answered
        decision: Severity,
        degraded: bool,  # noqa: FBT001 - as above
        reasons: tuple[Finding, ...],
        scores: Mapping[str, float],
        language: str,
        model: str,
        policy: str,
        explanation: Mapping[str, tuple[Span, ...]] | None = None,
    ) -> None:
        self.id = id
        self.decision = decision
        self.degraded = degraded
        self.reasons = reasons
        self.scores = scores
        self.language = language
        self.model = model
        self.policy = policy
        self.explanation = explanation
        self.reasons_json: str | None = None
        self.scores_json: str | None = None


BESIDE: Final = "+"
"""Between the versions of the two readers; no version has it in its name."""

STORE_AWAY: Final = Finding(
    "store_unavailable", Severity.QUEUE, "The database is away: kept on disk, for a person to see.", fault=True
)
NOT_STORED: Final = Finding(
    "not_stored", Severity.QUEUE, "The database refuses this comment: judged, but not stored.", fault=True
)


def degrade(decision: Decision, fault: Finding) -> Decision:
    """The decision with a fault among its reasons: no longer accepted, but for a person to see."""
    return replace(
        decision,
        degraded=True,
        decision=Severity.QUEUE if decision.decision is Severity.ACCEPT else decision.decision,
        reasons=(*decision.reasons, fault),
    )
