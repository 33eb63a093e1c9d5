"""In which order a comment that waits is worth a moderator's time."""

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

from pydantic_core import from_json

from model.policy import Threshold

HOUR_MS: Final = 3_600_000
AGE: Final = 0.05
"""What an hour of waiting adds to the urgency: 20 hours outweigh a score of 1 against one at its threshold."""
FIRST: Final = 10.0
"""What a threat adds: it comes before all else that has not waited for eight days longer."""
_PLAIN: Final = 0.5
_FURTHEST: Final = 12.0
_LEAST: Final = 1e-5


class Priority(NamedTuple):
    """Greater comes first. `attribute` is the one that is furthest over its threshold, empty where none is.

    `codes` are those of the findings that ask for a moderator, `scores` those of the model by attribute.
    """

    urgency: float
    uncertainty: float
    attribute: str
    codes: tuple[str, ...]
    scores: Mapping[str, float | None]


def priority(findings: str, scores: str, waiting_since: int, thresholds: Mapping[str, Threshold]) -> Priority:
    """Of a comment with these findings and scores (JSON, as the store keeps them), waiting from that time (ms) on.

    Urgency is how far the furthest score is over its threshold, as a share of the way to 1; a finding without a score
    counts as half. Because every wait grows at the same pace, the age can be told by when it began, and never has to
    be written again. Uncertainty is 1 on a threshold and falls with the distance to the nearest one, in logits: there
    a verdict teaches the model most.
    """
    told: list[dict[str, Any]] = [one for one in from_json(findings) if one["severity"] != "accept"]
    weight = max(map(_over, told), default=0.0)
    if any(finding["code"] == "threat" for finding in told):
        weight += FIRST
    by_attribute: dict[str, float | None] = from_json(scores)
    over = [(_over(finding), str(finding["code"])) for finding in told if finding["code"] in by_attribute]
    attribute = max(over, default=(0.0, ""))[1]
    return Priority(
        urgency=weight - AGE * waiting_since / HOUR_MS,
        uncertainty=_uncertainty(by_attribute, thresholds),
        attribute=attribute,
        codes=tuple(dict.fromkeys(str(finding["code"]) for finding in told)),
        scores=by_attribute,
    )


def _over(finding: Mapping[str, Any]) -> float:
    score, threshold = finding.get("score"), finding.get("threshold")
    if score is None or threshold is None:
        return _PLAIN
    return float((score - threshold) / (1.0 - threshold)) if threshold < 1 else 1.0


def _uncertainty(scores: Mapping[str, float | None], thresholds: Mapping[str, Threshold]) -> float:
    nearest = _FURTHEST * 2
    is_known = False
    for attribute, score in scores.items():
        threshold = thresholds.get(attribute)
        if score is None or threshold is None:
            continue
        place = _logit(score)
        for limit in (threshold.queue_at, threshold.reject_at):
            if limit is not None:
                nearest = min(nearest, abs(place - _logit_of_limit(limit)))
                is_known = True
    return 1.0 / (1.0 + nearest) if is_known else 0.0


def _logit(share: float) -> float:
    if _LEAST < share < 1.0 - _LEAST:
        return math.log(share / (1.0 - share))
    return math.copysign(_FURTHEST, share - 0.5)


# There are few of them, and each is asked for with every comment.
_logit_of_limit = lru_cache(maxsize=1_000)(_logit)
