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
        roles: str = context.fields["author_role"]
        if not roles:
            return ()
        for role in roles.casefold().split(","):
            if (trusted := role.strip()) in context.site.trusted_roles:
                message = f"This site accepts what its {trusted} writes."
                return (Finding("trusted_role", Severity.ACCEPT, message),)
        return ()
