"""A decision in colour, for people."""

from typing import Final

from rich.console import Console
from rich.text import Text

from model.findings import Severity
from service.decision import Decision

_STYLES: Final = {Severity.ACCEPT: "bold green", Severity.QUEUE: "bold yellow", Severity.REJECT: "bold red"}
_BAR: Final = 20


def show(content: str, decision: Decision) -> None:
    """Write the decision, the reasons and the scores; the words that weighed are marked in the text."""
    console = Console(highlight=False)
    text = Text(content)
    for finding in decision.reasons:
        for span in finding.spans:
            text.stylize(f"underline {_STYLES[finding.severity]}", span.begin, span.end)
    console.print(Text(decision.decision.value, _STYLES[decision.decision]), text)
    for finding in decision.reasons:
        known = finding.score is not None and finding.threshold is not None
        limit = f" ({finding.score:.2f}, from {finding.threshold:.2f} on)" if known else ""
        console.print(Text(f"  {finding.severity.value:6} {finding.code}: {finding.message}{limit}"))
    for attribute, score in sorted(decision.scores.items(), key=lambda item: -item[1]):
        console.print(Text(f"  {score:.4f} {'█' * round(score * _BAR):{_BAR}} {attribute}", "dim"))
