"""What every comment is tested for: a new check is a new file here and a line in `CHECKS`.

One that looks into the history is named in `LOOKING_BACK`, too.
"""

from collections.abc import Sequence
from typing import Final

from service.checks.campaigns import Campaigns
from service.checks.classifier import Classifier
from service.checks.context import Check, Context
from service.checks.flood import Flood
from service.checks.honeypot import Honeypot
from service.checks.languages import Languages
from service.checks.links import Links
from service.checks.repeats import Repeats
from service.checks.roles import TrustedRole
from service.checks.site_rules import SiteRules
from service.checks.word_lists import WordLists
from service.history import Author

__all__ = ["CHECKS", "LOOKING_BACK", "Author", "Check", "Context", "SiteRules"]

CHECKS: Final[Sequence[Check]] = (
    TrustedRole(),
    Honeypot(),
    WordLists(),
    Links(),
    Repeats(),
    Campaigns(),
    Flood(),
    Languages(),
    Classifier(),
)

LOOKING_BACK: Final = (Repeats, Campaigns, Flood)
"""The checks that hold a comment against earlier ones: all that look into the history, and all before the classifier.

Between them and remembering a comment nothing is done with another one.
"""
