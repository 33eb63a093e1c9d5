"""Comments in a language that the model has not learned."""

from collections.abc import Iterable
from typing import Final

from model.findings import Finding, Severity
from model.languages import UNDETERMINED
from service.checks.context import Context

NOT_SUPPORTED: Final = "language_not_supported"


class Languages:
    """Leaves a comment that the model cannot read to a person, unless the site wants it judged all the same."""

    name: Final = "languages"

    def __call__(self, context: Context) -> Iterable[Finding]:
        """A finding where the language is none of the model's."""
        if context.is_understood:
            return ()
        which = "its language" if context.language == UNDETERMINED else f"the language {context.language!r}"
        message = f"The model has not learned {which}: for a person to read."
        return (Finding(NOT_SUPPORTED, Severity.QUEUE, message),)
