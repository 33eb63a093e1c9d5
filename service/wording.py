"""A decision in JSON: how it is answered, how the store keeps it, and the way back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from math import isfinite, nan
from typing import Any, Final

from pydantic_core import from_json, to_json

from model.findings import Finding, Severity, Span
from model.kernel import compiled
from service.decision import Decision
from store.records import CommentRecord, VerdictRecord

DIGITS: Final = 4
"""Decimals of scores and weights."""
_TENS: Final = 10.0**DIGITS
_WHOLE: Final = 1.5 * 2**52
"""Adding it leaves a float no room for a fraction: so a small one is rounded in a fifth of the time of `round`."""
_SMALL: Final = 1e6


def reason(finding: Finding) -> dict[str, Any]:
    """A finding as clients are told it; score, threshold and spans only where it has them."""
    told = _beside_spans(finding)
    if finding.spans:
        told["spans"] = spans(finding.spans)
    return told


def _beside_spans(finding: Finding) -> dict[str, Any]:
    told: dict[str, Any] = {"code": finding.code, "severity": str(finding.severity)}
    for name, number in (("score", finding.score), ("threshold", finding.threshold)):
        if number is not None and (rounded := _rounded(number)) is not None:
            told[name] = rounded
    told["message"] = finding.message
    if finding.earlier:
        told["earlier"] = finding.earlier
    return told


def spans(found: Iterable[Span]) -> list[dict[str, Any]]:
    """Ranges of code points of the original content, and their weights."""
    return [{"begin": span.begin, "end": span.end, "weight": _rounded(span.weight) or 0.0} for span in found]


def scores(by_attribute: Mapping[str, float]) -> dict[str, float | None]:
    """Scores as they are told, rounded; None for one that is no number."""
    return {
        attribute: (score * _TENS + _WHOLE - _WHOLE) / _TENS if 0.0 <= score <= 1.0 else _rounded(score)
        for attribute, score in by_attribute.items()
    }


def members(decision: Decision) -> dict[str, Any]:
    """The decision as the native protocol answers it."""
    told: dict[str, Any] = {
        "id": decision.id,
        "decision": decision.decision.value,
        "degraded": decision.degraded,
        "reasons": [reason(finding) for finding in decision.reasons],
        "scores": scores(decision.scores),
        "language": decision.language,
        "model": decision.model,
        "policy": decision.policy,
    }
    if decision.explanation is not None:
        told["explanation"] = {attribute: spans(found) for attribute, found in decision.explanation.items()}
    return told


def answer(decision: Decision) -> bytes:
    """The JSON of `members`, made of what the store was told already where that is the same."""
    if decision.degraded or decision.explanation is not None:
        return to_json(members(decision))
    head = f'{{"id":"{decision.id}","decision":"{decision.decision}","degraded":false,"reasons":'
    tail = _tail(decision.language, decision.model, decision.policy)
    return f'{head}{reasons_json(decision)},"scores":{scores_json(decision)},{tail}'.encode()


@lru_cache(maxsize=256)
def _tail(language: str, model: str, policy: str) -> str:
    return to_json({"language": language, "model": model, "policy": policy})[1:].decode()


def verdict(record: VerdictRecord) -> dict[str, Any]:
    """A moderator's verdict as clients are told it."""
    return {
        "id": record.id,
        "verdict": record.verdict,
        "labels": record.labels,
        "note": record.note,
        "moderator": record.moderator,
        "source": record.source,
        "at": moment(record.at),
    }


def moment(millisecond: int | None) -> str | None:
    """A time in RFC 3339; None also for one that no calendar has."""
    try:
        return None if millisecond is None else datetime.fromtimestamp(millisecond / 1000, UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        return None


def findings_text(findings: Sequence[Finding]) -> str:
    """Findings as the store keeps them: as clients are told, and which of them are faults."""
    return f"[{','.join(map(_finding_text, findings))}]" if findings else "[]"


def _finding_text(finding: Finding) -> str:
    told = _beside_spans(finding)
    if finding.fault:
        told["fault"] = True
    text = to_json(told).decode()
    return f'{text[:-1]},"spans":{spans_text(finding.spans)}}}' if finding.spans else text


def scores_text(by_attribute: Mapping[str, float]) -> str:
    """Scores as the store keeps them: by the kernel in a seventh of the time."""
    text: str | None = None if compiled is None else compiled.scores_json(by_attribute)
    return to_json(scores(by_attribute)).decode() if text is None else text


def spans_text(found: tuple[Span, ...]) -> str:
    """The JSON of `spans`: by the kernel in a seventeenth of the time."""
    text: str | None = None if compiled is None else compiled.spans_json(found)
    return to_json(spans(found)).decode() if text is None else text


def reasons_json(decision: Decision) -> str:
    """The reasons of a decision as the store keeps them, worked out once."""
    if decision.reasons_json is None:
        decision.reasons_json = findings_text(decision.reasons)
    return decision.reasons_json


def scores_json(decision: Decision) -> str:
    """The scores of a decision as the store keeps them, worked out once."""
    if decision.scores_json is None:
        decision.scores_json = scores_text(decision.scores)
    return decision.scores_json


def decision_of(record: CommentRecord) -> Decision:
    """The decision on a stored comment."""
    return Decision(
        id=record.id,
        decision=Severity(record.decision),
        degraded=record.degraded,
        reasons=tuple(_finding(told) for told in from_json(record.findings)),
        scores={name: nan if score is None else score for name, score in from_json(record.scores).items()},
        language=record.language or "",
        model=record.model,
        policy=record.policy,
    )


def _finding(told: Mapping[str, Any]) -> Finding:
    return Finding(
        code=told["code"],
        severity=Severity(told["severity"]),
        message=told["message"],
        score=told.get("score"),
        threshold=told.get("threshold"),
        spans=tuple(Span(**span) for span in told.get("spans", ())),
        fault=told.get("fault", False),
        earlier=tuple(told.get("earlier", ())),
    )


def _rounded(number: float) -> float | None:
    if -_SMALL < number < _SMALL:
        return (number * _TENS + _WHOLE - _WHOLE) / _TENS
    # JSON has no word for what is not a number.
    return round(number, DIGITS) if isfinite(number) else None
