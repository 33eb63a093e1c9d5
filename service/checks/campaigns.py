"""The same text with small changes, from many authors or under many articles in a short time."""

from collections.abc import Iterable
from typing import Final

from model.findings import Finding, Severity
from service.checks.context import Context
from service.history import Spread

_MINUTE: Final = 60_000
_HOUR: Final = 60


class Campaigns:
    """Finds nearly the same text from `campaign_authors` authors, or under `campaign_articles` articles.

    Within `campaign_minutes`, the comment itself included. What many say of themselves is no campaign: texts so short
    that they are no near duplicates either. Those that came before there were so many are told with the finding.
    """

    name: Final = "campaigns"

    def __call__(self, context: Context) -> Iterable[Finding]:
        """One finding, or none."""
        minutes = context.site.campaign_minutes
        if not minutes or not (near := context.look_for_alike()):
            return ()
        spread = context.history.spread(context.trace, near, context.at - minutes * _MINUTE)
        policy = context.site.policy
        if spread.authors < policy.campaign_authors and spread.articles < policy.campaign_articles:
            return ()
        message = f"Nearly the same text came {_from(spread)} within {_time(minutes)}."
        return (Finding("campaign", Severity.QUEUE, message, earlier=spread.ids),)


def _from(spread: Spread) -> str:
    # Who gave neither id nor address is nobody in particular: of many such, one is counted.
    authors = "one author, or unknown ones," if spread.authors == 1 else f"{spread.authors} authors"
    articles = "1 article" if spread.articles == 1 else f"{spread.articles} articles"
    return f"from {'at least ' if spread.is_more else ''}{authors} under {articles}"


def _time(minutes: int) -> str:
    if minutes == _HOUR:
        return "an hour"
    if minutes % _HOUR == 0:
        return f"{minutes // _HOUR} hours"
    return "a minute" if minutes == 1 else f"{minutes} minutes"
