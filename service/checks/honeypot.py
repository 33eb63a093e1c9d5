"""The field of the form that no person sees."""

from collections.abc import Iterable
from typing import Final

from model.findings import Finding, Severity
from service.checks.context import Context


class Honeypot:
    """Finds that the hidden field was filled in, as only machines do."""

    name: Final = "honeypot"

    def __call__(self, context: Context) -> Iterable[Finding]:
        """One finding, or none."""
        hidden: str = context.fields["honeypot"]
        if not hidden.strip():
            return ()
        message = "Filled in a field of the form that people do not see: sent by a machine."
        return (Finding("honeypot", Severity.REJECT, message),)
