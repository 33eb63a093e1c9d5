"""What the model makes of a comment."""

from collections.abc import Iterable, Mapping
from typing import Final

from model.bundle import Bundle
from model.comment import Comment
from model.findings import MODEL_UNAVAILABLE, Finding, Severity, Span, judge
from model.policy import Threshold
from model.text import Text
from service.checks.circumstances import told
from service.checks.context import Context


class Classifier:
    """Finds the attributes whose scores reach the site's thresholds, with the words that weighed."""

    name: Final = "classifier"

    def __call__(self, context: Context) -> Iterable[Finding]:
        """One finding an attribute; a fault where there is no model, or none that could score."""
        bundle = context.bundle
        if bundle is None or context.scores is None:
            return (unjudged(),)
        limits = context.site.limits(context.decides or bundle)
        if limits.are_above(context.scores):
            return ()
        return found_in(context.text, bundle, context.scores, limits.thresholds, context.comment)


def found_in(
    text: Text, bundle: Bundle, scores: Mapping[str, float], thresholds: Mapping[str, Threshold], comment: Comment
) -> list[Finding]:
    """One finding for each attribute whose score reaches its threshold, with the words and whatever else weighed."""
    found = judge(scores, thresholds)
    spans = bundle.scorer.explain(text, [finding.code for finding in found if not finding.fault])
    return [_told_in_full(one, spans, text, bundle, comment) for one in found]


def _told_in_full(
    finding: Finding, spans: Mapping[str, tuple[Span, ...]], text: Text, bundle: Bundle, comment: Comment
) -> Finding:
    code, severity, message, score, threshold, _, fault, earlier = finding
    if code not in spans:
        return finding
    if beside := told(bundle.scorer.circumstances(text, comment, code)):
        message = f"{message} {beside}"
    # Made as tuples are: `_replace` takes ten times as long.
    return tuple.__new__(Finding, (code, severity, message, score, threshold, spans[code], fault, earlier))


def unjudged() -> Finding:
    """The fault of a comment that no model could judge."""
    return Finding(MODEL_UNAVAILABLE, Severity.QUEUE, "No model could judge this: for a person to see.", fault=True)
