"""Trust in those whom the site knows: its editors are not moderated."""

from collections.abc import Iterable
from typing import Final

from model.findings import Finding, Severity
from service.checks.context import Context


class TrustedRole:
    """Finds that the author has a role the site trusts; several roles may stand in the field, with commas."""

    name: Final = "roles"

    def __call__(self, context: Context) -> Iterable[Finding]:
        """One finding of trust, or none."""
        if not context.comment.author_role:
            return ()
        for role in context.comment.author_role.casefold().split(","):
            if (trusted := role.strip()) in context.site.trusted_roles:
                message = f"This site accepts what its {trusted} writes."
                return (Finding("trusted_role", Severity.ACCEPT, message),)
        return ()
