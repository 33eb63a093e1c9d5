"""What the model makes of a comment."""

from collections.abc import Iterable
from typing import Final

from model.policy import MODEL_UNAVAILABLE, Finding, Severity, judge
from service.checks.context import Context


class Classifier:
    """Finds the attributes whose scores reach the site's thresholds, with the words that weighed."""

    name: Final = "classifier"

    def __call__(self, context: Context) -> Iterable[Finding]:
        """One finding an attribute; a fault where there is no model, or none that could score."""
        bundle = context.bundle
        if bundle is None or context.scores is None:
            return (unjudged(),)
        limits = context.site.limits(bundle)
        if limits.are_above(context.scores):
            return ()
        found = judge(context.scores, limits.thresholds)
        spans = bundle.scorer.explain(context.text, [finding.code for finding in found if not finding.fault])
        return [finding._replace(spans=spans.get(finding.code, ())) for finding in found]


def unjudged() -> Finding:
    """The fault of a comment that no model could judge."""
    return Finding(MODEL_UNAVAILABLE, Severity.QUEUE, "No model could judge this: for a person to see.", fault=True)
