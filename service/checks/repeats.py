"""Texts that have been submitted before, word for word or nearly so."""

from collections.abc import Iterable
from typing import Final

from model.findings import Finding, Severity
from service.checks.context import Context
from service.history import Earlier

_MINUTE: Final = 60_000
_OFTEN: Final = 2


class Repeats:
    """Finds what was submitted to the same site within `repeat_minutes`, by anybody, under any article.

    What many say of themselves (`I agree.`: fewer than 8 words or 40 characters) is a repetition only from the same
    author's third time on, and never a near duplicate. A new revision of a comment repeats nothing of itself.
    """

    name: Final = "repeats"

    def __call__(self, context: Context) -> Iterable[Finding]:
        """One finding, or none."""
        minutes = context.site.repeat_minutes
        if not minutes:
            return ()
        since = context.at - minutes * _MINUTE
        history, trace = context.history, context.trace
        near = context.look_for_alike()
        if near is None:
            times = history.own_texts(trace, since)
            if times < _OFTEN:
                return ()
            message = f"This author has submitted the same short text {times} times before."
            return (Finding("repeated_comment", Severity.QUEUE, message),)
        if same := history.same_text(trace, since, 1):
            message = f"The same text was submitted {_when(context, same[0])}."
            return (Finding("repeated_comment", Severity.QUEUE, message, earlier=_known(same[0])),)
        if near and (earlier := history.alike(trace, near, since)) is not None:
            share = f"about {earlier.likeness:.0%} of the words are the same"
            message = f"Nearly the same text was submitted {_when(context, earlier)} ({share})."
            return (Finding("near_duplicate", Severity.QUEUE, message, earlier=_known(earlier)),)
        return ()


def _known(earlier: Earlier) -> tuple[str, ...]:
    return (earlier.id,) if earlier.id else ()


def _when(context: Context, earlier: Earlier) -> str:
    minutes = max(0, context.at - earlier.at) // _MINUTE
    ago = "just now" if not minutes else "a minute ago" if minutes == 1 else f"{minutes} minutes ago"
    author = "by the same author" if earlier.same_author else "under another name or address"
    article = "here" if earlier.same_article else "under another article"
    return f"{ago} {author}, {article}"
