"""Coral's external moderation phase (https://docs.coralproject.net); `phase` is imported when it is first needed."""

from collections.abc import Iterable
from importlib import import_module
from typing import Final

from service.checks import SiteRules
from service.endpoints import Endpoint, later
from service.middleware import overloaded

_PHASE: Final = f"{__name__}.phase"

ENDPOINTS: Final = (
    Endpoint("POST", "/coral/{key}", later(_PHASE, "moderate"), documented=False, overloaded=overloaded),
)


def make_ready(sites: Iterable[SiteRules]) -> None:
    """Have all at hand that a comment of Coral's needs, where one of the sites has a secret of Coral's.

    Coral waits 200 ms before it publishes, and the first comment would wait for all of it.
    """
    site = next((site for site in sites if site.policy.coral_secrets), None)
    if site is not None:
        import_module(_PHASE).read_example(site)
