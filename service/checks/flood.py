"""More comments of one author than anybody writes."""

from collections.abc import Iterable
from typing import Final

from model.findings import Finding, Severity
from service.checks.context import Context

_SECOND: Final = 1_000


class Flood:
    """Finds more than `flood_comments` of one author within `flood_seconds`; revisions of a comment do not add up.

    An author is known by their id, else by their e-mail address, else by their IP address.
    """

    name: Final = "flood"

    def __call__(self, context: Context) -> Iterable[Finding]:
        """One finding, or none."""
        seconds, most = context.site.flood_seconds, context.site.flood_comments
        if not seconds:
            return ()
        since = context.at - seconds * _SECOND
        if context.history.count_of_author(context.trace, since, most) < most:
            return ()
        message = f"More than {most} comments of this author within {seconds} seconds, which is this site's limit."
        return (Finding("flood", Severity.QUEUE, message),)
