"""The words a site has banned, and those it wants to see first."""

from collections.abc import Iterable, Sequence
from typing import Final

from model.findings import Finding, Severity, Span
from service.checks.context import Context
from service.checks.phrases import Occurrence, WordList

_NAMED: Final = 5
_SPANS: Final = 50
_FINDINGS: Final = (
    (WordList.BANNED, "banned_word", Severity.REJECT, "On this site's list of banned words"),
    (WordList.SUSPECT, "suspect_word", Severity.QUEUE, "On this site's list of words to be looked at"),
)


class WordLists:
    """Finds words of the site's two lists, at word boundaries of the normalised text."""

    name: Final = "word_lists"

    def __call__(self, context: Context) -> Iterable[Finding]:
        """At most one finding for each list, with the places of its words in the original."""
        found = context.site.words.find(context.text.normalised)
        if not found:
            return ()
        return [
            _finding(context, code, severity, message, own)
            for words, code, severity, message in _FINDINGS
            if (own := [one for one in found if one.list is words])
        ]


def _finding(context: Context, code: str, severity: Severity, message: str, found: Sequence[Occurrence]) -> Finding:
    text = context.text
    words = list(dict.fromkeys(" ".join(text.normalised[one.begin : one.end].split()) for one in found))
    named = ", ".join(f"“{word}”" for word in words[:_NAMED])
    more = f" and {len(words) - _NAMED} more" if len(words) > _NAMED else ""
    spans = tuple(Span(*text.span(one.begin, one.end), 1.0) for one in found[:_SPANS])
    return Finding(code, severity, f"{message}: {named}{more}.", spans=spans)
